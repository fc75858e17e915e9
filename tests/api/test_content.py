"""Uploading in one go, downloading, versions, and what a browser may do with the bytes."""

import base64
import hashlib

import httpx
import pytest

from tests.api.conftest import Installation, Person, code


def _digest(content: bytes) -> str:
    return "sha-256=:" + base64.b64encode(hashlib.sha256(content).digest()).decode() + ":"


@pytest.mark.both_databases
async def test_a_name_that_exists_gets_a_new_version(anna: Person) -> None:
    path = f"/nodes/{anna.root}/files/报告 ①.docx"
    first = await anna.client.put(path, content=b"one")
    second = await anna.client.put(path, content=b"two!")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert (second.json()["version"], second.json()["size"]) == (2, 4)
    node = f"/nodes/{first.json()['id']}"
    assert (await anna.client.get(node + "/content")).content == b"two!"
    assert (await anna.client.get(node + "/content?version=1")).content == b"one"
    assert code(await anna.client.get(node + "/content?version=3")) == (404, "version-unknown")
    for bad in ("0", "x", "-1", "99999999999999999999"):
        assert code(await anna.client.get(f"{node}/content?version={bad}"))[0] in (400, 404)
    folder = await anna.folder("taken")
    answer = await anna.client.put(f"/nodes/{anna.root}/files/taken", content=b"x")
    assert code(answer) == (409, "name-taken")
    assert await anna.names(f"/nodes/{folder}/children") == []


@pytest.mark.both_databases
async def test_versions_are_named_and_restored(anna: Person, bob: Person) -> None:
    file = await anna.file("a.txt", b"one")
    await anna.share(file, bob, "editor")
    await bob.client.put(f"/nodes/{anna.root}/files/a.txt", content=b"refused")
    await anna.file("a.txt", b"two")
    path = f"/nodes/{file}/versions"
    named = await bob.json("POST", path, 201, json={"label": " 定稿 "})
    assert (named["number"], named["label"], named["origin"]) == (3, "定稿", "named")
    restored = await bob.json("POST", f"{path}/1/restore")
    assert (restored["number"], restored["origin"], restored["current"]) == (4, "restore", True)
    assert restored["author"]["name"] == "Bob"
    assert (await anna.client.get(f"/nodes/{file}/content")).content == b"one"
    relabelled = await anna.json("PATCH", f"{path}/3", json={"label": None})
    assert relabelled["label"] is None
    first = await anna.json("GET", path + "?limit=3")
    assert [version["number"] for version in first["items"]] == [4, 3, 2]
    rest = await anna.json("GET", f"{path}?limit=3&cursor={first['next']}")
    assert [version["number"] for version in rest["items"]] == [1]
    assert rest["next"] is None
    for number in ("0", "9", "2147483648"):
        answer = await anna.client.post(f"{path}/{number}/restore")
        assert code(answer) == (404, "version-unknown")
    long = await anna.client.patch(f"{path}/1", json={"label": "x" * 201})
    assert code(long) == (400, "label-invalid")
    folder = await anna.folder("f")
    assert code(await anna.client.get(f"/nodes/{folder}/versions")) == (400, "not-a-file")
    assert code(await anna.client.get(f"/nodes/{folder}/content")) == (400, "not-a-file")


async def test_digests_are_checked_before_anything_is_kept(
    installation: Installation, anna: Person
) -> None:
    path = f"/nodes/{anna.root}/files/a.txt"
    for headers, expected in (
        ({"Repr-Digest": _digest(b"other")}, "digest-mismatch"),
        ({"Content-Digest": _digest(b"other")}, "digest-mismatch"),
        ({"Repr-Digest": _digest(b"hello"), "Content-Digest": _digest(b"x")}, "digest-mismatch"),
        ({"Repr-Digest": "sha-256=:AAAA:"}, "digest-invalid"),
        ({"Repr-Digest": "sha-256=:====:"}, "digest-invalid"),
        ({"Repr-Digest": "nonsense"}, "digest-invalid"),
    ):
        answer = await anna.client.put(path, content=b"hello", headers=headers)
        assert code(answer) == (400, expected), headers
    assert await anna.names(f"/nodes/{anna.root}/children") == []
    assert [key async for key in installation.services.blobs.keys("0000000000001")] == []
    good = {"Repr-Digest": "md5=:AAAA:, " + _digest(b"hello"), "Content-Digest": _digest(b"hello")}
    assert (await anna.client.put(path, content=b"hello", headers=good)).status_code == 201


