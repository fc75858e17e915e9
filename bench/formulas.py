"""How many of LibreOffice's own tests of spreadsheet functions the server's engine agrees with."""

import os
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.report import Figure, Report
from tongwen import ydoc
from tongwen.formats.xlsx.importer import import_xlsx
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.calc.calls import names_in
from tongwen.kinds.sheet.calc.ironcalc_engine import Calculation
from tongwen.kinds.sheet.calc.plain import PlainBook, plain_book

CATALOGUE = Path(__file__).parents[1] / "tongwen/kinds/sheet/web/calc/catalogue"
VARIABLE = "LIBREOFFICE_FUNCTIONS"
TOLERANCE = 1e-7
LISTED = 25
NOTES = """
Each case is a formula of the first column of a worksheet in LibreOffice's own tests
(`sc/qa/unit/data/functions`, MPL-2.0, not in this repository), whose functions are all Excel's,
and the result that LibreOffice has stored; errors count as equal. LibreOffice wrote the files as
XLSX, and what they say of results is hidden from the engine. A part of the cases asks for what
only LibreOffice does: regular expressions in criteria, its union operator, its rounding.
"""


def run() -> Report:
    """Compute all cases.

    Raises:
        SystemExit: the environment does not say where they are.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        raise SystemExit(f"{VARIABLE} names no folder: LibreOffice's sc/qa/unit/data/functions")
    excel = _excel_names()
    right, cases, missed = 0, 0, Counter[str]()
    with tempfile.TemporaryDirectory() as temporary:
        for path in _converted(Path(folder), Path(temporary)):
            for function, agrees in _cases(path.read_bytes(), excel):
                cases += 1
                right += agrees
                missed[function] += not agrees
    worst = ", ".join(f"{name} {count}" for name, count in missed.most_common(LISTED) if count)
    return Report(
        "Formulas that LibreOffice's own tests agree with",
        f"{NOTES}\nCases that differ, by function: {worst}.",
        [
            Figure("server's engine: agrees", "%", [100 * right / cases], 88, at_least=True),
            Figure("cases", "formulas", [cases]),
        ],
    )


def _excel_names() -> frozenset[str]:
    """The functions that the page's catalogue explains."""
    line = re.compile(r"^([A-Z][A-Z0-9.]*)\|", re.MULTILINE)
    return frozenset(
        name for path in CATALOGUE.glob("*.ts") for name in line.findall(path.read_text())
    )


def _converted(folder: Path, into: Path) -> Iterator[Path]:
    """Convert all files by LibreOffice, folder by folder: names repeat."""
    for number, group in enumerate(sorted({path.parent for path in folder.rglob("*.fods")})):
        target = into / str(number)
        command = ["soffice", f"-env:UserInstallation=file://{into}/profile", "--headless"]
        command += ["--convert-to", "xlsx", "--outdir", str(target)]
        files = [str(path) for path in sorted(group.glob("*.fods"))]
        subprocess.run([*command, *files], check=True, capture_output=True, timeout=900)
        yield from sorted(target.glob("*.xlsx"))


def _cases(data: bytes, excel: frozenset[str]) -> Iterator[tuple[str, bool]]:
    docs = {name: ydoc.load(state) for name, state in import_xlsx(data).items()}
    book = plain_book(Book(lambda name: docs.get(name) or docs.setdefault(name, ydoc.new_doc())))
    asked: list[tuple[str, int, str, Any]] = []
    for number, sheet in enumerate(book.sheets):
        for formula in sheet.formulas:
            names = list(names_in(formula.text))
            if number and formula.col == 0 and names and excel.issuperset(names):
                asked.append((sheet.sid, formula.row, names[0], formula.cached))
            formula.cached = None
    values = _computed(book)
    for sid, row, name, expected in asked:
        yield name, _same(expected, values.get(sid, {}).get((row, 0)))


def _computed(book: PlainBook) -> Any:
    return Calculation(book).values()


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, dict) or isinstance(found, dict):
        return isinstance(expected, dict) and isinstance(found, dict)
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return abs(expected - found) <= TOLERANCE * max(abs(expected), abs(found), 1e-5)
    return bool((expected or "") == (found or ""))
