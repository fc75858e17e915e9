"""Workbooks made to hurt: each is read within bounds, or refused with a code that says why."""

import random

import pytest

from tests.formats.packages import docx, entry_with, pack
from tests.formats.spreadsheets import (
    MAIN,
    contents,
    objects,
    parts,
    read,
    shown,
    worksheet,
    xlsx,
)
from tongwen.core.errors import Invalid, TongwenError, TooLarge, Unsupported
from tongwen.formats.ooxml import limits
from tongwen.formats.xlsx import import_xlsx
from tongwen.formats.xlsx.reader import read_workbook

ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def changed(**texts: str) -> bytes:
    """Return a workbook with some parts replaced: `workbook`, `styles`, `sharedStrings`."""
    made = parts({"Sheet1": worksheet(ROW)})
    return pack(made | {f"xl/{name}.xml": text.encode() for name, text in texts.items()})


REFUSED = [
    (b"", Invalid, "not-a-zip"),
    (b"PK but no archive", Invalid, "not-a-zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Unsupported, "legacy-file"),
    (docx("<w:p/>"), Invalid, "not-a-workbook"),
    (entry_with("xl/workbook.xml", 600 << 20), TooLarge, "zip-bomb"),
    (changed(workbook="<workbook"), Invalid, "not-well-formed"),
    (changed(workbook=ENTITY + "<workbook>&e;</workbook>"), Invalid, "xml-entities"),
    (
        changed(styles=ENTITY + f'<styleSheet xmlns="{MAIN}">&e;</styleSheet>'),
        Invalid,
        "xml-entities",
    ),
    (changed(sharedStrings=ENTITY + f'<sst xmlns="{MAIN}"/>'), Invalid, "xml-entities"),
    (changed(sharedStrings=f'<sst xmlns="{MAIN}"><si><t>'), Invalid, "not-well-formed"),
]


@pytest.mark.parametrize(("data", "kind", "code"), REFUSED, ids=[code for _, _, code in REFUSED])
def test_it_is_refused_with_a_code(data: bytes, kind: type[TongwenError], code: str) -> None:
    with pytest.raises(kind) as caught:
        import_xlsx(data)
    assert caught.value.code == code


def test_entities_in_a_worksheet_lock_it_unread() -> None:
    made = parts({"Sheet1": worksheet(ROW)})
    name = "xl/worksheets/sheet1.xml"
    data = pack(made | {name: ENTITY.encode() + made[name].replace(b">1<", b">&e;<")})
    found = read_workbook(data)
    assert found.book.settings["damaged"] == [{"sid": "s1", "code": "xml-entities", "part": name}]
    assert found.sheets["s1"].blocks == {}


def test_a_missing_worksheet_is_empty_and_locked_and_the_others_open() -> None:
    made = parts({"gone": worksheet(ROW), "here": worksheet(ROW)})
    del made["xl/worksheets/sheet1.xml"]
    found = read_workbook(pack(made))
    assert found.book.settings["damaged"] == [{"sid": "s1", "code": "part-missing", "part": ""}]
    assert [one["name"] for one in found.book.sheets.values()] == ["gone", "here"]
    assert objects(found, "protection") == [{"sheet": True, "allowed": []}]
    assert contents(found, "s2") == {"0,0": (1, 0)}


def test_a_row_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_XML", 1 << 20)
    made = xlsx('<row r="1">' + '<c r="A1"><v>1</v></c>' * 100_000)
    with pytest.raises(TooLarge):
        read_workbook(made)


def test_a_dimension_that_lies_is_not_believed() -> None:
    found = read(ROW, before='<dimension ref="A1:XFD10000000"/>')
    assert contents(found) == {"0,0": (1, 0)}


def test_overlapping_merges_are_all_told_for_the_model_to_choose() -> None:
    merges = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>'
    assert len(objects(read(after=merges), "merge")) == 2


def test_a_formula_8192_deep_is_one_formula() -> None:
    text = "(" * 8_192 + "B1" + ")" * 8_192
    found = read(f'<row r="1"><c r="A1"><f>{text}</f><v>1</v></c></row>')
    assert contents(found)["0,0"][0] == {"f": text.replace("B1", "<+0,+1,0>"), "c": 1}


def test_circular_names_are_text() -> None:
    names = (
        '<definedNames><definedName name="a">b</definedName><definedName name="b">a</definedName>'
        "</definedNames>"
    )
    found = [shown(name["formula"]) for name in read(workbook=names).book.names.values()]
    assert found == ["b", "a"]


def test_worksheets_of_one_name_and_of_none_are_kept_apart() -> None:
    made = parts(
        {"a": worksheet(ROW), "A": worksheet('<row r="1"><c r="A1"><f>a!B1</f></c></row>')}
    )
    text = made["xl/workbook.xml"].replace(b'name="A"', b'name="a"')
    found = read_workbook(pack(made | {"xl/workbook.xml": text}))
    assert contents(found, "s2")["0,0"][0] == {"f": "<s1!+0,+1,0>"}
    nameless = read_workbook(pack(made | {"xl/workbook.xml": text.replace(b'name="a"', b"")}))
    assert [one["name"] for one in nameless.book.sheets.values()] == ["Sheet1", "Sheet2"]


def test_many_arrays_over_each_other_take_linear_time() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><f t="array" ref="A{row}:C1048576">B{row}</f><v>1</v></c>'
        f'<c r="B{row}"><v>2</v></c></row>'
        for row in range(1, 4_000)
    )
    found = contents(read(rows))
    assert found["3998,0"][0]["f"] == "<+0,+1,0>"
    assert found["3998,1"] == (None, 0)


