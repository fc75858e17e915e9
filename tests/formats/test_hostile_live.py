"""Live documents that a client filled with nonsense: the file stays sound, nothing else breaks."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import XmlText

from tests.formats.fidelity import strict
from tests.formats.packages import docx, unpack
from tests.formats.test_constructs import CONSTRUCTS
from tongwen import ydoc
from tongwen.formats.docx import export_docx, import_docx, merge_docx
from tongwen.kinds.text import Node, Text, read
from tongwen.kinds.text.model import DEEPEST, schema, walk
from tongwen.kinds.text.shared import write

BODY = CONSTRUCTS["table"] + CONSTRUCTS["picture"] + CONSTRUCTS["control"]
WORDS = ["", "x", "1", "-5", "<", '"', "&", "\x00", "rId9", "w:p", "]]>", "a" * 300, "both", "dxa"]
JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**50), 2**50),
        st.floats(allow_nan=False, allow_infinity=False, width=32),
        st.sampled_from(WORDS),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["val", "w", "start", "id", "level", "x", "fill", "top", "rest", "type"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=6,
)
KINDS = [*sorted(schema()["nodes"].keys() - {"doc", "text"}), "unknown", "p"]
ATTRIBUTES = sorted({key for node in schema()["nodes"].values() for key in node.get("attrs", {})})
TEXTS = st.builds(
    Text,
    st.sampled_from(WORDS),
    st.dictionaries(
        st.sampled_from([*schema()["marks"], "blink"]),
        st.dictionaries(
            st.sampled_from(["on", "val", "x", "href", "id", "rest"]), JUNK, max_size=3
        ),
        max_size=3,
    ),
)
NODES = st.recursive(
    st.builds(
        Node,
        st.sampled_from(KINDS),
        st.dictionaries(st.sampled_from([*ATTRIBUTES, "odd"]), JUNK, max_size=4),
        st.lists(TEXTS, max_size=2),
    ),
    lambda inner: st.builds(
        Node,
        st.sampled_from(KINDS),
        st.dictionaries(st.sampled_from(ATTRIBUTES), JUNK, max_size=4),
        st.lists(st.one_of(inner, TEXTS), max_size=4),
    ),
    max_leaves=8,
)


def check(data: bytes, state: bytes) -> None:
    written = export_docx(data, state, {}.__getitem__)
    for name, part in unpack(written).items():
        if name.endswith((".xml", ".rels")):
            strict(part)
    import_docx(written)


@settings(max_examples=80, deadline=None)
@given(st.lists(NODES, min_size=1, max_size=4), st.integers(0, 3))
def test_any_tree_is_written_soundly(nodes, place) -> None:
    data = docx(BODY)
    doc = ydoc.load(import_docx(data))
    write(ydoc.root_fragment(doc, "body"), nodes, place)
    check(data, ydoc.encode(doc))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_attributes_on_real_nodes(choice) -> None:
    data = docx(BODY)
    doc = ydoc.load(import_docx(data))
    fragment = ydoc.root_fragment(doc, "body")
    for element in _elements(fragment):
        for key in choice.draw(st.lists(st.sampled_from(ATTRIBUTES), max_size=2)):
            element.attributes[key] = choice.draw(JUNK)
    check(data, ydoc.encode(doc))
    merged = merge_docx(ydoc.encode(doc), data)
    assert (
        export_docx(data, ydoc.encode(ydoc.load(ydoc.encode(doc), merged)), {}.__getitem__) == data
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_values_in_the_maps(choice) -> None:
    data = docx(BODY)
    doc = ydoc.load(import_docx(data))
    keys = {
        "styles": ["1", "a", "tNew", "<"],
        "numbering": ["1", "t1", "t/", "99"],
        "settings": ["section"],
    }
    for name, known in keys.items():
        for key in choice.draw(st.lists(st.sampled_from(known), max_size=3)):
            value = choice.draw(
                st.dictionaries(
                    st.sampled_from(["p", "r", "levels", "name", "w", "x", "cols", "type"]), JUNK
                )
            )
            ydoc.root_map(doc, name)[key] = value
    check(data, ydoc.encode(doc))


def _elements(parent):
    for child in parent.children:
        if not isinstance(child, XmlText):
            yield child
            yield from _elements(child)


def test_a_tree_too_deep_is_cut() -> None:
    data = docx(BODY)
    doc = ydoc.load(import_docx(data))
    fragment = ydoc.root_fragment(doc, "body")
    parent = fragment
    for _ in range(3 * DEEPEST):
        write(parent, [Node("container")], 0)
        parent = parent.children[0]
    assert max(len(list(walk([node]))) for node in read(fragment)[:1]) <= DEEPEST + 1
    check(data, ydoc.encode(doc))
