"""Resumable uploads, rule by rule of the tus 1.0 protocol."""

import base64
import hashlib
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import Installation, Person, code
from tests.api.server import open_services

pytestmark = pytest.mark.both_databases

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = TUS | {"Content-Type": "application/offset+octet-stream"}


def metadata(parent: str, name: str, **further: str) -> str:
    """Return an Upload-Metadata field."""
    pairs = {"parent": parent, "filename": name, **further}
    return ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items()
    )


def checksum(piece: bytes) -> dict[str, str]:
    """Return the Upload-Checksum header of a piece."""
    digest = base64.b64encode(hashlib.sha256(piece).digest()).decode()
    return {"Upload-Checksum": f"sha256 {digest}"}


async def begin(person: Person, length: int, name: str = "a.bin", **further: str) -> str:
    """Create an upload and return its address."""
    answer = await person.client.post(
        "/uploads",
        headers=TUS
        | {
            "Upload-Length": str(length),
            "Upload-Metadata": metadata(person.root, name, **further),
        },
    )
    assert answer.status_code == 201, answer.text
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert "upload-expires" in answer.headers
    return answer.headers["location"].removeprefix("/api/v1")


async def patch(
    person: Person, url: str, piece: bytes, offset: int, **headers: str
) -> httpx.Response:
    """Send a piece."""
    return await person.client.patch(
        url, content=piece, headers=PIECE | {"Upload-Offset": str(offset)} | headers
    )


