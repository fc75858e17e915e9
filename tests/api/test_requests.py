"""Request ids, the access log, and what log lines say of requests."""

import asyncio
import base64
import logging

import httpx
import pytest

from tests.api.conftest import Installation, Person, code
from tongwen.core.ids import is_id
from tongwen.core.logs import lines
from tongwen.http.requests import Requests


async def test_every_answer_carries_an_id_and_problems_name_it(anna: Person) -> None:
    first, second = [await anna.client.get("/nope") for _ in range(2)]
    number = first.headers["x-request-id"]
    assert is_id(number)
    assert number != second.headers["x-request-id"]
    assert code(first) == (404, "not-found")
    assert first.json()["instance"] == "urn:tongwen:request:" + number
    assert "x-request-id" in (await anna.client.get("/me")).headers


async def test_a_proxys_id_is_taken(anna: Person) -> None:
    answer = await anna.client.get("/nope", headers={"X-Request-Id": "nginx-1.2:3_A"})
    assert answer.headers["x-request-id"] == "nginx-1.2:3_A"
    assert answer.json()["instance"] == "urn:tongwen:request:nginx-1.2:3_A"


@pytest.mark.parametrize(
    "given",
    [b"", b" ", b"a b", b"a\tb", b"x" * 65, b'"', b"<script>", b"a\x80", "文".encode(), b"a=1;b"],
)
async def test_what_is_no_plain_word_is_not(anna: Person, given: bytes) -> None:
    answer = await anna.client.get("/nope", headers=[(b"x-request-id", given)])
    assert is_id(answer.headers["x-request-id"])
    assert answer.json()["instance"] == "urn:tongwen:request:" + answer.headers["x-request-id"]


async def test_an_incident_is_logged_with_its_request(
    anna: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tongwen.http.routes.nodes.children", broken)
    answer = await anna.client.get(f"/nodes/{anna.root}/children", headers={"X-Request-Id": "r1"})
    line = lines("text").format(caplog.records[-1])
    for field in (
        "request=r1",
        "method=GET",
        f"path=/api/v1/nodes/{anna.root}/children",
        f"actor=u:{anna.id}",
        "address=10.0.0.1",
        f"incident={answer.json()['incident']}",
    ):
        assert field in line
    assert anna.email not in line


async def test_no_access_log_unless_asked(anna: Person, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await anna.client.get("/me")
    assert [entry for entry in caplog.records if entry.name == "tongwen.access"] == []


@pytest.mark.settings(access_log=True, trusted_proxies=("10.0.0.1",))
async def test_the_access_log(anna: Person, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    caplog.clear()
    await anna.client.get("/me?x=1&token=SECRET", headers={"X-Forwarded-For": "192.0.2.7"})
    await anna.client.get("/nodes/%0d%0aforged%20line?x=%0a")
    await anna.client.get("/links/SECRET")
    entries = [entry for entry in caplog.records if entry.name == "tongwen.access"]
    shown = [lines("text").format(entry) for entry in entries]
    assert len(shown) == 3
    assert "tongwen.access: GET 200 " in shown[0]
    assert f" actor=u:{anna.id} address=192.0.2.7 " in shown[0]
    assert " status=200 seconds=" in shown[0] and " size=" in shown[0]
    assert "SECRET" not in "".join(shown)
    assert all(len(line.splitlines()) == 1 for line in shown)
    assert "anna" not in "".join(shown)


async def test_an_interrupted_upload_goes_on_where_it_was(
    installation: Installation, anna: Person
) -> None:
    requests: Requests = installation.app.state.requests
    name = "YS5iaW4="
    folder = base64.b64encode(anna.root.encode()).decode()
    made = await anna.client.post(
        "/uploads",
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Length": "3000",
            "Upload-Metadata": f"parent {folder},filename {name}",
        },
    )
    assert made.status_code == 201, made.text
    place = "http://tongwen.test" + made.headers["location"]
    halfway = asyncio.Event()

    async def slow():  # type: ignore[no-untyped-def]
        yield b"x" * 1000
        halfway.set()
        await asyncio.Event().wait()

    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    sending = asyncio.create_task(anna.client.patch(place, content=slow(), headers=headers))
    await halfway.wait()
    requests.interrupt_uploads()
    answer = await sending
    assert code(answer) == (503, "shutting-down")
    assert answer.headers["retry-after"] == "2"
    assert answer.headers["connection"] == "close"
    requests.closing = False
    state = await anna.client.head(place, headers={"Tus-Resumable": "1.0.0"})
    assert state.headers["upload-offset"] == "1000"
    headers["Upload-Offset"] = "1000"
    done = await anna.client.patch(place, content=b"y" * 2000, headers=headers)
    node = done.headers["tongwen-node"]
    assert (await anna.client.get(f"/nodes/{node}/content")).content == b"x" * 1000 + b"y" * 2000


async def test_a_request_that_is_given_up_is_counted(
    installation: Installation, anna: Person
) -> None:
    requests: Requests = installation.app.state.requests
    begun = asyncio.Event()

    async def endless():  # type: ignore[no-untyped-def]
        begun.set()
        yield b"x"
        await asyncio.Event().wait()

    put = asyncio.create_task(anna.client.put(f"/nodes/{anna.root}/files/a", content=endless()))
    await begun.wait()
    put.cancel()
    with pytest.raises((asyncio.CancelledError, httpx.HTTPError)):
        await put
    counted = requests.counted["/nodes/{parent}/files/{name:path}", "PUT"]
    assert counted.statuses == {"gone": 1}
    assert requests.running == 0
