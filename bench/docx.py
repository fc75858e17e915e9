"""How fast DOCX files become live documents and back: one of 300 pages, and real ones.

    python bench/docx.py [--corpus FOLDER] [--pages N]

Times are CPU seconds of this process, the best of three for the long file.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from tongwen.core.errors import TongwenError
from tongwen.formats.convert import read_document
from tongwen.formats.docx import blank_docx, export_docx, import_docx, merge_docx
from tongwen.formats.docx.preview import preview
from tongwen.kinds.text import Node, Text, reconcile
from tongwen.kinds.text.model import Content, mark_attributes

WORDS = ["collaboration", "document", "cloud", "office", "editing", "network", "service"]
HAN = "同文办公文档协作系统支持多人实时编辑与云端存储企业客户服务商分级管理交付能力培训"
LONG = 5_000_000  # bytes of a first update
SECTIONS_A_PAGE = 0.94  # a heading, five paragraphs, every fourth time a table


def long_document(pages: int) -> bytes:
    """Return a document of about so many pages: headings, runs, tables, a third in Chinese."""
    chance = random.Random(3)
    nodes: list[Content] = []
    for number in range(round(pages * SECTIONS_A_PAGE)):
        title = f"{number + 1}. Section on {chance.choice(WORDS)}"
        nodes.append(
            Node("paragraph", {"style": f"Heading{1 if number % 5 == 0 else 2}"}, [Text(title)])
        )
        nodes += [_paragraph(chance, number % 3 == 0) for _ in range(5)]
        if number % 4 == 0:
            nodes.append(_table(chance))
    document = read_document(blank_docx("en", "long"), ".docx", "long")
    reconcile(document.body, nodes)
    return document.to_bytes()


def _paragraph(chance: random.Random, chinese: bool) -> Node:
    content: list[Content] = []
    for at in range(6):
        text = (
            "".join(chance.choices(HAN, k=24))
            if chinese
            else " ".join(chance.choices(WORDS, k=12)) + " "
        )
        marks = {"size": mark_attributes("size", {"val": 22})} if at % 4 == 2 else {}
        if at % 5 in (1, 3):
            name = "bold" if at % 5 == 1 else "italic"
            marks[name] = mark_attributes(name, {})
        content.append(Text(text, marks))
    return Node("paragraph", {}, content)


def _table(chance: random.Random) -> Node:
    rows: list[Content] = []
    for _ in range(5):
        cells: list[Content] = [
            Node("table_cell", {}, [Node("paragraph", {}, [Text(chance.choice(WORDS))])])
            for _ in range(4)
        ]
        rows.append(Node("table_row", {}, cells))
    return Node("table", {"style": "TableGrid", "grid": [2000] * 4}, rows)


def best(run: Callable[[], object], times: int = 3) -> float:
    """Return the least CPU seconds of a few runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return min(found)


def measure_long(pages: int) -> None:
    data = long_document(pages)
    state = import_docx(data)
    document = read_document(data, ".docx", "long")
    document.paragraphs[len(document.paragraphs) // 2].insert(3, "EDIT")
    edited = document.state()
    print(f"{pages} pages: {len(data) / 1e3:.0f} kB packed, update {len(state) / 1e6:.2f} MB")
    print(f"  import             {best(lambda: import_docx(data)):.3f} s")
    print(f"  export, unchanged  {best(lambda: export_docx(data, state, {}.__getitem__)):.3f} s")
    print(f"  export, one edit   {best(lambda: export_docx(data, edited, {}.__getitem__)):.3f} s")
    print(f"  merge, one edit    {best(lambda: merge_docx(state, document.to_bytes())):.3f} s")
    print(f"  preview            {best(lambda: preview(data)):.3f} s")


def measure_corpus(folder: Path) -> None:
    """Convert real files; those that become over 5 MB are left out."""
    into: list[float] = []
    out: list[float] = []
    for path in sorted(folder.glob("*.docx")):
        data = path.read_bytes()
        start = time.process_time()
        try:
            state = import_docx(data)
        except TongwenError:
            continue
        middle = time.process_time()
        if len(state) > LONG:
            continue
        export_docx(data, state, {}.__getitem__)
        into.append(middle - start)
        out.append(time.process_time() - middle)
    if into:
        count = len(into)
        both = [one + other for one, other in zip(into, out, strict=True)]
        print(
            f"{count} real files: import {count / sum(into):.0f}/s, export {count / sum(out):.0f}/s"
        )
        print(
            f"  both {count / sum(both):.0f} files/s per core, median {median(both) * 1e3:.1f} ms"
        )


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=300)
    corpus = Path(__file__).parents[2] / "shared" / "corpus" / "docx"
    arguments.add_argument("--corpus", type=Path, default=corpus)
    given = arguments.parse_args()
    measure_long(given.pages)
    measure_corpus(given.corpus)


if __name__ == "__main__":
    main()
