"""Any edits of a live document: the file stays well-formed and says what the document says."""

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.formats.fidelity import strict
from tests.formats.packages import docx, unpack
from tests.formats.test_constructs import CONSTRUCTS, T, para
from tongwen import ydoc
from tongwen.formats.docx import export_docx, import_docx, merge_docx
from tongwen.formats.docx.source import Source
from tongwen.kinds.text import Node, Text, normalise, read, reconcile
from tongwen.kinds.text.model import Content, mark_attributes

BODY = "".join(CONSTRUCTS.values())
QUICK = settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
SCRIPTS = [
    "",
    " ",
    "word",
    "文字",
    "བོད་ཡིག",
    "ᠮᠣᠩᠭᠣᠯ",
    "👩‍👩‍👧",
    "<&>\"']]>",
    "\t",
    "\n",
    "a\u00adb\u2011c",
    "  two  ",
]
MARKS = {
    "bold": {},
    "italic": {"on": False},
    "size": {"val": 30},
    "color": {"val": "00FF00"},
    "link": {"href": "https://example.org/x"},
    "ins": {"id": "5", "author": "P", "date": "2026-01-01T00:00:00Z"},
    "del": {"id": "6", "author": "Q"},
    "font": {"eastAsia": "楷体"},
}
CONTENT = st.lists(
    st.tuples(st.sampled_from(SCRIPTS), st.sets(st.sampled_from(sorted(MARKS)), max_size=3)),
    max_size=4,
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["type", "cut", "mark", "split", "join", "delete", "insert", "move", "copy", "drop"]
        ),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        CONTENT,
    ),
    min_size=1,
    max_size=8,
)


def texts(pieces: list[tuple[str, set[str]]]) -> list[Content]:
    return [
        Text(text, {name: mark_attributes(name, MARKS[name]) for name in names})
        for text, names in pieces
    ]


def containers(nodes: list[Content]) -> list[list[Content]]:
    """Return every list of blocks that has a paragraph in it."""
    found = [nodes]
    for node in nodes:
        if isinstance(node, Node) and node.type != "paragraph":
            found += containers(node.content)
    return [one for one in found if any(isinstance(n, Node) and n.type == "paragraph" for n in one)]


def apply(nodes: list[Content], edit: tuple[str, int, int, list[tuple[str, set[str]]]]) -> None:
    """Do one edit to a tree, as an editor would."""
    action, where, place, pieces = edit
    groups = containers(nodes)
    if not groups:
        nodes.append(Node("paragraph", {}, texts(pieces)))
        return
    group = groups[where % len(groups)]
    index = where // 7 % len(group)
    node = group[index]
    if not isinstance(node, Node):
        return
    if action == "insert" or (action == "copy" and node.type != "paragraph"):
        group.insert(index, Node("paragraph", {}, texts(pieces)))
    elif action == "delete":
        del group[index]
    elif action == "move":
        group.insert(place % len(group), group.pop(index))
    elif action == "copy":
        group.insert(place % len(group), Node(node.type, dict(node.attrs), list(node.content)))
    elif node.type == "paragraph":
        edit_paragraph(group, index, action, place, texts(pieces))


def edit_paragraph(
    group: list[Content], index: int, action: str, place: int, new: list[Content]
) -> None:
    node = group[index]
    assert isinstance(node, Node)
    units: list[Content] = []
    for part in node.content:
        units += [Text(one, part.marks) for one in part.text] if isinstance(part, Text) else [part]
    at = place % (len(units) + 1)
    if action == "type":
        node.content = [*units[:at], *new, *units[at:]]
    elif action == "cut":
        node.content = [*units[:at], *units[at + 3 :]]
    elif action == "mark":
        wanted = new[0].marks if new and isinstance(new[0], Text) else {}
        node.content = [
            Text(unit.text, {**unit.marks, **wanted})
            if isinstance(unit, Text) and at <= i < at + 5
            else unit
            for i, unit in enumerate(units)
        ]
    elif action == "split":
        group[index : index + 1] = [
            Node("paragraph", dict(node.attrs), half) for half in (units[:at], units[at:])
        ]
    elif action == "join" and index + 1 < len(group):
        following = group[index + 1]
        if isinstance(following, Node) and following.type == "paragraph":
            node.content = units + following.content
            del group[index + 1]
    elif action == "drop":
        node.content = [unit for unit in units if isinstance(unit, Text)]