@pytest.mark.one_database
async def test_the_server_says_what_it_speaks(anna: Person) -> None:
    answer = await anna.client.options("/uploads")
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert set(answer.headers["tus-extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "checksum",
        "termination",
        "expiration",
    }
    assert answer.headers["tus-checksum-algorithm"] == "sha256"
    assert int(answer.headers["tus-max-size"]) > 0


async def test_a_file_arrives_in_pieces(anna: Person) -> None:
    url = await begin(anna, 11, "你好.txt")
    first = await patch(anna, url, b"hello ", 0)
    assert (first.status_code, first.headers["upload-offset"]) == (204, "6")
    assert "tongwen-node" not in first.headers
    head = await anna.client.head(url, headers=TUS)
    assert (head.headers["upload-offset"], head.headers["upload-length"]) == ("6", "11")
    assert head.headers["cache-control"] == "no-store"
    assert await anna.names(f"/nodes/{anna.root}/children") == []
    last = await patch(anna, url, b"world", 6)
    node = last.headers["tongwen-node"]
    assert (await anna.client.get(f"/nodes/{node}/content")).content == b"hello world"
    assert (await anna.json("GET", f"/nodes/{node}"))["name"] == "你好.txt"
    assert code(await anna.client.get(url, headers=TUS))[0] in (404, 405)
    assert (await anna.client.head(url, headers=TUS)).status_code == 404


@pytest.mark.one_database
async def test_the_protocol_version_is_required(anna: Person) -> None:
    url = await begin(anna, 3)
    for headers in ({}, {"Tus-Resumable": "0.2.2"}):
        for answer in (
            await anna.client.post("/uploads", headers=headers),
            await anna.client.patch(url, content=b"x", headers=headers),
            await anna.client.delete(url, headers=headers),
        ):
            assert code(answer) == (412, "tus-version")
            assert answer.headers["tus-version"] == "1.0.0"
    assert (await anna.client.head(url)).status_code == 412
    assert (await anna.client.head(url, headers=TUS)).headers["upload-offset"] == "0"


@pytest.mark.one_database
async def test_a_wrong_offset_is_a_conflict(anna: Person) -> None:
    url = await begin(anna, 10)
    await patch(anna, url, b"12345", 0)
    for offset in (0, 4, 6, 10, 99):
        answer = await patch(anna, url, b"x", offset)
        assert code(answer) == (409, "offset-mismatch")
        assert answer.json()["offset"] == 5
        assert answer.headers["tus-resumable"] == "1.0.0"
    for offset_text in ("", "-1", "x", "1.5", "9" * 30):
        answer = await anna.client.patch(
            url, content=b"x", headers=PIECE | {"Upload-Offset": offset_text}
        )
        assert code(answer) == (400, "upload-offset")
    typeless = await anna.client.patch(url, content=b"x", headers=TUS | {"Upload-Offset": "5"})
    assert code(typeless) == (415, "upload-content-type")
    assert (await anna.client.head(url, headers=TUS)).headers["upload-offset"] == "5"


@pytest.mark.one_database
async def test_a_wrong_checksum_keeps_nothing_of_the_piece(anna: Person) -> None:
    url = await begin(anna, 10)
    wrong = await patch(anna, url, b"12345", 0, **checksum(b"other"))
    assert code(wrong) == (460, "checksum-mismatch")
    assert (await anna.client.head(url, headers=TUS)).headers["upload-offset"] == "0"
    right = await patch(anna, url, b"12345", 0, **checksum(b"12345"))
    assert right.headers["upload-offset"] == "5"
    for field, expected in (
        ("md5 AAAA", "checksum-algorithm"),
        ("sha256 !!", "digest-invalid"),
        ("sha256", "digest-invalid"),
    ):
        answer = await patch(anna, url, b"x", 5, **{"Upload-Checksum": field})
        assert code(answer) == (400, expected)


@pytest.mark.one_database
async def test_more_than_announced_is_refused(anna: Person) -> None:
    url = await begin(anna, 4)
    assert code(await patch(anna, url, b"12345", 0)) == (413, "upload-too-long")
    offset = int((await anna.client.head(url, headers=TUS)).headers["upload-offset"])
    assert offset <= 4
    assert await anna.names(f"/nodes/{anna.root}/children") == []


async def test_creation_may_carry_the_first_bytes(anna: Person) -> None:
    headers = PIECE | {"Upload-Length": "5", "Upload-Metadata": metadata(anna.root, "a.txt")}
    whole = await anna.client.post("/uploads", headers=headers, content=b"hello")
    assert (whole.status_code, whole.headers["upload-offset"]) == (201, "5")
    node = whole.headers["tongwen-node"]
    assert (await anna.client.get(f"/nodes/{node}/content")).content == b"hello"
    part = await anna.client.post("/uploads", headers=headers, content=b"he")
    url = part.headers["location"].removeprefix("/api/v1")
    again = await patch(anna, url, b"y!!", 2)
    assert again.headers["tongwen-node"] == node  # the same name: a new version
    assert (await anna.client.get(f"/nodes/{node}/content")).content == b"hey!!"


async def test_an_empty_file_is_there_at_once(anna: Person) -> None:
    answer = await anna.client.post(
        "/uploads",
        headers=TUS | {"Upload-Length": "0", "Upload-Metadata": metadata(anna.root, "empty")},
    )
    node = answer.headers["tongwen-node"]
    assert (await anna.json("GET", f"/nodes/{node}"))["size"] == 0


async def test_missing_folders_are_made(anna: Person) -> None:
    for name in ("a.txt", "b.txt"):
        url = await begin(anna, 1, name, relativePath=f"照片/2026/{name}")
        await patch(anna, url, b"x", 0)
    assert await anna.names(f"/nodes/{anna.root}/children") == ["照片"]
    outer = (await anna.json("GET", f"/nodes/{anna.root}/children"))["items"][0]["id"]
    inner = (await anna.json("GET", f"/nodes/{outer}/children"))["items"][0]["id"]
    assert await anna.names(f"/nodes/{inner}/children") == ["a.txt", "b.txt"]
    await anna.file("file")
    for path, expected in (
        ("../../x/a.txt", (400, "name-reserved")),
        ("file/a.txt", (400, "not-a-folder")),
        ("a\0b/a.txt", (400, "name-characters")),
        ("/".join("x" * 70) + "/a.txt", (400, "upload-metadata")),
    ):
        answer = await anna.client.post(
            "/uploads",
            headers=TUS
            | {
                "Upload-Length": "1",
                "Upload-Metadata": metadata(anna.root, "a.txt", relativePath=path),
            },
        )
        assert code(answer) == expected, path


@pytest.mark.one_database
async def test_bad_creations(anna: Person) -> None:
    good = metadata(anna.root, "a.txt")
    for length, field, expected in (
        ("", good, (400, "upload-length")),
        ("-1", good, (400, "upload-length")),
        ("x", good, (400, "upload-length")),
        (str(1 << 62), good, (413, "file-too-large")),
        ("1", "", (400, "upload-metadata")),
        ("1", "parent !!!,filename YQ==", (400, "upload-metadata")),
        ("1", "filename YQ==", (400, "upload-metadata")),
        ("1", "parent /w==,filename YQ==", (400, "upload-metadata")),
        ("1", metadata("0000000000000", "a.txt"), (404, "not-found")),
        ("1", metadata(anna.root, "a/b"), (400, "name-characters")),
    ):
        answer = await anna.client.post(
            "/uploads", headers=TUS | {"Upload-Length": length, "Upload-Metadata": field}
        )
        assert code(answer) == expected, (length, field)
        assert answer.headers["tus-resumable"] == "1.0.0"


async def test_uploads_belong_to_who_began_them(anna: Person, bob: Person) -> None:
    folder = await anna.folder("f")
    await anna.share(folder, bob, "editor")
    url = await begin(anna, 5)
    assert code(await patch(bob, url, b"12345", 0)) == (404, "not-found")
    assert (await bob.client.head(url, headers=TUS)).status_code == 404
    assert code(await bob.client.delete(url, headers=TUS)) == (404, "not-found")
    for guessed in ("x", "0000000000000", "..%2F..", "%00"):
        assert code(await patch(anna, f"/uploads/{guessed}", b"x", 0))[0] in (404, 405)


async def test_giving_up_forgets_the_bytes(anna: Person) -> None:
    url = await begin(anna, 5)
    await patch(anna, url, b"123", 0)
    assert (await anna.client.delete(url, headers=TUS)).status_code == 204
    assert (await anna.client.head(url, headers=TUS)).status_code == 404
    assert code(await patch(anna, url, b"45", 3)) == (404, "not-found")


@pytest.mark.one_database
async def test_a_network_that_lets_no_patch_through(anna: Person) -> None:
    url = await begin(anna, 5)
    headers = PIECE | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    answer = await anna.client.post(url, content=b"123", headers=headers)
    assert (answer.status_code, answer.headers["upload-offset"]) == (204, "3")
    headers = TUS | {"X-HTTP-Method-Override": "DELETE"}
    assert (await anna.client.post(url, headers=headers)).status_code == 204
    assert code(await anna.client.post(url, headers=TUS)) == (404, "not-found")


async def test_an_upload_that_lost_its_place_can_be_finished_later(
    anna: Person, bob: Person
) -> None:
    folder = await anna.folder("f")
    await anna.share(folder, bob, "editor")
    answer = await bob.client.post(
        "/uploads",
        headers=TUS | {"Upload-Length": "5", "Upload-Metadata": metadata(folder, "a.txt")},
    )
    url = answer.headers["location"].removeprefix("/api/v1")
    await anna.json("DELETE", f"/nodes/{folder}", 204)
    assert code(await patch(bob, url, b"12345", 0)) == (404, "not-found")
    await anna.json("POST", f"/nodes/{folder}/restore")
    done = await patch(bob, url, b"", 5)
    node = done.headers["tongwen-node"]
    assert (await anna.client.get(f"/nodes/{node}/content")).content == b"12345"


@pytest.mark.settings(max_uploads=2)
async def test_unfinished_uploads_are_bounded_and_expire(
    installation: Installation, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tongwen.drive import uploads
    from tongwen.http.upkeep import tidy

    url = await begin(anna, 5)
    await patch(anna, url, b"123", 0)
    await begin(anna, 5)
    refused = await anna.client.post(
        "/uploads",
        headers=TUS | {"Upload-Length": "5", "Upload-Metadata": metadata(anna.root, "c")},
    )
    assert code(refused) == (429, "too-many-uploads")
    later = uploads.now() + 25 * 3_600_000
    monkeypatch.setattr(uploads, "now", lambda: later)
    assert (await anna.client.head(url, headers=TUS)).status_code == 404
    await tidy(installation.services)
    assert await uploads.expired_uploads(installation.services.database) == []
    await begin(anna, 5)


async def test_an_upload_continues_after_a_restart(backend: str, tmp_path: Path) -> None:
    from contextlib import AsyncExitStack

    from tests.postgres import postgres_url

    settings = {"database": await postgres_url()} if backend == "postgresql" else {}
    data = tmp_path / "data"
    data.mkdir()
    async with AsyncExitStack() as stack, open_services(data, **settings) as services:
        anna = await Installation(services, stack).set_up()
        url = await begin(anna, 10)
        await patch(anna, url, b"12345", 0)
        cookies, csrf = anna.client.cookies, anna.client.headers["X-CSRF-Token"]
    async with AsyncExitStack() as stack, open_services(data, **settings) as services:
        client = await Installation(services, stack).browser(**{"X-CSRF-Token": csrf})
        client.cookies = cookies
        anna = Person(client, anna.id, anna.root, anna.email)
        head = await client.head(url, headers=TUS)
        assert head.headers["upload-offset"] == "5"
        done = await patch(anna, url, b"67890", 5)
        content = await client.get(f"/nodes/{done.headers['tongwen-node']}/content")
        assert content.content == b"1234567890"
