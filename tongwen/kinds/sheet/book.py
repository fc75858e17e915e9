"""A workbook, read: worksheets, axes, names, styles, settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongwen.kinds.sheet import styles as styling
from tongwen.kinds.sheet.axis import Axis, read_axis
from tongwen.kinds.sheet.blocks import unpack
from tongwen.kinds.sheet.entries import Entries, OpenPart
from tongwen.kinds.sheet.parts import BOOK
from tongwen.kinds.sheet.relative import settled
from tongwen.kinds.sheet.sheet import Sheet
from tongwen.kinds.sheet.styles import Style, StyleId, Styles
from tongwen.kinds.sheet.templates import encode, render

STATES = ("visible", "hidden", "veryHidden")


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """What the book says about a worksheet. Names are unique without regard to case."""

    sid: str
    name: str
    order: str
    state: str = "visible"
    color: Any = None
    kind: str = "worksheet"
    part: str | None = None


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name for a formula (a template), in the whole book or (`scope`) on one worksheet."""

    token: str
    name: str
    scope: str | None
    formula: str
    hidden: bool = False
    comment: str = ""


class Book:
    """The shared model of a workbook over its parts, which are opened when they are needed."""

    def __init__(self, open_part: OpenPart) -> None:
        self.entries = Entries(open_part)
        self._axes: dict[tuple[str, str], tuple[int, Axis]] = {}
        self._sheets: dict[str, Sheet] = {}
        self._infos: tuple[int, dict[str, SheetInfo], dict[str, str]] = (-1, {}, {})
        self._styles: tuple[int, Styles] | None = None

    def _map(self, name: str) -> Mapping[str, Any]:
        return self.entries.mirror(BOOK, name).entries

    # -- worksheets

    def sheets(self) -> list[SheetInfo]:
        """Return the worksheets in order, hidden ones too."""
        return list(self._read_sheets()[0].values())

    def _read_sheets(self) -> tuple[dict[str, SheetInfo], dict[str, str]]:
        version = self.entries.mirror(BOOK, "sheets").version
        if self._infos[0] != version:
            infos = sheet_infos(self._map("sheets"))
            by_name = {info.name.casefold(): info.sid for info in infos}
            self._infos = (version, {info.sid: info for info in infos}, by_name)
        return self._infos[1], self._infos[2]

    def info(self, sid: str) -> SheetInfo | None:
        """Return what is known of a worksheet; None when it is gone."""
        return self._read_sheets()[0].get(sid)

    def sheet_id(self, name: str) -> str | None:
        """Return the sid of a worksheet by name, whatever its case."""
        return self._read_sheets()[1].get(name.casefold())

    def sheet_name(self, sid: str) -> str | None:
        """Return the name of a worksheet; None when it is gone."""
        info = self.info(sid)
        return None if info is None else info.name

    def sheet(self, sid: str) -> Sheet:
        """Return a worksheet's model, whose part is opened when it is first read."""
        found = self._sheets.get(sid)
        if found is None:
            found = self._sheets[sid] = Sheet(self, sid)
        return found

    # -- axes

    def axis(self, sid: str, name: str) -> Axis:
        """Return the `rows` or `cols` of a worksheet."""
        mirror = self.entries.mirror(BOOK, f"{name}:{sid}")
        found = self._axes.get((sid, name))
        if found is None or found[0] != mirror.version:
            found = self._axes[sid, name] = (mirror.version, read_axis(mirror.entries))
        return found[1]

    def rows(self, sid: str) -> Axis:
        """Return the rows of a worksheet."""
        return self.axis(sid, "rows")

    def cols(self, sid: str) -> Axis:
        """Return the columns of a worksheet."""
        return self.axis(sid, "cols")

    def axes_version(self, sid: str) -> tuple[int, int]:
        """Changes with every structural change of a worksheet."""
        return (
            self.entries.mirror(BOOK, f"rows:{sid}").version,
            self.entries.mirror(BOOK, f"cols:{sid}").version,
        )

    # -- formulas

    def encode(self, text: str, sid: str) -> str:
        """Return the template of A1 text (without `=`) entered in a worksheet."""
        return encode(text, sid, self)

    def render(self, template: str, sid: str) -> str:
        """Return the A1 text of a template in a worksheet."""
        return render(template, sid, self)

    # -- names, styles, settings

    def names(self) -> list[DefinedName]:
        """Return the defined names; malformed ones are left out."""
        found = []
        for token, entry in sorted(self._map("names").items()):
            if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
                continue
            formula, scope = entry.get("formula"), entry.get("scope")
            if isinstance(formula, str):
                found.append(
                    DefinedName(
                        token,
                        entry["name"],
                        scope if isinstance(scope, str) else None,
                        settled(formula, ("", 0), ("", 0)),
                        bool(entry.get("hidden")),
                        str(entry.get("comment") or ""),
                    )
                )
        return found

    @property
    def styles_version(self) -> int:
        """Changes when a style is written."""
        return self.entries.mirror(BOOK, "styles").version

    @property
    def styles(self) -> Styles:
        """The styles."""
        version = self.styles_version
        if self._styles is None or self._styles[0] != version:
            entries = dict(self._map("styles"))
            base = unpack(entries.pop("base", None))
            self._styles = (version, Styles(base, entries))
        return self._styles[1]

    def patched(self, style: Mapping[str, Any], patch: Mapping[str, Any]) -> Style:
        """Return a style with a patch on it."""
        return styling.patched(style, patch, self.styles)

    def put_style(self, style: Mapping[str, Any]) -> StyleId:
        """Return the id of a style, written to the book when it is new."""
        identity = self.styles.find(style)
        if isinstance(identity, str) and identity not in self.styles.written:
            self.entries.set(BOOK, "styles", identity, styling.normal(style))
        return identity

    @property
    def settings(self) -> dict[str, Any]:
        """The workbook's settings."""
        return dict(self._map("settings"))


def sheet_infos(entries: Mapping[str, Any]) -> list[SheetInfo]:
    """Gather worksheets from their flat keys, in order, with names told apart."""
    gathered: dict[str, dict[str, Any]] = {}
    for key, value in entries.items():
        sid, dot, member = key.rpartition(".")
        if dot and sid:
            gathered.setdefault(sid, {})[member] = value
    listed = [
        (str(members.get("order") or ""), sid, members)
        for sid, members in gathered.items()
        if isinstance(members.get("name"), str) and not members.get("dead")
    ]
    taken: set[str] = set()
    infos = []
    for order, sid, members in sorted(listed, key=lambda item: item[:2]):
        name = _free_name(members["name"], taken)
        taken.add(name.casefold())
        state = members.get("state")
        infos.append(
            SheetInfo(
                sid,
                name,
                order,
                state if state in STATES else "visible",
                members.get("color"),
                str(members.get("kind") or "worksheet"),
                members.get("part") if isinstance(members.get("part"), str) else None,
            )
        )
    return infos


def _free_name(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free.casefold() in taken:
        free = f"{name} ({number})"
        number += 1
    return free
