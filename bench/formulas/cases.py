"""LibreOffice's tests of spreadsheet functions as workbooks and the results they ask for."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tongwen import ydoc
from tongwen.formats.xlsx.importer import import_xlsx
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.calc.calls import names_in
from tongwen.kinds.sheet.calc.plain import PlainBook, plain_book

CATALOGUE = Path(__file__).parents[2] / "tongwen/kinds/sheet/web/calc/catalogue"
TOLERANCE = 1e-7


@dataclass(frozen=True)
class Case:
    """A formula in the first column, the first function it calls, and what LibreOffice found."""

    sid: str
    row: int
    text: str
    function: str
    expected: Any


@dataclass(frozen=True)
class Workbook:
    """One file: what the engines are given, and what is asked of them."""

    name: str
    book: PlainBook
    cases: list[Case]


def workbooks(folder: Path, into: Path) -> Iterator[Workbook]:
    """Convert and read all files of a folder of LibreOffice's tests."""
    excel = _excel_names()
    for path in _converted(folder, into):
        yield read(path, excel)


def read(path: Path, excel: frozenset[str]) -> Workbook:
    """Read a workbook; what the file says of results is taken away."""
    docs = {name: ydoc.load(state) for name, state in import_xlsx(path.read_bytes()).items()}
    book = plain_book(Book(lambda name: docs.get(name) or docs.setdefault(name, ydoc.new_doc())))
    cases: list[Case] = []
    for number, sheet in enumerate(book.sheets):
        for formula in sheet.formulas:
            names = list(names_in(formula.text))
            if number and formula.col == 0 and names and excel.issuperset(names):
                cases.append(Case(sheet.sid, formula.row, formula.text, names[0], formula.cached))
            formula.cached = None
    return Workbook(path.stem, book, cases)


def same(expected: Any, found: Any) -> bool:
    """Whether two results count as equal: all errors do, and numbers up to their rounding."""
    if isinstance(expected, dict) or isinstance(found, dict):
        return isinstance(expected, dict) and isinstance(found, dict)
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return abs(expected - found) <= TOLERANCE * max(abs(expected), abs(found), 1e-5)
    return bool((expected or "") == (found or ""))


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
