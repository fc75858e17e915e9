"""Stopping a real server: what it acknowledged is there, it goes in order, and it goes."""

import asyncio
import base64
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.cli.running import (
    ENDING,
    ROOT,
    Founder,
    Running,
    Writer,
    add_paragraph,
    found,
    running,
    stored_text,
)
from tests.postgres import postgres_url

WRITERS = 3


def until(check: Callable[[], bool]) -> None:
    """Wait until something holds."""
    while not check():
        time.sleep(0.01)


def closed_with(address: str) -> int:
    """Open a live connection, join nothing, and return the code that it is closed with."""
    with connect(address) as connection, pytest.raises(ConnectionClosed) as closed:
        for _ in connection:  # signs of life
            pass
        connection.recv()
    assert closed.value.rcvd is not None
    return int(closed.value.rcvd.code)


@contextmanager
def locked_table(url: str) -> Iterator[None]:
    """Keep everybody from writing to the log."""
    with asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(url))
        runner.run(connection.execute("begin; lock table updates in access exclusive mode"))
        try:
            yield
        finally:
            runner.run(connection.close())


def raw_upload(server: Running, founder: Founder, head: str) -> socket.socket:
    """Begin a call by hand, so that its body can be held back."""
    host, port = server.base.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), timeout=ENDING)
    connection.sendall(
        f"{head} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {founder.token}\r\n".encode()
    )
    return connection


def answer_of(connection: socket.socket) -> tuple[int, str]:
    """Read an answer to its end."""
    data = b""
    while piece := connection.recv(65536):
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    return int(head.split()[1]), (head + b"\r\n\r\n" + body).decode()


@pytest.mark.parametrize(
    ("number", "reader"),
    [(signal.SIGTERM, "picows"), (signal.SIGINT, "picows"), (signal.SIGTERM, "asgi")],
)
def test_everything_acknowledged_is_there(
    tmp_path: Path, number: signal.Signals, reader: str
) -> None:
    writers = [Writer(f"w{number}") for number in range(WRITERS)]
    settings = {"JOIN_SECONDS": "3600", "SOCKET": reader}
    with running(tmp_path, **settings) as server, ThreadPoolExecutor() as threads:
        founder = found(server)
        node = founder.document()
        at_work = [threads.submit(writer.write, founder.session, node) for writer in writers]
        idle = threads.submit(closed_with, server.base.replace("http", "ws") + "/sync")
        until(lambda: all(len(writer.acknowledged) >= 10 for writer in writers))
        server.tell(number)
        code, logged = server.end()
        for work in at_work:
            work.result()
    assert code == 0, logged
    assert "Traceback" not in logged
    assert {writer.reason for writer in writers} == {
        "the server closed the connection: the server is restarting"
    }
    assert idle.result() == 1012
    text = asyncio.run(stored_text(tmp_path, node))
    for writer in writers:
        assert [words for words in writer.acknowledged if words not in text] == []


def test_it_says_so_first_and_a_second_signal_stops_at_once(tmp_path: Path) -> None:
    with running(tmp_path, DRAIN_SECONDS="80", DRAIN_TIMEOUT="90") as server:
        with httpx.Client(base_url=server.base, timeout=ENDING) as web:
            assert web.get("/api/v1/health/ready").status_code == 200
            server.tell()
            answer = web.get("/api/v1/health/ready")
            while answer.status_code == 200:
                answer = web.get("/api/v1/health/ready")
            assert answer.status_code == 503
            assert [entry["check"] for entry in answer.json()["failing"]] == ["staying"]
            assert web.get("/api/v1/health").status_code == 200
            assert "tongwen_draining 1.0" in web.get("/metrics").text
            assert web.get("/").status_code in (200, 404)  # people are still served
        server.tell()
        code, logged = server.end()
    assert code == 128 + signal.SIGTERM
    assert "at once" in logged


def test_a_stuck_database_does_not_keep_it(tmp_path: Path) -> None:
    with running(tmp_path, DRAIN_TIMEOUT="3") as server:
        founder = found(server)
        node = founder.document()
        part = founder.session.part(node)
        add_paragraph(part, "saved")
        part.flush()
        stuck = sqlite3.connect(tmp_path / "tongwen.db", isolation_level=None)
        stuck.execute("begin immediate")
        add_paragraph(part, "never acknowledged")
        time.sleep(0.2)
        server.tell()
        code, logged = server.end()
        assert part.unsaved == 1
        part.close()
        stuck.rollback()
        stuck.close()
    assert code == 1
    assert "not saved" in logged or "cannot stop in time" in logged
    assert "saved" in asyncio.run(stored_text(tmp_path, node))


HANGING = """
import asyncio, sys, time
from tongwen.cli.stopping import Alarm

async def serve(alarm):
    if "attend" in sys.argv:
        alarm.attend(list)
    print("ready", flush=True)
    time.sleep(3600)

alarm = Alarm(float(sys.argv[1]))
alarm.listen()
asyncio.run(serve(alarm))
"""


