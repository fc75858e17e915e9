"""Replicas of one workbook in memory, and everything that can be read of them."""

from typing import Any

from pycrdt import Doc

from tongwen.kinds.sheet.blocks import BlockWriter
from tongwen.kinds.sheet.book import Book
from tongwen.kinds.sheet.contents import is_formula
from tongwen.kinds.sheet.lines import column_name
from tongwen.kinds.sheet.parts import BookEntries, SheetEntries, first_updates, imported_token


class Replica:
    """Somebody's copy of a workbook."""

    def __init__(self, updates: dict[str, bytes], client: int) -> None:
        self.client = client
        self.docs: dict[str, Doc[Any]] = {}
        self.book = Book(self.open)
        self.receive(updates)

    def open(self, part: str) -> Doc[Any]:
        if part not in self.docs:
            self.docs[part] = Doc(client_id=self.client)
        return self.docs[part]

    def receive(self, updates: dict[str, bytes]) -> None:
        for part, update in updates.items():
            self.open(part).apply_update(update)

    def states(self) -> dict[str, bytes]:
        return {part: doc.get_update() for part, doc in self.docs.items()}


def synchronise(*replicas: Replica) -> None:
    """Let everybody hear everything."""
    for source in replicas:
        for target in replicas:
            if source is not target:
                target.receive(source.states())


def dump(book: Book) -> dict[str, Any]:
    """Read everything that a person could see of a workbook."""
    return {info.name: dump_sheet(book, info.sid) for info in book.sheets()} | {
        " names": sorted(
            (n.name, n.scope or "", book.render(n.formula, n.scope or first_sid(book)))
            for n in book.names()
        ),
    }


def first_sid(book: Book) -> str:
    return book.sheets()[0].sid


def dump_sheet(book: Book, sid: str) -> dict[str, Any]:
    sheet = book.sheet(sid)
    found: dict[str, Any] = {}
    for row, cells in sheet.looks.read():
        for col, (content, style) in cells.items():
            if is_formula(content):
                content = {**content, "f": sheet.formula(row, col)}
            if content is not None or style:
                found[f"{column_name(col)}{row + 1}"] = (content, style)
    return {
        "cells": found,
        "rows": sheet.lines("rows"),
        "cols": sheet.lines("cols"),
        "merges": sorted(box for _, box in sheet.merges()),
        "objects": sorted(
            (entry["type"], box)
            for entry in sheet.objects().values()
            if (box := sheet.box(entry.get("area"))) is not None
        ),
        "view": sheet.view,
    }


def small_workbook() -> dict[str, bytes]:
    """Two worksheets of a few cells, formulas, styles, a merge and a name."""
    writer = BlockWriter(4)
    for row in range(10):
        formula = ["SUM(\x01+0,-3,0;+0,-2,0\x02)+\x010,0,3\x02", row]
        writer.add(row, [0, 1, 2, 3], [row, row * 1.5, f"t{row}", formula], [0, 1, 1, 2], [3])
    other = BlockWriter()
    other.add(2, [1, 4], [["\x01s1!+0,-1,0;+3,-1,0\x02*2", 1], "x"], [0, 0], [0])
    book = BookEntries(
        sheets={"s1": {"name": "One", "order": "F"}, "s2": {"name": "第二", "order": "U"}},
        names={imported_token(0): {"name": "rate", "scope": None, "formula": "\x01s1!1,1,3\x02"}},
        styles=[{}, {"bold": True}, {"numberFormat": "0.00"}],
        settings={"date1904": False},
    )
    sheets = {
        "s1": SheetEntries(
            writer.finish(),
            writer.height,
            writer.size,
            {"rows": [[1, 2, {"size": 30, "custom": True}]], "cols": [[5, 2, {"style": 1}]]},
            {imported_token(0): {"type": "merge", "t": 0, "area": ["6", "0", "7", "1"]}},
            {"zoom": 120},
        ),
        "s2": SheetEntries(other.finish(), other.height),
    }
    return first_updates(book, sheets)
