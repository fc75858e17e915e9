"""Peers that have heard the same edits hold the same document, and so does the log."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.converge.network import Client, Server, open_database, replay, settle

WORDS = st.sampled_from(
    ["a", "bc ", "同文", "办公，", "བོད་ཡིག", "ᠮᠣᠩᠭᠣᠯ", "😀", "👨‍👩‍👧", "é", "\t", "\n"]
)
SMALL = st.integers(0, 40)
Step = st.one_of(
    st.tuples(st.just("write"), st.integers(0, 3), SMALL, SMALL, WORDS, st.integers(0, 4)),
    st.tuples(st.just("add"), st.integers(0, 3), SMALL, WORDS),
    st.tuples(st.just("remove"), st.integers(0, 3), SMALL),
    st.tuples(st.just("push"), st.integers(0, 3), st.integers(1, 4)),
    st.tuples(st.just("pull"), st.integers(0, 3), st.integers(1, 4)),
    st.tuples(st.just("drop"), st.integers(0, 3)),
    st.tuples(st.just("back"), st.integers(0, 3)),
    st.tuples(st.just("wait")),
    st.tuples(st.just("fold")),
    st.tuples(st.just("crash")),
)


class World:
    """Four pages, one server, one database that outlives it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.clients = [Client(number) for number in range(4)]
        for client in self.clients:
            client.connect(server)

    async def do(self, step: tuple[object, ...]) -> None:
        name, *args = step
        if args:
            client, rest = self.clients[args[0]], args[1:]  # type: ignore[call-overload]
            self._client_step(str(name), client, rest)
        elif name == "wait":
            await asyncio.sleep(0.002)
        elif name == "fold":
            for room in self.server.rooms.open_rooms():
                room.compact()
        else:
            await self._crash()

    def _client_step(self, name: str, client: Client, rest: list[object]) -> None:
        actions = {
            "write": client.write,
            "add": client.add_paragraph,
            "remove": client.remove_paragraph,
            "push": client.push,
            "pull": client.pull,
            "drop": client.disconnect,
        }
        if name == "back":
            if client.session is None:
                client.connect(self.server)
        else:
            actions[name](*rest)  # type: ignore[operator]

    async def _crash(self) -> None:
        """The process dies with what it held in memory; a new one reads the log."""
        gate = self.server.gate
        database = self.server.parts._database
        await self.server.rooms.close()
        for client in self.clients:
            client.disconnect()
        self.server = Server(database, gate)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(Step, max_size=60))
def test_everybody_ends_with_the_same_document(steps: list[tuple[object, ...]]) -> None:
    async def go() -> None:
        with tempfile.TemporaryDirectory() as folder:
            database = await open_database(Path(folder))
            try:
                world = World(Server(database))
                for step in steps:
                    await world.do(step)
                for client in world.clients:
                    if client.session is None:
                        client.connect(world.server)
                await settle(world.clients)
                contents = {client.content() for client in world.clients}
                contents.add(await replay(database))
                assert len(contents) == 1
                assert [client.unsynced for client in world.clients] == [0] * 4
                for room in world.server.rooms.open_rooms():
                    room.compact()
                await settle(world.clients)
                assert await replay(database) in contents
                late = Client(9)
                late.connect(world.server)
                await settle([late, *world.clients])
                assert late.content() in contents
                await world.server.rooms.close()
            finally:
                await database.close()

    asyncio.run(go())
