"""Ten minutes of 200 people around 20 documents: memory stays flat, and nothing is lost.

`python -m bench soak` records it; `python -m bench.soak --minutes 2` only looks.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from bench.report import Figure, Report
from tests.soak.soaking import Found, Plan, Soak

NOTES = """
A real server process with SQLite. 200 pages around 20 documents, a third of them readers; 40 edits
and 40 cursors a second, half of the edits in one document, so that it is folded now and then. Each
second somebody's connection breaks and somebody leaves for good, and others come; some join and do
not read; images are uploaded. Memory and open files are read every 5 seconds.

The trend is a line through the last two thirds, in which what is loaded once is loaded. A run fails
(exit code 1) when memory grows by a tenth in that time, a page differs from the others or from what
a newcomer is sent, something acknowledged is missing, the log names an error, or open files,
connections or rooms do not go back to what they were when everybody has left.
"""
MINUTES = 10.0
MOST_GROWTH = 10.0  # per cent


def run(minutes: float = MINUTES) -> Report:
    """Soak a server.

    Raises:
        SystemExit: it did not stay as it was.
    """
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(seconds=60 * minutes)
        found = asyncio.run(Soak(Path(folder), plan, lambda text: print(text, flush=True)).run())
    if found.growth * 100 >= MOST_GROWTH:
        found.wrong.append(f"memory grew by {found.growth:.0%}: {found.settled}")
    if found.wrong:
        sys.exit("\n".join(found.wrong))
    return _report(found, minutes)


def _report(found: Found, minutes: float) -> Report:
    first, last = found.settled[0], found.settled[-1]
    assert found.before is not None and found.after is not None
    figures = [
        Figure("growth of memory in two thirds of the time", "%", [found.growth * 100], 10),
        Figure("trend of memory", "MB an hour", [found.slope * 3600]),
        Figure("memory of the server after a third", "MB", [first.server]),
        Figure("memory of the server at the end", "MB", [last.server]),
        Figure("memory of its workers at the end", "MB", [last.workers]),
        Figure("open files before anybody came", "files", [found.before.files]),
        Figure("open files in between, at most", "files", [max(s.files for s in found.samples)]),
        Figure("open files after everybody left", "files", [found.after.files]),
        Figure("edits, each acknowledged and kept", "edits", [found.edits]),
        Figure("connections that broke", "times", [found.reconnects]),
        Figure("folds of a document", "times", [found.compactions]),
        Figure("wrong in the end", "things", [len(found.wrong)], 0),
    ]
    return Report(f"A server in use for {minutes:g} minutes", NOTES, figures)


def main() -> None:
    """Soak for some minutes, and record nothing."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    for figure in run(parser.parse_args().minutes).figures:
        print(figure.row())


if __name__ == "__main__":
    main()
