"""The issue's table of musts for sheets, measured in about eight minutes."""

from bench.report import Report
from bench.sheets import corpus, files, live, page

NOTES = """
**Files.** One workbook of 100,000 × 10 cells that is made here: texts, numbers, 200,000 formulas,
six formats, 7 MB. Ours and the others in turns, each task in a process of its own; CPU seconds,
and the greatest resident memory with the interpreter and the file. "Import" is all that opening a
file for the first time needs. "A row inserted at the top" moves all cells and rewords all
formulas, so that every row is written again; for the others it is a plain save. IronCalc drops
charts, comments and tables when it saves. LibreOffice reads and writes in one run.

**Server.** IronCalc over 100,000 formulas; it computes all again whatever was edited. *From
updates*: what a download needs when no engine is warm: reading the document, handing over 100,000
formulas, computing, reading all values. Churn: 200,000 cells in 20,000 inserted rows are written
and deleted in each of five rounds, over a workbook of 100,000, and folded after each.

**Corpus.** Real workbooks from a folder beside the repository or in `BENCH_SHEETS`; without one,
a workbook that is made here. One cell is written under what the first worksheet uses; its part,
shared texts, the chain of calculation and what names them may change.

**Page.** Headless Chromium without a graphics card on the machine of the server, with a real
server, files imported before, no own copy in the browser. Opening ends with the frame after the
contents of A1 are in the formula bar and the cells are drawn. Heap with buffers after garbage was
collected, without the worker. Frames while a wheel turns. An edit counts from Enter to the frame
in which the other page's picture of the cells has changed; calculation to that in which the last
cell's picture has. The server's memory is that of its process five seconds after a page has opened
the large workbook, over that after a small one. Univer alone, measured before the grid was built on
its renderer: frame p95 63–124 ms over 1M cells.
"""


def measure_all() -> Report:
    """Measure everything."""
    figures = [*files.measure(), *live.measure(), *page.measure(), *corpus.measure()]
    return Report("Sheets: files, server and page", NOTES, figures)
