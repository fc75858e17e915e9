"""Real workbooks: what of their packages an unchanged save, and one edited cell, leave as it is."""

import os
from collections import Counter
from pathlib import Path

from bench.report import Figure
from bench.sheets.workbooks import large
from tests.formats.packages import unpack
from tongwen.core.errors import TongwenError
from tongwen.formats.xlsx import export_xlsx, import_xlsx
from tongwen.kinds.sheet.document import Workbook

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "xlsx"
BELOW = 25  # rows under what is used, where no array formula reaches
MAY_CHANGE = ("sharedStrings.xml", "calcChain.xml", "workbook.xml.rels", "[Content_Types].xml")
PRECIOUS = {
    "charts": "/charts/",
    "pivots": "/pivot",
    "comments": "/comments",
    "threaded comments": "/threadedComments/",
    "drawings": "/drawings/",
    "printer settings": "/printerSettings/",
    "custom XML": "customXml/",
}


def _edited(original: bytes, states: dict[str, bytes]) -> tuple[str, bytes] | None:
    """Write one cell of the first worksheet; return its part and the file, None without one."""
    workbook = Workbook.of_states(states)
    for sheet in workbook.sheets:
        info = workbook.book.info(sheet.sid)
        if info is not None and info.kind == "worksheet" and info.part:
            rows, cols = sheet.used.shape
            place = min(rows + BELOW, 1_000_000), min(cols, 16_000)
            sheet.range(*place).value = "EDITED 同文 <&>"
            return info.part, export_xlsx(original, workbook.states(), {})
    return None


def _equal(
    before: dict[str, bytes], after: dict[str, bytes], leave: tuple[str, ...]
) -> Counter[str]:
    """Count the parts but those to leave, and those of them that are byte for byte the same."""
    names = [name for name in before.keys() | after.keys() if not name.endswith(leave)]
    same = sum(before.get(name) == after.get(name) for name in names)
    return Counter(parts=len(names), same=same)


def measure() -> list[Figure]:
    """Save all files unchanged, and with one edited cell."""
    paths = sorted(Path(os.environ.get("BENCH_SHEETS", CORPUS)).glob("*.xlsx"))
    saved: Counter[str] = Counter()
    edited: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for original in [path.read_bytes() for path in paths] or [large(1_000)]:
        try:
            states = import_xlsx(original)
        except TongwenError:
            edited["refused"] += 1
            continue
        before = unpack(original)
        saved += _equal(before, unpack(export_xlsx(original, states)), ())
        found = _edited(original, states)
        if found is None:
            continue
        after = unpack(found[1])
        counted = _equal(before, after, (found[0], *MAY_CHANGE))
        edited += counted
        edited["files"] += 1
        edited["whole"] += counted["same"] == counted["parts"]
        for name, folder in PRECIOUS.items():
            parts = [part for part in before if folder in part and not part.endswith(".rels")]
            kept[name] += len(parts)
            kept["gone"] += sum(part not in after for part in parts)
    return _figures(saved, edited, kept)


def _figures(saved: Counter[str], edited: Counter[str], kept: Counter[str]) -> list[Figure]:
    def share(count: int, of: int) -> list[float]:
        return [100 * count / of]

    precious = sum(kept[name] for name in PRECIOUS)
    return [
        Figure(
            "corpus: parts byte-identical in an unchanged save",
            "%",
            share(saved["same"], saved["parts"]),
            99.9,
            at_least=True,
        ),
        Figure(
            "corpus: one cell edited, files all of whose other parts are byte-identical",
            "%",
            share(edited["whole"], edited["files"]),
            100,
            at_least=True,
        ),
        Figure(
            "corpus: charts, pivots, comments, drawings … still there after that",
            "%",
            share(precious - kept["gone"], precious) if precious else [100],
            100,
            at_least=True,
        ),
        Figure("corpus: files edited", "files", [edited["files"]]),
        Figure("corpus: files refused clearly", "files", [edited["refused"]]),
        Figure("corpus: parts compared", "parts", [saved["parts"]]),
    ]
