"""Large bodies and broken connections, against a real server process."""

import base64
import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import Installation

MIB = 1 << 20
SIZE = 48 * MIB


class Served:
    """A running server and its first member."""

    def __init__(self, port: int, data: Path) -> None:
        self.port = port
        self.data = data
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.api.server", "--port", str(port), "--data", str(data)]
        )
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", timeout=60)
        self._wait()
        body = Installation.account("anna") | {"organisation": "o"}
        made = self.client.post("/setup", json=body).json()
        self.root = made["root"]
        self.client.headers["X-CSRF-Token"] = made["csrf"]

    def _wait(self) -> None:
        for _ in range(400):
            try:
                self.client.get("/health")
                return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError("the server did not start")

    def blobs(self) -> list[Path]:
        """Every file that the blob store holds, finished or not."""
        return [path for path in (self.data / "blobs").rglob("*") if path.is_file()]

    def resident(self) -> int:
        """Bytes of memory that the server uses."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * 4096

    def raw(self, head: str, body: bytes) -> None:
        """Send a request and hang up without waiting for the answer."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        lines = [
            head,
            "Host: 127.0.0.1",
            f"Cookie: {cookie}",
            f"X-CSRF-Token: {self.client.headers['X-CSRF-Token']}",
        ]
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            time.sleep(0.2)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for the tests of this file."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = Served(port, tmp_path_factory.mktemp("served"))
    yield served
    served.client.close()
    served.process.terminate()
    served.process.wait(20)


def _pieces(size: int) -> Iterator[bytes]:
    block = bytes(range(256)) * 4096
    for start in range(0, size, MIB):
        yield start.to_bytes(8, "big") + block[8 : min(MIB, size - start)]


def test_large_files_pass_without_filling_memory(served: Served) -> None:
    digest = hashlib.sha256()
    for piece in _pieces(SIZE):
        digest.update(piece)
    served.client.put(f"/nodes/{served.root}/files/warm.bin", content=_pieces(4 * MIB))
    before = served.resident()
    announced = "sha-256=:" + base64.b64encode(digest.digest()).decode() + ":"
    made = served.client.put(
        f"/nodes/{served.root}/files/large.bin",
        content=_pieces(SIZE),
        headers={"Repr-Digest": announced},
    )
    assert (made.status_code, made.json()["size"]) == (201, SIZE)
    received = hashlib.sha256()
    with served.client.stream("GET", f"/nodes/{made.json()['id']}/content") as answer:
        assert answer.headers["content-length"] == str(SIZE)
        for piece in answer.iter_bytes():
            received.update(piece)
    assert received.digest() == digest.digest()
    assert served.resident() - before < SIZE


def test_a_connection_that_breaks_leaves_nothing(served: Served) -> None:
    before = len(served.blobs())
    served.raw(
        f"PUT /api/v1/nodes/{served.root}/files/broken.bin HTTP/1.1\r\nContent-Length: 9000000",
        b"x" * 3_000_000,
    )
    _eventually(lambda: len(served.blobs()) == before)
    names = served.client.get(f"/nodes/{served.root}/children").json()["items"]
    assert "broken.bin" not in [node["name"] for node in names]


def test_a_broken_upload_continues_where_it_stopped(served: Served) -> None:
    tus = {"Tus-Resumable": "1.0.0"}
    fields = {"parent": served.root, "filename": "continued.bin"}
    metadata = ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in fields.items()
    )
    content = b"".join(_pieces(6 * MIB))
    made = served.client.post(
        "/uploads",
        headers=tus | {"Upload-Length": str(len(content)), "Upload-Metadata": metadata},
    )
    url = made.headers["location"]
    served.raw(
        f"PATCH {url} HTTP/1.1\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {len(content)}",
        content[: 3 * MIB],
    )
    path = url.removeprefix("/api/v1")

    def offset() -> int:
        return int(served.client.head(path, headers=tus).headers["upload-offset"])

    _eventually(lambda: offset() == 3 * MIB)
    headers = tus | {"Content-Type": "application/offset+octet-stream"}
    for _ in range(100):  # the server may still be noticing that the other connection is gone
        done = served.client.patch(
            path,
            content=content[offset() :],
            headers=headers | {"Upload-Offset": str(offset())},
        )
        if done.status_code != 423:
            break
        time.sleep(0.1)
    node = done.headers["tongwen-node"]
    assert served.client.get(f"/nodes/{node}/content").content == content


def test_garbage_does_not_stop_the_server(served: Served) -> None:
    for garbage in (b"\x00\xff" * 100, b"GET / HTTP/9.9\r\n\r\n", b"PUT /" + b"x" * 100_000):
        with socket.create_connection(("127.0.0.1", served.port)) as connection:
            connection.sendall(garbage)
    assert served.client.get("/health").json()["status"] == "ok"


def _eventually(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to be")