@pytest.mark.settings(max_upload=10)
async def test_uploads_have_a_limit(installation: Installation, anna: Person) -> None:
    path = f"/nodes/{anna.root}/files/a.bin"
    assert code(await anna.client.put(path, content=b"x" * 11)) == (413, "file-too-large")

    async def unannounced():  # type: ignore[no-untyped-def]
        yield b"x" * 6
        yield b"x" * 6

    assert code(await anna.client.put(path, content=unannounced())) == (413, "file-too-large")
    assert [key async for key in installation.services.blobs.keys("0000000000001")] == []
    assert (await anna.client.put(path, content=b"x" * 10)).status_code == 201


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a%2Fb.txt", (400, "name-characters")),
        ("..%2F..%2Fetc%2Fpasswd", (400, "name-characters")),
        ("%2e%2e", (400, "name-reserved")),
        ("a%00.txt", (400, "name-characters")),
        ("%FF%FE.txt", (400, "name-encoding")),
        ("%ED%A0%80.txt", (400, "name-encoding")),
        ("%20", (400, "name-empty")),
        ("x" * 300, (400, "name-too-long")),
    ],
)
async def test_tricks_with_names_in_addresses(
    anna: Person, raw: str, expected: tuple[int, str]
) -> None:
    url = httpx.URL(
        "http://tongwen.test", raw_path=f"/api/v1/nodes/{anna.root}/files/{raw}".encode()
    )
    assert code(await anna.client.put(url, content=b"x")) == expected
    assert await anna.names(f"/nodes/{anna.root}/children") == []


@pytest.mark.parametrize(
    ("asked", "status", "body", "said"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=3-2", 200, b"0123456789", None),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("pages=1-2", 200, b"0123456789", None),
        ("bytes=" + "9" * 30 + "-", 200, b"0123456789", None),
    ],
)
async def test_ranges(anna: Person, asked: str, status: int, body: bytes, said: str | None) -> None:
    file = await anna.file("a.bin", b"0123456789")
    answer = await anna.client.get(f"/nodes/{file}/content", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (status, body)
    assert answer.headers.get("content-range") == said
    assert answer.headers["content-length"] == str(len(body))


async def test_ranges_and_validators(anna: Person) -> None:
    file = await anna.file("a.bin", b"0123456789")
    path = f"/nodes/{file}/content"
    for asked in ("bytes=10-", "bytes=-0"):
        answer = await anna.client.get(path, headers={"Range": asked})
        assert code(answer) == (416, "range-not-satisfiable")
        assert answer.headers["content-range"] == "bytes */10"
    etag = (await anna.client.head(path)).headers["etag"]
    part = {"Range": "bytes=0-1"}
    assert (await anna.client.get(path, headers=part | {"If-Range": etag})).content == b"01"
    changed = await anna.client.get(path, headers=part | {"If-Range": '"other"'})
    assert changed.content == b"0123456789"
    for known in (etag, f'"x", W/{etag}', "*"):
        answer = await anna.client.get(path, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
    await anna.file("a.bin", b"new")
    assert (await anna.client.get(path, headers={"If-None-Match": etag})).content == b"new"
    head = await anna.client.head(path)
    assert (head.content, head.headers["content-length"]) == (b"", "3")


async def test_names_survive_in_content_disposition(anna: Person) -> None:
    name = '引"号%\\ é;x.txt'
    made = await anna.client.put(
        f"/nodes/{anna.root}/files/"
        + httpx.QueryParams({"": name}).__str__()[1:].replace("+", "%20"),
        content=b"x",
    )
    assert made.json()["name"] == name
    header = (await anna.client.get(f"/nodes/{made.json()['id']}/content")).headers[
        "content-disposition"
    ]
    assert header.startswith('attachment; filename="')
    plain, _, encoded = header.partition("; filename*=UTF-8''")
    assert plain.count('"') == 2 and plain.isascii()
    assert httpx.URL("http://x/" + encoded).path == "/" + name


@pytest.mark.parametrize(
    ("name", "inline", "media_type"),
    [
        ("a.pdf", True, "application/pdf"),
        ("a.png", True, "image/png"),
        ("a.svg", True, "image/svg+xml"),
        ("a.txt", True, "text/plain; charset=utf-8"),
        ("a.js", True, "text/plain; charset=utf-8"),
        ("a.xml", True, "text/plain; charset=utf-8"),
        ("a.mp4", True, "video/mp4"),
        ("a.html", False, "application/octet-stream"),
        ("a.docx", False, None),
        ("a.exe", False, "application/octet-stream"),
        ("a.tiff", False, "image/tiff"),
    ],
)
async def test_only_safe_types_are_shown_in_place(
    anna: Person, name: str, inline: bool, media_type: str | None
) -> None:
    file = await anna.file(name, b"<script>alert(1)</script>")
    answer = await anna.client.get(f"/nodes/{file}/content?disposition=inline")
    shown = answer.headers["content-disposition"].startswith("inline;")
    assert shown is inline
    if media_type is not None:
        assert answer.headers["content-type"] == media_type
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy and "unsafe-eval" not in policy
    assert ("sandbox" in policy) is (name != "a.pdf")
    assert answer.headers["x-content-type-options"] == "nosniff"
    plain = await anna.client.get(f"/nodes/{file}/content")
    assert plain.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in plain.headers["content-security-policy"]


async def test_what_cannot_be_converted_says_so(anna: Person) -> None:
    file = await anna.file("a.bin")
    answer = await anna.client.get(f"/nodes/{file}/content?format=pdf")
    assert code(answer) == (415, "format-unavailable")
    assert code(await anna.client.get(f"/nodes/{file}/content?disposition=x")) == (
        400,
        "input-invalid",
    )


PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (3).to_bytes(4, "big") + (2).to_bytes(4, "big") + b"\x08\x02"
)
GIF = b"GIF89a" + (7).to_bytes(2, "little") + (5).to_bytes(2, "little")
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0001108000400090301")
BMP = b"BM" + bytes(16) + (6).to_bytes(4, "little") + (-4).to_bytes(4, "little", signed=True)
WEBP = b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + (8).to_bytes(3, "little") + (9).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("image", "media_type", "size"),
    [
        (PNG, "image/png", (3, 2)),
        (GIF, "image/gif", (7, 5)),
        (JPEG, "image/jpeg", (9, 4)),
        (BMP, "image/bmp", (6, 4)),
        (WEBP, "image/webp", (9, 10)),
    ],
)
async def test_images_of_documents(
    anna: Person, bob: Person, image: bytes, media_type: str, size: tuple[int, int]
) -> None:
    file, other = await anna.file("a.docx"), await anna.file("b.docx")
    made = await anna.json("POST", f"/nodes/{file}/media", 201, content=image)
    name = "sha256-" + hashlib.sha256(image).hexdigest()
    assert made == {"media": name, "width": size[0], "height": size[1]}
    shown = await anna.client.get(f"/nodes/{file}/media/{name}")
    assert (shown.content, shown.headers["content-type"]) == (image, media_type)
    assert code(await anna.client.get(f"/nodes/{other}/media/{name}")) == (404, "not-found")
    assert code(await bob.client.get(f"/nodes/{file}/media/{name}")) == (404, "not-found")


