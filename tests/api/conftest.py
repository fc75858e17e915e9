"""A fresh installation for each test, and people in it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.server import open_services
from tests.postgres import postgres_url
from tongwen.http.app import create_app
from tongwen.http.services import Services

PASSWORD = "correct horse battery"
BASE = "http://tongwen.test/api/v1"


def pytest_configure(config: pytest.Config) -> None:
    """Register our markers."""
    config.addinivalue_line("markers", "both_databases: runs over SQLite and over PostgreSQL")
    config.addinivalue_line(
        "markers", "one_database: runs over SQLite only, whatever its file says"
    )
    config.addinivalue_line("markers", "settings(**values): settings of the installation")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the databases."""
    if "backend" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker
        both = marked("both_databases") and not marked("one_database")
        metafunc.parametrize("backend", ["sqlite", "postgresql"] if both else ["sqlite"])


@dataclass
class Person:
    """Somebody with a browser."""

    client: httpx.AsyncClient
    id: str
    root: str
    email: str

    async def json(self, method: str, path: str, status: int = 200, **how: Any) -> Any:
        """Call, check the status, and return the JSON."""
        answer = await self.client.request(method, path, **how)
        assert answer.status_code == status, f"{method} {path}: {answer.text}"
        return answer.json() if answer.content else None

    async def folder(self, name: str, parent: str | None = None) -> str:
        """Make a folder and return its id."""
        body = {"parent": parent or self.root, "name": name, "kind": "folder"}
        made: str = (await self.json("POST", "/nodes", 201, json=body))["id"]
        return made

    async def file(self, name: str, content: bytes = b"hello", parent: str | None = None) -> str:
        """Upload a file and return its id."""
        answer = await self.client.put(
            f"/nodes/{parent or self.root}/files/{name}", content=content
        )
        assert answer.status_code in (200, 201), answer.text
        node: str = answer.json()["id"]
        return node

    async def share(self, node: str, other: "Person", role: str) -> None:
        """Give another member a role."""
        await self.json("PUT", f"/nodes/{node}/grants/{other.id}", json={"role": role})

    async def names(self, path: str) -> list[str]:
        """Return the names in a list."""
        return [item["name"] for item in (await self.json("GET", path))["items"]]


@dataclass
class Installation:
    """A server without a socket."""

    services: Services
    stack: AsyncExitStack
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app = create_app(self.services)

    async def browser(self, address: str = "10.0.0.1", **headers: str) -> httpx.AsyncClient:
        """Return a browser without a session."""
        transport = httpx.ASGITransport(self.app, client=(address, 1234))
        client = httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers)
        return await self.stack.enter_async_context(client)

    async def set_up(self) -> Person:
        """Do the first run as Anna."""
        client = await self.browser()
        answer = await client.post("/setup", json=self.account("anna") | {"organisation": "同文"})
        assert answer.status_code == 201, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return await self._person("anna", client)

    async def member(self, name: str, administrator: bool = False) -> Person:
        """Let Anna add a member, and sign them in."""
        body = self.account(name) | {"administrator": administrator}
        await self.people["anna"].json("POST", "/users", 201, json=body)
        client = await self.browser()
        answer = await client.post("/session", json=body)
        assert answer.status_code == 200, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return await self._person(name, client)

    @staticmethod
    def account(name: str) -> dict[str, Any]:
        """Return the body that makes somebody's account."""
        return {"name": name.title(), "email": f"{name}@example.org", "password": PASSWORD}

    async def _person(self, name: str, client: httpx.AsyncClient) -> Person:
        me = (await client.get("/me")).json()
        person = Person(client, me["user"]["id"], me["root"], me["user"]["email"])
        self.people[name] = person
        return person


@pytest.fixture
async def installation(
    backend: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Installation]:
    """An installation before its first run."""
    marker = request.node.get_closest_marker("settings")
    settings = dict(marker.kwargs) if marker else {}
    if backend == "postgresql":
        settings["database"] = await postgres_url()
    data = tmp_path / "data"
    data.mkdir()
    web = tmp_path / "web"
    async with (
        AsyncExitStack() as stack,
        open_services(data, web=web if web.exists() else None, **settings) as services,
    ):
        yield Installation(services, stack)


@pytest.fixture
async def anna(installation: Installation) -> Person:
    """The administrator."""
    return await installation.set_up()


@pytest.fixture
async def bob(installation: Installation, anna: Person) -> Person:
    """A member."""
    return await installation.member("bob")


@pytest.fixture
async def carol(installation: Installation, anna: Person) -> Person:
    """Another member."""
    return await installation.member("carol")


def code(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and the code of a problem, having checked its form."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["type"] == "urn:tongwen:problem:" + problem["code"]
    assert problem["title"] and problem["title"] != problem["code"]
    return answer.status_code, problem["code"]
