"""The rules of CONTRIBUTING.md that a machine can check."""

import ast
import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tongwen.http.languages import LANGUAGES, codes

ROOT = Path(__file__).parents[2]
MOST_LINES = 800
MOST_FUNCTION_LINES = 60
DATA_TABLES = {"locales", "fonts"}  # folders whose files are data, long by nature
STATUSES = {"works", "partly", "missing"}


@cache
def tracked() -> list[Path]:
    """Every file that git tracks, and the new ones it would."""
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def sources(*endings: str) -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix in endings and not DATA_TABLES.intersection(path.parts)
    ]


def test_no_file_is_longer_than_a_room() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources(".py", ".ts", ".tsx", ".css", ".mjs")
        if (lines := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert long == {}


def test_nothing_of_univers_paid_packages_is_installed() -> None:
    """Univer's Pro packages state no licence; its presets pull them in."""
    lock = json.loads((ROOT / "package-lock.json").read_text())
    names = {path.rpartition("node_modules/")[2] for path in lock["packages"]}
    assert "@univerjs/core" in names
    assert [name for name in names if "univerjs-pro" in name or "presets" in name] == []


def test_no_function_is_longer_than_a_page() -> None:
    long = []
    for path in sources(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                lines = node.end_lineno - node.lineno + 1
                if lines > MOST_FUNCTION_LINES and "migrations" not in path.parts:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} {lines}")
    assert long == []


LOCKS = ["package-lock.json", "requirements.txt", "requirements-dev.txt"]


@pytest.mark.parametrize("name", [*LOCKS, "bench/sync/peers/package-lock.json"])
def test_lock_files_name_no_hosts(name: str) -> None:
    text = (ROOT / name).read_text()
    assert '"resolved"' not in text
    assert not re.search(r"--(extra-)?index-url|--find-links", text)


def test_requirements_are_locked_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        wanted = re.findall(r"^([a-z0-9\-_.\[\]]+)==", (ROOT / "requirements.in").read_text(), re.M)
        for package in wanted:
            assert re.search(rf"^{re.escape(package)}==\S+.*\\$", text, re.M | re.I), package
        assert text.count("--hash=sha256:") > len(wanted)


def test_the_project_speaks_of_itself_alone() -> None:
    places = re.compile(r"(/work/|/root/|/home/\w+/)")
    found = []
    for path in tracked():
        if path.suffix in {".png", ".woff2", ".docx", ".ico", ".lock", ".mo", ".gz", ".bin"}:
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if path != Path(__file__) and places.search(text):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_every_error_has_words_in_both_languages() -> None:
    raised = re.compile(
        r"\b(?:NotFound|Forbidden|Unauthenticated|Invalid|Conflict|TooLarge|TooMany|Unsupported"
        r'|Unavailable|TongwenError)\(\s*"([a-z0-9-]+)"'
    )
    used = {
        code
        for path in sources(".py")
        if path.is_relative_to(ROOT / "tongwen")
        for code in raised.findall(path.read_text())
    }
    assert len(used) > 40
    for language in LANGUAGES:
        assert used - codes(language) == set()


def ledger() -> list[tuple[str, str, str]]:
    rows = []
    for line in (ROOT / "docs" / "FEATURES.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and cells[1] in STATUSES:
            rows.append((cells[0], cells[1], cells[2]))
    return rows


def test_every_working_feature_names_a_test_that_exists() -> None:
    rows = ledger()
    assert len(rows) > 40
    broken = []
    for feature, status, proof in rows:
        named = re.findall(r"`([^`]+)`", proof)
        if status == "works" and not named:
            broken.append(f"{feature}: names no test")
        for name in named if status == "works" else []:
            file, _, test = name.partition("::")
            path = ROOT / file
            if not path.is_file() or (test and test not in path.read_text()):
                broken.append(f"{feature}: {name}")
    assert broken == []