@pytest.mark.parametrize(
    ("seconds", "attends", "signals", "code", "why"),
    [
        (0.2, True, 1, 1, "cannot stop in time"),
        (3600, True, 2, 128 + signal.SIGTERM, "told twice"),
        (3600, False, 1, 128 + signal.SIGTERM, "before serving"),
    ],
)
def test_an_event_loop_that_hangs_does_not_keep_it(
    seconds: float, attends: bool, signals: int, code: int, why: str
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HANGING, str(seconds), *(["attend"] if attends else [])],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    for _ in range(signals):
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)  # two signals that wait at the same time are one
    _, logged = process.communicate(timeout=ENDING)
    assert process.returncode == code
    assert why in logged


def test_a_stuck_postgresql_does_not_keep_it(tmp_path: Path) -> None:
    url = asyncio.run(postgres_url())
    with running(tmp_path, DRAIN_TIMEOUT="3", DATABASE=url) as server:
        founder = found(server)
        part = founder.session.part(founder.document())
        add_paragraph(part, "saved")
        part.flush()
        with locked_table(url):
            add_paragraph(part, "never acknowledged")
            time.sleep(0.2)
            server.tell()
            code, logged = server.end()
        assert part.unsaved == 1
        part.close()
    assert code == 1
    assert "not saved" in logged or "cannot stop in time" in logged


def test_a_call_that_runs_is_finished(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        founder = found(server)
        connection = raw_upload(server, founder, f"PUT /api/v1/nodes/{founder.root}/files/late.bin")
        connection.sendall(b"Content-Length: 20\r\n\r\n" + b"x" * 10)
        with httpx.Client(base_url=server.base, timeout=ENDING) as web:
            page = ""
            while "tongwen_http_requests_running 2.0" not in page:
                page = web.get("/metrics").text
        server.tell()
        until(lambda: refuses(server))
        connection.sendall(b"y" * 10)
        status, text = answer_of(connection)
        connection.close()
        code, logged = server.end()
    assert status == 201, text
    assert code == 0, logged


def test_a_resumable_upload_goes_on_after_the_restart(tmp_path: Path) -> None:
    tus = {"Tus-Resumable": "1.0.0"}
    with running(tmp_path) as server:
        founder = found(server)
        folder = base64.b64encode(founder.root.encode()).decode()
        headers = {
            **tus,
            "Authorization": f"Bearer {founder.token}",
            "Upload-Length": "20",
            "Upload-Metadata": f"parent {folder},filename YS5iaW4=",
        }
        made = httpx.post(server.base + "/api/v1/uploads", headers=headers)
        place = made.headers["location"]
        connection = raw_upload(server, founder, f"PATCH {place}")
        connection.sendall(
            b"Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Length: 20\r\n"
            b"Content-Type: application/offset+octet-stream\r\n\r\n" + b"x" * 10
        )
        with httpx.Client(base_url=server.base, timeout=ENDING) as web:
            page = ""
            while "tongwen_http_requests_running 2.0" not in page:
                page = web.get("/metrics").text
        server.tell()
        status, text = answer_of(connection)
        connection.close()
        code, logged = server.end()
    assert (status, code) == (503, 0), text + logged
    assert '"shutting-down"' in text and "retry-after: 2" in text.lower()
    with running(tmp_path) as server:
        sent = {**tus, "Authorization": f"Bearer {founder.token}"}
        state = httpx.head(server.base + place, headers=sent)
        offset = int(state.headers["upload-offset"])
        assert offset == 10
        sent |= {"Upload-Offset": "10", "Content-Type": "application/offset+octet-stream"}
        done = httpx.patch(server.base + place, headers=sent, content=b"y" * 10)
        assert done.headers["tongwen-node"]


def test_ctrl_c_reaches_the_whole_group(tmp_path: Path) -> None:
    with running(tmp_path, LOG_FORMAT="json", ACCESS_LOG="1") as server:
        founder = found(server)
        node = founder.document()
        founder.session.part(node)  # a worker has opened it
        os.killpg(server.process.pid, signal.SIGINT)
        code, logged = server.end()
    assert code == 0, logged
    entries = [json.loads(line) for line in logged.splitlines()]
    assert "stopping" in {entry["message"] for entry in entries}
    calls = [entry for entry in entries if entry["logger"] == "tongwen.access"]
    assert {entry["path"] for entry in calls} >= {"/api/v1/setup", "/api/v1/nodes"}
    assert founder.token not in logged
    assert "example.org" not in logged


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "tongwen", "serve", "--data", str(tmp_path), "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=ENDING,
            check=False,
        )
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


def refuses(server: Running) -> bool:
    """Whether the port is closed."""
    host, port = server.base.removeprefix("http://").split(":")
    try:
        socket.create_connection((host, int(port)), timeout=ENDING).close()
    except ConnectionRefusedError:
        return True
    return False
