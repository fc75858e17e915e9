"""A real server process, people who come and go around its documents, and a watch on its memory."""

import asyncio
import os
import random
import socket
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.nodes.page import Page
from tests.processes import Process, free_port, until
from tests.sync.raw import request

ROOT = Path(__file__).parents[2]
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
PASSWORD = "correct horse battery"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


@dataclass(frozen=True)
class Plan:
    """Who does what, and how often. Rates are of everybody together, a second."""

    seconds: float
    peers: int = 200
    documents: int = 20
    edits: float = 40.0
    cursors: float = 40.0
    reconnects: float = 1.0
    changes: float = 1.0  # somebody leaves for good, and somebody else comes
    slow: float = 0.2  # somebody joins and does not read
    uploads: float = 0.1
    sample_seconds: float = 5.0


@dataclass(frozen=True)
class Sample:
    """The server at one moment."""

    seconds: float
    server: float  # MB resident
    workers: float  # MB resident
    files: int  # open file descriptors of the server
    connections: int
    rooms: int
    unsaved: int


@dataclass
class Found:
    """What the watch saw, and what was wrong at the end."""

    samples: list[Sample] = field(default_factory=list)
    edits: int = 0
    reconnects: int = 0
    compactions: int = 0
    before: Sample | None = None  # when nobody had come yet
    after: Sample | None = None  # when everybody had left
    wrong: list[str] = field(default_factory=list)

    @property
    def settled(self) -> list[Sample]:
        """The samples of the last two thirds: what is loaded once, is loaded then."""
        return self.samples[len(self.samples) // 3 :]

    @property
    def growth(self) -> float:
        """By what share of itself the memory of the server grew in that time, by its trend."""
        return self.slope * self._duration / self.settled[0].server

    @property
    def slope(self) -> float:
        """The trend of the server's memory, in MB a second."""
        points = [(sample.seconds, sample.server) for sample in self.settled]
        middle = sum(seconds for seconds, _ in points) / len(points)
        spread = sum((seconds - middle) ** 2 for seconds, _ in points)
        return sum((seconds - middle) * size for seconds, size in points) / spread

    @property
    def _duration(self) -> float:
        return self.settled[-1].seconds - self.settled[0].seconds


class Soak:
    """Everything that happens around one server."""

    def __init__(self, folder: Path, plan: Plan, say: Callable[[str], None] | None = None) -> None:
        self.plan = plan
        self.found = Found()
        self._say = say or (lambda _: None)
        port = free_port()
        command = [sys.executable, "-m", "tongwen", "serve", "--port", str(port)]
        environment = {name: value for name, value in os.environ.items() if "TONGWEN" not in name}
        environment |= {
            "TONGWEN_DATA": str(folder / "data"),
            "TONGWEN_WEB": str(folder / "no-page"),
            "TONGWEN_WORKERS": "1",
            "TONGWEN_ROOM_IDLE": "1",
            "TONGWEN_MAX_PERSON_CONNECTIONS": "1000",
            "TONGWEN_MAX_PENDING": str(1 << 20),
        }
        self.log = folder / "server.log"
        self.server = Process(command, port, self.log, environment)
        self.address = f"http://127.0.0.1:{port}"
        self._choice = random.Random(1)
        self._tokens: dict[str, str] = {}
        self._documents: list[str] = []
        self._pages: list[tuple[str, Page, AsyncExitStack]] = []
        self._left: list[tuple[str, Page]] = []
        self._slow: list[tuple[float, socket.socket]] = []
        self._named = self._words = 0
        self._began = 0.0

    async def run(self) -> Found:
        """Let everything happen, and look at what became of it."""
        async with httpx.AsyncClient(
            base_url=f"{self.address}/api/v1",
            timeout=60,
            limits=httpx.Limits(max_keepalive_connections=0),  # idle ones end while one is chosen
        ) as self.web:
            await self.server.start()
            try:
                await self._set_up()
                self._began = time.monotonic()
                self.found.before = await self._sample()
                await self._fill()
                await self._go_on()
                await self._rest()
                await self._leave()
            finally:
                await self.server.end()
        self._read_log()
        return self.found

    # -- before

    async def _set_up(self) -> None:
        await self._account("editor", "/setup", {"organisation": "同文"})
        root = (await self._call("GET", "/me"))["root"]
        member = await self._call("POST", "/users", json=self._person("viewer"))
        for number in range(self.plan.documents):
            made = {"parent": root, "name": f"{number}", "kind": "text"}
            node = (await self._call("POST", "/nodes", json=made))["id"]
            await self._call("PUT", f"/nodes/{node}/grants/{member['id']}", json={"role": "viewer"})
            self._documents.append(node)
        await self._account("viewer", "/session", {})

    async def _account(self, name: str, path: str, more: dict[str, str]) -> None:
        async with httpx.AsyncClient(base_url=self.web.base_url, timeout=60) as browser:
            answer = await browser.post(path, json=self._person(name) | more)
            browser.headers["X-CSRF-Token"] = answer.raise_for_status().json()["csrf"]
            made = await browser.post("/tokens", json={"name": "soak"})
            self._tokens[name] = made.raise_for_status().json()["token"]

    @staticmethod
    def _person(name: str) -> dict[str, str]:
        return {"name": name, "email": f"{name}@example.org", "password": PASSWORD}

    async def _call(self, method: str, path: str, **how: Any) -> Any:
        headers = {"Authorization": f"Bearer {self._tokens['editor']}"}
        answer = await self.web.request(method, path, headers=headers, **how)
        return answer.raise_for_status().json()

    async def _fill(self) -> None:
        for first in range(0, self.plan.peers, 20):
            await asyncio.gather(*(self._come(n) for n in range(first, first + 20)))

    async def _come(self, number: int) -> None:
        """Every third only reads; every document has as many people as the others."""
        document = self._documents[number % len(self._documents)]
        role = "viewer" if number // len(self._documents) % 3 == 2 else "editor"
        await self._open(document, role)

    async def _open(self, document: str, role: str) -> None:
        self._named += 1
        page = Page(self.address, document, self._tokens[role], f"{role}{self._named}")
        around = AsyncExitStack()
        await around.enter_async_context(page)
        self._pages.append((document, page, around))

    # -- meanwhile

    async def _go_on(self) -> None:
        plan = self.plan
        async with asyncio.TaskGroup() as group:
            for rate, act in (
                (plan.edits, self._edit),
                (plan.cursors, self._move_cursor),
                (plan.reconnects, self._reconnect),
                (plan.changes, self._change),
                (plan.slow, self._dawdle),
                (plan.uploads, self._upload),
                (1 / plan.sample_seconds, self._watch),
            ):
                group.create_task(self._repeat(rate, act))

    async def _repeat(self, rate: float, act: Callable[[], Coroutine[Any, Any, None]]) -> None:
        number = 0
        while (at := (number := number + 1) / rate) < self.plan.seconds:
            await asyncio.sleep(max(0.0, self._began + at - time.monotonic()))
            await act()

    def _somebody(self, role: str = "") -> tuple[str, Page, AsyncExitStack]:
        return self._choice.choice([one for one in self._pages if one[1].name.startswith(role)])

    async def _edit(self) -> None:
        # half of all in one document, so that it is folded now and then
        document, page, _ = self._somebody("editor")
        if self._choice.random() < 0.5 and document != self._documents[0]:
            crowd = [one for one in self._pages if one[0] == self._documents[0]]
            page = next((one[1] for one in crowd if one[1].name.startswith("editor")), page)
        self._words += 1
        page.write(f"w{self._words}")

    async def _move_cursor(self) -> None:
        self._somebody()[1].show()

    async def _reconnect(self) -> None:
        self.found.reconnects += 1
        page = self._somebody()[1]
        if page._socket is not None:
            page._socket.transport.abort()

    async def _change(self) -> None:
        one = self._somebody()
        document, page, around = one
        if not page.saved:
            return  # what was not acknowledged would go with it
        self._pages.remove(one)
        await around.aclose()
        self._left.append((document, page))
        await self._open(document, "viewer" if page.name.startswith("viewer") else "editor")

    async def _dawdle(self) -> None:
        """Join by y-websocket, and do not read; hang up after a while."""
        document = self._choice.choice(self._documents)
        slow = socket.socket()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        slow.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(slow, ("127.0.0.1", self.server.port))
        target = f"/sync/{document}/body?token={self._tokens['viewer']}"
        await loop.sock_sendall(slow, request(target))
        self._slow.append((time.monotonic(), slow))
        if len(self._slow) > 3:
            self._slow.pop(0)[1].close()

    async def _upload(self) -> None:
        document = self._choice.choice(self._documents)
        await self._call("POST", f"/nodes/{document}/media", content=PNG)

    async def _watch(self) -> None:
        sample = await self._sample()
        self.found.samples.append(sample)
        self._say(str(sample))

    async def _sample(self) -> Sample:
        figures = await self._figures()
        process = Path(f"/proc/{self.server.pid}")
        children = (process / "task" / str(self.server.pid) / "children").read_text().split()
        return Sample(
            time.monotonic() - self._began,
            _resident(process),
            sum(_resident(Path(f"/proc/{child}")) for child in children),
            len(os.listdir(process / "fd")),
            int(figures["tongwen_sync_connections"]),
            int(sum(n for name, n in figures.items() if name.startswith("tongwen_sync_rooms{"))),
            int(figures["tongwen_sync_unsaved_edits"]),
        )

    async def _figures(self) -> dict[str, float]:
        page = (await self.web.get(f"{self.address}/metrics")).text
        return {
            sample.name + "".join(f"{{{k}={v}}}" for k, v in sorted(sample.labels.items())): (
                sample.value
            )
            for family in text_string_to_metric_families(page)
            for sample in family.samples
        }

    # -- at the end

    def _check(self, right: bool, otherwise: str) -> None:
        if not right:
            self.found.wrong.append(otherwise)

    async def _rest(self) -> None:
        """Let everybody be saved and see the same; read each document once more as a newcomer."""
        for _, slow in self._slow:
            slow.close()
        pages = [page for _, page, _ in self._pages]
        await until(lambda: all(page.saved for page in pages), "an edit is not acknowledged", 60)
        await asyncio.gather(*(self._compare(document) for document in self._documents))
        self.found.edits = self._words
        figures = await self._figures()
        self.found.compactions = int(figures["tongwen_sync_compaction_duration_seconds_count"])
        self._check(figures["tongwen_sync_write_failures_total"] == 0, "the log failed")
        self._check(figures["tongwen_sync_compaction_failures_total"] == 0, "a fold failed")

    async def _compare(self, document: str) -> None:
        here = [page for name, page, _ in self._pages if name == document]
        gone = [page for name, page in self._left if name == document]
        acknowledged = {word for page in (*here, *gone) for word in page.acknowledged}
        newcomer = Page(self.address, document, self._tokens["viewer"], "newcomer")
        async with newcomer:
            try:
                await until(
                    lambda: len({page.text() for page in (*here, newcomer)}) == 1,
                    f"the pages of {document} do not converge",
                    30,
                )
            except AssertionError as error:
                self._check(False, str(error))
            missing = [word for word in acknowledged if f"{word} " not in newcomer.text()]
            self._check(not missing, f"acknowledged and lost in {document}: {missing[:9]}")
        for page in here:
            self._check(not page.refused, f"{page.name} was sent away: {page.refused}")

    async def _leave(self) -> None:
        await asyncio.gather(*(around.aclose() for _, _, around in self._pages))
        before = self.found.before
        assert before is not None

        async def calm() -> bool:
            self.found.after = after = await self._sample()
            gone = (after.connections, after.rooms, after.unsaved) == (0, 0, 0)
            return gone and after.files <= before.files + FILES_KEPT

        try:
            await until(calm, "something of those who left stays", 30)
        except AssertionError as error:
            self._check(False, f"{error}: {before} → {self.found.after}")

    def _read_log(self) -> None:
        lines = self.log.read_text().splitlines()
        bad = [line for line in lines if "ERROR" in line or "Traceback" in line or "leak" in line]
        self._check(not bad, f"in the log: {bad[:5]}")


FILES_KEPT = 8  # connections to the database and to workers that were opened when first needed


def _resident(process: Path) -> float:
    try:
        return int((process / "statm").read_text().split()[1]) * PAGE_SIZE / 1e6
    except FileNotFoundError:
        return 0.0  # a worker that has ended
