"""Three nodes with PostgreSQL, NATS, and nginx in front, configured as we tell people to."""

import asyncio
import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.nats import nats_server
from tests.postgres import OwnServer
from tests.processes import Process, free_port, until
from tongwen.store import PartId
from tongwen.sync.relay import subject_of

ROOT = Path(__file__).parents[2]
CONFIGURATION = ROOT / "deploy" / "nginx-nodes.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or ""
NODES = 3
PASSWORD = "correct horse battery"

_AROUND = """
daemon off; master_process off; worker_processes 1;
pid {folder}/nginx.pid; error_log {folder}/nginx-errors.log;
events {{ worker_connections 2000; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {configuration}
}}
"""


class Node(Process):
    """One server process."""

    def __init__(self, name: str, folder: Path, *options: str) -> None:
        port = free_port()
        command = [sys.executable, "-m", "tongwen", "serve", "--port", str(port), *options]
        environment = {name: value for name, value in os.environ.items() if "TONGWEN" not in name}
        environment |= {
            "TONGWEN_NODE_NAME": name,
            "TONGWEN_WORKERS": "1",
            "TONGWEN_ROOM_IDLE": "1",
            "TONGWEN_PRESENCE_SECONDS": "5",
            "TONGWEN_WEB": str(folder / "no-page"),
            "TONGWEN_TRUSTED_PROXIES": "127.0.0.1",
            "TONGWEN_SIGN_IN_FREE_ADDRESS": "1000",
        }
        super().__init__(command, port, folder / f"{name}.log", environment)
        self.name = name
        self.address = f"http://127.0.0.1:{port}"

    async def figures(self) -> dict[str, float]:
        """Return what it counts, by name and labels, as in `name{label=value}`."""
        async with httpx.AsyncClient() as client:
            page = (await client.get(f"{self.address}/metrics")).text
        return {
            sample.name + "".join(f"{{{k}={v}}}" for k, v in sorted(sample.labels.items())): (
                sample.value
            )
            for family in text_string_to_metric_families(page)
            for sample in family.samples
        }

    async def rooms(self) -> int:
        """Return how many live rooms it has."""
        return int((await self.figures()).get("tongwen_sync_rooms{state=live}", 0))

    async def requests(self, route: str = "/me}") -> int:
        """Return how many calls of a route it has answered."""
        return sum(
            int(count)
            for name, count in (await self.figures()).items()
            if name.startswith("tongwen_http_requests_total") and route in name
        )

    async def sign_ins(self) -> int:
        """Return how many tried to sign in."""
        return await self.requests("/session}")


@dataclass
class Person:
    """A member with a browser and a token."""

    id: str
    root: str
    token: str
    csrf: str
    cookie: str
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.headers = {"authorization": f"Bearer {self.token}"}


