"""Log lines: their form, and that nothing from outside forges one or leaks a secret."""

import json
import logging
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongwen.core.logs import FIELDS, LONGEST, Sparing, lines

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "running.md"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


def record(message: str, *values: object, **extra: object) -> logging.LogRecord:
    """Make a record as a logger does."""
    return logging.getLogger("tongwen.sync").makeRecord(
        "tongwen.sync", logging.WARNING, "room.py", 1, message, values, None, extra=extra
    )


def text(entry: logging.LogRecord) -> str:
    return lines("text", {"node": "n1"}).format(entry)


def parsed(entry: logging.LogRecord) -> dict[str, object]:
    line = lines("json", {"node": "n1"}).format(entry)
    assert len(line.splitlines()) == 1
    read: dict[str, object] = json.loads(line)
    return read


def test_text_is_for_people() -> None:
    line = text(record("%d edits of 同文", 3, document="abc/body", seconds=0.5, actor="u:1"))
    assert re.fullmatch(
        TIME + r" WARNING tongwen.sync: 3 edits of 同文"
        r" node=n1 document=abc/body actor=u:1 seconds=0.5",
        line,
    )


def test_json_is_for_programs() -> None:
    read = parsed(record("%d edits of 同文", 3, document="abc/body", status=1012, connection=""))
    assert re.fullmatch(TIME, str(read.pop("time")))
    assert read == {
        "level": "warning",
        "logger": "tongwen.sync",
        "message": "3 edits of 同文",
        "node": "n1",
        "document": "abc/body",
        "status": 1012,
    }


def test_an_exception_stays_with_its_record() -> None:
    try:
        raise ValueError("first\n2026-01-01T00:00:00.000Z ERROR tongwen: forged\x1b[31m")
    except ValueError:
        failed = record("it failed")
        failed.exc_info = sys.exc_info()
    rows = text(failed).split("\n")
    assert all(row.startswith("  ") for row in rows[1:])
    assert "\x1b" not in text(failed)
    assert "ValueError: first" in str(parsed(failed)["exception"])


@pytest.mark.parametrize(
    "hostile",
    [
        "a\nb",
        "a\r\nb",
        "a\u2028b",
        "a\x85b",
        "a\x1b[2Jb",
        "a\u202eb",
        "a\x00b",
        "a\ud800b",
        "a\x7fb",
    ],
)
def test_what_does_not_print_is_escaped(hostile: str) -> None:
    entry = record("got %s", hostile, path=hostile, address=f'" level=error {hostile}')
    line = text(entry)
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    assert line.count(" level=error") == 1 and '"\\" level=error' in line
    line.encode()
    json_line = lines("json").format(entry)
    assert json_line.isprintable()
    assert json.loads(json_line)["message"] == "got " + hostile


@given(st.text(), st.text())
def test_any_value_gives_one_line(message: str, value: str) -> None:
    entry = record("%s", message, document=value)
    assert len(text(entry).splitlines()) == 1
    assert parsed(entry)["logger"] == "tongwen.sync"


def test_long_values_are_cut() -> None:
    entry = record("%s", "x" * 1_000_000, path="y" * 1_000_000)
    assert len(text(entry)) < 3 * LONGEST
    assert len(lines("json").format(entry)) < 4 * LONGEST


@pytest.mark.parametrize(
    "shown",
    [
        "GET /sync/abc/body?token=SECRET",
        "GET /sync/abc/body?x=1&token=SECRET&y=2",
        "token=SECRET",
        "/sync/abc/body?TOKEN=SECRET",
        "POST /x?password=SECRET",
        "Authorization: Bearer SECRET",
        "the token tw_SECRET.SECRET is unknown",
        "GET /s/SECRET",
        "POST /api/v1/links/SECRET/open",
        "postgresql://user:SECRET@db.example.org/tongwen",
        "nats://SECRET@10.0.0.1:4222",
        "Cookie: a=b; tongwen_session=SECRET; c=d",
    ],
)
def test_secrets_are_not_logged(shown: str) -> None:
    entry = record("refused: %s", shown, path=shown)
    assert "SECRET" not in text(entry)
    assert "SECRET" not in lines("json").format(entry)


def test_a_secret_in_a_traceback_is_not_logged() -> None:
    try:
        raise ConnectionError("cannot reach nats://me:SECRET@10.0.0.1")
    except ConnectionError:
        failed = record("the bus is away")
        failed.exc_info = sys.exc_info()
    assert "SECRET" not in text(failed)
    assert "SECRET" not in lines("json").format(failed)


def test_what_is_no_secret_stays() -> None:
    line = text(record("GET /api/v1/nodes/abc/links?limit=3 took 0.1 s", path="/files/s/x"))
    assert "/api/v1/nodes/abc/links?limit=3 took 0.1 s" in line
    assert "path=/files/s/x" in line


class TestSparing:
    def written(self, sparing: Sparing, count: int, message: str = "refused %d") -> list[str]:
        entries = [record(message, number) for number in range(count)]
        return [text(entry) for entry in entries if sparing.filter(entry)]

    def test_many_lines_of_a_kind_are_left_out_and_counted(self) -> None:
        clock = [0.0]
        sparing = Sparing(most=3, seconds=10, clock=lambda: clock[0])
        assert len(self.written(sparing, 1000)) == 3
        assert len(self.written(sparing, 2, "another %d")) == 2
        clock[0] = 10.0
        first, second = self.written(sparing, 2)
        assert first.endswith(" left_out=997")
        assert "left_out" not in second

    def test_the_access_log_is_whole(self) -> None:
        sparing = Sparing(most=1)
        entries = [
            logging.getLogger().makeRecord("tongwen.access", 20, "", 1, "GET", (), None)
            for _ in range(100)
        ]
        assert all(sparing.filter(entry) for entry in entries)

    def test_made_up_messages_do_not_fill_the_memory(self) -> None:
        sparing = Sparing()
        for number in range(5_000):
            sparing.filter(record(f"number {number}"))
        assert len(sparing._kinds) <= 1_000

    def test_values_are_not_a_kind(self) -> None:
        assert len(self.written(Sparing(most=5), 50, "from outside: %d")) == 5


def test_every_field_is_in_the_guide() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    documented = dict(rows)
    assert {name: documented.get(name) for name in FIELDS} == FIELDS
