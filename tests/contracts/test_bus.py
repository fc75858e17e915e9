"""The contract of the bus, over a network in memory and over a real NATS server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.certificates import make_certificate
from tests.nats import nats_server
from tests.processes import Process, free_port, until
from tongwen.bus import Alone, BadSubject, Bus, subject
from tongwen.bus import nats as nats_bus
from tongwen.bus.addresses import BadAddress, read_address
from tongwen.bus.memory import MemoryBus, Network
from tongwen.bus.nats import NatsBus, open_nats

WORD = subject("updates", "tenant", "0123456789abc", "body")


class Medium:
    """What connects the nodes of a test, and how to break it."""

    async def join(self) -> Bus: ...
    async def break_down(self) -> None: ...
    async def repair(self) -> None: ...
    async def close(self) -> None: ...


class InMemory(Medium):
    def __init__(self) -> None:
        self.network = Network()
        self.nodes: list[MemoryBus] = []

    async def join(self) -> Bus:
        self.nodes.append(self.network.join())
        return self.nodes[-1]

    async def break_down(self) -> None:
        for node in self.nodes:
            self.network.cut(node)

    async def repair(self) -> None:
        for node in self.nodes:
            self.network.mend(node)


class OverNats(Medium):
    def __init__(self, server: Process) -> None:
        self.server = server
        self.nodes: list[NatsBus] = []

    async def join(self) -> Bus:
        self.nodes.append(await open_nats(f"nats://127.0.0.1:{self.server.port}"))
        return self.nodes[-1]

    async def break_down(self) -> None:
        await self.server.kill()
        await until(lambda: not any(node.connected for node in self.nodes), "nobody noticed")

    async def repair(self) -> None:
        await self.server.start()

    async def close(self) -> None:
        for node in self.nodes:
            await node.close()
        await self.server.kill()


@pytest.fixture(params=["memory", "nats"])
async def medium(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Medium]:
    """Connect nodes."""
    made: Medium
    if request.param == "nats":
        server = nats_server(tmp_path)
        await server.start()
        made = OverNats(server)
    else:
        made = InMemory()
    yield made
    await made.close()


Ear = tuple[list[bytes], Callable[[], Awaitable[None]]]


def ear(count: int = 1) -> tuple[list[bytes], Callable[[], Awaitable[None]]]:
    """Return a list to be filled, and a wait until it holds so many messages."""
    heard: list[bytes] = []
    return heard, lambda: until(lambda: len(heard) >= count, f"heard {len(heard)} of {count}")


async def test_all_others_hear_and_a_node_does_not_hear_itself(medium: Medium) -> None:
    ours, theirs, third = await medium.join(), await medium.join(), await medium.join()
    mine: list[bytes] = []
    heard, wait = ear()
    heard_too, wait_too = ear()
    await ours.subscribe(WORD, mine.append)
    await theirs.subscribe(WORD, heard.append)
    await third.subscribe(WORD, heard_too.append)
    ours.publish(WORD, b"from us")
    await wait()
    await wait_too()
    theirs.publish(WORD, b"answer")
    await until(lambda: bool(mine), "the answer did not come")
    assert (heard, heard_too, mine) == ([b"from us"], [b"from us", b"answer"], [b"answer"])


async def test_a_subject_is_heard_alone(medium: Medium) -> None:
    ours, theirs = await medium.join(), await medium.join()
    heard, wait = ear()
    await theirs.subscribe(subject("a", "b"), heard.append)
    for other in (subject("a"), subject("a", "b", "c"), subject("a.b"), subject("a", "B")):
        ours.publish(other, b"not for us")
    ours.publish(subject("a", "b"), b"for us")
    await wait()
    assert heard == [b"for us"]


async def test_messages_of_one_node_keep_their_order_and_their_bytes(medium: Medium) -> None:
    ours, theirs = await medium.join(), await medium.join()
    heard, wait = ear(2000)
    await theirs.subscribe(WORD, heard.append)
    said = [b"\r\nMSG x 1 1\r\n\x00\xff" + bytes([n % 256]) * (n % 300) for n in range(2000)]
    for message in said:
        ours.publish(WORD, message)
    await wait()
    assert heard == said
    assert ours.dropped == 0


async def test_an_empty_message_is_a_message(medium: Medium) -> None:
    ours, theirs = await medium.join(), await medium.join()
    heard, wait = ear()
    await theirs.subscribe(WORD, heard.append)
    ours.publish(WORD, b"")
    await wait()
    assert heard == [b""]


async def test_what_was_ended_hears_nothing_and_others_go_on(medium: Medium) -> None:
    ours, theirs = await medium.join(), await medium.join()
    ended: list[bytes] = []
    heard, wait = ear()
    subscription = await theirs.subscribe(WORD, ended.append)
    await theirs.subscribe(WORD, heard.append)
    subscription.end()
    subscription.end()
    ours.publish(WORD, b"later")
    await wait()
    assert (ended, heard) == ([], [b"later"])


async def test_a_subject_can_be_listened_to_again(medium: Medium) -> None:
    ours, theirs = await medium.join(), await medium.join()
    for round_ in range(20):
        heard, wait = ear()
        subscription = await theirs.subscribe(WORD, heard.append)
        ours.publish(WORD, bytes([round_]))
        await wait()
        subscription.end()
        assert heard == [bytes([round_])]


async def test_after_a_cut_all_are_told_and_hear_each_other_again(medium: Medium) -> None:
    ours, theirs = await medium.join(), await medium.join()
    gaps: list[str] = []
    ours.on_gap(lambda: gaps.append("ours"))
    theirs.on_gap(lambda: gaps.append("theirs"))
    heard, wait = ear()
    await theirs.subscribe(WORD, heard.append)
    await medium.break_down()
    assert not ours.connected
    ours.publish(WORD, b"lost")
    assert ours.dropped == 1
    late: list[bytes] = []
    await theirs.subscribe(subject("late"), late.append)  # returns though nobody is there
    assert gaps == []
    await medium.repair()
    await until(lambda: {"ours", "theirs"} <= set(gaps), "the gap was not told")
    ours.publish(WORD, b"found")
    ours.publish(subject("late"), b"late")
    await wait()
    await until(lambda: bool(late), "what was subscribed during the cut is not heard")
    assert (heard, late) == ([b"found"], [b"late"])


async def test_what_is_too_large_is_dropped_and_a_gap_is_told(medium: Medium) -> None:
    ours, theirs = await medium.join(), await medium.join()
    gaps: list[int] = []
    theirs.on_gap(lambda: gaps.append(1))
    heard, wait = ear()
    await theirs.subscribe(WORD, heard.append)
    ours.publish(WORD, bytes(ours.largest + 1))
    await until(lambda: bool(gaps), "the gap was not told")
    ours.publish(WORD, bytes(ours.largest))
    await wait()
    assert [len(message) for message in heard] == [ours.largest]
    assert ours.dropped == 1


async def test_leaving_sends_what_is_queued(medium: Medium) -> None:
    ours, theirs = await medium.join(), await medium.join()
    heard, wait = ear(300)
    await theirs.subscribe(WORD, heard.append)
    for number in range(300):
        ours.publish(WORD, bytes([number % 256]))
    await ours.close()
    await ours.close()
    await wait()
    assert not ours.connected
    ours.publish(WORD, b"from nobody")  # harmless
    assert len(heard) == 300


HOSTILE = [
    "",
    ".",
    "a.",
    ".a",
    "a..b",
    "a b",
    "a.*",
    ">",
    "a.>",
    "*",
    "a\r\nPUB x 1",
    "a\t",
    "同文",
    "$SYS.REQ.SERVER.PING",
    "!gap",
    "a" * 1001,
]


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_subject_that_is_none_is_refused(medium: Medium, name: str) -> None:
    bus = await medium.join()
    with pytest.raises(BadSubject):
        bus.publish(name, b"")
    with pytest.raises(BadSubject):
        await bus.subscribe(name, lambda message: None)


async def test_ids_of_any_characters_are_carried(medium: Medium) -> None:
    ours, theirs = await medium.join(), await medium.join()
    words = ["*", ">", "a b", "a.b", "\r\n", "同文", "$SYS", "sheet:1", "%2E", "~", "!gap"]
    heard: dict[str, list[bytes]] = {word: [] for word in words}
    for word in words:
        await theirs.subscribe(subject("node", word), heard[word].append)
    for word in words:
        ours.publish(subject("node", word), word.encode())
    await until(lambda: all(heard.values()), "a word was not heard")
    assert heard == {word: [word.encode()] for word in words}


@given(st.lists(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=3), max_size=8))
def test_different_words_give_different_subjects(several: list[list[str]]) -> None:
    several = [words for words in several if not _surrogates(words)]
    made = {subject(*words) for words in several}
    assert len(made) == len({tuple(words) for words in several})


def _surrogates(words: list[str]) -> bool:
    return any("\ud800" <= letter <= "\udfff" for word in words for letter in word)


@pytest.mark.parametrize("words", [[], [""], ["a", ""], ["同" * 200, "文" * 200]])
def test_words_that_name_nothing_are_refused(words: list[str]) -> None:
    with pytest.raises(BadSubject):
        subject(*words)


async def test_one_node_alone_says_it_to_nobody() -> None:
    bus: Bus = Alone()
    heard: list[bytes] = []
    subscription = await bus.subscribe(WORD, heard.append)
    bus.publish(WORD, b"hello")
    await asyncio.sleep(0)
    subscription.end()
    bus.on_gap(lambda: heard.append(b"gap"))
    await bus.close()
    assert heard == []
    assert bus.connected and bus.dropped == 0


# -- NATS alone


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Process]:
    """A NATS server of its own."""
    made = nats_server(tmp_path)
    await made.start()
    yield made
    await made.kill()


async def test_a_server_that_hangs_is_noticed_and_the_gap_told(
    server: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nats_bus, "SIGN_OF_LIFE_SECONDS", 0.1)
    monkeypatch.setattr(nats_bus, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(nats_bus, "QUEUE_BYTES", 1 << 20)
    ours = await open_nats(f"nats://127.0.0.1:{server.port}")
    theirs = await open_nats(f"nats://127.0.0.1:{server.port}")
    gaps: list[int] = []
    theirs.on_gap(lambda: gaps.append(1))
    heard: list[bytes] = []
    await theirs.subscribe(WORD, heard.append)
    server.pause()
    for _ in range(400):  # 40 MB: more than any buffer between us takes
        ours.publish(WORD, bytes(100_000))
        await asyncio.sleep(0)
    assert ours.dropped > 0
    await theirs.subscribe(subject("while", "it", "hangs"), heard.append)  # returns
    await until(lambda: not ours.connected and not theirs.connected, "nobody noticed")
    server.resume()
    await until(lambda: bool(gaps) and ours.connected and theirs.connected, "no way back")
    heard.clear()
    ours.publish(WORD, b"again")
    await until(lambda: b"again" in heard, "not heard again")
    await ours.close()
    await theirs.close()


async def test_a_flood_is_bounded_and_what_is_dropped_is_told(
    server: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nats_bus, "QUEUE_MESSAGES", 100)
    ours = await open_nats(f"nats://127.0.0.1:{server.port}")
    theirs = await open_nats(f"nats://127.0.0.1:{server.port}")
    gaps: list[int] = []
    theirs.on_gap(lambda: gaps.append(1))
    heard: list[bytes] = []
    await theirs.subscribe(WORD, heard.append)
    for number in range(250):  # within one turn of the loop: nothing can be sent meanwhile
        ours.publish(WORD, number.to_bytes(2))
    await until(lambda: bool(gaps), "the gap was not told")
    assert ours.dropped == 150
    assert heard == [number.to_bytes(2) for number in range(100)]
    await ours.close()
    await theirs.close()


async def test_many_gaps_are_told_as_few(server: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nats_bus, "GAP_PAUSE_SECONDS", 30)
    ours = await open_nats(f"nats://127.0.0.1:{server.port}")
    theirs = await open_nats(f"nats://127.0.0.1:{server.port}")
    gaps: list[int] = []
    theirs.on_gap(lambda: gaps.append(1))
    heard, wait = ear()
    await theirs.subscribe(WORD, heard.append)
    for _ in range(20):
        ours.publish(WORD, bytes(ours.largest + 1))
        await until(lambda: ours.dropped > 0, "nothing was dropped")
        await asyncio.sleep(0.02)
    ours.publish(WORD, b"last")
    await wait()
    await until(lambda: bool(gaps), "the gap was not told")
    assert gaps == [1]
    await ours.close()
    await theirs.close()


async def test_a_listener_that_raises_does_not_end_the_bus(
    server: Process, caplog: pytest.LogCaptureFixture
) -> None:
    ours = await open_nats(f"nats://127.0.0.1:{server.port}")
    theirs = await open_nats(f"nats://127.0.0.1:{server.port}")
    heard, wait = ear(2)

    def fail_once(message: bytes) -> None:
        heard.append(message)
        if message == b"1":
            raise LookupError("a mistake of ours")

    await theirs.subscribe(WORD, fail_once)
    ours.publish(WORD, b"1")
    ours.publish(WORD, b"2")
    await wait()
    assert heard == [b"1", b"2"]
    assert "a mistake of ours" in caplog.text
    await ours.close()
    await theirs.close()


async def test_a_node_starts_without_a_server_and_finds_it_later(tmp_path: Path) -> None:
    server = nats_server(tmp_path)
    address = f"nats://127.0.0.1:1,nats://127.0.0.1:{server.port}"
    ours, theirs = await open_nats(address), await open_nats(address)
    assert not ours.connected
    heard, wait = ear()
    await theirs.subscribe(WORD, heard.append)
    ours.publish(WORD, b"lost")
    gaps: list[int] = []
    theirs.on_gap(lambda: gaps.append(1))
    await server.start()
    await until(lambda: ours.connected and theirs.connected and bool(gaps), "not found")
    ours.publish(WORD, b"found")
    await wait()
    assert heard == [b"found"]
    await ours.close()
    await theirs.close()
    await server.kill()


async def test_a_cluster_carries_on_with_one_server_less(tmp_path: Path) -> None:
    routes = [f"nats://127.0.0.1:{free_port()}" for _ in range(2)]
    servers = [
        nats_server(tmp_path, "--cluster_name", "c", "--cluster", mine, "--routes", other)
        for mine, other in (routes, reversed(routes))
    ]
    for server in servers:
        await server.start()
    address = ",".join(f"nats://127.0.0.1:{server.port}" for server in servers)
    nodes = [await open_nats(address) for _ in range(4)]  # spread over both by chance
    heard: list[list[bytes]] = [[] for _ in nodes]
    for node, ears in zip(nodes, heard, strict=True):
        await node.subscribe(WORD, ears.append)

    def everybody(word: bytes) -> Callable[[], bool]:
        def told() -> bool:
            nodes[0].publish(WORD, word)
            return all(word in ears for ears in heard[1:])

        return told

    await until(everybody(b"both"), "the servers do not find each other")
    await servers[0].kill()
    await until(everybody(b"one"), "the other server is not found")
    for node in nodes:
        await node.close()
    await servers[1].kill()


async def test_two_installations_share_a_server(server: Process) -> None:
    ours = await open_nats(f"nats://127.0.0.1:{server.port}?prefix=first")
    friend = await open_nats(f"nats://127.0.0.1:{server.port}?prefix=first")
    stranger = await open_nats(f"nats://127.0.0.1:{server.port}?prefix=first.second")
    heard, wait = ear()
    overheard: list[bytes] = []
    await friend.subscribe(WORD, heard.append)
    await stranger.subscribe(WORD, overheard.append)
    stranger.publish(WORD, b"strange")
    ours.publish(WORD, b"ours")
    await wait()
    assert (heard, overheard) == ([b"ours"], [])
    for bus in (ours, friend, stranger):
        await bus.close()


@pytest.mark.parametrize(
    ("options", "right", "wrong"),
    [
        (["--user", "us", "--pass", "s:/@c"], "us:s%3A%2F%40c@", "us:other@"),
        (["--auth", "t/k"], "t%2Fk@", ""),
    ],
)
async def test_who_may_use_the_server(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, options: list[str], right: str, wrong: str
) -> None:
    server = nats_server(tmp_path, *options)
    await server.start()
    ours = await open_nats(f"nats://{right}127.0.0.1:{server.port}")
    refused = await open_nats(f"nats://{wrong}127.0.0.1:{server.port}")
    assert (ours.connected, refused.connected) == (True, False)
    assert "the bus is away" in caplog.text
    assert "s:/@c" not in caplog.text and "other@" not in caplog.text
    await ours.close()
    await refused.close()
    await server.kill()


async def test_tls_is_spoken_or_nothing(tmp_path: Path, server: Process) -> None:
    certificate, key = await make_certificate(tmp_path)
    secure = nats_server(tmp_path, "--tls", "--tlscert", certificate, "--tlskey", key)
    await secure.start()
    ours = await open_nats(f"tls://127.0.0.1:{secure.port}?ca={certificate}")
    theirs = await open_nats(f"nats://127.0.0.1:{secure.port}?ca={certificate}")
    doubtful = await open_nats(f"tls://127.0.0.1:{secure.port}")
    in_clear = await open_nats(f"tls://us:secret@127.0.0.1:{server.port}?ca={certificate}")
    assert ours.connected and theirs.connected
    assert not doubtful.connected and not in_clear.connected
    heard, wait = ear()
    await theirs.subscribe(WORD, heard.append)
    ours.publish(WORD, b"secret")
    await wait()
    for bus in (ours, theirs, doubtful, in_clear):
        await bus.close()
    await secure.kill()


def test_an_address_says_where_and_who() -> None:
    address = read_address("tls://a:b%40@one.example:1,tls://t@[::1]?prefix=x.y")
    one, two = address.servers
    assert (one.host, one.port, one.user, one.password, one.token) == (
        "one.example",
        1,
        "a",
        "b@",
        None,
    )
    assert (two.host, two.port, two.user, two.token) == ("::1", 4222, None, "t")
    assert (address.prefix, address.tls) == ("x.y", True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nats://",
        "http://host:4222",
        "host:4222",
        "nats://host:99999",
        "nats://host:port",
        "nats://host:0",
        "nats://[::1",
        "nats://a,tls://b",
        "nats://host/path",
        "nats://host#part",
        "nats://host?prefix=",
        "nats://host?prefix=a.*",
        "nats://host?prefix=a%20b",
        "nats://host?password=x",
        "nats://host?ca=/does/not/exist",
        "nats://host?cert=/etc/hostname",
        "nats://host,",
    ],
)
def test_an_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        read_address(text)


def test_a_refused_address_does_not_show_its_password() -> None:
    with pytest.raises(BadAddress) as caught:
        read_address("nats://us:secret@host:port")
    assert "secret" not in str(caught.value)
