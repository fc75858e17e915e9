"""How fast a workbook of a million cells is read, beside openpyxl and IronCalc."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.report import Figure, Report
from bench.sheets.workbooks import large

ROWS = 100_000
COLUMNS = 10
ROUNDS = 3
NOTES = """
One workbook of 100,000 × 10 cells that is made here: texts, numbers, 200,000 formulas, six formats.
Each reading is a process of its own; CPU seconds, and the greatest resident memory, which contains
the interpreter and the file. "To updates" is what opening a file for the first time needs. openpyxl
in read-only mode keeps nothing; IronCalc reads, but does not calculate.
"""


def _cells(path: Path) -> None:
    from tongwen.formats.xlsx.reader import read_workbook

    read_workbook(path.read_bytes())


def _updates(path: Path) -> None:
    from tongwen.formats.xlsx.importer import import_xlsx

    import_xlsx(path.read_bytes())


def _openpyxl(path: Path) -> None:
    from openpyxl import load_workbook

    load_workbook(path)


def _openpyxl_stream(path: Path) -> None:
    from openpyxl import load_workbook

    for sheet in load_workbook(path, read_only=True).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                cell.value  # noqa: B018 - reading it is what is measured


def _ironcalc(path: Path) -> None:
    import ironcalc

    ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")


READERS: dict[str, Callable[[Path], None]] = {
    "tongwen, to entries": _cells,
    "tongwen, to updates": _updates,
    "IronCalc, load": _ironcalc,
    "openpyxl, read-only": _openpyxl_stream,
    "openpyxl, load": _openpyxl,
}
_MUST = {"tongwen, to entries": 400_000}  # cells a CPU second
_ONCE = ("openpyxl, read-only", "openpyxl, load")  # they take a quarter of a minute


def measure(name: str, path: Path) -> tuple[float, float]:
    """Return CPU seconds and peak MB of one reading, in a process of its own."""
    command = [sys.executable, "-m", "bench.sheets.reading", name, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def figures() -> list[Figure]:
    """Measure every reader."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        path.write_bytes(large(ROWS))
        for name in READERS:
            rounds = [measure(name, path) for _ in range(1 if name in _ONCE else ROUNDS)]
            rates = [ROWS * COLUMNS / seconds for seconds, _ in rounds]
            found.append(Figure(name, "cells/CPU-s", rates, _MUST.get(name), at_least=True))
            found.append(Figure(f"{name}: peak memory", "MB", [memory for _, memory in rounds]))
    return found


def run() -> Report:
    """Measure reading."""
    return Report("Reading a workbook of a million cells", NOTES, figures())


def main() -> None:
    """Read a file once with the named reader; print CPU seconds and peak MB as JSON."""
    name, path = sys.argv[1], Path(sys.argv[2])
    start = time.process_time()
    READERS[name](path)
    seconds = time.process_time() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


if __name__ == "__main__":
    main()
