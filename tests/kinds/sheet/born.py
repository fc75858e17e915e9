"""Makes examples of random workbooks, for both models: `python -m tests.kinds.sheet.born SEED`.

Prints a case each for cells.json, styles.json and objects.json.
"""

import json
import random
import sys
from typing import Any

from tests.kinds.sheet.actions import act
from tests.kinds.sheet.replicas import Replica, small_workbook, synchronise
from tongwen.kinds.sheet.blocks import unpack
from tongwen.kinds.sheet.folding import fold_workbook
from tongwen.kinds.sheet.lines import column_name
from tongwen.kinds.sheet.parts import read_map
from tongwen.ydoc import root_names

ROWS, COLS = 18, 10


def readable(value: Any) -> Any:
    """Write bytes as examples do."""
    if isinstance(value, (bytes, bytearray)):
        return {"zlib": unpack(value)}
    if isinstance(value, dict):
        return {key: readable(item) for key, item in value.items()}
    return [readable(item) for item in value] if isinstance(value, list) else value


def parts_of(replica: Replica) -> dict[str, Any]:
    return {
        part: {
            name: readable(entries) for name in root_names(doc) if (entries := read_map(doc, name))
        }
        for part, doc in sorted(replica.docs.items())
    }


def born(seed: int) -> dict[str, dict[str, Any]]:
    """Return the cases of a workbook that three people edited, by file; folded for odd seeds."""
    rng = random.Random(seed)
    replicas = [Replica(small_workbook(), client) for client in (40, 41, 42)]
    for _ in range(2):
        for replica in replicas:
            for _ in range(4):
                act(rng, replica)
        synchronise(*replicas)
    if seed % 2:
        for part, update in fold_workbook(replicas[0].states()):
            replicas[0].receive({part: update})
        for _ in range(3):
            act(rng, replicas[0])
    book = replicas[0].book
    sid = book.sheets()[0].sid
    sheet = book.sheet(sid)
    places = [(row, col) for row in range(ROWS) for col in range(COLS)]
    named = {f"{column_name(col)}{row + 1}": (row, col) for row, col in places}
    common = {"name": f"random edits {seed}", "sid": sid, "parts": parts_of(replicas[0])}
    return {
        "cells.json": common
        | {
            "contents": {name: sheet.content(*at) for name, at in named.items()},
            "formulas": {name: text for name, at in named.items() if (text := sheet.formula(*at))},
        },
        "styles.json": common | {"styles": {name: sheet.style(*at) for name, at in named.items()}},
    }


def main() -> None:
    """Print the cases of the seeds that are asked for."""
    for seed in sys.argv[1:]:
        for name, case in born(int(seed)).items():
            print(name, json.dumps(case, ensure_ascii=False))


if __name__ == "__main__":
    main()
