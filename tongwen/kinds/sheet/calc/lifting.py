"""Functions over areas, one value at a time: MAP says so where the engine does not do it itself."""

import re
from functools import lru_cache
from typing import Any

import ironcalc

from tongwen.kinds.sheet.calc.calls import Call, calls, names_in
from tongwen.kinds.sheet.calc.functions import FUNCTIONS
from tongwen.kinds.sheet.calc.intersections import SINGLE, kind_at
from tongwen.kinds.sheet.calc.literals import plain_reference

_MOST_CALLS = 16  # of one formula
_MOST_ARGUMENTS = 12
_ARRAY = re.compile(r"\{[^{}]*\}")


def lifted(text: str) -> str:
    """Return a formula that is computed as an array, with calls over areas as MAP.

    The engine gives the first value alone of some functions, such as NORM.S.DIST.
    """
    called = frozenset(names_in(text)) - FUNCTIONS.keys()
    names = frozenset(name for name in called if _lifts(name) is False)
    if not names:
        return text
    for _ in range(_MOST_CALLS):
        written = next(
            (new for call in calls(text, names) if (new := _mapped(text, call)) is not None), None
        )
        if written is None:
            return text
        text = written
    return text


def _mapped(text: str, call: Call) -> str | None:
    """Return a text with a call as MAP; None when it has no area in the place of a value."""
    given = [text[start:end].strip() for start, end in call.arguments]
    areas = {
        at: one
        for at, one in enumerate(given)
        if kind_at(call.name, at) in SINGLE and _is_area(one)
    }
    if not areas:
        return None
    names = {at: f"mapped_{chr(97 + at)}" for at in areas if at < _MOST_ARGUMENTS}
    inside = ",".join(names.get(at, one) for at, one in enumerate(given))
    mapped = ",".join(areas[at] for at in names)
    return (
        f"{text[: call.start]}MAP({mapped},LAMBDA({','.join(names.values())},"
        f"{call.name}({inside}))){text[call.end :]}"
    )


def _is_area(text: str) -> bool:
    place = plain_reference(text)
    if place is None:
        return _ARRAY.fullmatch(text) is not None
    return place[1:3] != place[3:]


@lru_cache(4096)
def _lifts(name: str) -> bool | None:
    """Whether the engine computes a function for each cell of an area; None: it takes areas."""
    kinds = "".join(kind_at(name, at) for at in range(_MOST_ARGUMENTS))
    at = next((at for at, kind in enumerate(kinds) if kind in SINGLE), None)
    if at is None:
        return None
    model: Any = ironcalc.create("lifts", "en", "UTC", "en")
    for row in (1, 2):
        model.update_cell_with_number(0, row, 1, 1)
    given = [
        "A1:A2" if place == at or kind not in SINGLE else "1" for place, kind in enumerate(kinds)
    ]
    return any(_fills(model, name, given[:count]) for count in range(at + 1, len(given) + 1))


def _fills(model: Any, name: str, given: list[str]) -> bool:
    """Whether a call has a result of two rows."""
    try:
        model.update_cell_with_formula(0, 1, 3, f"={name}({','.join(given)})")
    except ironcalc.WorkbookError:
        return False
    model.evaluate()
    return model.get_cell_value(0, 2, 3) is not None
