"""Live workbooks on the server: calculation after an edit, and what rounds of edits leave."""

import json
import sys
from collections.abc import Callable

from bench.report import Figure
from bench.sheets.apart import Clock, Found, apart, resident
from bench.sheets.workbooks import chain, large

ROUNDS = 5
CHURNED = 20_000  # rows of ten cells in a round: a million cells in all
FORMULAS = 100_000
EDITS = 7


def _chain() -> Found:
    from tongwen.formats.xlsx import import_xlsx

    return _recalculated(import_xlsx(chain()), (0, 0, 9), lambda first: first + FORMULAS - 1)


def _filled() -> Found:
    from tongwen.formats.xlsx import import_xlsx
    from tongwen.formats.xlsx.blank import blank_xlsx
    from tongwen.kinds.sheet.document import Workbook

    workbook = Workbook.of_states(import_xlsx(blank_xlsx("en")))
    sheet = workbook[0]
    sheet["A1"].value = 2
    sheet["B1"].write([[row, f"=B{row}*$A$1"] for row in range(1, FORMULAS + 1)])
    last = (0, FORMULAS - 1, 2)
    return _recalculated(workbook.states(), last, lambda first: first * FORMULAS)


def _recalculated(
    states: dict[str, bytes], last: tuple[int, int, int], expected: Callable[[float], float]
) -> Found:
    """Compute a workbook, then again after each of some edits of its first cell.

    Raises:
        RuntimeError: the last formula has not the value that it must have.
    """
    from tongwen.kinds.sheet.book import Book
    from tongwen.kinds.sheet.calc.ironcalc_engine import Calculation
    from tongwen.kinds.sheet.calc.plain import plain_book
    from tongwen.kinds.sheet.parts import parts_of

    docs = dict(parts_of(states))
    with Clock() as whole:
        calculation = Calculation(plain_book(Book(docs.__getitem__)))
        calculation.values()
    seconds = []
    for number in range(EDITS):
        calculation.model.update_cell_with_number(0, 1, 1, 1000.0 + number)
        with Clock() as clock:
            calculation.model.evaluate()
        seconds.append(clock.seconds)
        if calculation.read(last) != expected(1000.0 + number):
            raise RuntimeError("the last formula has a wrong value")
    return {"whole": whole.seconds, "edit": seconds}


def _churn() -> Found:
    """Write a million cells in rounds, delete them again, fold after each round."""
    from tongwen.formats.xlsx import import_xlsx
    from tongwen.kinds.sheet import commands
    from tongwen.kinds.sheet.document import Workbook
    from tongwen.kinds.sheet.folding import fold_workbook
    from tongwen.ydoc.states import fold

    states = import_xlsx(large(10_000))
    sizes, loads, memory = [], [], []
    for number in range(ROUNDS):
        workbook = Workbook.of_states(states)
        sheet = workbook[0].model
        commands.insert_lines(sheet, "rows", 100, CHURNED)
        rows = [[row, *[f"{number} {row % 50}"] * 9] for row in range(CHURNED)]
        commands.set_contents(sheet, 100, 0, rows)
        commands.delete_lines(sheet, "rows", [(100, 99 + CHURNED)])
        states = workbook.states()
        del workbook, sheet, rows
        for part, update in fold_workbook(states):
            states[part] = fold([states[part], update], keep_deletions=False)
        sizes.append(sum(map(len, states.values())) / 1e6)
        loads.append(_loading(states))
        memory.append(resident())
    return {"sizes": sizes, "loads": loads, "memory": memory}


def _loading(states: dict[str, bytes]) -> float:
    from tongwen.kinds.sheet.document import Workbook

    best = float("inf")
    for _ in range(3):
        with Clock() as clock:
            read = sum(1 for _ in Workbook.of_states(states)[0].model.read())
        if read != 10_000:
            raise RuntimeError("the workbook changed")
        best = min(best, clock.seconds)
    return best


TASKS: dict[str, Callable[[], Found]] = {"chain": _chain, "filled": _filled, "churn": _churn}


def measure() -> list[Figure]:
    """Measure calculation and churn, each in a process of its own."""
    one, other, churn = (apart("live", name) for name in TASKS)
    return [
        Figure("server: 100k formulas in a chain after one edit", "s", one["edit"], 0.2),
        Figure("server: 100k formulas that read one cell after its edit", "s", other["edit"], 0.2),
        Figure("server: the chain, from updates to all values", "s", [one["whole"]]),
        _flat("churn: size of the updates, last round against first", churn["sizes"]),
        _flat("churn: load time, last round against first", churn["loads"]),
        _flat("churn: resident memory, last round against second", churn["memory"][1:]),
        Figure("churn: size of the updates after each round", "MB", churn["sizes"]),
        Figure("churn: load time after each round, CPU", "s", churn["loads"]),
        Figure("churn: resident memory after each round", "MB", churn["memory"]),
    ]


def _flat(what: str, rounds: list[float]) -> Figure:
    return Figure(what, "times", [rounds[-1] / rounds[0]], 1.2)


def main() -> None:
    """Run one task and print what it took."""
    print(json.dumps(TASKS[sys.argv[1]]()))


if __name__ == "__main__":
    main()
