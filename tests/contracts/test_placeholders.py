"""`:name` parameters become `$n`, and nothing else changes."""

import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongwen.store.postgres.placeholders import numbered

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,6}", fullmatch=True)
INSIDE = st.text(st.sampled_from("a:;-*/$1? \n文"), max_size=8)
STRINGS = INSIDE.map(lambda text: f"'{text}'")
DOUBLED = INSIDE.map(lambda text: f"'x''{text}'")
IDENTIFIERS = INSIDE.map(lambda text: f'"{text}"')
COMMENTS = INSIDE.map(lambda text: "-- " + text.replace("\n", " ") + "\n")
BLOCKS = INSIDE.map(lambda text: "/*" + re.sub(r"\*+/", "/", text) + " */")
WORDS = st.sampled_from([" select ", " x ", ",", "(", ")", " = ", " || ", "\n", "1", "::text", "$"])
LITERAL = st.one_of(STRINGS, DOUBLED, IDENTIFIERS, COMMENTS, BLOCKS, WORDS)


@given(st.lists(st.one_of(LITERAL.map(lambda text: (text, None)), NAMES.map(lambda n: ("", n)))))
def test_only_parameters_are_replaced(pieces: list[tuple[str, str | None]]) -> None:
    names: list[str] = []
    for _, name in pieces:
        if name is not None and name not in names:
            names.append(name)
    sql = " ".join(f":{name}" if name else text for text, name in pieces)
    expected = " ".join(f"${names.index(name) + 1}" if name else text for text, name in pieces)
    assert numbered(sql) == (expected, tuple(names))


@given(st.lists(st.one_of(STRINGS, DOUBLED, NAMES.map(lambda n: f":{n}"), BLOCKS), min_size=1))
def test_sqlite_finds_the_same_parameters(pieces: list[str]) -> None:
    values = [piece for piece in pieces if not piece.startswith("/*")]
    sql = "select " + ", ".join(values or ["1"]) + " " + " ".join(set(pieces) - set(values))
    names = numbered(sql).names
    row = sqlite3.connect(":memory:").execute(sql, {name: name for name in names}).fetchone()
    assert [each for each in row if each != 1] == [
        piece[1:] if piece.startswith(":") else piece[1:-1].replace("''", "'") for piece in values
    ]
    for missing in names:
        with pytest.raises(sqlite3.ProgrammingError):
            rest = {name: name for name in names if name != missing}
            sqlite3.connect(":memory:").execute(sql, rest)


def test_a_name_used_twice_is_one_parameter() -> None:
    assert numbered("a = :x or b = :y or c = :x") == ("a = $1 or b = $2 or c = $1", ("x", "y"))


@pytest.mark.parametrize(
    "sql", ["'never ends :x", '"never ends :x', "/* never ends :x", "1:2", ":", "::"]
)
def test_text_that_is_no_sql_does_not_hang_or_raise(sql: str) -> None:
    assert numbered(sql).sql.count(":") >= sql.count(":") - 1
