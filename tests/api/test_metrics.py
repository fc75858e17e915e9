"""/metrics: who sees it, what it says, and that the guide explains all of it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_text

from tests.api.conftest import Installation, Person, code
from tongwen.bus import Alone
from tongwen.http.app import create_app
from tongwen.sync.figures import Figures

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "running.md"
TOKEN = "0123456789abcdef"
LOCAL = "http://127.0.0.1:8000/metrics"


class FullRooms:
    """Rooms where everything has happened."""

    def __init__(self) -> None:
        self.figures = Figures()
        self.figures.edits = 7
        self.figures.joins, self.figures.joins_refused = 5, 1
        for seconds in (0.0005, 0.003, 0.003, 100.0):
            self.figures.acks.add(seconds)
        self.peers = 3
        self.unsaved = 2

    def count_by_state(self) -> Mapping[str, int]:
        return {"opening": 1, "live": 2}

    def oldest_unsaved(self) -> float:
        return 1.5

    def pending_bytes(self) -> int:
        return 4096


class BusyWorkers:
    """A pool at work."""

    busy = 2
    waiting = 1
    done = 10
    overran = 1
    died = 0


async def ask(
    installation: Installation, url: str = LOCAL, client: str = "127.0.0.1", **headers: str | bytes
) -> httpx.Response:
    transport = httpx.ASGITransport(installation.app, client=(client, 1))
    sent = [
        (name.replace("_", "-").encode(), value.encode() if isinstance(value, str) else value)
        for name, value in headers.items()
    ]
    async with httpx.AsyncClient(transport=transport, base_url="http://t.test") as web:
        return await web.get(url, headers=sent)


def fill(installation: Installation) -> None:
    """Give the installation rooms, workers and a bus."""
    installation.services = replace(
        installation.services, rooms=FullRooms(), workers=BusyWorkers(), bus=Alone(), node="n1"
    )
    installation.app = create_app(installation.services)
    installation.app.state.metrics.connections = lambda: 4


def samples(page: str) -> dict[str, float]:
    """Return every sample by its name and labels."""
    return {
        sample.name
        + "".join(f",{label}={value}" for label, value in sorted(sample.labels.items())): float(
            sample.value
        )
        for family in read_text(page)
        for sample in family.samples
    }


class TestWho:
    async def test_a_program_on_this_machine(self, installation: Installation) -> None:
        for url, client in (
            (LOCAL, "127.0.0.1"),
            ("http://localhost:8000/metrics", "127.0.0.5"),
            ("http://[::1]:8000/metrics", "::1"),
        ):
            answer = await ask(installation, url, client)
            assert answer.status_code == 200, url
            assert answer.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize(
        ("url", "client", "headers"),
        [
            (LOCAL, "10.0.0.1", {}),
            (LOCAL, "127.0.0.1", {"x_forwarded_for": "127.0.0.1"}),
            (LOCAL, "127.0.0.1", {"forwarded": "for=127.0.0.1"}),
            (LOCAL, "127.0.0.1", {"via": "1.1 proxy"}),
            ("http://office.example.org/metrics", "127.0.0.1", {}),
            ("http://127.0.0.1.nip.example/metrics", "127.0.0.1", {}),
            (LOCAL, "10.0.0.1", {"x_forwarded_for": "127.0.0.1"}),
            (LOCAL, "10.0.0.1", {"authorization": "Bearer "}),
            (LOCAL, "10.0.0.1", {"authorization": "Bearer"}),
        ],
    )
    async def test_nobody_else(
        self, installation: Installation, url: str, client: str, headers: dict[str, str]
    ) -> None:
        answer = await ask(installation, url, client, **headers)
        assert code(answer) == (404, "not-found")

    @pytest.mark.settings(metrics="off", metrics_token=TOKEN)
    async def test_who_has_the_token(self, installation: Installation) -> None:
        good = await ask(installation, client="10.0.0.1", authorization=f"Bearer {TOKEN}")
        assert good.status_code == 200
        for wrong in (
            "",
            "Bearer wrong",
            f"Basic {TOKEN}",
            f"Bearer {TOKEN}x",
            "Bearer é".encode(),
        ):
            answer = await ask(installation, client="127.0.0.1", authorization=wrong)
            assert code(answer) == (404, "not-found"), wrong

    @pytest.mark.settings(metrics="open")
    async def test_everybody_where_it_is_open(self, installation: Installation) -> None:
        answer = await ask(installation, "http://office.example.org/metrics", "8.8.8.8")
        assert answer.status_code == 200

    async def test_an_administrator_is_not_asked_for(
        self, installation: Installation, anna: Person
    ) -> None:
        answer = await anna.client.get("http://tongwen.test/metrics")
        assert code(answer) == (404, "not-found")


class TestWhat:
    async def test_figures_of_rooms(self, installation: Installation) -> None:
        fill(installation)
        shown = samples((await ask(installation)).text)
        assert shown["tongwen_sync_rooms,state=live"] == 2
        assert shown["tongwen_sync_peers"] == 3
        assert shown["tongwen_sync_connections"] == 4
        assert shown["tongwen_sync_unsaved_edits"] == 2
        assert shown["tongwen_sync_log_lag_seconds"] == 1.5
        assert shown["tongwen_sync_edits_total"] == 7
        assert shown["tongwen_sync_joins_total,result=refused"] == 1
        assert shown["tongwen_sync_ack_duration_seconds_bucket,le=0.001"] == 1
        assert shown["tongwen_sync_ack_duration_seconds_bucket,le=0.005"] == 3
        assert shown["tongwen_sync_ack_duration_seconds_bucket,le=+Inf"] == 4
        assert shown["tongwen_sync_ack_duration_seconds_count"] == 4
        assert shown["tongwen_sync_ack_duration_seconds_sum"] == pytest.approx(100.0065)
        assert shown["tongwen_workers_tasks_total,outcome=done"] == 10
        assert shown["tongwen_bus_connected"] == 1
        assert shown["tongwen_draining"] == 0
        assert shown["process_resident_memory_bytes"] > 1_000_000
        assert any("tongwen_build_info" in name and "version=test" in name for name in shown)

    async def test_requests_are_counted_by_route(
        self, installation: Installation, anna: Person
    ) -> None:
        folder = await anna.folder("秘密 plan")
        for _ in range(3):
            await anna.json("GET", f"/nodes/{folder}")
        await anna.client.get("/nodes/0000000000000")
        await anna.client.get("http://tongwen.test/edit/x")
        await anna.client.post("/health")
        await anna.client.request("BREW", "http://tongwen.test/pot")
        page = (await ask(installation)).text
        shown = samples(page)
        of = "tongwen_http_requests_total,method={},route={},status={}"
        assert shown[of.format("GET", "/nodes/{node}", "2xx")] == 3
        assert shown[of.format("GET", "/nodes/{node}", "4xx")] == 1
        assert shown[of.format("POST", "/health", "4xx")] == 1
        assert shown[of.format("GET", "page", "4xx")] == 1
        assert shown[of.format("other", "page", "4xx")] == 1
        took = "tongwen_http_request_duration_seconds_count,method=GET,route=/nodes/{node}"
        assert shown[took] == 4
        assert shown["tongwen_http_requests_running"] == 1
        for private in (folder, anna.id, anna.root, "秘密", "plan", "anna", "同文"):
            assert private not in page

    async def test_guessed_addresses_make_no_new_series(
        self, installation: Installation, anna: Person
    ) -> None:
        before = len(samples((await ask(installation)).text))
        for number in range(50):
            await anna.client.get(f"http://tongwen.test/x{number}/y")
            await anna.client.get(f"/z{number}")
            await anna.client.request(f"M{number}", f"/nodes/{number}")
        after = len(samples((await ask(installation)).text))
        assert after - before < 100

    async def test_both_forms(self, installation: Installation) -> None:
        fill(installation)
        text = await ask(installation)
        assert text.headers["content-type"].startswith("text/plain; version=")
        accept = "application/openmetrics-text; version=1.0.0"
        modern = await ask(installation, accept=accept)
        assert modern.headers["content-type"].startswith("application/openmetrics-text")
        assert modern.text.endswith("# EOF\n")
        names = {family.name for family in read_openmetrics(modern.text)}
        assert {"tongwen_sync_edits", "tongwen_sync_ack_duration_seconds"} <= names
        for nonsense in ("text/html", "*/*", ";;;,,", "application/openmetrics-text; version=99"):
            assert (await ask(installation, accept=nonsense)).status_code == 200

    async def test_every_figure_is_in_the_guide_with_its_kind(
        self, installation: Installation
    ) -> None:
        fill(installation)
        await ask(installation)
        exposed = {}
        for family in read_text((await ask(installation)).text):
            if family.name.startswith("tongwen_"):
                name = family.name + ("_total" if family.type == "counter" else "")
                exposed[name] = family.type
        rows = re.findall(
            r"^\| `(tongwen_\w+)` \| (\w+) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE
        )
        assert exposed == dict(rows)

    async def test_everything_that_rooms_count_is_shown(self, installation: Installation) -> None:
        fill(installation)
        rooms = installation.services.rooms
        assert rooms is not None
        wanted = set()
        for number, name in enumerate(sorted(Figures.__slots__), 123_456):
            counted = getattr(rooms.figures, name)
            if isinstance(counted, int):
                setattr(rooms.figures, name, number)
            else:
                counted.counts = [number] + [0] * len(counted.bounds)
            wanted.add(float(number))
        shown = samples((await ask(installation)).text)
        assert wanted - set(shown.values()) == set()

    def test_alerts_ask_for_figures_that_exist(self) -> None:
        guide = GUIDE.read_text(encoding="utf-8")
        asked = set()
        for file in (GUIDE.parents[2] / "deploy" / "prometheus").glob("*.yml"):
            asked |= set(re.findall(r"\btongwen_\w+", file.read_text(encoding="utf-8")))
        assert len(asked) >= 6
        for name in asked:
            assert f"`{re.sub('_(bucket|sum|count)$', '', name)}`" in guide, name
