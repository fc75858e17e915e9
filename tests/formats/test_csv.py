"""Text tables in and out: encodings, delimiters, types, and fields that must not run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongwen.core.errors import Invalid, NotFound, TongwenError, TooLarge
from tongwen.formats.csv import (
    CsvOptions,
    csv_to_parts,
    csv_to_xlsx,
    read_csv,
    sheet_to_csv,
    write_csv,
)
from tongwen.formats.csv.reader import find_delimiter, typed_value
from tongwen.formats.html.sheet import sheet_to_html
from tongwen.formats.xlsx import import_xlsx
from tongwen.kinds.sheet.document import Workbook

CHINESE = "姓名,城市,金额\n张三,北京,一千\n李四,上海,两千\n"
TAIWAN = "姓名,城市,說明\n陳先生,臺北,這個很好\n林小姐,高雄,時間與數量\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode("utf-8"), "utf-8"),
        (CHINESE.encode("utf-8-sig"), "utf-8-sig"),
        (CHINESE.encode("utf-16"), "utf-16"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (b"name,city\nAda,London\n", "utf-8"),
    ],
)
def test_the_encoding_is_found(data: bytes, encoding: str) -> None:
    table = read_csv(data)
    assert table.encoding == encoding
    assert table.rows[0][0] in ("姓名", "name")


def test_traditional_characters_are_read_in_big5() -> None:
    table = read_csv(TAIWAN.encode("big5"))
    assert table.rows[1] == ["陳先生", "臺北", "這個很好"]


def test_utf16_without_a_mark_is_seen_by_its_zeros() -> None:
    assert read_csv("a,b\n1,2\n".encode("utf-16-le")).rows == [["a", "b"], [1, 2]]


@pytest.mark.parametrize(
    "data", [b"PK\3\4" + bytes(40), b"\x89PNG\r\n\x1a\n", b"a,b\0\0\1", b"\1\2\3\4,5", b"%PDF-1.7"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        read_csv(data)
    assert refusal.value.code == "binary-file"


@pytest.mark.parametrize("encoding", ["ascii", "no-such-encoding"])
def test_an_encoding_that_does_not_fit_is_refused(encoding: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_csv(CHINESE.encode(), encoding=encoding)
    assert refusal.value.code == "not-in-encoding"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ('"a;b",c\n"d;e",f\n', ","),
        ("one column\nonly\n", ","),
        ("", ","),
    ],
)
def test_the_delimiter_is_found(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


def test_a_first_line_may_announce_the_delimiter() -> None:
    assert read_csv(b"sep=;\r\na;b\r\n").rows == [["a", "b"]]


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("1", 1, None),
        ("-2.50", -2.5, None),
        ("1e5", 100000, "0.00E+00"),
        ("1,234.50", 1234.5, "#,##0.00"),
        ("12%", 0.12, "0%"),
        ("12.5%", 0.125, "0.00%"),
        ("2024-01-31", 45322, "yyyy-mm-dd"),
        ("2024/1/31", 45322, "yyyy/m/d"),
        ("2024年1月31日", 45322, 'yyyy"年"m"月"d"日"'),
        ("2024-01-31 12:00", 45322.5, "yyyy-mm-dd hh:mm"),
        ("12:30", 0.5208333333333334, "h:mm"),
        ("TRUE", True, None),
        ("007", "007", None),
        ("+8613812345678", "+8613812345678", None),
        ("110101199003070011", "110101199003070011", None),
        ("01/02/2024", "01/02/2024", None),
        ("2024-02-30", "2024-02-30", None),
        ("1900-01-01", "1900-01-01", None),
        ("=1+1", "=1+1", None),
        ("1 2", "1 2", None),
        (" x ", " x ", None),
        ("", None, None),
        ("1" * 400, "1" * 400, None),
        ("1e999", "1e999", None),
        ("٣", "٣", None),
    ],
)
def test_fields_become_what_they_say(text: str, value: object, code: str | None) -> None:
    found, format_code = typed_value(text)
    assert found == value and type(found) is type(value)
    assert format_code == code


def test_quotes_hold_line_ends_and_an_open_one_ends_with_the_text() -> None:
    assert read_csv(b'"a\nb","c""d"\r\n').rows == [["a\nb", 'c"d']]
    assert read_csv(b'a,"b\nc').rows == [["a", "b\nc"]]


def test_a_row_that_is_too_wide_is_refused() -> None:
    with pytest.raises(TooLarge) as refusal:
        read_csv(b"," * 20_000)
    assert refusal.value.code == "table-too-large"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        table = read_csv(data)
    except TongwenError as error:
        assert error.code == "binary-file"
    else:
        assert isinstance(table.rows, list)


def test_a_table_becomes_a_workbook_and_a_table_again() -> None:
    data = '名,数,日\n甲,1.5,2024-01-31\n乙,"1,000",2024-02-01\n'.encode("gb18030")
    original, parts = csv_to_parts(data, "表/一")
    workbook = Workbook.of_states(parts)
    assert [sheet.name for sheet in workbook.sheets] == ["表 一"]
    assert import_xlsx(original).keys() == parts.keys()
    assert sheet_to_csv(parts).decode() == (
        '名,数,日\r\n甲,1.5,2024-01-31\r\n乙,"1,000",2024-02-01\r\n'
    )
    raw = sheet_to_csv(parts, None, CsvOptions(delimiter="\t", displayed=False, mark=True))
    assert raw.decode() == "\ufeff名\t数\t日\r\n甲\t1.5\t45322\r\n乙\t1000\t45323\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", "\rx"])
def test_the_guard_keeps_texts_from_running(text: str) -> None:
    guarded = write_csv([[text, -5, "-5", "-1,000.5%"]], CsvOptions(guard=True)).decode()
    assert "'" + text in guarded
    assert guarded.endswith(',-5,-5,"-1,000.5%"\r\n')
    assert "'" not in write_csv([[text]]).decode()


def test_other_encodings_and_what_they_lack() -> None:
    assert write_csv([["文"]], CsvOptions(encoding="gb18030")) == "文\r\n".encode("gb18030")
    assert write_csv([["文"]], CsvOptions(encoding="latin-1")) == b"?\r\n"
    for options in (CsvOptions(encoding="nonsense"), CsvOptions(delimiter="ab")):
        with pytest.raises(Invalid):
            write_csv([["a"]], options)


def test_a_worksheet_that_there_is_not() -> None:
    parts = import_xlsx(csv_to_xlsx(b"a,b"))
    with pytest.raises(NotFound):
        sheet_to_csv(parts, "s9")


def test_computed_values_are_written() -> None:
    workbook = Workbook.of_states(import_xlsx(csv_to_xlsx(b"2,3")))
    workbook[0]["C1"].formula = "=A1*B1"
    assert sheet_to_csv(workbook.states(), None, None, {(0, 2): 6}) == b"2,3,6\r\n"


def test_a_worksheet_becomes_a_page() -> None:
    workbook = Workbook.of_states(import_xlsx(csv_to_xlsx(b"<b>,2\n3,4")))
    workbook[0]["A1:B1"].merge()
    workbook[0]["A2"].set_style(bold=True, fill="FFEE00", numberFormat="0.00")
    page = sheet_to_html(workbook.states(), title="T").decode()
    assert '<td rowspan="1" colspan="2">&lt;b&gt;</td></tr>' in page
    assert "font-weight:bold" in page and "background:#FFEE00" in page and ">3.00</td>" in page
