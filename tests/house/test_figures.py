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
