"""A server as people run it: a process of its own, with an organisation and a document."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from pycrdt import XmlElement, XmlFragment, XmlText

from tongwen.client import ConnectionFailed, LivePart
from tongwen.client.session import Session
from tongwen.store import PartId
from tongwen.store.sqlite import open_sqlite
from tongwen.ydoc import insert, new_doc

ROOT = Path(__file__).parents[2]
ENDING = 90  # seconds after which a test gives up; nothing is measured by it
ACCOUNT = {"name": "安", "email": "a@example.org", "password": "correct horse"}


@dataclass
class Running:
    """A running server. `base` is its address."""

    process: subprocess.Popen[str]
    base: str
    data: Path

    def tell(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send a signal to the server alone."""
        self.process.send_signal(number)

    def end(self) -> tuple[int, str]:
        """Wait for the end; return the exit code and what was logged."""
        _, logged = self.process.communicate(timeout=ENDING)
        return self.process.returncode, logged


@contextmanager
def running(data: Path, **variables: str) -> Iterator[Running]:
    """Run a server over a data folder; at the end of the block it is gone."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tongwen", "serve", "--data", str(data), "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, **{"TONGWEN_" + name: value for name, value in variables.items()}},
    )
    try:
        yield Running(process, _address(process), data)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://[^/]+", line):
            return found[0].replace("localhost", "127.0.0.1")
    raise AssertionError(process.communicate()[1])


@dataclass
class Founder:
    """The first administrator, by API token."""

    token: str
    root: str
    session: Session

    def document(self, name: str = "a") -> str:
        """Make a text document; return its id."""
        body = {"parent": self.root, "name": name, "kind": "text"}
        return str(self.session.call("POST", "/nodes", body)["id"])


def found(server: Running) -> Founder:
    """Do the first run."""
    with httpx.Client(base_url=server.base + "/api/v1", timeout=ENDING) as web:
        made = web.post("/setup", json={**ACCOUNT, "organisation": "同文"}).json()
        web.headers["x-csrf-token"] = made["csrf"]
        token = web.post("/tokens", json={"name": "test"}).json()["token"]
    return Founder(token, made["root"], Session(server.base, token, ""))


@dataclass
class Writer:
    """Writes a paragraph after another, each acknowledged before the next."""

    name: str
    acknowledged: list[str] = field(default_factory=list)
    reason: str = ""

    def write(self, session: Session, node: str) -> None:
        """Write until the connection ends. For a thread."""
        with_part = session.part(node)
        try:
            number = 0
            while True:
                number += 1
                words = f"<{self.name}:{number}>"
                add_paragraph(with_part, words)
                with_part.flush(ENDING)
                self.acknowledged.append(words)
        except ConnectionFailed as error:
            self.reason = str(error)
        finally:
            with_part.close()


def add_paragraph(part: LivePart, words: str) -> None:
    """Write a paragraph at the end."""
    with part.doc.transaction():
        element = XmlElement("paragraph")
        part.doc.get("body", type=XmlFragment).children.append(element)
        text = XmlText()
        element.children.append(text)
        insert(text, 0, words)


async def stored_text(data: Path, node: str) -> str:
    """Return a document's text as the log on the disk has it; nothing runs meanwhile."""
    database = await open_sqlite(data / "tongwen.db")
    try:
        tenant = await database.fetchval("SELECT tenant FROM nodes WHERE id = :id", id=node)
        snapshot, tail = await database.log.tail(PartId(tenant, node, "body"))
    finally:
        await database.close()
    doc = new_doc()
    for update in ([snapshot.state] if snapshot else []) + [row.update for row in tail]:
        doc.apply_update(update)
    return str(doc.get("body", type=XmlFragment))
