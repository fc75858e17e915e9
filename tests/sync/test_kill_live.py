"""kill -9 while people type over real sockets: what they were told is saved is there."""

import asyncio
import os
import random
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from tests.nodes.page import Page
from tests.postgres import postgres_url
from tests.processes import Process, free_port, until

KILLS = 5
WRITERS = 4
ROOT = Path(__file__).parents[2]


class Office:
    """A server process over data that outlive it, and its first member."""

    def __init__(self, folder: Path, database: str) -> None:
        port = free_port()
        command = [sys.executable, "-m", "tongwen", "serve", "--port", str(port)]
        environment = {name: value for name, value in os.environ.items() if "TONGWEN" not in name}
        environment |= {
            "TONGWEN_DATA": str(folder / "data"),
            "TONGWEN_DATABASE": database,
            "TONGWEN_WEB": str(folder / "no-page"),
            "TONGWEN_WORKERS": "1",
        }
        self.process = Process(command, port, folder / "server.log", environment)
        self.address = f"http://127.0.0.1:{port}"
        self.token = self.document = ""

    async def set_up(self) -> None:
        """Make an organisation and a document."""
        account = {"name": "安", "email": "a@example.org", "password": "correct horse"}
        async with httpx.AsyncClient(base_url=f"{self.address}/api/v1", timeout=60) as web:
            made = (await web.post("/setup", json=account | {"organisation": "同文"})).json()
            web.headers["X-CSRF-Token"] = made["csrf"]
            self.token = (await web.post("/tokens", json={"name": "test"})).json()["token"]
            body = {"parent": made["root"], "name": "a", "kind": "text"}
            self.document = (await web.post("/nodes", json=body)).json()["id"]

    def page(self, name: str) -> Page:
        """Somebody who opens the document."""
        return Page(self.address, self.document, self.token, name)


async def type_on(page: Page) -> None:
    """Type a word after another, whoever is there to hear it."""
    number = 0
    while True:
        number += 1
        page.write(f"{page.name}.{number}")
        await asyncio.sleep(random.uniform(0.001, 0.03))


async def type_until_killed(office: Office, round_: int) -> set[str]:
    """Let people type until a random moment, and return what they were told is saved.

    They do not come back: their pages would bring again what the server has lost.
    """
    async with AsyncExitStack() as around:
        pages = [office.page(f"r{round_}w{number}") for number in range(WRITERS)]
        for page in pages:
            await around.enter_async_context(page)
        async with asyncio.TaskGroup() as typing:
            tasks = [typing.create_task(type_on(page)) for page in pages]
            await until(lambda: all(page.acknowledged for page in pages), "nothing is saved")
            await asyncio.sleep(random.uniform(0, 0.8))
            await office.process.kill()
            for task in tasks:
                task.cancel()
        assert any(not page.saved for page in pages), "it was killed while they typed"
        return {word for page in pages for word in page.acknowledged}


@pytest.mark.parametrize("back_end", ["sqlite", "postgresql"])
async def test_nothing_acknowledged_is_lost(back_end: str, tmp_path: Path) -> None:
    office = Office(tmp_path, await postgres_url() if back_end == "postgresql" else "")
    await office.process.start()
    await office.set_up()
    promised: set[str] = set()
    for round_ in range(KILLS):
        promised |= await type_until_killed(office, round_)
        await office.process.start()
        async with office.page("newcomer") as newcomer:
            assert [word for word in promised if f"{word} " not in newcomer.text()] == []
    await office.process.end()


async def test_pages_bring_again_what_was_not_acknowledged(tmp_path: Path) -> None:
    office = Office(tmp_path, "")
    await office.process.start()
    await office.set_up()
    async with office.page("ann") as ann, office.page("ben") as ben:
        typing = [asyncio.create_task(type_on(page)) for page in (ann, ben)]
        for _ in range(2):
            await until(lambda: bool(ann.acknowledged and ben.acknowledged), "nothing is saved")
            await office.process.kill()
            await office.process.start()
        for task in typing:
            task.cancel()
        await until(lambda: ann.saved and ben.saved, "what is left is not saved")
        async with office.page("newcomer") as newcomer:
            assert newcomer.sees(ann.written) and newcomer.sees(ben.written)
            await until(lambda: ann.text() == ben.text() == newcomer.text(), "they differ")
    await office.process.end()
