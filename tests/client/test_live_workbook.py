"""A program in a live workbook: rows of figures at once, as one step, undone by itself alone."""

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest

import tongwen
from tests.cli.running import Founder, found, running
from tongwen.client import ConnectionFailed, LiveDocument
from tongwen.client.workbook import LiveWorkbook
from tongwen.formats.ooxml.chart import read_chart
from tongwen.formats.ooxml.package import Package
from tongwen.formats.workbooks import read_workbook
from tongwen.formats.xlsx import blank_xlsx

PASSWORD = "correct horse battery"


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


def signed_in(base: str, email: str) -> str:
    """Sign a member in; return a token."""

    def post(path: str, body: object, **headers: str) -> tuple[dict[str, Any], str]:
        request = urllib.request.Request(
            f"{base}/api/v1{path}",
            data=json.dumps(body).encode(),
            headers={"content-type": "application/json", **headers},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            cookie = (answer.headers.get("set-cookie") or "").partition(";")[0]
            return json.load(answer), cookie

    session, cookie = post("/session", {"email": email, "password": PASSWORD})
    headers = {"cookie": cookie, "x-csrf-token": session["csrf"]}
    return str(post("/tokens", {"name": "test"}, **headers)[0]["token"])


def test_who_may_only_comment_comments(tmp_path: Path) -> None:
    with running(tmp_path / "data") as server:
        founder = found(server)
        node = uploaded(founder, server.base, book_with("Figures"))
        email = "ben@example.org"
        member = {"name": "本 Ben", "email": email, "password": PASSWORD}
        user = founder.session.call("POST", "/users", member)["id"]
        founder.session.call("PUT", f"/nodes/{node}/grants/{user}", {"role": "commenter"})
        ben = tongwen.connect(server.base, signed_in(server.base, email)).open(node)
        assert isinstance(ben, LiveWorkbook) and not ben.may_write
        thread = ben["Figures"].comment("B2", "对吗?")
        ben.flush()
        with opened(founder, node) as mine:
            (asked,) = mine.comments
            assert (asked.author, asked.cell) == ("本 Ben", "B2")
            asked.answer("Yes")
            asked.resolved = True
            mine.flush()
            ben.refresh()
            assert thread.resolved and [one.text for one in thread.answers] == ["Yes"]
            data = mine.to_bytes()
        assert [one.text for one in read_workbook(data, ".xlsx").comments] == ["对吗?"]
        ben["Figures"]["A1"].value = "not mine to write"
        with pytest.raises(ConnectionFailed):
            ben.flush()
        ben.close()


def test_a_workbook_of_more_worksheets_than_a_connection_takes(tmp_path: Path) -> None:
    with running(tmp_path / "data") as server:
        founder = found(server)
        names = [f"S{number}" for number in range(70)]
        node = uploaded(founder, server.base, book_with(*names))
        with opened(founder, node) as robot:
            for sheet in robot.sheets:
                sheet["A1"].value = sheet.name
        with opened(founder, node) as other:
            assert [sheet["A1"].value for sheet in other.sheets] == names