def said(nodes: list[Content]) -> list[object]:
    """Return what a reader sees: blocks, texts, marks; links by where they lead."""
    result: list[object] = []
    for node in normalise(nodes):
        if isinstance(node, Text):
            marks = {key: dict(item) for key, item in node.marks.items()}
            if "link" in marks:
                marks["link"] = {key: marks["link"][key] for key in ("href", "anchor")}
            for name in ("ins", "del"):
                if name in marks:
                    marks[name] = {"author": marks[name]["author"]}
            if (
                result
                and isinstance(result[-1], tuple)
                and result[-1][0] == "text"
                and result[-1][2] == marks
            ):
                result[-1] = ("text", result[-1][1] + node.text, marks)
            else:
                result.append(("text", node.text, marks))
        elif node.type == "raw":
            is_note = node.attrs.get("kind") in ("footnote", "endnote")  # counted anew
            shown = None if is_note else node.attrs.get("text")
            result.append(("raw", node.attrs.get("kind"), shown))
        else:
            inner = said(node.content)
            ends_open = node.type == "table_cell" and (not inner or inner[-1][0] != "paragraph")
            kept = {
                key: node.attrs.get(key)
                for key in ("style", "align", "colspan", "rowspan", "indent")
            }
            result.append((node.type, kept, inner + ([EMPTY] if ends_open else [])))
    return result


EMPTY = ("paragraph", dict.fromkeys(("style", "align", "colspan", "rowspan", "indent")), [])


@QUICK
@given(EDITS)
def test_the_file_says_what_the_document_says(edits) -> None:
    data = docx(BODY)
    doc = ydoc.load(import_docx(data))
    fragment = ydoc.root_fragment(doc, "body")
    nodes = read(fragment)
    for edit in edits:
        apply(nodes, edit)
    reconcile(fragment, normalise(nodes))
    live = read(fragment)
    assert said(live) == said(nodes)
    written = export_docx(data, ydoc.encode(doc), {}.__getitem__)
    for name, part in unpack(written).items():
        if name.endswith((".xml", ".rels")):
            strict(part)
    assert said(list(Source(written).body.nodes)) == said(live)


@settings(QUICK, max_examples=20)
@given(EDITS, EDITS)
def test_a_new_file_over_an_open_document(first, second) -> None:
    data = docx(BODY)
    doc = ydoc.load(import_docx(data))
    nodes = read(ydoc.root_fragment(doc, "body"))
    for edit in first:
        apply(nodes, edit)
    other = ydoc.load(import_docx(data))
    reconcile(ydoc.root_fragment(other, "body"), normalise(nodes))
    new_file = export_docx(data, ydoc.encode(other), {}.__getitem__)

    update = merge_docx(ydoc.encode(doc), new_file)
    merged = ydoc.load(ydoc.encode(doc), update)
    assert said(read(ydoc.root_fragment(merged, "body"))) == said(list(Source(new_file).body.nodes))
    assert export_docx(new_file, ydoc.encode(merged), {}.__getitem__) == new_file

    later = read(ydoc.root_fragment(merged, "body"))
    for edit in second:
        apply(later, edit)
    reconcile(ydoc.root_fragment(merged, "body"), normalise(later))
    written = export_docx(new_file, ydoc.encode(merged), {}.__getitem__)
    assert said(list(Source(written).body.nodes)) == said(read(ydoc.root_fragment(merged, "body")))


def test_a_merge_leaves_equal_blocks_alone() -> None:
    body = "".join(para(T.format(f"paragraph {number}")) for number in range(300))
    state = import_docx(docx(body))
    new_file = docx(
        para(T.format("on top")) + body.replace("paragraph 77<", "paragraph seventy-seven<")
    )
    update = merge_docx(state, new_file)
    assert len(update) < 1000
    merged = ydoc.load(state, update)
    assert export_docx(new_file, ydoc.encode(merged), {}.__getitem__) == new_file
