"""A program in a live workbook: rows of figures at once, as one step, undone by itself alone."""

import json
import urllib.request
from pathlib import Path

import pytest

from tests.cli.running import Founder, found, running
from tongwen.client import ConnectionFailed, LiveDocument
from tongwen.client.workbook import LiveWorkbook
from tongwen.formats.ooxml.chart import read_chart
from tongwen.formats.ooxml.package import Package
from tongwen.formats.workbooks import read_workbook
from tongwen.formats.xlsx import blank_xlsx


def uploaded(founder: Founder, base: str, data: bytes) -> str:
    """Put a workbook into the drive; return its id."""
    request = urllib.request.Request(
        f"{base}/api/v1/nodes/{founder.root}/files/book.xlsx",
        data=data,
        method="PUT",
        headers={"authorization": f"Bearer {founder.token}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.load(answer)["id"])


def book_with(*names: str) -> bytes:
    workbook = read_workbook(blank_xlsx("en"), ".xlsx")
    workbook.sheets[0].name = names[0]
    for name in names[1:]:
        workbook.add_sheet(name)
    return workbook.to_bytes()


def opened(founder: Founder, node: str) -> LiveWorkbook:
    workbook = founder.session.open(node)
    assert isinstance(workbook, LiveWorkbook)
    return workbook


def test_a_program_fills_and_another_sees_and_undo_is_its_own(tmp_path: Path) -> None:
    with running(tmp_path / "data") as server:
        founder = found(server)
        node = uploaded(founder, server.base, book_with("Figures", "Notes"))
        other = opened(founder, node)
        assert other.may_write
        assert [sheet.name for sheet in other.sheets] == ["Figures", "Notes"]
        other["Notes"]["A1"].value = "before"
        other.flush()
        with opened(founder, node) as robot:
            rows = [[number, f"第 {number} 行", number / 4] for number in range(1_000)]
            robot["Figures"]["A1:C1000"].values = rows
            robot["Figures"]["D1"].formula = "=SUM(A1:A1000)"
            robot["Notes"]["A2"].value = "filled"
            robot.flush()
            other.refresh()
            assert other["Figures"]["B1000"].value == "第 999 行"
            assert other["Notes"]["A2"].value == "filled"
            data = robot.to_bytes()
        read = read_workbook(data, ".xlsx")
        assert read["Figures"]["A1000"].value == 999
        assert read["Figures"]["D1"].value == 499_500, "the server computed it"
        other["Figures"]["A1"].value = "mine"
        other.flush()
        with opened(founder, node) as late:
            assert late["Figures"]["A1"].value == "mine"
            late["Notes"]["B1:B2"].values = [["x"], ["y"]]
            late["Figures"]["A2"].value = "late"
            late.flush()
            with late.step():
                late["Figures"]["A3"].value = 1
                late["Notes"]["B3"].value = 2
            assert late.undo()
            late.flush()
            other.refresh()
            assert other["Figures"]["A3"].value == 2, "undone in both worksheets"
            assert other["Notes"]["B3"].value is None
            assert other["Figures"]["A2"].value == "late"
        other.close()


def test_a_session_opens_what_a_document_is(tmp_path: Path) -> None:
    with running(tmp_path / "data") as server:
        founder = found(server)
        text = founder.session.open(founder.document())
        assert isinstance(text, LiveDocument)
        text.close()
        with pytest.raises(ConnectionFailed, match="folder"):
            founder.session.open(founder.root)
        with pytest.raises(ConnectionFailed):
            founder.session.open("zzzzzzzzzzzzz")
        broken = uploaded(founder, server.base, b"no workbook at all")
        with pytest.raises(ConnectionFailed, match="not-a-zip"):
            founder.session.open(broken)


def test_a_program_that_may_only_read_says_so(tmp_path: Path) -> None:
    with running(tmp_path / "data") as server:
        founder = found(server)
        node = uploaded(founder, server.base, book_with("One"))
        session = founder.session
        made = session.call("POST", "/tokens", {"name": "reader", "scope": "read"})
        reader = type(session)(server.base, made["token"], "reader").open(node)
        assert isinstance(reader, LiveWorkbook)
        assert not reader.may_write
        reader["One"]["A1"].value = "forbidden"
        with pytest.raises(ConnectionFailed, match="may only read"):
            reader.flush()
        reader.close()
        with opened(founder, node) as editor:
            assert editor["One"]["A1"].value is None


def test_a_program_adds_a_chart_that_others_have_and_undoes_it_alone(tmp_path: Path) -> None:
    with running(tmp_path / "data") as server:
        founder = found(server)
        node = uploaded(founder, server.base, book_with("Figures"))
        other = opened(founder, node)
        with opened(founder, node) as robot:
            sheet = robot["Figures"]
            sheet["A1"].write([["月", "台"], ["一", 1], ["二", "=B2*2"]])
            sheet.add_chart("column", "A1:B3", title="销量", anchor="D2")
            robot.flush()
            other.refresh()
            other["Figures"].insert_rows(0)
            other.flush()
            [chart] = other["Figures"].charts
            assert (chart.kind, chart.title, chart.area) == ("column", "销量", "D3")
            assert chart.series[0]["values"] == "=Figures!$B$3:$B$4"
            robot.refresh()
            package = Package(robot.to_bytes())
            shown = read_chart(package.read_raw("xl/charts/chart.xml"))
            [series] = shown["plots"][0]["series"]
            assert (series["name"], series["values"]) == ("台", [1, 2]), "the server computed them"
            assert robot.undo()
            robot.flush()
            other.refresh()
            assert other["Figures"].charts == []
        other.close()
