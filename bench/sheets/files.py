"""A workbook of a million cells read and written, beside openpyxl, IronCalc and LibreOffice."""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.report import Figure
from bench.sheets.apart import Clock, Found, apart, peak
from bench.sheets.workbooks import large

ROWS = 100_000
CELLS = ROWS * 10
MIDDLE = (50_000, 3)  # a number that a formula beside it reads
ROUNDS = 3


def _imported(path: Path) -> Found:
    from tongwen.formats.xlsx.importer import import_xlsx

    data = path.read_bytes()
    with Clock() as clock:
        parts = import_xlsx(data)
    return {"import": clock.seconds, "size": sum(map(len, parts.values())) / 1e6}


def _export(path: Path, edit: str) -> Found:
    from tongwen.formats.xlsx import export_xlsx, import_xlsx
    from tongwen.kinds.sheet import commands
    from tongwen.kinds.sheet.document import Workbook

    original = path.read_bytes()
    workbook = Workbook.of_states(import_xlsx(original))
    sheet = workbook[0]
    if edit == "one":
        sheet.range(*MIDDLE).value = 4711
    else:
        commands.insert_lines(sheet.model, "rows", 0, 1)
    states = workbook.states()
    del workbook, sheet
    with Clock() as clock:
        export_xlsx(original, states)
    return {edit: clock.seconds}


def _one(path: Path) -> Found:
    return _export(path, "one")


def _moved(path: Path) -> Found:
    return _export(path, "moved")


def _filled(_: Path) -> Found:
    """Export half a million cells, three fifths of them formulas, that a program wrote."""
    from tongwen.formats.xlsx import export_xlsx, import_xlsx
    from tongwen.formats.xlsx.blank import blank_xlsx
    from tongwen.kinds.sheet.document import Workbook

    original = blank_xlsx("en")
    workbook = Workbook.of_states(import_xlsx(original))
    workbook[0]["A1"].write(
        [
            [
                row,
                f"text {row % 5000}",
                f"=A{row}*2+$A$1",
                f"=SUM(A$1:A{row})",
                f'=IF(C{row}>5,"a")',
            ]
            for row in range(1, ROWS + 1)
        ]
    )
    states = workbook.states()
    del workbook
    with Clock() as clock:
        export_xlsx(original, states)
    return {"filled": clock.seconds}


def _openpyxl(path: Path) -> Found:
    from openpyxl import load_workbook

    with Clock() as reading:
        book = load_workbook(path)
    with Clock() as writing:
        book.save(path.with_suffix(".saved.xlsx"))
    return {"import": reading.seconds, "moved": writing.seconds}


def _ironcalc(path: Path) -> Found:
    import ironcalc

    with Clock() as reading:
        model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    target = path.with_suffix(".saved.xlsx")
    target.unlink(missing_ok=True)
    with Clock() as writing:
        model.save_to_xlsx(str(target))
    return {"import": reading.seconds, "moved": writing.seconds}


def _libreoffice(path: Path) -> Found:
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "xlsx", "--outdir", f"{folder}/out", str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = used.ru_maxrss * 1024 / 1e6
    return {"both": used.ru_utime + used.ru_stime, "children": memory}


TASKS: dict[str, Callable[[Path], Found]] = {
    "import": _imported,
    "one": _one,
    "moved": _moved,
    "filled": _filled,
    "IronCalc": _ironcalc,
    "openpyxl": _openpyxl,
    "LibreOffice": _libreoffice,
}
_SLOW = ("openpyxl", "LibreOffice")  # half a minute each


def measure() -> list[Figure]:
    """Measure ours and the others in turns."""
    found: dict[str, list[Found]] = {name: [] for name in TASKS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        path.write_bytes(large(ROWS))
        for turn in range(ROUNDS):
            for name in TASKS:
                if name == "LibreOffice" and not shutil.which("soffice"):
                    continue
                if turn == 0 or name not in _SLOW:
                    found[name].append(apart("files", name, str(path)))
    return _figures(found)


def _figures(found: dict[str, list[Found]]) -> list[Figure]:
    def values(task: str, what: str) -> list[float]:
        return [measured[what] for measured in found[task]]

    def rates(task: str, what: str) -> list[float]:
        return [CELLS / seconds for seconds in values(task, what)]

    unit, times = "cells/CPU-s", "times"
    reading, writing = rates("import", "import"), rates("moved", "moved")
    openpyxl = found["openpyxl"][0]
    figures = [
        Figure("1M cells: import", unit, reading, 400_000, at_least=True),
        Figure("1M cells: import, IronCalc", unit, rates("IronCalc", "import")),
        Figure("1M cells: import, openpyxl", unit, rates("openpyxl", "import")),
        Figure(
            "1M cells: import against openpyxl",
            times,
            [rate * openpyxl["import"] / CELLS for rate in reading],
        ),
        Figure("1M cells: export, a row inserted at the top", unit, writing, 250_000, True),
        Figure("1M cells: export, IronCalc", unit, rates("IronCalc", "moved")),
        Figure("1M cells: export, openpyxl", unit, rates("openpyxl", "moved")),
        Figure(
            "1M cells: export against openpyxl",
            times,
            [rate * openpyxl["moved"] / CELLS for rate in writing],
        ),
        Figure(
            "500k new cells, 300k of them formulas: export",
            unit,
            [rate / 2 for rate in rates("filled", "filled")],
        ),
        Figure("1M cells: export of one changed cell, CPU", "s", values("one", "one"), 1.5),
        Figure("1M cells: size of the updates", "MB", values("import", "size"), 8),
        Figure("1M cells: memory of an import", "MB", values("import", "peak")),
        Figure("1M cells: memory of an export", "MB", values("moved", "peak")),
        Figure("1M cells: memory, IronCalc", "MB", values("IronCalc", "peak")),
        Figure("1M cells: memory, openpyxl", "MB", values("openpyxl", "peak")),
    ]
    if found["LibreOffice"]:
        ours = [
            CELLS / (one["import"] + other["moved"])
            for one, other in zip(found["import"], found["moved"], strict=True)
        ]
        figures += [
            Figure("1M cells: import and export", unit, ours),
            Figure("1M cells: import and export, LibreOffice", unit, rates("LibreOffice", "both")),
            Figure("1M cells: memory, LibreOffice", "MB", values("LibreOffice", "children")),
        ]
    return figures


def main() -> None:
    """Run one task and print what it took."""
    name, path = sys.argv[1:3]
    found = TASKS[name](Path(path))
    print(json.dumps({**found, "peak": peak()}))


if __name__ == "__main__":
    main()
