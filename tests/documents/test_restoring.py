"""Restoring a rich document brings back everything in it, in the live document and in the file."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import Phase, given, settings

from tests.documents.conftest import Office
from tests.documents.test_history import GUEST, state
from tests.documents.test_live_documents import a_file, parts, texts
from tests.formats.packages import PNG, docx
from tests.formats.test_constructs import CONSTRUCTS
from tests.formats.test_random_edits import EDITS, apply
from tongwen.formats.docx import import_docx
from tongwen.kinds.text.document import TextDocument
from tongwen.kinds.text.model import Content, Node, normalise
from tongwen.kinds.text.reconcile import reconcile
from tongwen.kinds.text.restore import restore_body
from tongwen.kinds.text.shared import read, write
from tongwen.ydoc import encode, load, root_fragment, root_map, root_names
from tongwen.ydoc.states import fold

RICH = docx("".join(CONSTRUCTS.values()))


@pytest.fixture
async def web(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    async with office.web() as client:
        yield client


def says(update: bytes) -> dict[str, Any]:
    """Everything a body says, but for the hints where its nodes came from."""
    doc = load(update)
    stories: dict[str, Any] = {
        name: [without_hints(node) for node in read(root_fragment(doc, name))]
        for name in root_names(doc)
        if name == "body" or name.startswith(("header:", "footer:"))
    }
    return stories | {name: root_map(doc, name).to_py() for name in ("styles", "numbering")}


def without_hints(node: Content) -> Content:
    if not isinstance(node, Node):
        return node
    attrs = {key: item for key, item in node.attrs.items() if key not in ("src", "cont")}
    return Node(node.type, attrs, [without_hints(child) for child in node.content])


async def rich_version(office: Office) -> tuple[str, int, str]:
    """A document with everything in it, an uploaded picture too; node, version, picture."""
    documents = office.assembly.services.documents
    node = (await office.upload("a.docx", RICH)).node
    await office.write(node, GUEST, lambda document: document.add_paragraph("edited"))
    writer = await office.assembly.services.blobs.writer(office.actor.tenant)
    await writer.write(PNG)
    media = await documents.add_media(office.actor, node, await writer.commit(), "", len(PNG))

    def show(document: TextDocument) -> None:
        picture = Node("image", {"media": media.name, "w": 914400, "h": 457200})
        write(root_fragment(document.doc, "body"), [Node("paragraph", {}, [picture])])

    await office.write(node, GUEST, show)
    return node, await documents.take_version(office.actor, node, "rich"), media.name


async def test_the_file_of_a_restored_version_is_its_file(
    office: Office, web: httpx.AsyncClient
) -> None:
    node, number, _ = await rich_version(office)
    rich, file = says(await state(web, node, number)), await office.download(node, number)

    def ruin(document: TextDocument) -> None:
        body = root_fragment(document.doc, "body")
        del body.children[1 : len(body.children)]

    for spoil in (ruin, lambda document: document.add_paragraph("more")):
        await office.write(node, GUEST, spoil)
        assert (await web.post(f"/nodes/{node}/versions/{number}/restore")).is_success
        assert says(await state(web, node, "current")) == rich
        assert parts(await office.download(node)) == parts(file)
    assert (await web.post(f"/nodes/{node}/versions/1/restore")).is_success
    assert parts(await office.download(node)) == parts(RICH)


async def test_a_rich_document_comes_back_after_another_was_put_over_it(
    office: Office, web: httpx.AsyncClient
) -> None:
    node, number, picture = await rich_version(office)
    rich, file = says(await state(web, node, number)), await office.download(node, number)
    await office.upload("a.docx", a_file("plain"))
    assert texts(await office.download(node)) == ["plain"]
    assert (await web.post(f"/nodes/{node}/versions/{number}/restore")).is_success
    assert says(await state(web, node, "current")) == rich
    for name in ("word/media/image1.png", picture):
        shown = await web.get(f"/nodes/{node}/media/{name}")
        assert (shown.status_code, shown.content) == (200, PNG), name
    await office.write(node, GUEST, lambda document: document.add_paragraph("after"))
    out = await office.download(node)
    assert texts(out) == [*texts(file), "after"]
    drawings = [parts(one)["word/document.xml"].count(b"<w:drawing>") for one in (out, file)]
    assert drawings[0] == drawings[1] > 1
    assert {data for name, data in parts(out).items() if "/media/" in name} == {PNG}


def edited(update: bytes, edits: list[Any]) -> bytes:
    """The same live document after somebody's edits."""
    doc = load(update)
    body = root_fragment(doc, "body")
    nodes = read(body)
    for one in edits:
        apply(nodes, one)
    reconcile(body, normalise(nodes))
    return encode(doc)


@settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(EDITS, EDITS, EDITS)
def test_any_state_comes_back(first: list[Any], later: list[Any], other: list[Any]) -> None:
    imported = import_docx(RICH)
    earlier = edited(imported, first)
    present = edited(earlier, later)
    restored = fold([present, restore_body(present, earlier)])
    assert says(restored) == says(earlier)
    undone = fold([restored, restore_body(restored, present)])
    assert says(undone) == says(present)
    elsewhere = edited(present, other)  # somebody types while it is restored: both are merged
    merged = [fold([restored, elsewhere]), fold([elsewhere, restored])]
    assert says(merged[0]) == says(merged[1])


def test_the_version_of_the_schema_never_goes_back() -> None:
    doc = load(import_docx(RICH))
    earlier = encode(doc)
    root_map(doc, "settings")["schema"] = 99
    doc.apply_update(restore_body(encode(doc), earlier))
    assert root_map(doc, "settings")["schema"] == 99
