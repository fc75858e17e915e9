"""What a cell holds, read when anybody may have written it."""

import math
from typing import Any

Content = Any
"""None, a number, text, a truth value, `{"e"}`, `{"r"}` or `{"f"}`: see the README."""

LEAVE: dict[str, Any] = {}
"""In a put: leaves the cell as it is."""


def read_content(value: Any) -> Content:
    """Return a content as it may be shown; what is none reads as empty."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"e": "#NUM!"}
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("f"), str) or isinstance(value.get("e"), str):
        return value
    rich = value.get("r")
    if isinstance(rich, list) and all(
        isinstance(run, list) and run and isinstance(run[0], str) for run in rich
    ):
        return value
    return None


def is_formula(content: Content) -> bool:
    """Whether a content is a formula."""
    return isinstance(content, dict) and isinstance(content.get("f"), str)


def plain_value(content: Content) -> Content:
    """Return what a content is worth without calculating: of a formula, what the file said.

    Rich text is its text, an error stays `{"e": code}`.
    """
    if is_formula(content):
        content = read_content(content.get("c"))
        if is_formula(content):
            return None
    if isinstance(content, dict) and "r" in content:
        return "".join(run[0] for run in content["r"])
    return content
