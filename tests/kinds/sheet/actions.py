"""Random things that people do to a workbook."""

import random
from collections.abc import Callable

from tests.kinds.sheet.replicas import Replica
from tongwen.kinds.sheet import commands, worksheets
from tongwen.kinds.sheet.sheet import Sheet
from tongwen.kinds.sheet.sorting import SortKey
from tongwen.kinds.sheet.table_columns import with_column_keys

ROWS, COLS = 14, 7


def reference(rng: random.Random) -> str:
    def cell() -> str:
        dollars = rng.choice(["", "$"]), rng.choice(["", "$"])
        col, row = rng.choice("ABCDEFG"), rng.randrange(1, ROWS + 1)
        return f"{dollars[0]}{col}{dollars[1]}{row}"

    text = rng.choice([cell(), f"{cell()}:{cell()}", "B:C", "2:5", "$A:B"])
    return rng.choice(["", "", "", "One!", "第二!"]) + text


def box(rng: random.Random, whole: bool = False) -> tuple[int, int, int, int]:
    row, col = rng.randrange(ROWS), rng.randrange(COLS)
    bottom, right = row + rng.randrange(3), col + rng.randrange(3)
    if whole and rng.random() < 0.4:
        if rng.random() < 0.5:
            return (0, col, 1_048_575, right)
        return (row, 0, bottom, 16_383) if rng.random() < 0.8 else (0, 0, 1_048_575, 16_383)
    return (row, col, bottom, right)


def content(rng: random.Random, replica: Replica, sid: str) -> object:
    kind = rng.randrange(6)
    if kind == 0:
        text = f"SUM({reference(rng)})+{reference(rng)}"
        return {"f": replica.book.encode(text, sid)}
    return [None, rng.randrange(100), rng.random(), f"w{rng.randrange(9)}", True, {"e": "#N/A"}][
        rng.randrange(6)
    ]


def _write(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    height, width = rng.choice([(1, 1), (1, 1), (2, 3), (9, 8)])
    rows = [
        [rng.choice([{}, content(rng, replica, sheet.sid)]) for _ in range(width)]
        for _ in range(height)
    ]
    commands.set_contents(sheet, rng.randrange(ROWS), rng.randrange(COLS), rows)


def _insert(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    axis = rng.choice(["rows", "rows", "cols"])
    at = rng.randrange(ROWS if axis == "rows" else COLS)
    commands.insert_lines(sheet, axis, at, rng.randrange(1, 4))  # type: ignore[arg-type]


def _delete(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    axis = rng.choice(["rows", "rows", "cols"])
    at = rng.randrange(ROWS if axis == "rows" else COLS)
    commands.delete_lines(sheet, axis, [(at, at + rng.randrange(2))])  # type: ignore[arg-type]


def _move(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    axis = rng.choice(["rows", "cols"])
    size = ROWS if axis == "rows" else COLS
    at = rng.randrange(size)
    commands.move_lines(sheet, axis, at, at + rng.randrange(2), rng.randrange(size))  # type: ignore[arg-type]


def _sort(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    area = box(rng)
    area = (area[0], area[1], area[0] + 4, area[3])
    commands.sort_range(sheet, area, [SortKey(area[1], rng.random() < 0.5)])


def _style(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    patch = rng.choice([{"bold": True}, {"bold": None}, {"fill": "FF0000"}, {"*": 2}, {"size": 12}])
    commands.set_style(sheet, [box(rng, True) for _ in range(rng.randrange(1, 3))], patch)


def _line(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    axis = rng.choice(["rows", "cols"])
    at = rng.randrange(COLS)
    patch = rng.choice([{"hidden": True}, {"hidden": None}, {"size": 44, "custom": True}])
    commands.set_line(sheet, axis, [(at, at + 1)], patch)  # type: ignore[arg-type]


def _merge(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    if rng.random() < 0.7:
        commands.merge(sheet, box(rng), rng.choice(["all", "rows", "cols"]))  # type: ignore[arg-type]
    else:
        commands.unmerge(sheet, [box(rng)])


def _clear(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    if rng.random() < 0.5:
        commands.clear_contents(sheet, [box(rng, True)])
    else:
        commands.clear_styles(sheet, [box(rng)])


def _object(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    link = {"type": "link", "area": sheet.area(box(rng)), "target": "https://example.org"}
    commands.put_object(sheet, link)


def _worksheet(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    book = replica.book
    kind = rng.randrange(4)
    if kind == 0 and len(book.sheets()) < 5:
        worksheets.add_sheet(book, None, rng.randrange(3))
    elif kind == 1:
        worksheets.move_sheet(book, sheet.sid, rng.randrange(3))
    elif kind == 2 and len(book.sheets()) > 3:
        worksheets.remove_sheet(book, sheet.sid)
    else:
        formula = book.encode(f"One!{reference(rng).rpartition('!')[2]}", sheet.sid)
        worksheets.put_name(book, rng.choice(["a", "b"]), formula)


def _undo(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    if rng.random() < 0.6:
        replica.book.entries.undo()
    else:
        replica.book.entries.redo()


def _table(rng: random.Random, replica: Replica, sheet: Sheet) -> None:
    """Make a table, or call its columns otherwise, or write formulas that name them."""
    if not sheet.tables:
        row, col = rng.randrange(4), rng.randrange(3)
        name = f"T{sheet.sid.replace('-', '_')}"
        columns = [{"id": sheet.cols.id_at(col + at), "name": f"k{at}"} for at in range(3)]
        ends = [(sheet.rows, row), (sheet.cols, col), (sheet.rows, row + 5), (sheet.cols, col + 2)]
        area = [axis.id_at(at) for axis, at in ends]
        table = {"type": "table", "area": area, "name": name, "display": name, "columns": columns}
        commands.put_object(sheet, table)
        return
    top, left, _, right = sheet.tables[0].box
    if rng.random() < 0.6:
        wish = rng.choice(["k1", "Price [€]", "", 7])
        commands.set_contents(sheet, top, rng.randrange(left, right + 1), [[wish]])
        return
    table_name, column = sheet.tables[0].name, rng.choice(sheet.tables[0].columns)
    escaped = column.name.replace("[", "'[").replace("]", "']")
    text = f"SUM({table_name}[[{escaped}]])"
    keyed = with_column_keys(text, replica.book, sheet.sid, None)
    formula = {"f": replica.book.encode(keyed, sheet.sid)}
    commands.set_contents(sheet, rng.randrange(ROWS), rng.randrange(COLS), [[formula]])


Action = Callable[[random.Random, Replica, Sheet], None]

ACTIONS: list[Action] = [
    *[_write] * 5,
    *[_insert] * 2,
    *[_delete] * 2,
    _move,
    _sort,
    *[_style] * 2,
    _line,
    _merge,
    _clear,
    _object,
    *[_table] * 2,
    _worksheet,
    *[_undo] * 2,
]


def act(rng: random.Random, replica: Replica) -> None:
    """Do one random thing on one of the visible worksheets."""
    sids = [info.sid for info in replica.book.sheets()]
    rng.choice(ACTIONS)(rng, replica, replica.book.sheet(rng.choice(sids)))
