"""RFC 6455 after the handshake, as the Autobahn test-suite asks it, of both readers of frames."""

import asyncio
import random
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
import pytest_asyncio

from tests.sync.raw import (
    BINARY,
    CLOSE,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    EchoServer,
    Frame,
    Raw,
    close,
    echo_server,
    frame,
)

LENGTHS = (0, 1, 124, 125, 126, 127, 128, 255, 256, 65_535, 65_536, 65_537, 190_000)
MAY_BE_SENT = (*range(1000, 1004), *range(1007, 1015), 3000, 3999, 4000, 4403, 4999)
MAY_NOT = (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(params=["picows", "asgi"], scope="module", loop_scope="module")
async def running(request: pytest.FixtureRequest) -> AsyncIterator[EchoServer]:
    async with echo_server(request.param) as echoing:
        yield echoing


@pytest_asyncio.fixture(loop_scope="module")
async def server(running: EchoServer) -> AsyncIterator[EchoServer]:
    yield running
    await running.clear()


@pytest_asyncio.fixture(loop_scope="module")
async def raw(server: EchoServer) -> Raw:
    return await server.open()


async def refusal(raw: Raw, *data: bytes) -> int | None:
    """Send what is wrong; return the code that it is refused with."""
    raw.send(*data)
    return (await raw.refused()).code


async def echoed(raw: Raw, *messages: bytes) -> None:
    """Expect messages back, in order."""
    for message in messages:
        assert await raw.frame() == Frame(BINARY, message)


class TestFraming:
    @pytest.mark.parametrize("length", LENGTHS)
    async def test_every_length(self, raw: Raw, length: int) -> None:
        message = random.Random(length).randbytes(length)
        raw.send(frame(BINARY, message))
        await echoed(raw, message)

    @pytest.mark.parametrize("mask", [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x01\x02\x03\x04"])
    async def test_every_mask(self, raw: Raw, mask: bytes) -> None:
        message = bytes(range(256)) * 3
        raw.send(frame(BINARY, message, mask=mask))
        await echoed(raw, message)

    @pytest.mark.parametrize("length", [0, 5, 125, 126, 300])
    async def test_byte_by_byte(self, raw: Raw, length: int) -> None:
        message = bytes(length)
        await raw.send_slowly(frame(BINARY, message) + frame(PING, b"?"))
        await echoed(raw, message)
        assert await raw.frame() == Frame(PONG, b"?")

    async def test_a_large_frame_in_odd_packets(self, raw: Raw) -> None:
        message = random.Random(1).randbytes(150_001)
        await raw.send_slowly(frame(BINARY, message), 997)
        await echoed(raw, message)

    async def test_many_frames_in_one_packet(self, raw: Raw) -> None:
        messages = [str(number).encode() for number in range(400)]
        raw.send(*(frame(BINARY, message) for message in messages))
        await echoed(raw, *messages)

    async def test_large_and_small_ones_alternating(self, raw: Raw) -> None:
        messages = [bytes((n,)) * size for n in range(6) for size in (100_000, 3, 70_000, 0)]
        raw.send(*(frame(BINARY, message) for message in messages))
        await echoed(raw, *messages)
        for message in messages:
            raw.send(frame(BINARY, message))
            await echoed(raw, message)

    async def test_a_frame_that_is_too_large(self, raw: Raw) -> None:
        assert await refusal(raw, frame(BINARY, bytes(200_001))) == 1009

    @pytest.mark.parametrize("size", [200_001, 1 << 31, 1 << 32, (1 << 63) - 1])
    async def test_a_length_that_promises_too_much(self, raw: Raw, size: int) -> None:
        announced = frame(BINARY, length=b"\x7f" + size.to_bytes(8, "big"))
        assert await refusal(raw, announced) == 1009

    @pytest.mark.parametrize("size", [1 << 63, (1 << 64) - 1])
    async def test_a_length_with_its_top_bit_set(self, raw: Raw, size: int) -> None:
        announced = frame(BINARY, length=b"\x7f" + size.to_bytes(8, "big"))
        assert await refusal(raw, announced) in (1002, 1009)

    @pytest.mark.parametrize("rsv", range(1, 8))
    @pytest.mark.parametrize("opcode", [BINARY, TEXT, PING, PONG, CLOSE])
    async def test_reserved_bits(self, raw: Raw, rsv: int, opcode: int) -> None:
        assert await refusal(raw, frame(opcode, rsv=rsv)) == 1002

    async def test_reserved_bits_of_a_fragment(self, raw: Raw) -> None:
        first = frame(BINARY, b"a", fin=False)
        assert await refusal(raw, first, frame(CONTINUATION, b"b", rsv=4)) == 1002

    @pytest.mark.parametrize("opcode", [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
    @pytest.mark.parametrize("payload", [b"", b"some"])
    async def test_reserved_opcodes(self, raw: Raw, opcode: int, payload: bytes) -> None:
        assert await refusal(raw, frame(opcode, payload)) == 1002

    @pytest.mark.parametrize("opcode", [BINARY, TEXT, PING, CLOSE])
    async def test_frames_without_a_mask(self, raw: Raw, opcode: int) -> None:
        assert await refusal(raw, frame(opcode, b"", mask=None)) == 1002

    async def test_what_came_before_the_mistake_is_answered_or_not_but_in_order(
        self, raw: Raw
    ) -> None:
        raw.send(frame(BINARY, b"one"), frame(BINARY, b"two"), frame(3))
        seen = []
        while (last := await raw.frame()).opcode != CLOSE:
            seen.append(last.payload)
        assert seen == [b"one", b"two"][: len(seen)]
        assert last.code == 1002

    @pytest.mark.parametrize("text", ["", "hello", "同文"])
    async def test_text_is_not_spoken_here(self, raw: Raw, text: str) -> None:
        assert await refusal(raw, frame(TEXT, text.encode())) == 1003

    async def test_text_that_is_no_text(self, raw: Raw) -> None:
        assert await refusal(raw, frame(TEXT, b"\xce\xba\xe1\xbd\xff\xed\xa0\x80")) in (1003, 1007)


class TestFragments:
    @pytest.mark.parametrize(
        "parts",
        [
            (b"a", b"b"),
            (b"", b""),
            (b"", b"a", b""),
            (b"a", b"", b"", b"b", b""),
            tuple(bytes((n,)) for n in range(200)),
            (b"x" * 70_000, b"y" * 70_000),
        ],
    )
    @pytest.mark.parametrize("between", [b"", frame(PING, b"!"), frame(PONG, b"late")])
    async def test_a_message_in_parts(
        self, raw: Raw, parts: tuple[bytes, ...], between: bytes
    ) -> None:
        raw.send(frame(BINARY, parts[0], fin=False))
        for part in parts[1:-1]:
            raw.send(between, frame(CONTINUATION, part, fin=False))
        raw.send(between, frame(CONTINUATION, parts[-1]))
        if between == frame(PING, b"!"):
            for _ in parts[1:]:
                assert await raw.frame() == Frame(PONG, b"!")
        await echoed(raw, b"".join(parts))

    async def test_two_messages_in_parts(self, raw: Raw) -> None:
        for message in (b"one", b"two"):
            raw.send(frame(BINARY, message[:1], fin=False), frame(CONTINUATION, message[1:]))
        await echoed(raw, b"one", b"two")

    @pytest.mark.parametrize("fin", [False, True])
    async def test_a_part_without_a_beginning(self, raw: Raw, fin: bool) -> None:
        assert await refusal(raw, frame(CONTINUATION, b"x", fin=fin)) == 1002

    async def test_a_part_after_the_end(self, raw: Raw) -> None:
        whole = frame(BINARY, b"a", fin=False) + frame(CONTINUATION, b"b")
        assert await refusal(raw, whole, frame(CONTINUATION, b"c")) == 1002

    @pytest.mark.parametrize("fin", [False, True])
    @pytest.mark.parametrize("opcode", [BINARY, TEXT])
    async def test_a_beginning_within_a_message(self, raw: Raw, opcode: int, fin: bool) -> None:
        first = frame(BINARY, b"a", fin=False)
        assert await refusal(raw, first, frame(opcode, b"b", fin=fin)) in (1002, 1003)

    async def test_parts_that_are_too_large_together(self, raw: Raw) -> None:
        part = frame(CONTINUATION, bytes(60_000), fin=False)
        assert await refusal(raw, frame(BINARY, bytes(60_000), fin=False), part * 3) == 1009

    @pytest.mark.parametrize("opcode", [PING, PONG, CLOSE])
    async def test_control_frames_in_parts(self, raw: Raw, opcode: int) -> None:
        assert await refusal(raw, frame(opcode, b"\x03\xe8", fin=False)) == 1002

    async def test_a_message_that_never_ends_keeps_nobody(
        self, server: EchoServer, raw: Raw
    ) -> None:
        raw.send(frame(BINARY, b"for ever", fin=False))
        raw.hang_up()
        await server.left()


class TestPings:
    @pytest.mark.parametrize("payload", [b"", b"hello", b"\x00\xff\xfe", bytes(125)])
    async def test_a_ping_is_answered_with_its_payload(self, raw: Raw, payload: bytes) -> None:
        raw.send(frame(PING, payload))
        assert await raw.frame() == Frame(PONG, payload)

    async def test_many_pings_are_answered_in_order(self, raw: Raw) -> None:
        raw.send(*(frame(PING, bytes((n,))) for n in range(50)))
        for number in range(50):
            assert await raw.frame() == Frame(PONG, bytes((number,)))

    @pytest.mark.parametrize("opcode", [PING, PONG, CLOSE])
    @pytest.mark.parametrize("length", [126, 70_000])
    async def test_control_frames_that_are_too_long(
        self, raw: Raw, opcode: int, length: int
    ) -> None:
        assert await refusal(raw, frame(opcode, b"\x03\xe8" + bytes(length - 2))) == 1002

    async def test_pongs_that_nobody_asked_for(self, raw: Raw) -> None:
        raw.send(frame(PONG), frame(PONG, b"unasked"), frame(BINARY, b"still here"))
        await echoed(raw, b"still here")


class TestClosing:
    @pytest.mark.parametrize("code", MAY_BE_SENT)
    async def test_a_code_is_answered_with_itself(
        self, server: EchoServer, raw: Raw, code: int
    ) -> None:
        assert await refusal(raw, close(code, "再见".encode())) == code
        await server.left()

    @pytest.mark.parametrize("code", MAY_NOT)
    async def test_a_code_that_may_not_be_sent(self, raw: Raw, code: int) -> None:
        assert await refusal(raw, close(code)) == 1002

    async def test_none_is_answered_with_none(self, raw: Raw) -> None:
        assert await refusal(raw, close()) is None

    async def test_half_a_code(self, raw: Raw) -> None:
        assert await refusal(raw, frame(CLOSE, b"\x03")) == 1002

    async def test_the_longest_reason(self, raw: Raw) -> None:
        assert await refusal(raw, close(1000, b"x" * 123)) == 1000

    async def test_a_reason_that_is_too_long(self, raw: Raw) -> None:
        assert await refusal(raw, close(1000, b"x" * 124)) == 1002

    @pytest.mark.parametrize("reason", [b"\xff", b"\xed\xa0\x80", b"\xce\xba\xe1\xbd", b"\xf4\x90"])
    async def test_a_reason_that_is_no_text(self, raw: Raw, reason: bytes) -> None:
        assert await refusal(raw, close(1000, reason)) == 1007

    async def test_what_comes_after_a_close_is_not_read(self, server: EchoServer, raw: Raw) -> None:
        late = frame(BINARY, b"late"), frame(PING, b"late"), frame(3), close(4000), b"\xff" * 5000
        assert await refusal(raw, close(1000), *late) == 1000
        await server.left()

    async def test_the_server_closes_with_a_reason(self, server: EchoServer, raw: Raw) -> None:
        raw.send(frame(BINARY, b"before"), frame(BINARY, "close 4403不许进入".encode()))
        await echoed(raw, b"before")
        last = await raw.refused()
        assert (last.code, last.reason) == (4403, "不许进入")
        raw.send(close(4403))
        raw.hang_up()
        await server.left()

    async def test_a_long_reason_is_cut_between_characters(self, raw: Raw) -> None:
        raw.send(frame(BINARY, b"close 1013" + ("太慢了" * 60).encode()))
        last = await raw.refused()
        assert last.code == 1013
        assert last.reason == ("太慢了" * 60)[: len(last.reason)]
        assert 120 <= len(last.reason.encode()) <= 123

    async def test_both_close_at_once(self, server: EchoServer, raw: Raw) -> None:
        raw.send(frame(BINARY, b"close 1001away"), close(1000), frame(BINARY, b"more"))
        assert (await raw.refused()).code in (1000, 1001)
        raw.hang_up()
        await server.left()

    async def test_closing_twice_is_closing_once(self, server: EchoServer, raw: Raw) -> None:
        raw.send(frame(BINARY, b"first"))
        await echoed(raw, b"first")
        conn = server.doorman.sessions[0].conn
        conn.close(4001, "one")
        conn.close(4002, "two")
        conn.write(b"\x82\x04late")
        conn.writelines([b"\x82\x04", b"late"])
        last = await raw.refused()
        assert (last.code, last.reason) == (4001, "one")

    async def test_a_bad_message_is_refused_with_its_reason(self, raw: Raw) -> None:
        raw.send(frame(BINARY, b"bad"))
        last = await raw.refused()
        assert (last.code, last.reason) == (1007, "this is bad")

    async def test_a_mistake_of_ours_closes_that_connection_alone(
        self, server: EchoServer, raw: Raw
    ) -> None:
        other = await server.open()
        raw.send(frame(BINARY, b"boom"))
        assert (await raw.refused()).code == 1011
        other.send(frame(BINARY, b"still here"))
        await echoed(other, b"still here")

    async def test_a_connection_that_breaks(self, server: EchoServer, raw: Raw) -> None:
        raw.send(frame(BINARY, b"half a frame")[:5])
        raw.writer.transport.abort()
        await server.left()

    async def test_an_end_of_file_without_a_close(self, server: EchoServer, raw: Raw) -> None:
        raw.send(frame(BINARY, b"last"))
        await echoed(raw, b"last")
        raw.writer.write_eof()
        assert await raw.ended()
        await server.left()


@pytest.mark.parametrize("seed", range(12))
async def test_any_order_of_frames_in_any_packets(raw: Raw, seed: int) -> None:
    """Random messages, parts and pings, cut anywhere, are answered one by one."""
    chance = random.Random(seed)
    sent, pings, messages = bytearray(), [], []
    for _ in range(60):
        size = chance.choice((0, 1, 7, 125, 126, 4000, 65_536, 70_000))
        message = chance.randbytes(size)
        cuts = sorted(chance.choices(range(size + 1), k=chance.choice((0, 0, 1, 3))))
        edges = [0, *cuts, size]
        for number, (start, end) in enumerate(pairwise(edges)):
            if chance.random() < 0.2:
                pings.append(chance.randbytes(chance.randrange(126)))
                sent += frame(PING, pings[-1])
            opcode, fin = CONTINUATION if number else BINARY, number == len(edges) - 2
            sent += frame(opcode, message[start:end], fin=fin, mask=chance.randbytes(4))
        messages.append(message)

    async def send() -> None:
        at = 0
        while at < len(sent):
            step = chance.choice((1, 2, 3, 50, 1000, 40_000, 300_000))
            raw.send(bytes(sent[at : at + step]))
            at += step
            await raw.writer.drain()
            await asyncio.sleep(0)

    sending = asyncio.create_task(send())
    got_pongs, got_messages = [], []
    while len(got_messages) < len(messages) or len(got_pongs) < len(pings):
        answer = await raw.frame()
        assert answer.opcode in (BINARY, PONG)
        (got_pongs if answer.opcode == PONG else got_messages).append(answer.payload)
    await sending
    assert got_messages == messages
    assert got_pongs == pings


@pytest.mark.parametrize("seed", range(20))
async def test_garbage_ends_that_connection_alone(server: EchoServer, raw: Raw, seed: int) -> None:
    """Random bytes, or good frames with a few bits turned, are refused or read: never a crash."""
    chance = random.Random(seed)
    if seed % 2:
        data = bytearray(b"".join(frame(BINARY, chance.randbytes(50)) for _ in range(20)))
        for _ in range(10):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    else:
        data = bytearray(chance.randbytes(3000))
    raw.send(bytes(data))
    raw.writer.write_eof()
    codes = []
    try:
        while True:
            answer = await raw.frame()
            if answer.opcode == CLOSE:
                codes.append(answer.code)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    assert len(codes) <= 1
    assert set(codes) <= {1000, 1002, 1003, 1007, 1009, None}
    other = await server.open()
    other.send(frame(BINARY, b"undisturbed"))
    await echoed(other, b"undisturbed")
