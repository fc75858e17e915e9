"""Functions of ours give what the examples say that both languages read."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tongwen.kinds.sheet.calc.functions import FUNCTIONS
from tongwen.kinds.sheet.calc.ironcalc_engine import Calculation
from tongwen.kinds.sheet.calc.plain import Formula, Pivot, PlainBook, PlainSheet
from tongwen.kinds.sheet.cells import read_address

FOLDER = Path(__file__).parents[4] / "tongwen/kinds/sheet/examples"
AT = (999, 701)  # ZZ1000, where the formula of a case is
CLOSE = 1e-9

Case = dict[str, Any]


def cases() -> list[Case]:
    found = []
    for path in sorted(FOLDER.glob("functions*.json")):
        read = json.loads(path.read_text("utf-8"))
        shared = {key: value for key, value in read.items() if key != "cases"}
        found += [{**shared, **case} for case in read["cases"]]
    return found


def computed(case: Case) -> Any:
    """The value of a case's formula, a list of rows when it spills."""
    sheets = [_sheet(f"s{n}", name, cells) for n, (name, cells) in enumerate(_cells(case).items())]
    sheets[0].hidden_rows = {row - 1 for row in case.get("hidden", ())}
    sheets[0].filtered_rows = {row - 1 for row in case.get("filtered", ())}
    sheets[0].formulas.append(Formula(*AT, case["formula"], dynamic=True))
    sids = {sheet.name: sheet.sid for sheet in sheets}
    pivots = []
    for pivot in case.get("pivots", ()):
        data = tuple(pivot["data"]) if "data" in pivot else None
        pivots.append(Pivot(sids[pivot["sheet"]], read_address(pivot["area"]), data))
    found = Calculation(PlainBook(sheets, pivots=pivots)).values()["s0"]
    spilled = {place: one for place, one in found.items() if place[0] >= AT[0]}
    if len(spilled) == 1:
        return spilled[AT]
    rows = 1 + max(row for row, _ in spilled) - AT[0]
    cols = 1 + max(col for _, col in spilled) - AT[1]
    return [[spilled.get((AT[0] + row, AT[1] + col)) for col in range(cols)] for row in range(rows)]


def _cells(case: Case) -> dict[str, dict[str, Any]]:
    return {"Sheet1": case.get("cells", {}), **case.get("sheets", {})}


def _sheet(sid: str, name: str, cells: dict[str, Any]) -> PlainSheet:
    made = PlainSheet(sid, name)
    for address, value in cells.items():
        row, col, _, _ = read_address(address)
        if isinstance(value, str) and value.startswith("="):
            made.formulas.append(Formula(row, col, value[1:]))
        else:
            made.values.append((row, col, value))
    return made


def agree(expected: Any, found: Any, tolerance: float) -> bool:
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and [len(row) for row in expected] == [len(row) for row in found]
            and all(
                agree(one, other, tolerance)
                for row, line in zip(expected, found, strict=True)
                for one, other in zip(row, line, strict=True)
            )
        )
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return math.isclose(expected, found, rel_tol=tolerance, abs_tol=1e-12)
    return (expected or None) == (found or None)  # an empty text and an empty cell look alike


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['formula']}")
def test_a_function(case: Case) -> None:
    found = computed(case)
    assert agree(case["expected"], found, case.get("tolerance", CLOSE)), found


def test_every_function_of_ours_has_an_example_and_one_that_fails() -> None:
    shown = {case["function"] for case in cases()}
    assert shown >= set(FUNCTIONS)
    failing = {case["function"] for case in cases() if isinstance(case["expected"], dict)}
    assert failing >= set(FUNCTIONS) - {"JIS"}  # the other name of DBCS