def test_comments_may_hold_what_looks_like_rows() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><!-- </row></sheetData> --><c r="B1"><v>2</v></c></row>'
    )
    assert contents(read(rows)) == {"0,0": (1, 0), "0,1": (2, 0)}
    before = "<!-- <sheetData> -->"
    assert contents(read(ROW, before=before)) == {"0,0": (1, 0)}


def test_shared_strings_may_have_comments_and_other_prefixes() -> None:
    strings = "<si><t>a</t></si><!-- <si><t>no</t></si> --><si><t><![CDATA[<b>]]></t></si>"
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    assert [one[0] for one in contents(read(row, strings=strings)).values()] == ["a", "<b>"]
    other = f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>p</x:t></x:si></x:sst>'.encode()
    made = parts({"Sheet1": worksheet(row)}) | {"xl/sharedStrings.xml": other}
    assert [one[0] for one in contents(read_workbook(pack(made))).values()] == ["p", None]


DIGITS = "9" * 5_000
HUGE = {
    "row": f'<row r="{DIGITS}"><c r="A1"><v>1</v></c></row>',
    "cell": f'<row r="1"><c r="A{DIGITS}"><v>1</v></c></row>',
    "string": f'<row r="1"><c r="A1" t="s"><v>{DIGITS}</v></c></row>',
    "style": f'<row s="{DIGITS}" customFormat="1" ht="{DIGITS}"><c r="A1" s="{DIGITS}"/></row>',
    "number": f'<row r="1"><c r="A1"><v>{DIGITS}</v></c></row>',
    "column": "<row><c r='" + "A" * 5_000 + "1'><v>1</v></c></row>",
    "shared": f'<row><c r="A1"><f t="shared" si="{DIGITS}" ref="A{DIGITS}">A{DIGITS}</f></c></row>',
}


@pytest.mark.parametrize("rows", HUGE.values(), ids=HUGE)
def test_numbers_beyond_measure_are_no_numbers(rows: str) -> None:
    after = (
        f'<conditionalFormatting sqref="A{DIGITS} B1"><cfRule type="top10" rank="{DIGITS}" '
        f'priority="1e30" dxfId="{DIGITS}"/></conditionalFormatting>'
    )
    data = xlsx(rows, before=f'<cols><col min="1" max="{DIGITS}" hidden="1"/></cols>', after=after)
    found = read_workbook(data)
    assert "damaged" not in found.book.settings
    assert objects(found, "format") == [
        {"areas": [["0", "1", "0", "1"]], "rules": [{"kind": "top10"}]}
    ]
    assert set(import_xlsx(data)) == {"book", "sheet:s1"}


def test_bytes_changed_at_random_are_read_or_refused() -> None:
    chance = random.Random(5)
    row = (
        '<row r="1" ht="20"><c r="A1" s="2"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>1</v></c>'
        '<c r="B1" t="s"><v>0</v></c></row>'
    )
    made = parts({"Sheet1": worksheet(row)}, strings="<si><t>x</t></si>")
    outcomes = set()
    for _ in range(400):
        name = chance.choice([one for one in made if one.startswith("xl/")])
        data = bytearray(made[name])
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(3)] = bytes([chance.choice(b'<>/"= &;x0\xff')])
        try:
            import_xlsx(pack(made | {name: bytes(data)}))
            outcomes.add("read")
        except TongwenError as error:
            outcomes.add(error.code)
    assert {"read", "not-well-formed"} <= outcomes
    assert outcomes <= {"read", "not-well-formed", "not-a-workbook", "xml-entities", "part-missing"}
