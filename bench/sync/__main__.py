"""`python -m bench.sync [SCENARIO …]`: measure some scenarios quickly, and print."""

import argparse

from bench.server import end_on_terminate
from bench.sync.building import build
from bench.sync.musts import compared, complete
from bench.sync.rounds import interleave
from bench.sync.scenarios import SCENARIOS
from bench.sync.servers import CONTENDERS

ALIASES = {"ours": "tongwen"}


def main() -> None:
    """Measure what is named; nothing is recorded."""
    listed = "\n".join(f"  {name:10} {one.title}" for name, one in SCENARIOS.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench.sync",
        description=f"{__doc__}\n\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("scenarios", nargs="*", choices=[*SCENARIOS, []], metavar="SCENARIO")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument(
        "--only", nargs="+", default=[], choices=[*ALIASES, *CONTENDERS], metavar="SERVER"
    )
    parser.add_argument(
        "--profile", action="store_true", help="say where ours spends its time (py-spy)"
    )
    given = parser.parse_args()
    end_on_terminate()
    build()
    only = [ALIASES.get(name, name) for name in given.only]
    runs = interleave(given.scenarios or list(SCENARIOS), given.rounds, only, given.profile)
    print("\n| measure | median | lowest | highest | must | held |\n|---|---|---|---|---|---|")
    for figure in (*compared(runs), *complete(runs)):
        print(figure.row())


if __name__ == "__main__":
    main()
