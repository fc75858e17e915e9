"""How many of LibreOffice's own tests of spreadsheet functions the two engines agree with."""

import os
import tempfile
from collections import Counter
from pathlib import Path

from bench.formulas import page, server
from bench.formulas.cases import Case, Workbook, same, workbooks
from bench.report import Figure, Report

VARIABLE = "LIBREOFFICE_FUNCTIONS"
LISTED = 25
LIMIT = 88  # per cent
NOTES = """
Each case is a formula of the first column of a worksheet in LibreOffice's own tests
(`sc/qa/unit/data/functions`, MPL-2.0, not in this repository), whose functions are all Excel's,
and the result that LibreOffice has stored; errors count as equal. LibreOffice wrote the files as
XLSX, and what they say of results is hidden from the engines. A part of the cases asks for what
only LibreOffice does: regular expressions in criteria, its union operator, its rounding. The page's
engine is run by Node, fed as in the page.
"""


def run() -> Report:
    """Compute all cases by both engines.

    Raises:
        SystemExit: the environment does not say where they are.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        raise SystemExit(f"{VARIABLE} names no folder: LibreOffice's sc/qa/unit/data/functions")
    with tempfile.TemporaryDirectory() as temporary:
        books = list(workbooks(Path(folder), Path(temporary)))
        found = {
            "server's": _compared(books, [server.computed(book) for book in books]),
            "page's": _compared(books, page.computed(books, Path(temporary))),
        }
    cases = sum(len(book.cases) for book in books)
    shares = [
        Figure(
            f"{engine} engine: agrees", "%", [100 - 100 * len(missed) / cases], LIMIT, at_least=True
        )
        for engine, missed in found.items()
    ]
    lists = [_worst(engine, missed) for engine, missed in found.items()]
    return Report(
        "Formulas that LibreOffice's own tests agree with",
        "\n".join([NOTES, *lists]),
        [*shares, Figure("cases", "formulas", [cases])],
    )


def _compared(books: list[Workbook], results: list[list[object]]) -> list[Case]:
    """The cases that differ."""
    return [
        case
        for book, values in zip(books, results, strict=True)
        for case, value in zip(book.cases, values, strict=True)
        if not same(case.expected, value)
    ]


def _worst(engine: str, missed: list[Case]) -> str:
    by_function = Counter(case.function for case in missed).most_common(LISTED)
    listed = ", ".join(f"{name} {count}" for name, count in by_function)
    return f"Cases in which the {engine} engine differs, by function: {listed}.\n"
