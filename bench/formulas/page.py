"""The cases on the page's engine, which Node runs."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.formulas.cases import Workbook
from bench.server import REPOSITORY
from tongwen.kinds.sheet.calc.plain import PlainBook, PlainSheet

PATIENCE = 900  # seconds


def computed(workbooks: Iterable[Workbook], folder: Path) -> list[list[Any]]:
    """Compute the cases of workbooks, in their order. `folder` is for files that go between."""
    asked = folder / "asked.jsonl"
    with asked.open("w") as file:
        for workbook in workbooks:
            cases = [[case.sid, case.row, 0] for case in workbook.cases]
            file.write(json.dumps({**_written(workbook.book), "cases": cases}) + "\n")
    command = [shutil.which("node") or "node", "bench/formulas/page.mjs", str(asked)]
    ran = subprocess.run(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, check=True, timeout=PATIENCE, text=True
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def _written(book: PlainBook) -> dict[str, Any]:
    """What the page's worker is told of a workbook."""
    return {
        "sheets": [_sheet(sheet) for sheet in book.sheets],
        "names": [
            {"name": name, "scope": scope, "formula": text} for name, scope, text in book.names
        ],
        "tables": [
            {
                "name": table.name,
                "sid": table.sheet,
                **_corners(table.box),
                "header": table.header,
                "totals": table.totals,
                "columns": table.columns,
            }
            for table in book.tables
        ],
        "pivots": [{"sid": pivot.sheet, **_corners(pivot.box)} for pivot in book.pivots],
        "date1904": book.date1904,
        "iterate": book.iteration is not None,
    }


def _corners(box: tuple[int, int, int, int]) -> dict[str, int]:
    return dict(zip(("row1", "col1", "row2", "col2"), box, strict=True))


def _sheet(sheet: PlainSheet) -> dict[str, Any]:
    return {
        "sid": sheet.sid,
        "name": sheet.name,
        "values": sheet.values,
        "formulas": [
            {
                "row": formula.row,
                "col": formula.col,
                "text": formula.text,
                "dynamic": formula.dynamic,
                **({"area": formula.array} if formula.array else {}),
            }
            for formula in sheet.formulas
        ],
        "hidden": [[row, row] for row in sorted(sheet.hidden_rows)],
    }
