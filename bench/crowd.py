"""People who join one document at once, from a process of their own: `python -m bench.crowd …`.

Prints one line of JSON: the seconds each needed to have it all, and the server's state vector.
"""

import asyncio
import json
import sys
import time

import websockets

from tongwen.sync import wire


async def join(url: str, vector: bytes, go: asyncio.Event) -> tuple[float, str]:
    """Join as y-websocket does; return the seconds to the whole state and the server's vector."""
    await go.wait()
    began = time.perf_counter()
    async with websockets.connect(url, max_size=None, compression=None) as socket:
        await socket.send(wire.state_vector_message(vector))
        async for message in socket:
            assert isinstance(message, bytes)
            if message[:2] == b"\x00\x00":  # after the state the server asks for ours
                took = time.perf_counter() - began
                return took, wire.Reader(message, 2).varbytes().hex()
    raise RuntimeError("the server closed the connection")


async def main() -> None:
    """Let everybody in at the same moment."""
    url, count, vector = sys.argv[1], int(sys.argv[2]), bytes.fromhex(sys.argv[3])
    go = asyncio.Event()
    everybody = [asyncio.create_task(join(url, vector, go)) for _ in range(count)]
    await asyncio.sleep(0.3)
    go.set()
    found = await asyncio.gather(*everybody)
    print(json.dumps({"seconds": [seconds for seconds, _ in found], "vector": found[0][1]}))


if __name__ == "__main__":
    asyncio.run(main())
