"""One file of 1 GiB up and down, and what it costs the server in memory."""

import os
import socket
import tempfile
import time
from pathlib import Path

from bench.report import Figure, Report
from bench.server import REPOSITORY, Server

SIZE = 1 << 30
PIECE = 1 << 20
ROUNDS = 5
NOTES = """
Random bytes over one connection on the same machine, from a file by `sendfile`, into a buffer
that is not looked at. The upload ends with the answer: sha-256 computed, file and row on disk.
Memory: the most that was resident of the server during the transfer, less what was resident
before it.
"""


def _connect(server: Server, head: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=120)
    authority = f"Host: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {server.token}\r\n"
    connection.sendall(f"{head}\r\n{authority}Connection: close\r\n".encode())
    return connection


def _upload(server: Server, path: Path) -> str:
    head = f"PUT /api/v1/nodes/{server.root}/files/{path.name} HTTP/1.1"
    with _connect(server, head) as connection, path.open("rb") as file:
        connection.sendall(f"Content-Length: {SIZE}\r\n\r\n".encode())
        connection.sendfile(file)
        answer = connection.makefile("rb").read()
    assert answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")), answer[:400]
    return answer.rpartition(b'"id":"')[2].partition(b'"')[0].decode()


def _download(server: Server, node: str) -> None:
    buffer = memoryview(bytearray(PIECE))
    got = 0
    with _connect(server, f"GET /api/v1/nodes/{node}/content HTTP/1.1") as connection:
        connection.sendall(b"\r\n")
        while count := connection.recv_into(buffer):
            got += count
    assert got > SIZE, "the answer is shorter than the file"


def _node(server: Server, name: str) -> str:
    items = server.api.get(f"/nodes/{server.root}/children").raise_for_status().json()["items"]
    found: str = next(item["id"] for item in items if item["name"] == name)
    return found


def run() -> Report:
    """Upload and download with a server of our own."""
    up: list[float] = []
    down: list[float] = []
    grown: dict[str, list[float]] = {"upload": [], "download": []}
    cpu: dict[str, list[float]] = {"upload": [], "download": []}
    with (
        tempfile.TemporaryDirectory(dir=REPOSITORY / "bench") as folder,
        Server(Path(folder) / "data") as server,
    ):
        server.set_up()
        path = Path(folder) / "one.bin"
        piece = os.urandom(PIECE)
        for number in range(ROUNDS):
            with path.open("wb") as file:  # other bytes each time: equal ones are stored once
                for at in range(SIZE // PIECE):
                    file.write((number << 32 | at).to_bytes(8) + piece[8:])
            for name, rates in (("upload", up), ("download", down)):
                before, used = server.resident()["server"], server.cpu()
                server.forget_peak()
                began = time.perf_counter()
                if name == "upload":
                    _upload(server, path)
                else:
                    _download(server, _node(server, path.name))
                rates.append(SIZE / 1e6 / (time.perf_counter() - began))
                cpu[name].append(server.cpu() - used)
                grown[name].append(max(server.peak() - before, 0))
    return Report(
        "One file of 1 GiB",
        NOTES,
        [
            Figure("upload of 1 GiB", "MB/s", up, 200, at_least=True),
            Figure("download of 1 GiB", "MB/s", down, 500, at_least=True),
            Figure("memory that the upload adds", "MB", grown["upload"], 50),
            Figure("memory that the download adds", "MB", grown["download"], 50),
            Figure("server CPU of the upload", "s", cpu["upload"]),
            Figure("server CPU of the download", "s", cpu["download"]),
        ],
    )
