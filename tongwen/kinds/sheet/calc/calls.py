"""Calls of functions in formula text: where they are, and where their arguments are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'  # text
    r"|'(?:[^']|'')*'"  # a quoted worksheet
    r"|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"  # a table reference, a book
    r"|(?P<call>[A-Za-z_][A-Za-z0-9._]*)\("
    r"|[A-Za-z_$\\][\w.$\\]*"
    r"|[(){},;]",
    re.UNICODE,
)
DEEPEST = 256
"""How deeply parentheses may be nested: Excel allows 64 calls (its specifications and limits)."""


@dataclass(slots=True)
class Call:
    """A call from `start` to `end`; `arguments` are the places of their texts."""

    name: str
    start: int
    end: int
    arguments: list[tuple[int, int]]


def calls(text: str, names: "frozenset[str]") -> list[Call]:
    """Return the calls of functions with these (capital) names, inner ones before outer ones.

    A text whose parentheses do not match has none; nor has one nested deeper than `DEEPEST`.
    """
    found: list[Call] = []
    stack: list[tuple[str, int, list[int]]] = []  # name or bracket, start, commas
    for match in _TOKEN.finditer(text):
        token = match.group()
        if match["call"] is not None:
            stack.append((match["call"].upper(), match.start(), [match.end()]))
        elif token in ("(", "{"):
            stack.append((token, match.start(), []))
        elif token == "," and stack and stack[-1][2]:
            stack[-1][2].append(match.end())
        elif token in (")", "}"):
            if not stack:
                return []
            name, start, begins = stack.pop()
            if name in names:
                ends = [*(begin - 1 for begin in begins[1:]), match.start()]
                found.append(Call(name, start, match.end(), list(zip(begins, ends, strict=True))))
        if len(stack) > DEEPEST:
            return []
    return [] if stack else found


def too_deep(text: str) -> bool:
    """Whether a formula is nested deeper than `DEEPEST`: a parser would run out of stack."""
    if text.count("(") + text.count("{") <= DEEPEST:
        return False
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token[-1:] in ("(", "{"):
            depth += 1
            if depth > DEEPEST:
                return True
        elif token in (")", "}"):
            depth -= 1
    return False


def names_in(text: str) -> Iterator[str]:
    """Yield the names of all functions that a formula calls, in capitals."""
    for match in _TOKEN.finditer(text):
        if match["call"] is not None:
            yield match["call"].upper()
