"""Translates `:name` parameters to PostgreSQL's `$n`."""

import re
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
      '(?:[^']|'')*'              # a string
    | "(?:[^"]|"")*"              # a quoted identifier
    | --[^\n]*                    # a comment
    | /\*.*?\*/
    | ::                          # a cast
    | :(?P<name>[A-Za-z_]\w*)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)


class Numbered(NamedTuple):
    """A statement with `$n`, and which value each `n` stands for."""

    sql: str
    names: tuple[str, ...]


@lru_cache(maxsize=2048)
def numbered(sql: str) -> Numbered:
    """Replace every `:name` outside strings, identifiers, comments and casts.

    A name used twice gets one number.
    """
    names: dict[str, int] = {}

    def replace(token: re.Match[str]) -> str:
        name = token["name"]
        if name is None:
            return token[0]
        return f"${names.setdefault(name, len(names) + 1)}"

    return Numbered(_TOKEN.sub(replace, sql), tuple(names))
