"""What was measured, as tables: a page for each measurement, and one for the table of musts."""

import json
import os
import platform
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
FIGURES = RESULTS / "figures.json"


@dataclass(frozen=True)
class Figure:
    """One line: several values of one quantity, and what is asked of their median."""

    what: str
    unit: str
    values: Sequence[float]
    limit: float | None = None
    at_least: bool = False

    @property
    def median(self) -> float:
        """The value that the limit is for."""
        return statistics.median(self.values)

    @property
    def must(self) -> str:
        """The limit in words, empty when nothing is asked."""
        if self.limit is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {_number(self.limit)} {self.unit}"

    @property
    def held(self) -> str:
        """Whether the median keeps the limit."""
        if self.limit is None:
            return ""
        kept = self.median >= self.limit if self.at_least else self.median <= self.limit
        return "yes" if kept else "**no**"

    def row(self) -> str:
        """A line of the table."""
        shown = (self.median, min(self.values), max(self.values))
        cells = [f"{self.what}, {self.unit}", *map(_number, shown), self.must, self.held]
        return f"| {' | '.join(cells)} |"


@dataclass(frozen=True)
class Report:
    """The lines of one measurement and what one must know to read them."""

    title: str
    notes: str
    figures: Sequence[Figure]


def _number(value: float) -> str:
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def machine() -> str:
    """The class of machine, and how busy it is with other things."""
    info = Path("/proc/meminfo").read_text()
    memory = int(info.split("MemTotal:")[1].split()[0]) / 1e6
    load = os.getloadavg()[0]
    model = Path("/proc/cpuinfo").read_text().partition("model name\t: ")[2].partition("\n")[0]
    return (
        f"{model or platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB,"
        f" Python {platform.python_version()}, load average {load:.1f} at the end"
    )


def record(name: str, report: Report) -> str:
    """Write a measurement's page and the page of musts; return the former."""
    date = time.strftime("%Y-%m-%d")
    here = machine()
    page = "\n".join(
        [
            f"# {report.title}",
            "",
            f"`python -m bench {name}`, {date}, {here}.",
            "",
            "| measure | median | lowest | highest | must | held |",
            "|---|---|---|---|---|---|",
            *(figure.row() for figure in report.figures),
            "",
            report.notes.strip(),
            "",
        ]
    )
    (RESULTS / f"{name}.md").write_text(page)
    known = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    known[name] = {
        "date": date,
        "machine": here,
        "figures": [asdict(figure) for figure in report.figures if figure.limit is not None],
    }
    FIGURES.write_text(json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    (RESULTS / "README.md").write_text(summary(dict(sorted(known.items()))))
    return page


def summary(known: dict[str, dict[str, object]]) -> str:
    """The page of musts, from what was recorded last of each measurement."""
    lines = [
        "# Speed and memory: what is asked, and what was measured",
        "",
        "Medians, with the lowest and highest of all rounds. `make bench` measures all again,",
        "`.venv/bin/python -m bench NAME …` some of it; each name has a page here with details.",
        "The machine is shared: times of a clock are those of a busy one where its page says so.",
        "",
        "| what | must | median | lowest | highest | held | date | repeat with |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, found in known.items():
        figures = found["figures"]
        assert isinstance(figures, list)
        for fields in figures:
            figure = Figure(**fields)
            what = f"{figure.what}, {figure.unit}"
            numbers = (figure.median, min(figure.values), max(figure.values))
            cells = [what, figure.must, *map(_number, numbers), figure.held]
            cells += [str(found["date"]), f"[`bench {name}`]({name}.md)"]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
