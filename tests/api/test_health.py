"""Health and readiness: what a balancer or a supervisor asks."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.api.conftest import Installation, Person, code
from tests.api.test_metrics import FullRooms
from tongwen.blobs import BlobUnavailable
from tongwen.bus import Alone
from tongwen.http import readiness as readiness_module
from tongwen.http.app import create_app
from tongwen.http.readiness import Readiness
from tongwen.store import StoreUnavailable


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask every time, and wait only a moment."""
    monkeypatch.setattr(readiness_module, "KEPT_SECONDS", 0.0)
    monkeypatch.setattr(readiness_module, "BLOB_SECONDS", 0.0)
    monkeypatch.setattr(readiness_module, "ANSWER_SECONDS", 0.05)


def readiness(installation: Installation) -> Readiness:
    state: Readiness = installation.app.state.readiness
    return state


async def ready(installation: Installation) -> httpx.Response:
    return await (await installation.browser()).get("/health/ready")


async def failing(installation: Installation) -> list[str]:
    """Return the names of the checks that fail."""
    answer = await ready(installation)
    if answer.status_code == 200:
        return []
    assert code(answer) == (503, "not-ready")
    assert answer.headers["retry-after"] == "1"
    return [entry["check"] for entry in answer.json()["failing"]]


async def test_health_says_whether_the_first_run_is_due(installation: Installation) -> None:
    client = await installation.browser()
    answer = await client.get("/health")
    assert answer.json() == {"status": "ok", "version": "test", "setup": True}
    await installation.set_up()
    assert (await client.get("/health")).json()["setup"] is False


async def test_health_lives_without_a_database(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object, **__: object) -> Any:
        raise StoreUnavailable("gone")

    monkeypatch.setattr(installation.services.database, "fetchval", gone)
    answer = await (await installation.browser()).get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["setup"] is None


async def test_ready_names_its_checks_and_no_more(installation: Installation) -> None:
    answer = await ready(installation)
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": ["database", "log", "blobs", "staying"],
    }


async def test_a_database_that_is_gone(
    installation: Installation, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object, **__: object) -> Any:
        raise StoreUnavailable("password of db is hunter2")

    with monkeypatch.context() as patched:
        patched.setattr(installation.services.database, "fetchval", gone)
        answer = await ready(installation)
        assert [entry["check"] for entry in answer.json()["failing"]] == ["database"]
        assert "hunter2" not in answer.text
        since = answer.json()["failing"][0]["since"]
        assert (await ready(installation)).json()["failing"][0]["since"] == since
    assert await failing(installation) == []


async def test_a_database_that_hangs_is_asked_once(
    installation: Installation, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0
    answered = asyncio.Event()

    async def hang(*_: object, **__: object) -> Any:
        nonlocal asked
        asked += 1
        await answered.wait()
        return 1

    with monkeypatch.context() as patched:
        patched.setattr(installation.services.database, "fetchval", hang)
        for _ in range(3):
            assert await failing(installation) == ["database"]
        assert asked == 1
    answered.set()
    assert await failing(installation) == []


async def test_a_log_that_lags(installation: Installation, impatient: None) -> None:
    rooms = FullRooms()
    installation.services = replace(installation.services, rooms=rooms)
    installation.app = create_app(installation.services)
    assert await failing(installation) == []
    rooms.oldest_unsaved = lambda: 11.0  # type: ignore[method-assign]
    assert await failing(installation) == ["log"]


async def test_a_disk_that_is_full(
    installation: Installation, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(tenant: str) -> Any:
        raise BlobUnavailable("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(installation.services.blobs, "writer", full)
        assert await failing(installation) == ["blobs"]
    assert await failing(installation) == []


async def test_a_bus_that_is_cut(installation: Installation, impatient: None) -> None:
    class Cut(Alone):
        connected = False

    installation.services = replace(installation.services, bus=Cut())
    installation.app = create_app(installation.services)
    assert await failing(installation) == [], "it is slower, not wrong"


async def test_a_server_that_stops_says_so_at_once(installation: Installation) -> None:
    assert await failing(installation) == []
    readiness(installation).draining = True
    assert await failing(installation) == ["staying"]
    health = await (await installation.browser()).get("/health")
    assert health.status_code == 200


async def test_many_probes_ask_once(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0
    fetchval = installation.services.database.fetchval

    async def counting(sql: str, /, **values: object) -> Any:
        nonlocal asked
        asked += 1
        return await fetchval(sql, **values)

    monkeypatch.setattr(installation.services.database, "fetchval", counting)
    monkeypatch.setattr(readiness_module, "KEPT_SECONDS", 3600.0)
    answers = await asyncio.gather(*(ready(installation) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    await ready(installation)
    assert asked == 1


async def test_the_problem_is_told_in_the_readers_language(installation: Installation) -> None:
    readiness(installation).draining = True
    client = await installation.browser()
    answer = await client.get("/health/ready", headers={"Accept-Language": "zh"})
    assert answer.json()["title"] == "尚未就绪"


async def test_probing_leaves_nothing_behind(
    installation: Installation, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness_module, "KEPT_SECONDS", 0.0)
    monkeypatch.setattr(readiness_module, "BLOB_SECONDS", 0.0)
    for _ in range(3):
        assert await failing(installation) == []
    blobs = installation.services.settings.data / "blobs"
    assert [path for path in blobs.rglob("*") if path.is_file()] == []
