"""How fast DOCX files become live documents and back: one of 300 pages, and ordinary ones."""

import os
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from bench.report import Figure, Report
from tongwen.core.errors import TongwenError
from tongwen.formats.docx import blank_docx, export_docx, import_docx, merge_docx
from tongwen.formats.docx.preview import preview
from tongwen.formats.texts import read_document
from tongwen.kinds.text import Node, Text, reconcile
from tongwen.kinds.text.model import Content, mark_attributes

WORDS = ["collaboration", "document", "cloud", "office", "editing", "network", "service"]
HAN = "同文办公文档协作系统支持多人实时编辑与云端存储企业客户服务商分级管理交付能力培训"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "docx"
ROUNDS = 3
NOTES = """
CPU seconds of one process. The long file is made here: headings, runs, tables, a third in
Chinese. The ordinary ones are real files from a folder beside the repository or in
`BENCH_CORPUS`, without those that become updates over 5 MB; where there are none, documents of
one to nine pages that are made here.
"""
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


def several(run: Callable[[], object], times: int = 5) -> list[float]:
    """Return the CPU seconds of a few runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return found


def measure_long(pages: int) -> list[Figure]:
    """Import, export, merge and preview one long file."""
    data = long_document(pages)
    state = import_docx(data)
    document = read_document(data, ".docx", "long")
    document.paragraphs[len(document.paragraphs) // 2].insert(3, "EDIT")
    edited, merged = document.state(), document.to_bytes()
    name = f"{pages}-page docx"
    read: Callable[[str], bytes] = {}.__getitem__
    return [
        Figure(f"{name}: import", "s", several(lambda: import_docx(data)), 1),
        Figure(
            f"{name}: export, unchanged", "s", several(lambda: export_docx(data, state, read)), 1
        ),
        Figure(
            f"{name}: export, one edit", "s", several(lambda: export_docx(data, edited, read)), 1
        ),
        Figure(
            f"{name}: merge of another version", "s", several(lambda: merge_docx(state, merged))
        ),
        Figure(f"{name}: preview", "s", several(lambda: preview(data))),
        Figure(f"{name}: size of the first update", "MB", [len(state) / 1e6]),
    ]


def measure_files(files: Sequence[bytes]) -> tuple[list[float], list[float]]:
    """Import and export each file; those that become over 5 MB and those refused are left out."""
    into: list[float] = []
    out: list[float] = []
    for data in files:
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
    return into, out


def ordinary(folder: Path) -> list[bytes]:
    """Real files where there are some, else documents of one to nine pages that we make."""
    found = [path.read_bytes() for path in sorted(folder.glob("*.docx"))]
    return found or [long_document(1 + number % 9) for number in range(60)]


def measure_ordinary() -> list[Figure]:
    """Files a second, of real ones."""
    files = ordinary(Path(os.environ.get("BENCH_CORPUS", CORPUS)))
    rates: dict[str, list[float]] = {"both": [], "import": [], "export": []}
    middles: list[float] = []
    for _ in range(ROUNDS):
        into, out = measure_files(files)
        both = [one + other for one, other in zip(into, out, strict=True)]
        rates["both"].append(len(both) / sum(both))
        rates["import"].append(len(into) / sum(into))
        rates["export"].append(len(out) / sum(out))
        middles.append(median(both) * 1000)
    name = f"{len(into)} ordinary files"
    return [
        Figure(f"{name}, import and export", "files/s", rates["both"], 50, at_least=True),
        Figure(f"{name}: import", "files/s", rates["import"]),
        Figure(f"{name}: export", "files/s", rates["export"]),
        Figure(f"{name}: the median file, both ways", "ms", middles),
    ]


def run() -> Report:
    """Measure one long file and many ordinary ones."""
    return Report("DOCX to live documents and back", NOTES, measure_long(300) + measure_ordinary())
