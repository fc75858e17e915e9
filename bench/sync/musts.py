"""The table of musts, from what was measured: our figure against Hocuspocus' of the same round."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from bench.report import Figure, Report
from bench.sync.building import build
from bench.sync.clocks import TITLES, measure_clocks
from bench.sync.commits import measure_commits
from bench.sync.kills import kill_often
from bench.sync.opening import measure_opening
from bench.sync.rounds import Run, Runs, interleave
from bench.sync.scenarios import COMPARED, SCENARIOS
from bench.sync.servers import CONTENDERS

ROUNDS = 3
KILLS, PEER_KILLS = 50, 6
CHAINS = 5
KILL_SECONDS, PEER_KILL_SECONDS = (0.5, 4.0), (11.0, 20.0)  # theirs saves every 10 s at the latest
NOTES = f"""
Servers run on core 0 with every process that they start, the load generator on core 1; in each
round every server of a scenario runs once over a fresh copy of its data, in random order. A ratio
("times") is ours divided by Hocuspocus' of the same round. CPU is what the kernel's clock of the
server's processes says. Ours is the product as `serve` starts it, over the API's own gate, with
acknowledgements and metrics on; Hocuspocus 4.7.0 has its SQLite extension and its defaults, which
save two seconds after the last edit: mostly outside of what is measured here, in its favour.
y-websocket 1.5.4 is information: it acknowledges and keeps nothing, has the text in memory from the
beginning, and runs in one round.

*Synced*: from the call of `connect` to the whole document; *cold*: the first to ask a server just
started; *warm*: others are there. Edits count as delivered by a marker that each carries.

*Kills*: {KILL_SECONDS[0]}–{KILL_SECONDS[1]:.0f} s after four people began to type ten edits a
second each, SIGKILL to the server and its workers; it starts again, and somebody new reads what is
left. Hocuspocus is killed after {PEER_KILL_SECONDS[0]:.0f}–{PEER_KILL_SECONDS[1]:.0f} s.