@pytest.mark.settings(max_media=1000)
async def test_bad_images(anna: Person) -> None:
    file = await anna.file("a.docx")
    for image in (
        b"",
        b"x",
        b"\x89PNG\r\n\x1a\n",
        b"<svg/>",
        b"GIF89a\0\0\0\0",
        b"\xff\xd8\xff\xe0",
    ):
        answer = await anna.client.post(f"/nodes/{file}/media", content=image)
        assert code(answer) == (415, "image-unreadable")
    large = await anna.client.post(f"/nodes/{file}/media", content=PNG + bytes(1000))
    assert code(large) == (413, "file-too-large")
    for name in ("x", "sha256-", "sha256-" + "0" * 64, "..%2F..%2Fx", "0" * 64):
        assert code(await anna.client.get(f"/nodes/{file}/media/{name}")) == (404, "not-found")


async def test_thumbnails_of_small_images(anna: Person) -> None:
    image, text = await anna.file("a.png", PNG), await anna.file("a.txt")
    shown = await anna.client.get(f"/nodes/{image}/thumbnail")
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert code(await anna.client.get(f"/nodes/{text}/thumbnail")) == (404, "no-thumbnail")
    large = await anna.file("b.png", PNG + bytes(600 * 1024))
    assert code(await anna.client.get(f"/nodes/{large}/thumbnail")) == (404, "no-thumbnail")


async def test_lost_bytes_are_a_clear_error(
    installation: Installation, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    file = await anna.file("a.txt", b"lost")
    await installation.services.blobs.delete("0000000000001", hashlib.sha256(b"lost").hexdigest())
    answer = await anna.client.get(f"/nodes/{file}/content")
    assert code(answer) == (500, "content-missing")
    assert "is missing" in caplog.text
