"""Every line of the table of musts has a recorded figure, and the page of musts says the same."""

import json

import pytest

from bench.report import FIGURES, RESULTS, Figure, summary

KNOWN = json.loads(FIGURES.read_text())
MUSTS = {
    ("drive", "list a folder of 200 among 100,000: server CPU"): "≤ 1.50 ms",
    ("drive", "list among 100,000 against among 1,000"): "≤ 1.30 times",
    ("opening", "drive page of 200 files, warm"): "≤ 1 s",
    ("opening", "shell JS, gzipped"): "≤ 250 kB",
    ("opening", "30-page docx, warm, own copy"): "≤ 1 s",
    ("opening", "30-page docx, warm, no own copy"): "≤ 1 s",
    ("opening", "300-page docx, warm, own copy"): "≤ 2 s",
    ("opening", "300-page docx, warm, no own copy"): "≤ 2 s",
    ("opening", "300-page docx: key to paint, p50 (all keys)"): "≤ 50 ms",
    ("docx", "300-page docx: import"): "≤ 1 s",
    ("docx", "300-page docx: export, one edit"): "≤ 1 s",
    ("transfer", "upload of 1 GiB"): "≥ 200 MB/s",
    ("transfer", "download of 1 GiB"): "≥ 500 MB/s",
    ("transfer", "memory that the upload adds"): "≤ 50 MB",
    ("transfer", "memory that the download adds"): "≤ 50 MB",
    ("start", "idle server and its worker"): "≤ 200 MB",
    ("install", "make serve, the first time"): "≤ 360 s",
    ("install", "make serve, later"): "≤ 5 s",
    (
        "sync",
        "20 writers × 20 readers, 5 edits/s each: server CPU an edit against Hocuspocus",
    ): "≤ 0.30 times",
    ("sync", "20 × 20 with cursors: server CPU an edit against Hocuspocus"): "≤ 0.22 times",
    (
        "sync",
        "20 × 20, relay only after durable commit: server CPU an edit against Hocuspocus",
    ): "≤ 0.60 times",
    (
        "sync",
        "1,000 rooms × 2, 1,000 edits/s in all: server CPU an edit against Hocuspocus",
    ): "≤ 0.28 times",
    (
        "sync",
        "1 writer → 100 readers, 100 edits/s: server CPU an edit against Hocuspocus",
    ): "≤ 0.42 times",
    ("sync", "a text of 260,000 edits: synced, warm against Hocuspocus"): "≤ 0.20 times",
    (
        "sync",
        "a text of 260,000 edits: 100 join at once, server CPU against Hocuspocus",
    ): "≤ 0.12 times",
    ("sync", "a part of 6 MB: 100 join at once, server CPU against Hocuspocus"): "≤ 0.05 times",
    (
        "sync",
        "5,000 idle connections in 500 rooms: memory a connection against Hocuspocus",
    ): "≤ 0.85 times",
    ("sync", "acknowledged edits lost over 50 kill -9"): "≤ 0 edits",
    ("sync", "20 × 20 at 1,000 edits/s: edit to peer, p99 against Hocuspocus"): "≤ 0.25 times",
    ("sync", "group commit, SQLite FULL"): "≥ 50,000 updates/s",
    ("sync", "group commit, PostgreSQL"): "≥ 10,000 updates/s",
    ("sync", "open a cold part with a history of 260,000 rows: CPU"): "≤ 10 ms",
    ("sync", "edits delivered in every run"): "≥ 100 %",
    ("sync", "edits acknowledged in every run"): "≥ 100 %",
    ("formulas", "server's engine: agrees"): "≥ 88 %",
    ("formulas", "page's engine: agrees"): "≥ 88 %",
    ("sheets", "1M cells: import"): "≥ 400,000 cells/CPU-s",
    ("sheets", "1M cells: export, a row inserted at the top"): "≥ 250,000 cells/CPU-s",
    ("sheets", "1M cells: export of one changed cell, CPU"): "≤ 1.50 s",
    ("sheets", "1M cells: size of the updates"): "≤ 8 MB",
    ("sheets", "1M cells: memory that the server adds"): "≤ 60 MB",
    ("sheets", "server: 100k formulas in a chain after one edit"): "≤ 0.20 s",
    ("sheets", "server: 100k formulas that read one cell after its edit"): "≤ 0.20 s",
    ("sheets", "churn: size of the updates, last round against first"): "≤ 1.20 times",
    ("sheets", "churn: load time, last round against first"): "≤ 1.20 times",
    ("sheets", "churn: resident memory, last round against second"): "≤ 1.20 times",
    ("sheets", "page: open 100k cells, to first paint"): "≤ 1.50 s",
    ("sheets", "page: open 1M cells, to first paint"): "≤ 4 s",
    ("sheets", "page: heap of 1M cells over an empty sheet"): "≤ 60 MB",
    ("sheets", "page: frame while scrolling over 1M cells, p95"): "≤ 50 ms",
    ("sheets", "an edit in 1M cells, to the other page's paint, p95"): "≤ 300 ms",
    ("sheets", "page: 100k formulas in a chain after one edit, to paint"): "≤ 1 s",
    ("sheets", "corpus: parts byte-identical in an unchanged save"): "≥ 99.9 %",
    (
        "sheets",
        "corpus: one cell edited, files all of whose other parts are byte-identical",
    ): "≥ 100 %",
    ("sheets", "corpus: charts, pivots, comments, drawings … still there after that"): "≥ 100 %",
}


@pytest.mark.parametrize("line", MUSTS, ids=lambda line: line[1])
def test_a_line_of_the_table_is_recorded(line: tuple[str, str]) -> None:
    name, what = line
    found = {fields["what"]: Figure(**fields) for fields in KNOWN[name]["figures"]}
    assert found[what].must == MUSTS[line]
    assert min(found[what].values) >= 0
    assert (RESULTS / f"{name}.md").read_text().count(found[what].row()) == 1


def test_ordinary_files_are_recorded() -> None:
    musts = [Figure(**fields).must for fields in KNOWN["docx"]["figures"]]
    assert "≥ 50 files/s" in musts


def test_the_page_of_musts_is_made_from_the_figures() -> None:
    assert (RESULTS / "README.md").read_text() == summary(KNOWN)