*Opening*: CPU of the process, and of workers if it used any, from asking the log to a room that
knows the clocks. Why a room reads clocks and holds bytes: docs/decisions/rooms-hold-bytes.md.
"""


@dataclass(frozen=True)
class Line:
    """A quantity of one scenario, and what our ratio to Hocuspocus must be."""

    scenario: str
    what: str
    unit: str
    of: Callable[[Run], float]
    must: float | None = None

    def figures(self, runs: Runs) -> list[Figure]:
        """Our ratio, then the quantity of each server; nothing for what was not run."""
        title = f"{SCENARIOS[self.scenario].title}: {self.what}"
        by_server = {
            server: [self.of(run) for run in runs[self.scenario, server]]
            for server in CONTENDERS
            if (self.scenario, server) in runs
        }
        figures = [
            Figure(f"{title}, {server}", self.unit, values) for server, values in by_server.items()
        ]
        ours, theirs = (by_server.get(server, []) for server in COMPARED)
        if ours and theirs:
            ratios = [one / other for one, other in zip(ours, theirs, strict=False)]
            figures.insert(0, Figure(f"{title} against Hocuspocus", "times", ratios, self.must))
        return figures


def _edits(name: str) -> Callable[[Run], float]:
    def value(run: Run) -> float:
        found: float = run["edits"][name]
        return found

    return value


def _warm(run: Run) -> float:
    found: list[float] = run["joined"]["sync_ms"]
    return statistics.median(found[1:])


def _cold(run: Run) -> float:
    found: float = run["joined"]["sync_ms"][0]
    return found


def _storm(run: Run) -> float:
    found: float = run["storm"]["cpu_s"] * 1000
    return found


def _per_connection(run: Run) -> float:
    found: float = run["idle"]["bytes_per_peer"] / 1000
    return found


CPU, P50, P99 = "server CPU an edit", "edit to peer, p50", "edit to peer, p99"
LINES = [
    Line("20x20", CPU, "µs", _edits("cpu_us_per_edit"), 0.30),
    Line("20x20", P50, "ms", _edits("p50_ms")),
    Line("20x20", P99, "ms", _edits("p99_ms")),
    Line("cursors", CPU, "µs", _edits("cpu_us_per_edit"), 0.22),
    Line("durable", CPU, "µs", _edits("cpu_us_per_edit"), 0.60),
    Line("durable", P50, "ms", _edits("p50_ms")),
    Line("rooms1000", CPU, "µs", _edits("cpu_us_per_edit"), 0.28),
    Line("rooms1000", P99, "ms", _edits("p99_ms")),
    Line("fan100", CPU, "µs", _edits("cpu_us_per_edit"), 0.42),
    Line("fan100", P99, "ms", _edits("p99_ms")),
    Line("text", "synced, warm", "ms", _warm, 0.20),
    Line("text", "synced, cold", "ms", _cold),
    Line("text", "100 join at once, server CPU", "ms", _storm, 0.12),
    Line("cells", "100 join at once, server CPU", "ms", _storm, 0.05),
    Line("cells", "synced, warm", "ms", _warm),
    Line("cells", "synced, cold", "ms", _cold),
    Line("idle5k", "memory a connection", "kB", _per_connection, 0.85),
    Line("idle2k", "memory a connection", "kB", _per_connection),
    Line("fast", P99, "ms", _edits("p99_ms"), 0.25),
    Line("fast", P50, "ms", _edits("p50_ms")),
    Line("fast", CPU, "µs", _edits("cpu_us_per_edit")),
]


def compared(runs: Runs) -> list[Figure]:
    """All lines of the scenarios that were run."""
    return [figure for line in LINES for figure in line.figures(runs)]


def complete(runs: Runs) -> list[Figure]:
    """What makes the rest worth comparing: every edit of ours arrived, and was acknowledged."""
    edits = [
        run["edits"]
        for (_, server), found in runs.items()
        for run in found
        if "edits" in run
        if server == "tongwen"
    ]
    if not edits:
        return []
    return [
        Figure(
            "edits delivered in every run",
            "%",
            [100 * one["delivered"] / one["expected"] for one in edits],
            100,
            at_least=True,
        ),
        Figure(
            "edits acknowledged in every run",
            "%",
            [100 * one["acknowledged"] / one["edits"] for one in edits],
            100,
            at_least=True,
        ),
    ]


def _kill_figures() -> list[Figure]:
    ours = kill_often("tongwen", KILLS, KILL_SECONDS, CHAINS)
    theirs = kill_often("hocuspocus", PEER_KILLS, PEER_KILL_SECONDS, PEER_KILLS)
    return [
        Figure(
            f"acknowledged edits lost over {KILLS} kill -9",
            "edits",
            [sum(kill.lost for kill in ours)],
            0,
        ),
        Figure("edits acknowledged before a kill", "edits", [kill.acknowledged for kill in ours]),
        Figure("Hocuspocus: acknowledged edits lost", "edits", [kill.lost for kill in theirs]),
        Figure("Hocuspocus: typing lost", "s", [kill.lost_seconds for kill in theirs]),
    ]


def _commit_figures() -> list[Figure]:
    least = {"SQLite FULL": 50_000, "PostgreSQL": 10_000}
    figures = []
    for back_end, pairs in measure_commits(ROUNDS).items():
        rates, costs = zip(*pairs, strict=True)
        title = f"group commit, {back_end}"
        figures.append(Figure(title, "updates/s", rates, least[back_end], at_least=True))
        figures.append(Figure(f"{title}: CPU of our process an update", "µs", costs))
    return figures


def _clock_figures() -> list[Figure]:
    figures = []
    for way, pairs in measure_clocks(ROUNDS).items():
        costs, sizes = zip(*pairs, strict=True)
        figures.append(Figure(f"an edit of the text: {TITLES[way]}", "µs", costs))
        figures.append(
            Figure(f"a room with the text: {way}", "kB", [size / 1000 for size in sizes])
        )
    return figures


def measure_all() -> Report:
    """Measure every line of the table."""
    build()
    runs = interleave(list(SCENARIOS), ROUNDS)
    opened = Figure(
        "open a cold part with a history of 260,000 rows: CPU",
        "ms",
        measure_opening(3 * ROUNDS),
        10,
    )
    return Report(
        "Live editing beside Hocuspocus and y-websocket",
        NOTES,
        [
            *compared(runs),
            *complete(runs),
            *_kill_figures(),
            *_commit_figures(),
            opened,
            *_clock_figures(),
        ],
    )