class Installation:
    """Everything, started once for all tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = OwnServer()
        self.nats = nats_server(folder)
        self.nodes = [self._node(number) for number in range(NODES)]
        self.proxy = self._proxy()
        self.address = f"http://127.0.0.1:{self.proxy.port}"
        self.people: dict[str, Person] = {}

    def _node(self, number: int) -> Node:
        return Node(
            f"node{number}",
            self.folder,
            *("--data", str(self.folder / "data"), "--database", self.postgres.url),
            *("--bus", f"nats://127.0.0.1:{self.nats.port}?prefix=test"),
        )

    def _proxy(self) -> Process:
        port = free_port()
        text = CONFIGURATION.read_text()
        servers = iter(self.nodes)
        text = re.sub(r"10\.0\.0\.\d+:8000", lambda _: f"127.0.0.1:{next(servers).port}", text)
        assert next(servers, None) is None, "the configuration names three nodes"
        text, listens = re.subn(r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};", text)
        text, certificates = re.subn(r"ssl_certificate.*\n", "\n", text)
        assert (listens, certificates) == (1, 2)
        path = self.folder / "nginx.conf"
        path.write_text(around(self.folder, text))
        command = [NGINX, "-c", str(path), "-p", str(self.folder)]
        return Process(command, port, self.folder / "nginx.log")

    async def start(self) -> None:
        """Start everything, and let Anna and Bob have accounts."""
        await self.nats.start()
        await self.nodes[0].start()  # makes the tables
        for node in self.nodes[1:]:
            node.launch()
        await asyncio.gather(*(node.started() for node in self.nodes[1:]), self.proxy.start())
        await self._people()

    async def whole(self) -> None:
        """Start again what a test has ended, and return when all hear each other."""
        if not self.nats.running:
            await self.nats.start()
        for node in self.nodes:
            if not node.running:
                node.launch()
        await asyncio.gather(*(node.started() for node in self.nodes))
        await until(self._joined, "the nodes do not find the bus", 30)

    async def _joined(self) -> bool:
        figures = await asyncio.gather(*(node.figures() for node in self.nodes))
        return all(figure.get("tongwen_bus_connected") == 1 for figure in figures)

    async def stop(self) -> None:
        """End everything."""
        await self.proxy.kill()
        await asyncio.gather(*(node.kill() for node in self.nodes))
        await self.nats.kill()
        self.postgres.crash()

    # -- people

    async def _people(self) -> None:
        async with httpx.AsyncClient(base_url=f"{self.address}/api/v1", timeout=30) as client:
            body = _account("anna") | {"organisation": "同文"}
            answer = await client.post("/setup", json=body)
            assert answer.status_code == 201, answer.text
            self.people["anna"] = await _person(client, answer)
            answer = await client.post("/users", json=_account("bob"))
            assert answer.status_code == 201, answer.text
        await self.sign_in("bob")

    async def sign_in(self, name: str, headers: dict[str, str] | None = None) -> Person:
        """Sign in with a new browser."""
        async with httpx.AsyncClient(
            base_url=f"{self.address}/api/v1", timeout=30, headers=headers
        ) as client:
            answer = await client.post("/session", json=_account(name))
            assert answer.status_code == 200, answer.text
            self.people[name] = await _person(client, answer)
            return self.people[name]

    async def call(
        self, who: str, method: str, path: str, at: str | None = None, **how: object
    ) -> httpx.Response:
        """Call the API, through the proxy or at a node's own address."""
        address = f"{at or self.address}/api/v1{path}"
        async with httpx.AsyncClient(headers=self.people[who].headers, timeout=30) as client:
            answer = await client.request(method, address, **how)  # type: ignore[arg-type]
            assert answer.status_code < 300, f"{method} {path}: {answer.text}"
            return answer

    async def browse(
        self, who: Person, method: str, path: str, at: str | None = None
    ) -> httpx.Response:
        """Call the API as a browser does, by cookie."""
        headers = {"Cookie": f"tongwen_session={who.cookie}", "X-CSRF-Token": who.csrf}
        async with httpx.AsyncClient(headers=headers, timeout=30) as client:
            return await client.request(method, f"{at or self.address}/api/v1{path}")

    async def plain(self, path: str, method: str = "GET", **how: object) -> httpx.Response:
        """Ask the proxy for something, as nobody."""
        async with httpx.AsyncClient(timeout=30) as client:
            return await client.request(method, self.address + path, **how)  # type: ignore[arg-type]

    async def subject(self, document: str) -> str:
        """Return on what subject the nodes talk of a document's body."""
        connection = await asyncpg.connect(self.postgres.url)
        try:
            tenant = await connection.fetchval("select tenant from nodes where id = $1", document)
        finally:
            await connection.close()
        return subject_of(PartId(tenant, document, "body"))

    async def document(self, name: str, shared: str | None = None) -> str:
        """Make a text of Anna's, and share it with Bob in a role."""
        body = {"parent": self.people["anna"].root, "name": name, "kind": "text"}
        made = await self.call("anna", "POST", "/nodes", json=body)
        node: str = made.json()["id"]
        if shared:
            path = f"/nodes/{node}/grants/{self.people['bob'].id}"
            await self.call("anna", "PUT", path, json={"role": shared})
        return node


def around(folder: Path, configuration: str) -> str:
    """Put a configuration of a site into one of nginx, which writes nowhere but to a folder."""
    return _AROUND.format(folder=folder, configuration=configuration)


def _account(name: str) -> dict[str, str]:
    return {"name": name.title(), "email": f"{name}@example.org", "password": PASSWORD}


async def _person(client: httpx.AsyncClient, signed_in: httpx.Response) -> Person:
    csrf = str(signed_in.json()["csrf"])
    client.headers["X-CSRF-Token"] = csrf
    token = (await client.post("/tokens", json={"name": "test"})).json()["token"]
    me = (await client.get("/me")).json()
    cookie = client.cookies["tongwen_session"]
    return Person(me["user"]["id"], me["root"], token, csrf, cookie)
