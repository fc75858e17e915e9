"""The examples that both models read: tongwen/kinds/sheet/examples."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.kinds.sheet.replicas import Replica
from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.blocks import decode_block, pack
from tongwen.kinds.sheet.cells import read_address
from tongwen.kinds.sheet.keys import base_key, key_between
from tongwen.kinds.sheet.lines import MAX_COLS, MAX_ROWS, column_name, line_id, parse_line
from tongwen.kinds.sheet.overlay import Box
from tongwen.kinds.sheet.parts import first_update
from tongwen.kinds.sheet.relative import settled
from tongwen.kinds.sheet.styles import style_id
from tongwen.kinds.sheet.table_columns import with_column_keys, with_column_names
from tongwen.kinds.sheet.templates import encode, render

FOLDER = Path(__file__).parents[3] / "tongwen/kinds/sheet/examples"
Case = dict[str, Any]


def cases(name: str) -> list[Any]:
    read = json.loads((FOLDER / name).read_text("utf-8"))
    shared = read.get("parts", {})
    return [pytest.param({"parts": shared, **case}, id=case["name"]) for case in read["cases"]]


def packed(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"zlib"}:
            return pack(value["zlib"])
        return {key: packed(item) for key, item in value.items()}
    return [packed(item) for item in value] if isinstance(value, list) else value


def replica_of(case: Case) -> Replica:
    parts = {
        part: first_update({name: packed(entries) for name, entries in maps.items()})
        for part, maps in case["parts"].items()
    }
    return Replica(parts, 7)


def position(axis: Axis, identity: str, limit: int) -> int | None:
    line = parse_line(identity)
    found = None if line is None else axis.position(line)
    return found if found is not None and found < limit else None


def test_every_file_of_examples_is_read() -> None:
    text = Path(__file__).read_text("utf-8")
    for path in FOLDER.glob("*.json"):
        if path.name.startswith("functions"):  # calc/test_functions.py reads those
            continue
        assert f'cases("{path.name}")' in text, path.name


@pytest.mark.parametrize("case", cases("keys.json"))
def test_order_keys(case: Case) -> None:
    assert "base" in case or "between" in case
    for index, key in case.get("base", {}).items():
        assert base_key(int(index)) == key
    for left, right in case.get("between", []):
        for leaning in ("after", "before", "middle"):
            key = key_between(left, right, "1a-2", leaning)  # type: ignore[arg-type]
            assert left < key
            assert not right or key < right
            assert not right.startswith(key)
            assert key.endswith("1a2V")


@pytest.mark.parametrize("case", cases("axis.json"))
def test_axes(case: Case) -> None:
    axis = replica_of(case).book.axis(case["sid"], case["axis"])
    limit = MAX_ROWS if case["axis"] == "rows" else MAX_COLS
    assert "ids" in case or "snap" in case
    for index, identity in case.get("ids", {}).items():
        assert axis.id_at(int(index)) == identity
    for identity, index in case.get("indexes", {}).items():
        assert position(axis, identity, limit) == index, identity
    for identity, state in case.get("states", {}).items():
        line = parse_line(identity)
        assert line is not None
        assert axis.state(line) == state, identity
    for identity, way, index in case.get("snap", []):
        line = parse_line(identity)
        assert line is not None
        assert axis.snap(line, way) == index, (identity, way)
    for first, last, spans in case.get("spans", []):
        found = axis.spans(first, last)
        assert [list(span) for span in found] == spans
        assert axis.ranges(found) == [(first, last)]


@pytest.mark.parametrize("case", cases("templates.json"))
def test_templates(case: Case) -> None:
    book = replica_of(case).book
    template = case["template"]
    if not case.get("decode"):
        assert encode(case["text"], case["sid"], book, capitals=False) == template
    if "cell" in case:
        row, col = (parse_line(identity) for identity in case["cell"])
        assert row is not None
        assert col is not None
        template = settled(template, row, col)
    assert render(template, case["sid"], book) == case.get("renders", case["text"])


@pytest.mark.parametrize("case", cases("references.json"))
def test_references_follow_their_lines(case: Case) -> None:
    book = replica_of(case).book
    assert render(case["template"], case["sid"], book) == case["renders"]


@pytest.mark.parametrize("case", cases("blocks.json"))
def test_blocks(case: Case) -> None:
    parts = {
        "book": {
            "sheets": {"s1.name": "S", "s1.order": "B"},
            "cols:s1": {"c-0": {"n": 2, "k": "M0008Vc0V"}},
        },
        "sheet:s1": {"base": {"height": 16, "0": {"zlib": case["block"]}}},
    }
    sheet = replica_of({"parts": parts}).book.sheet("s1")
    assert case["contents"]
    for place, content in case["contents"].items():
        row, _, col = place.partition(":")
        at = position(sheet.rows, row, MAX_ROWS), position(sheet.cols, col, MAX_COLS)
        assert at[0] is not None
        assert at[1] is not None
        assert sheet.content(at[0], at[1]) == content, place
    styles = {
        f"{row.row}:{column}": row.style_at(at)
        for row in decode_block(pack(case["block"])).rows
        for at, column in enumerate(row.columns)
    }
    for place, style in case.get("styles", {}).items():
        assert styles.get(place) == style, place


def area_name(box: Box) -> str:
    if box[0] == 0 and box[2] == MAX_ROWS - 1:
        return f"{column_name(box[1])}:{column_name(box[3])}"
    if box[1] == 0 and box[3] == MAX_COLS - 1:
        return f"{box[0] + 1}:{box[2] + 1}"
    first = f"{column_name(box[1])}{box[0] + 1}"
    last = f"{column_name(box[3])}{box[2] + 1}"
    return first if first == last else f"{first}:{last}"


@pytest.mark.parametrize("case", cases("cells.json"))
def test_cells(case: Case) -> None:
    sheet = replica_of(case).book.sheet(case["sid"])
    listed = {
        f"{column_name(col)}{row + 1}": cell.content
        for row, cells in sheet.read()
        for col, cell in cells.items()
    }
    assert case["contents"]
    for place, content in case["contents"].items():
        row, col = read_address(place)[:2]
        assert sheet.content(row, col) == content, place
        assert listed.get(place) == content, place
    for place, text in case.get("formulas", {}).items():
        assert sheet.formula(*read_address(place)[:2]) == text, place


@pytest.mark.parametrize("case", cases("styles.json"))
def test_styles(case: Case) -> None:
    assert "ids" in case or "styles" in case
    for style, identity in case.get("ids", []):
        assert style_id(style) == identity
    if "styles" not in case:
        return
    book = replica_of(case).book
    sheet = book.sheet(case["sid"])
    for place, style in case["styles"].items():
        assert sheet.style(*read_address(place)[:2]) == style, place
    for axis, lines in case.get("lines", {}).items():
        for at, expected in lines.items():
            found = sheet.line(axis, int(at))
            if "style" in expected:
                expected = {**expected, "style": book.styles.get(expected["style"])}
            else:
                found.pop("style", None)  # here it is what whole lines were painted with too
            assert found == expected, (axis, at)


@pytest.mark.parametrize("case", cases("objects.json"))
def test_objects(case: Case) -> None:
    sheet = replica_of(case).book.sheet(case["sid"])
    assert "merges" in case or "areas" in case
    if "merges" in case:
        assert sorted(area_name(box) for _, box in sheet.merges()) == sorted(case["merges"])
    for area, name in case.get("areas", []):
        box = sheet.box(area)
        assert (None if box is None else area_name(box)) == name, area


@pytest.mark.parametrize("case", cases("columns.json"))
def test_columns_of_tables(case: Case) -> None:
    book = replica_of(case).book
    sheet = book.sheet(case["sid"])
    cell = read_address(case["cell"])[:2] if "cell" in case else None
    assert "names" in case or "formulas" in case
    named = {table.token: [column.name for column in table.columns] for table in sheet.tables}
    for token, names in case.get("names", {}).items():
        assert named[token] == names
    for typed, keys, shown in case.get("formulas", []):
        assert with_column_keys(typed, book, sheet.sid, cell) == keys
        assert with_column_names(keys, book, sheet.sid, cell) == shown


@pytest.mark.parametrize("case", cases("random.json"))
def test_random_workbooks(case: Case) -> None:
    book = replica_of(case).book
    for sid, expected in case["sheets"].items():
        sheet = book.sheet(sid)
        listed = {
            f"{column_name(col)}{row + 1}": cell.content
            for row, cells in sheet.read()
            for col, cell in cells.items()
            if cell.content is not None
        }
        formulas = {
            place: sheet.formula(*read_address(place)[:2])
            for place, content in listed.items()
            if isinstance(content, dict) and "f" in content
        }
        assert formulas == expected["formulas"]
        contents = {place: content for place, content in listed.items() if place not in formulas}
        assert contents == expected["contents"]
        assert sorted(area_name(box) for _, box in sheet.merges()) == expected["merges"]
        styles = {
            f"{column_name(col)}{row + 1}": style
            for row in range(25)
            for col in range(10)
            if (style := sheet.style(row, col))
        }
        assert styles == expected["styles"]
        for axis, lines in expected["lines"].items():
            for run in lines:
                for at in range(run["first"], run["last"] + 1):
                    assert sheet.line(axis, at) == run["line"], (axis, at)


def test_ids_of_lines_come_back() -> None:
    for identity in ("0", "1048575", "a-0/3", "z9z-1/0"):
        line = parse_line(identity)
        assert line is not None
        assert line_id(line) == identity
