"""Work in other processes comes back, or says why it does not; the pool outlives both."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Text

from tongwen.core.errors import Invalid, NotFound, TongwenError, TooLarge, Unavailable
from tongwen.jobs.frames import HEAD, describe, pack, revive, unpack
from tongwen.jobs.pool import Workers
from tongwen.ydoc.states import EMPTY_UPDATE, Folded


def an_update(words: str) -> bytes:
    doc: Doc[object] = Doc()
    doc["text"] = Text(words)
    return doc.get_update()


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    pool = Workers(2, 512, 30)
    yield pool
    await pool.close()


async def test_a_task_comes_back(workers: Workers) -> None:
    folded = await workers.run("fold", an_update("同"), an_update("文"))
    doc: Doc[object] = Doc()
    text = doc.get("text", type=Text)
    doc.apply_update(Folded.unpack(folded).state)
    assert sorted(str(text)) == ["同", "文"]


async def test_many_tasks_share_few_processes(workers: Workers) -> None:
    results = await asyncio.gather(*[workers.run("fold", EMPTY_UPDATE) for _ in range(20)])
    assert {Folded.unpack(result).state for result in results} == {EMPTY_UPDATE}
    assert len(workers._idle) == 2


async def test_an_error_keeps_its_kind_and_code(workers: Workers) -> None:
    with pytest.raises(Invalid) as raised:
        await workers.run("fold", b"garbage")
    assert raised.value.code == "update-malformed"
    assert Folded.unpack(await workers.run("fold", EMPTY_UPDATE)).state == EMPTY_UPDATE


async def test_a_slow_task_is_killed(workers: Workers) -> None:
    many = [an_update("x" * 2000) for _ in range(3000)]
    with pytest.raises(TooLarge) as raised:
        await workers.run("fold", *many, seconds=0.05)
    assert raised.value.code == "conversion-too-slow"
    assert Folded.unpack(await workers.run("fold", EMPTY_UPDATE)).state == EMPTY_UPDATE


async def test_a_task_that_wants_too_much_memory_is_refused() -> None:
    pool = Workers(1, 160, 60)
    try:
        with pytest.raises(TongwenError) as raised:
            await pool.run("fold", b"\x00" * (300 << 20))
        assert raised.value.code in ("conversion-too-large", "conversion-failed")
        assert Folded.unpack(await pool.run("fold", EMPTY_UPDATE)).state == EMPTY_UPDATE
    finally:
        await pool.close()


async def test_a_process_that_dies_is_replaced(workers: Workers) -> None:
    await workers.warm()
    workers._idle[0][1].process.kill()
    with pytest.raises(Unavailable):
        await workers.run("fold", EMPTY_UPDATE)
    assert Folded.unpack(await workers.run("fold", EMPTY_UPDATE)).state == EMPTY_UPDATE


async def test_an_unknown_task_fails_alone(workers: Workers) -> None:
    with pytest.raises(Unavailable) as raised:
        await workers.run("no such task")
    assert raised.value.code == "conversion-failed"


async def test_a_cancelled_task_frees_its_place(workers: Workers) -> None:
    many = [an_update("x" * 2000) for _ in range(2000)]
    running = [asyncio.create_task(workers.run("fold", *many)) for _ in range(2)]
    await asyncio.sleep(0.5)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    assert Folded.unpack(await workers.run("fold", EMPTY_UPDATE)).state == EMPTY_UPDATE


async def test_closing_leaves_no_process_and_no_pipe_behind() -> None:
    """Whether it is idle, at work, or was killed a moment ago; who waits for a place is told."""
    pool = Workers(2, 512, 30)
    await asyncio.gather(*[pool.run("fold", EMPTY_UPDATE) for _ in range(2)])
    for each in pool.processes():
        os.kill(each, signal.SIGSTOP)  # they never answer
    running = [asyncio.create_task(pool.run("fold", EMPTY_UPDATE)) for _ in range(4)]
    await asyncio.sleep(0)
    processes = [worker.process for worker in pool._busy]
    running[0].cancel()
    await pool.close()
    answers = await asyncio.gather(*running, return_exceptions=True)
    assert [type(answer) for answer in answers] == [
        asyncio.CancelledError,
        *[Unavailable] * 3,
    ]
    assert len(processes) == 2
    for process in processes:
        assert process.returncode is not None
        assert process._transport.is_closing()  # type: ignore[attr-defined]  # asyncio's, unnamed
    with pytest.raises(Unavailable):
        await pool.run("fold", EMPTY_UPDATE)


@given(st.lists(st.binary(max_size=20), max_size=10))
def test_what_is_packed_is_unpacked(strings: list[bytes]) -> None:
    message = pack(strings)
    count, size = HEAD.unpack(message[: HEAD.size])
    assert len(message) == HEAD.size + size
    assert unpack(count, message[HEAD.size :]) == strings


@given(st.integers(0, 5), st.binary(max_size=30))
def test_a_forged_answer_is_refused(count: int, body: bytes) -> None:
    try:
        strings = unpack(count, body)
    except ValueError:
        return
    assert pack(strings)[HEAD.size :] == body


def test_errors_survive_the_pipe() -> None:
    error = revive(describe(NotFound("not-found", part="word/document.xml", size=3)))
    assert (type(error), error.code) == (NotFound, "not-found")
    assert error.values == {"part": "word/document.xml", "size": 3}


@pytest.mark.parametrize(
    "forged",
    [b"", b"[]", b'["SystemExit", "x", {}]', b'["Row", 1, 2]', b'["os", "x", {}]', b"\xff"],
)
def test_only_our_errors_come_back_to_life(forged: bytes) -> None:
    assert revive(forged).code == "conversion-failed"
