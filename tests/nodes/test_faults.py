"""Nodes, the bus and the database end at any moment: nothing acknowledged is lost."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.nodes.installation import Installation, Node
from tests.nodes.page import Page
from tests.nodes.test_together import converged
from tests.processes import until
from tongwen.bus.nats import open_nats
from tongwen.sync import wire


@asynccontextmanager
async def typing(*pages: Page) -> AsyncIterator[None]:
    """Let everybody type, a word at a time, for as long as the block runs."""

    async def type_on(page: Page) -> None:
        number = 0
        while True:
            number += 1
            page.write(f"{page.name}·{number}")
            await asyncio.sleep(0.03)

    tasks = [asyncio.create_task(type_on(page)) for page in pages]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def check(installation: Installation, document: str, *pages: Page) -> None:
    """Everything that was acknowledged at any time, and in the end everything written, is there."""
    promised = [word for page in pages for word in page.acknowledged]
    await converged(*pages)
    written = [word for page in pages for word in page.written]
    anna = installation.people["anna"]
    for node in installation.nodes:
        async with Page(node.address, document, anna.token, f"reader at {node.name}") as reader:
            await sees_all(reader, promised, written, pages[0])
    assert all(page.refused == [] for page in pages)


async def sees_all(reader: Page, promised: list[str], written: list[str], like: Page) -> None:
    """Wait until a newcomer sees everything; a room that missed something reads the log soon."""
    await until(lambda: reader.sees(promised), f"{reader.name} misses what was acknowledged")
    await until(lambda: reader.sees(written), f"{reader.name} misses something")
    await until(lambda: reader.text() == like.text(), f"{reader.name} sees another text")


async def host(installation: Installation) -> Node:
    """Return the node that has a room: the others have none."""
    rooms = [await node.rooms() for node in installation.nodes]
    assert sum(count > 0 for count in rooms) == 1, rooms
    return installation.nodes[max(range(len(rooms)), key=rooms.__getitem__)]


async def quiet(installation: Installation) -> None:
    """Wait until no room is open."""

    async def empty() -> bool:
        return sum([await node.rooms() for node in installation.nodes]) == 0

    await until(empty, "rooms stay open", 30)


async def test_a_node_killed_while_people_type(installation: Installation) -> None:
    await quiet(installation)
    document = await installation.document("killed", shared="editor")
    anna, bob = installation.people["anna"], installation.people["bob"]
    async with (
        Page(installation.address, document, anna.token, "Anna") as first,
        Page(installation.address, document, bob.token, "Bob") as second,
    ):
        async with typing(first, second):
            await until(lambda: len(first.acknowledged) > 10, "nothing is acknowledged")
            node = await host(installation)
            await node.kill()
            await until(lambda: first.joined > 1 and second.joined > 1, "nobody comes back")
            counts = [len(page.acknowledged) for page in (first, second)]
            await until(
                lambda: all(
                    len(page.acknowledged) > count + 5
                    for page, count in zip((first, second), counts, strict=True)
                ),
                "nothing is acknowledged afterwards",
            )
        node.launch()
        await node.started()
        await check(installation, document, first, second)


async def test_who_was_at_a_node_that_died_is_not_seen_for_ever(installation: Installation) -> None:
    document = await installation.document("ghosts", shared="editor")
    anna, bob = installation.people["anna"], installation.people["bob"]
    one, two, three = installation.nodes
    async with (
        Page(one.address, document, anna.token, "Anna") as first,
        Page(two.address, document, bob.token, "Bob") as second,
        Page(three.address, document, bob.token, "Bob's tab") as third,
    ):
        for page, others in ((first, {"Bob", "Bob's tab"}), (third, {"Anna", "Bob"})):
            await until(lambda: others <= set(page.here.values()), "not all are seen")  # noqa: B023
        await two.kill()
        await until(lambda: "Bob" not in first.here.values(), "a ghost is here", 30)
        assert "Bob's tab" in first.here.values()  # who is still there is still seen
        assert not second.synced


async def test_all_nodes_restarted_in_turn_while_people_type(installation: Installation) -> None:
    document = await installation.document("rolling", shared="editor")
    anna, bob = installation.people["anna"], installation.people["bob"]
    async with (
        Page(installation.address, document, anna.token, "Anna") as first,
        Page(installation.address, document, bob.token, "Bob") as second,
        Page(installation.address, document, anna.token, "Anna too") as third,
    ):
        pages = (first, second, third)
        async with typing(*pages):
            for node in installation.nodes:
                assert await node.end(signal.SIGTERM) == 0
                await until(lambda: all(page.synced for page in pages), "nobody comes back")
                node.launch()
                await node.started()
            counts = [len(page.acknowledged) for page in pages]
            await until(
                lambda: all(
                    len(page.acknowledged) > count + 5
                    for page, count in zip(pages, counts, strict=True)
                ),
                "nothing is acknowledged afterwards",
            )
        assert first.joined > 1  # the node that had the document was among them
        await check(installation, document, *pages)


async def test_the_bus_killed_while_people_at_different_nodes_type(
    installation: Installation,
) -> None:
    document = await installation.document("no bus", shared="editor")
    anna, bob = installation.people["anna"], installation.people["bob"]
    one, two, three = (node.address for node in installation.nodes)
    async with (
        Page(one, document, anna.token, "Anna") as first,
        Page(two, document, bob.token, "Bob") as second,
    ):
        async with typing(first, second):
            await until(lambda: len(first.acknowledged) > 5, "nothing is acknowledged")
            await installation.nats.kill()
            counts = [len(page.acknowledged) for page in (first, second)]
            await until(
                lambda: all(
                    len(page.acknowledged) > count + 5
                    for page, count in zip((first, second), counts, strict=True)
                ),
                "without the bus nothing is acknowledged",
            )
            async with Page(three, document, anna.token, "late") as late:
                assert late.sees(first.written[:3])  # from the log
            await installation.nats.start()
        await check(installation, document, first, second)
        first.write("heard")
        await until(lambda: second.sees(["heard"]), "the bus is not found again")


async def test_without_a_bus_the_log_is_asked_now_and_then(installation: Installation) -> None:
    document = await installation.document("polled", shared="editor")
    anna, bob = installation.people["anna"], installation.people["bob"]
    one, two, _ = (node.address for node in installation.nodes)
    await installation.nats.kill()
    async with (
        Page(one, document, anna.token, "Anna") as first,
        Page(two, document, bob.token, "Bob") as second,
    ):
        first.write("slowly")
        second.write("but surely")
        await converged(first, second)
        path = f"/nodes/{document}/grants/{bob.id}"
        await installation.call("anna", "DELETE", path, at=one)
        await until(lambda: bool(second.refused), "the session goes on for ever", 60)


async def test_the_database_crashes_while_people_type(installation: Installation) -> None:
    document = await installation.document("database", shared="editor")
    anna, bob = installation.people["anna"], installation.people["bob"]
    one, two, _ = (node.address for node in installation.nodes)
    async with (
        Page(one, document, anna.token, "Anna") as first,
        Page(two, document, bob.token, "Bob") as second,
    ):
        async with typing(first, second):
            await until(lambda: len(first.acknowledged) > 5, "nothing is acknowledged")
            installation.postgres.crash()
            before = len(first.acknowledged)
            await asyncio.sleep(1)  # people go on typing
            assert len(first.acknowledged) <= before + 3  # what was on its way to the page
            installation.postgres.start_again()
            await until(lambda: len(first.acknowledged) > before + 10, "nothing is written again")
        await check(installation, document, first, second)


async def test_nonsense_on_the_bus_harms_nobody(installation: Installation) -> None:
    """Whoever reaches the bus is believed to be a node, but nonsense ends nothing."""
    document = await installation.document("nonsense", shared="editor")
    anna, bob = installation.people["anna"], installation.people["bob"]
    one, two, _ = (node.address for node in installation.nodes)
    part = await installation.subject(document)
    stranger = await open_nats(f"nats://127.0.0.1:{installation.nats.port}?prefix=test")
    chance = random.Random(7)
    async with (
        Page(one, document, anna.token, "Anna") as first,
        Page(two, document, bob.token, "Bob") as second,
    ):
        for number in range(300):
            first.write(f"a{number}")
            noise = chance.randbytes(chance.randrange(40))
            stranger.publish(part, noise)
            stranger.publish(part, bytes((chance.randrange(1, 6),)) + noise)
            stranger.publish(part, b"\x01" + wire.varint(number) + wire.varstring("u") + noise)
            stranger.publish("events", noise)
            await asyncio.sleep(0)
        second.write("unharmed")
        await check(installation, document, first, second)
        assert (first.joined, second.joined) == (1, 1)
    await stranger.close()
