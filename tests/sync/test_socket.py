"""The socket itself, over TCP: fragments, sizes, close codes, wrong addresses."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.converge.network import NAME, NODE
from tests.sync.live_server import serving
from tongwen.sync import wire

TOKEN = "editor1"
KEY = wire.varstring(NAME)


@pytest.fixture(params=["picows", "asgi"])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    async with serving(tmp_path, request.param) as live:
        yield live.address


def open_socket(address: str) -> connect:
    return connect(address, compression=None, max_size=None, ping_interval=None)


async def authenticate(socket: ClientConnection) -> None:
    await socket.send(KEY + b"\x02\x00" + wire.varstring(TOKEN))
    assert await socket.recv() == KEY + wire.authenticated_message(True)


async def closed(socket: ClientConnection) -> tuple[int, str]:
    with pytest.raises(ConnectionClosed):
        while True:
            await asyncio.wait_for(socket.recv(), 5)
    assert socket.close_code is not None
    return socket.close_code, socket.close_reason or ""


async def test_a_provider_joins_and_is_answered(address: str) -> None:
    async with open_socket(f"{address}/sync") as socket:
        await authenticate(socket)
        await socket.send(KEY + wire.state_vector_message(b"\x00"))
        assert await socket.recv() == KEY + wire.difference_message(b"\x00\x00")
        assert await socket.recv() == KEY + wire.state_vector_message(b"\x00")
        await socket.send(KEY + wire.difference_message(b"\x00\x00"))
        assert await socket.recv() == KEY + wire.sync_status_message(True)


async def test_a_message_in_fragments_is_one_message(address: str) -> None:
    async with open_socket(f"{address}/sync") as socket:
        message = KEY + b"\x02\x00" + wire.varstring(TOKEN)
        await socket.send([message[:1], message[1:7], message[7:]])
        assert await socket.recv() == KEY + wire.authenticated_message(True)


@pytest.mark.parametrize("size", [150_000, 3_000_000])
async def test_a_message_over_the_limit_is_refused(address: str, size: int) -> None:
    async with open_socket(f"{address}/sync") as socket:
        try:
            if size < 200_000:
                await socket.send([b"x" * size, b"x" * size])
            else:
                await socket.send(b"x" * size)
        except ConnectionClosed:
            pass
        code, reason = await closed(socket)
        assert code == 1009
        assert reason


async def test_text_frames_are_refused(address: str) -> None:
    async with open_socket(f"{address}/sync") as socket:
        await socket.send("hello")
        assert (await closed(socket))[0] == 1003


async def test_garbage_is_refused_with_a_reason_and_others_stay(address: str) -> None:
    async with open_socket(f"{address}/sync") as ann, open_socket(f"{address}/sync") as mallory:
        await authenticate(ann)
        await mallory.send(b"\xff" * 20)
        code, reason = await closed(mallory)
        assert (code, bool(reason)) == (1007, True)
        await ann.send(KEY + wire.state_vector_message(b"\x00"))
        assert await ann.recv() == KEY + wire.difference_message(b"\x00\x00")


async def test_a_wrong_address_has_no_session(address: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await open_socket(f"{address}/sync/only-two")
    assert refused.value.response.status_code == 404


async def test_more_connections_than_allowed_are_refused(address: str) -> None:
    sockets = [await open_socket(f"{address}/sync") for _ in range(3)]
    with pytest.raises(InvalidStatus) as refused:
        await open_socket(f"{address}/sync")
    assert refused.value.response.status_code == 503
    await sockets[0].close()
    await asyncio.sleep(0.05)
    async with open_socket(f"{address}/sync") as again:
        await authenticate(again)
    for socket in sockets[1:]:
        await socket.close()


async def test_plain_y_websocket_joins_by_its_address(address: str) -> None:
    async with open_socket(f"{address}/sync/{NODE}/comments?token={TOKEN}") as socket:
        await socket.send(wire.state_vector_message(b"\x00"))
        assert await socket.recv() == wire.difference_message(b"\x00\x00")


async def test_plain_y_websocket_to_another_document_is_closed(address: str) -> None:
    async with open_socket(f"{address}/sync/zzzzzzzzzzzzz/comments?token={TOKEN}") as socket:
        assert await closed(socket) == (4403, "not-found")


async def test_the_server_answers_pings(address: str) -> None:
    async with open_socket(f"{address}/sync") as socket:
        pong = await socket.ping(b"there?")
        assert await asyncio.wait_for(pong, 5) >= 0


@pytest.mark.parametrize("code", [1000, 1001, 4403])
async def test_a_close_is_answered_with_its_code(address: str, code: int) -> None:
    socket = await open_socket(f"{address}/sync")
    await socket.close(code, "bye")
    assert socket.protocol.close_rcvd is not None
    assert socket.protocol.close_rcvd.code == code


async def test_a_close_without_a_code_is_answered_with_a_valid_frame(address: str) -> None:
    socket = await open_socket(f"{address}/sync")
    socket.transport.write(b"\x88\x80\x00\x00\x00\x00")
    with pytest.raises(ConnectionClosed):
        await asyncio.wait_for(socket.recv(), 5)
    assert socket.protocol.close_rcvd is not None
    assert socket.protocol.close_rcvd.code == 1005, "there was none to repeat"
