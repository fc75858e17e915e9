"""Upkeep when several nodes share a database: one does it, and two do no harm."""

import asyncio
import os
from contextlib import suppress
from typing import Any

import pytest

from tests.api.conftest import Installation, Person
from tongwen.blobs import BlobUnavailable
from tongwen.drive.purge import purge
from tongwen.http import upkeep
from tongwen.http.upkeep import go_round, keep_up, tidy

pytestmark = pytest.mark.both_databases


async def test_one_node_goes_round_and_another_takes_over(
    installation: Installation, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = installation.services
    assert await go_round(services, "a")
    assert not await go_round(services, "b")
    assert await go_round(services, "a")
    monkeypatch.setattr(upkeep, "_HELD", -1)
    assert await go_round(services, "a")  # and dies
    assert await go_round(services, "b")


async def test_blobs_are_collected_once_a_day_whoever_does_it(
    installation: Installation, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected = []

    async def collect(*_: object) -> int:
        collected.append(1)
        if len(collected) == 1:
            raise BlobUnavailable("full")
        return 0

    monkeypatch.setattr(upkeep, "collect", collect)
    with pytest.raises(BlobUnavailable):
        await go_round(installation.services, "a")
    for _ in range(3):
        await go_round(installation.services, "a")
    assert len(collected) == 2


async def test_a_node_that_stops_lets_another_go_on(
    installation: Installation, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    went = asyncio.Event()

    async def round(*_: object) -> None:
        went.set()

    monkeypatch.setattr(upkeep, "tidy", round)
    first = asyncio.create_task(keep_up(installation.services, pause=0.0))
    await went.wait()
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    assert await go_round(installation.services, "b")


async def test_a_round_that_fails_does_not_end_upkeep(
    installation: Installation, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds = 0
    enough = asyncio.Event()

    async def failing(*_: object) -> None:
        nonlocal rounds
        rounds += 1
        if rounds > 2:
            enough.set()
        raise BlobUnavailable("full")

    monkeypatch.setattr(upkeep, "tidy", failing)
    work = asyncio.create_task(keep_up(installation.services, pause=0.0))
    await enough.wait()
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    assert rounds > 2


@pytest.mark.one_database
async def test_what_killed_processes_left_is_removed_when_it_is_old(
    installation: Installation, anna: Person
) -> None:
    work = installation.services.settings.data / "work"
    for name in ("old", "new"):
        (work / name).mkdir(parents=True)
        (work / name / "result").write_bytes(b"x")
    (work / "stray").write_bytes(b"x")
    for name in ("old", "stray"):
        os.utime(work / name, (1, 1))
    await asyncio.gather(*(tidy(installation.services) for _ in range(3)))
    assert [path.name for path in work.iterdir()] == ["new"]


async def test_two_nodes_at_once_do_no_harm(
    installation: Installation, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def used() -> int:
        me: dict[str, Any] = await anna.json("GET", "/me")
        return int(me["storage"]["used"])

    kept = await anna.file("kept", b"x" * 1000)
    for number in range(5):
        folder = await anna.folder(f"f{number}")
        for inner in range(3):
            await anna.file(f"g{inner}", b"y" * 100, folder)
        await anna.client.delete(f"/nodes/{folder}")
        await anna.client.delete(f"/nodes/{folder}?forever=true")
    drive = installation.services.drive
    await asyncio.gather(
        *(purge(drive, grace=-1000) for _ in range(3)),
        *(tidy(installation.services) for _ in range(2)),
    )
    assert await used() == 1000
    assert (await anna.client.get(f"/nodes/{kept}/content")).content == b"x" * 1000
    rows = await installation.services.database.fetch("SELECT id FROM nodes WHERE kind = 'file'")
    assert [row["id"] for row in rows] == [kept]
