"""A PostgreSQL with an empty database that a test may crash.

Prints its URL; `crash` and `start` on standard input are answered with `done`. It ends with
standard input.
"""

import sys

from tests.postgres import OwnServer


def main() -> None:
    """Start it and do as told."""
    server = OwnServer()
    acts = {"crash": server.crash, "start": server.start_again}
    print(server.url, flush=True)
    for line in sys.stdin:
        acts[line.strip()]()
        print("done", flush=True)


main()
