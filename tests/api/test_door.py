"""What every answer has in common: problems, headers, limits, the page, the OpenAPI document."""

import json
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import Installation, Person, code


async def test_every_answer_carries_the_security_headers(
    installation: Installation, anna: Person
) -> None:
    for path in ("/health", "/nope", f"/nodes/{anna.root}", "/me"):
        headers = (await anna.client.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'self'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"


async def test_what_is_not_there_is_a_problem(anna: Person) -> None:
    assert code(await anna.client.get("/nope")) == (404, "not-found")
    assert code(await anna.client.get("http://tongwen.test/api")) == (404, "not-found")
    assert code(await anna.client.post("/health")) == (405, "method-not-allowed")
    assert code(await anna.client.get("http://tongwen.test/")) == (404, "page-not-built")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"parent": 1, "name": [], "kind": {}}',
        b'{"parent": "x", "name": "x", "kind": "virus"}',
        b'{"parent": "' + b"x" * 5000 + b'", "name": "x", "kind": "folder"}',
    ],
)
async def test_bodies_that_are_not_what_the_call_takes(anna: Person, body: bytes) -> None:
    answer = await anna.client.post(
        "/nodes", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert code(answer)[1] in ("input-invalid", "body-unreadable")


async def test_text_that_cannot_be_stored_is_refused(anna: Person) -> None:
    for name in ('"\\ud800"', '"a\\u0000b"'):
        body = f'{{"parent": "{anna.root}", "name": {name}, "kind": "folder"}}'
        answer = await anna.client.post(
            "/nodes", content=body, headers={"Content-Type": "application/json"}
        )
        assert code(answer)[0] == 400
    for path in ("/users?q=%00", "/audit?subject=%00", "/search?q=%00"):
        answer = await anna.client.get(path)
        assert answer.status_code in (200, 400)


async def test_bodies_have_a_limit(anna: Person) -> None:
    large = json.dumps({"name": "x" * 1_100_000})
    headers = {"Content-Type": "application/json"}
    answer = await anna.client.patch("/me", content=large, headers=headers)
    assert code(answer) == (413, "body-too-large")

    async def pieces():  # type: ignore[no-untyped-def]
        for _ in range(20):
            yield b" " * 100_000

    answer = await anna.client.patch("/me", content=pieces(), headers=headers)
    assert code(answer) == (413, "body-too-large")


@pytest.mark.parametrize(
    "node",
    ["x", "0000000000000", "%2e%2e%2fme", "%2e%2e", "a" * 5000, "%00", "é", "NULL", "0' OR '1'='1"],
)
async def test_guessed_ids_name_nothing(anna: Person, node: str) -> None:
    for method, path in (
        ("GET", ""),
        ("GET", "/children"),
        ("GET", "/content"),
        ("GET", "/grants"),
        ("GET", "/links"),
        ("GET", "/versions"),
        ("GET", "/thumbnail"),
        ("GET", "/media/x"),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/restore"),
        ("POST", "/copy"),
        ("PUT", "/star"),
        ("PUT", "/files/x"),
    ):
        url = httpx.URL(
            "http://tongwen.test", raw_path=f"/api/v1/nodes/{_escaped(node)}{path}".encode()
        )
        answer = await anna.client.request(method, url, json={} if method == "PATCH" else None)
        assert answer.status_code in (404, 405), (method, path, answer.text)


async def test_unforeseen_errors_name_an_incident_and_nothing_else(
    installation: Installation,
    anna: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the secret of the house")

    monkeypatch.setattr("tongwen.http.routes.nodes.children", broken)
    answer = await anna.client.get(f"/nodes/{anna.root}/children")
    assert code(answer) == (500, "internal")
    assert "secret" not in answer.text
    assert answer.json()["incident"] in caplog.text
    assert "the secret of the house" in caplog.text
    assert "content-security-policy" in answer.headers


async def test_a_full_disk_is_said_so(
    installation: Installation, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tongwen.store import StoreUnavailable

    def full() -> None:
        raise StoreUnavailable("database or disk is full")

    monkeypatch.setattr(installation.services.database, "transaction", full)
    body = {"parent": anna.root, "name": "x", "kind": "folder"}
    answer = await anna.client.post("/nodes", json=body)
    assert code(answer) == (503, "storage-unavailable")
    assert answer.headers["retry-after"] == "5"


async def test_problems_are_told_in_the_readers_language(anna: Person) -> None:
    for asked, told in (
        ("zh-CN", "找不到"),
        ("zh", "找不到"),
        ("fr, zh-TW;q=0.8, en;q=0.5", "找不到"),
        ("en", "Not found"),
        ("zh;q=0, en", "Not found"),
        ("fr", "Not found"),
        ("zh;q=x", "Not found"),
        (",;=," * 100, "Not found"),
    ):
        answer = await anna.client.get("/nope", headers={"Accept-Language": asked})
        assert answer.json()["title"] == told, asked
    long = {"parent": anna.root, "name": "文" * 100, "kind": "folder"}
    answer = await anna.client.post("/nodes", json=long, headers={"Accept-Language": "zh"})
    assert "255" in answer.json()["detail"]


async def test_the_openapi_document_describes_calls_and_answers(anna: Person) -> None:
    document = (await anna.client.get("/openapi.json")).json()
    paths = document["paths"]
    listing = paths["/api/v1/nodes/{node}/children"]["get"]
    assert {parameter["name"] for parameter in listing["parameters"]} == {
        "node",
        "limit",
        "cursor",
        "sort",
    }
    assert "422" not in listing["responses"]
    schema = listing["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["$ref"].endswith("/NodePage")
    node = document["components"]["schemas"]["Node"]["properties"]
    shown = await anna.json("GET", f"/nodes/{anna.root}")
    assert set(node) == set(shown) - {"path"}
    assert "requestBody" in paths["/api/v1/nodes"]["post"]
    for operations in paths.values():
        for operation in operations.values():
            assert operation.get("description"), operation["operationId"]


@pytest.fixture
def built_page(tmp_path: Path) -> Path:
    """A page as a bundler writes it; before the installation, which looks for it."""
    web = tmp_path / "web"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<!doctype html><title>同文</title>", encoding="utf-8")
    (web / "assets" / "index-abc123.js").write_text("export {}")
    (web / "assets" / "index-abc123.js.br").write_bytes(b"packed")
    (web / "seal.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    return web


async def test_the_page_answers_its_own_addresses(
    built_page: Path, installation: Installation
) -> None:
    client = await installation.browser()
    for path in ("/", "/files/38g8rw4xe45r6", "/edit/x", "/s/abc.def", "/admin/members"):
        answer = await client.get("http://tongwen.test" + path)
        assert answer.text == "<!doctype html><title>同文</title>", path
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
    script = "http://tongwen.test/assets/index-abc123.js"
    plain = await client.get(script, headers={"Accept-Encoding": "identity"})
    assert plain.text == "export {}"
    assert plain.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in plain.headers["cache-control"]
    async with client.stream("GET", script, headers={"Accept-Encoding": "gzip, br"}) as packed:
        assert packed.headers["content-encoding"] == "br"
        assert b"".join([piece async for piece in packed.aiter_raw()]) == b"packed"
    assert (await client.get("http://tongwen.test/seal.svg")).text == "<svg/>"
    assert (await client.head("http://tongwen.test/")).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/assets/gone.js", "/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt",
     "/%00.js", "/favicon.ico"],
)  # fmt: skip
async def test_nothing_else_is_served(
    built_page: Path, installation: Installation, path: str
) -> None:
    client = await installation.browser()
    answer = await client.get(httpx.URL("http://tongwen.test", raw_path=path.encode()))
    assert code(answer) == (404, "not-found")


def _escaped(node: str) -> str:
    return node if node.startswith("%") else str(httpx.URL("/", path="/" + node))[1:]
