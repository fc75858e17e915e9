"""One worksheet folded: new blocks and lines, and what of its overlay stays."""

from collections.abc import Iterator, Mapping
from typing import Any

from tongwen.kinds.sheet.axis import Axis
from tongwen.kinds.sheet.blocks import BlockWriter, pack, read_bands, unpack
from tongwen.kinds.sheet.contents import Content, is_formula
from tongwen.kinds.sheet.entries import ABSENT
from tongwen.kinds.sheet.lines import MAX_COLS, Line, Span, line_id, parse_line, whole
from tongwen.kinds.sheet.looks import Look, Looks
from tongwen.kinds.sheet.naming import Renaming, mentions
from tongwen.kinds.sheet.overlay import Put, whole_cols
from tongwen.kinds.sheet.relative import shared
from tongwen.kinds.sheet.sheet import Sheet
from tongwen.kinds.sheet.styles import Style, StyleId

Change = tuple[str, str, Any]
"""Map, key, value."""

Band = tuple[str, int]
"""Run and number."""

_MOST_EMPTY = 200_000  # cells that only have a style, beside as many as there are others


class _TooMany(Exception):
    """Painted areas would become too many empty cells."""


class SheetFolding:
    """Finds what folding changes of one worksheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._book = sheet.book
        self._rows, self._cols = sheet.rows, sheet.cols
        self._reach = (0, 0)
        self.new_styles: dict[str, Style] = {}
        self._style_ids: dict[int, StyleId] = {}
        self._kept_styles: list[Style] = []  # so that their ids stay theirs
        self._default: Style = {}

    # -- what stays

    def _knows(self, line: Line, axis: Axis) -> bool:
        return axis.state(line) != "unknown"

    def _known_cells(self) -> dict[str, int]:
        """Return the keys of the single cells that are folded, with their t."""
        return {
            written.stamp[1]: written.stamp[0]
            for row, cells in self._sheet.cells.items()
            for col, written in cells.items()
            if self._knows(row, self._rows) and self._knows(col, self._cols)
        }

    def _unknown(self, spans: list[Span], axis: Axis) -> bool:
        return any(
            not self._knows((run, first), axis) or not self._knows((run, first + count - 1), axis)
            for run, first, count in spans
        )

    def _remainders(self) -> Iterator[dict[str, Any]]:
        """Yield the parts of puts in lines that are not known (yet, or any more)."""
        for put in self._sheet.puts:
            if self._is_folded(put) and self._is_split(put):
                yield from self._remainder(put)

    def _is_folded(self, put: Put) -> bool:
        """Whether any cell of a put is in known lines."""
        return all(
            any(known for _, known, _ in self._lines(spans, axis))
            for spans, axis in ((put.rows, self._rows), (put.cols, self._cols))
        )

    def _is_split(self, put: Put) -> bool:
        return self._unknown(put.rows, self._rows) or self._unknown(put.cols, self._cols)

    def _remainder(self, put: Put) -> Iterator[dict[str, Any]]:
        rows = self._lines(put.rows, self._rows)
        cols = self._lines(put.cols, self._cols)
        unknown_cols = [at for at in cols if not at[1]]
        for row_span, row_known, row_at in rows:
            for col_span, _, col_at in unknown_cols if row_known else cols:
                entry: dict[str, Any] = {
                    "t": put.t,
                    "rows": [list(row_span)],
                    "cols": [list(col_span)],
                }
                if "data" in put.entry:
                    width, count = put.width(), col_span[2]
                    entry["data"] = pack(
                        [
                            (put.row(row_at + step, width) or [{}] * width)[col_at : col_at + count]
                            for step in range(row_span[2])
                        ]
                    )
                else:
                    entry["v"] = put.entry.get("v")
                yield entry

    def _lines(self, spans: list[Span], axis: Axis) -> list[tuple[Span, bool, int]]:
        """Cut spans into known and unknown ones, each with its index in the put."""
        found: list[tuple[Span, bool, int]] = []
        at = 0
        for run, first, count in spans:
            size = axis.runs[run][0] if run in axis.runs else 0
            known = max(0, min(count, size - first))
            if known:
                found.append(((run, first, known), True, at))
            if known < count:
                found.append(((run, first + known, count - known), False, at + known))
            at += count
        return found

    def must_name(self, renaming: Renaming, candidates: set[str]) -> set[str]:
        """Return those of the dead runs that this worksheet names after folding too."""
        sheet = self._sheet
        kept: list[Any] = [sheet.view, self._kept_paints()]
        puts = [put.entry for put in sheet.puts if not self._is_folded(put)]
        kept += [[entry, unpack(entry.get("data"))] for entry in (*puts, *self._remainders())]
        for run, band in sheet.bands():
            block = None if run in self._rows.runs else sheet.block(run, band)
            kept.append(block.templates if block else None)
        for entry in sheet.objects().values():
            if renaming.concerns(entry):
                kept.append(renaming.entry(entry, sheet))
        known = self._known_cells()
        cells = sheet.mirror("cells").entries
        kept.append([entry for key, entry in cells.items() if key not in known])
        return mentions(kept, candidates)

    def _kept_paints(self) -> dict[str, dict[str, Any]]:
        """Return what stays of paints: areas that end at lines that are not known."""
        kept: dict[str, dict[str, Any]] = {}
        for paint in self._sheet.paints:
            areas = [area for area in paint.areas if not self._area_known(area)]
            if areas:
                entry = self._sheet.mirror("paints").entries[paint.token]
                kept[paint.token] = {**entry, "areas": areas}
        return kept

    def _area_known(self, area: list[str | None]) -> bool:
        for at, identity in enumerate(area):
            line = parse_line(identity) if identity is not None else None
            axis = self._cols if at % 2 else self._rows
            if line is not None and not self._knows(line, axis):
                return False
        return True

    # -- what changes

    def changes(self, renaming: Renaming) -> list[Change]:
        """Return the changes of the worksheet's part."""
        try:
            return self._all_changes(renaming, paints=True)
        except _TooMany:
            self.new_styles.clear()
            self._style_ids.clear()
            return self._all_changes(renaming, paints=False)

    def _all_changes(self, renaming: Renaming, paints: bool) -> list[Change]:
        sheet = self._sheet
        cells = self._known_cells()
        painted = sheet.paints if paints else []
        puts = [put for put in sheet.puts if self._is_folded(put)]
        made = self._blocks(renaming, bool(painted))
        changes: list[Change] = [("base", key, value) for key, value in made.items()]
        times = [*cells.values(), *(put.t for put in puts)]
        changes += [("cells", key, ABSENT) for key in cells]
        changes += [("puts", put.token, ABSENT) for put in puts]
        tokens = self._book.entries.token
        changes += [("puts", tokens(), entry) for entry in self._remainders()]
        if painted:
            times += [paint.t for paint in painted]
            changes += self._paint_changes()
        changes += self._object_changes(renaming)
        size = sheet.mirror("base").entries.get("size")
        if isinstance(size, list) and len(size) == 2 and made:
            reach = [max(a, whole(b) or 0) for a, b in zip(self._reach, size, strict=True)]
            changes += [("base", "size", reach)] if reach != size else []
        if times:
            changes += self._base_changes(max(times))
        if times or made:
            changes += self._note_bands(made)
        return changes

    def _note_bands(self, made: Mapping[str, Any]) -> list[Change]:
        """Say which bands of the file are no longer what was imported: exports look at these."""
        base = self._sheet.mirror("base").entries
        known = read_bands(base.get("folded"))
        if known is None and base.get("t"):
            return []  # folded before this was said
        bands = [(int(key), int(key) + 1) for key in made if ":" not in key]
        bands += [(first, first + count) for first, count in known or ()]
        folded = [[first, stop - first] for first, stop in joined(bands)]
        return [] if base.get("folded") == folded else [("base", "folded", folded)]

    def _base_changes(self, t: int) -> list[Change]:
        base = self._sheet.mirror("base").entries
        changes: list[Change] = []
        if t > (base.get("t") or 0):
            changes.append(("base", "t", t))
        if base.get("height") != self._sheet.height:
            changes.append(("base", "height", self._sheet.height))
        return changes

    def _paint_changes(self) -> list[Change]:
        sheet, kept = self._sheet, self._kept_paints()
        changes: list[Change] = []
        for paint in sheet.paints:
            value = kept.get(paint.token, ABSENT)
            if value != sheet.mirror("paints").entries[paint.token]:
                changes.append(("paints", paint.token, value))
        lines = {axis: self._folded_lines(axis) for axis in ("rows", "cols")}
        if lines != unpack(sheet.mirror("base").entries.get("lines")):
            changes.append(("base", "lines", pack(lines)))
        return changes

    def _folded_lines(self, axis: str) -> list[list[Any]]:
        lines = self._rows if axis == "rows" else self._cols
        folded: list[list[Any]] = []
        for first, last, properties in self._sheet.lines(axis):
            member = dict(properties)
            if "style" in member:
                given = self._sheet.looks.line_style(axis, first)
                same = given is not None and self._book.styles.get(given) == member["style"]
                member["style"] = given if same else self._style_id(member["style"])
            for run, offset, count, _ in lines.segments(first, last):
                folded.append([line_id((run, offset)) if run else offset, count, member])
        for (run, offset), count, properties in self._sheet.base_lines(axis):
            if run not in lines.runs:
                folded.append([line_id((run, offset)), count, properties])
        return folded

    def _object_changes(self, renaming: Renaming) -> list[Change]:
        sheet = self._sheet
        changes: list[Change] = []
        for token, entry in sheet.objects().items():
            if renaming.concerns(entry):
                changed = renaming.entry(entry, sheet)
                changes.append(("objects", token, ABSENT if changed is None else changed))
        return changes

    # -- blocks

    def _blocks(self, renaming: Renaming, painted: bool) -> dict[str, Any]:
        """Return the bands that change: their new bytes, or ABSENT."""
        sheet = self._sheet
        looks = sheet.looks
        made: dict[str, Any] = {}
        empty = full = 0
        for run, band in sorted(self._bands(renaming, painted)):
            key = f"{run}:{band}" if run else str(band)
            writer = BlockWriter(sheet.height, f"{run}:" if run else "")
            for line, cells in self._band_rows(run, band, looks, painted):
                empty += sum(cell[0] is None for cell in cells.values())
                full += len(cells)
                if empty > _MOST_EMPTY + 2 * (full - empty) and painted:
                    raise _TooMany
                self._add(writer, line, cells, renaming)
            data = writer.finish().get(key, ABSENT)
            self._reach = (
                max(self._reach[0], 0 if run else writer.size[0]),
                max(self._reach[1], writer.size[1]),
            )
            before = sheet.mirror("base").entries.get(key, ABSENT)
            if data is not before and data != before:
                made[key] = data
        return made

    def _add(
        self,
        writer: BlockWriter,
        row: Line,
        cells: dict[int, tuple[Content, StyleId]],
        renaming: Renaming,
    ) -> None:
        columns: list[int | str] = []
        contents: list[Content] = []
        formulas: list[int] = []
        for place, (col, (content, _)) in enumerate(cells.items()):
            line = self._cols.line_at(col)
            columns.append(line_id(line) if line[0] else line[1])
            if is_formula(content):
                template = shared(renaming.template(content["f"], self._sheet.sid), row, line)
                rest = {k: v for k, v in content.items() if k not in ("f", "c")}
                content = [template, content.get("c"), *([rest] if rest else [])]
                formulas.append(place)
            contents.append(content)
        writer.add(row[1], columns, contents, [cell[1] for cell in cells.values()], formulas)

    def _bands(self, renaming: Renaming, painted: bool) -> set[Band]:
        """Name the bands that change."""
        sheet, height = self._sheet, self._sheet.height
        everything = painted and any(whole_cols(b) for p in sheet.paints for b in p.boxes)
        found = {
            (run, band)
            for run, band in sheet.bands()
            if run in self._rows.runs and (everything or self._must_change(run, band, renaming))
        }
        spans: list[Span] = [(run, offset, 1) for run, offset in sheet.cells]
        for put in sheet.puts:
            spans += put.rows
        for paint in sheet.paints if painted else ():
            for box in paint.boxes:
                if not whole_cols(box):
                    spans += self._rows.spans(box[0], box[2])
        for first, last, line in sheet.lines("rows") if everything else ():
            if "style" in line:
                spans += self._rows.spans(first, last)
        for run, first, count in spans:
            if run in self._rows.runs:
                stop = min(first + count, self._rows.runs[run][0])
                found |= {(run, band) for band in range(first // height, -(-stop // height))}
        return found

    def _must_change(self, run: str, band: int, renaming: Renaming) -> bool:
        """Whether a block has a formula that names lines that go away, or only dead rows."""
        block = self._sheet.block(run, band)
        if block is not None and renaming.concerns(block.templates):
            return True
        height = self._sheet.height
        return not any(self._rows.placed((run, band * height, height)))

    def _band_rows(
        self, run: str, band: int, looks: Looks, painted: bool
    ) -> Iterator[tuple[Line, dict[int, tuple[Content, StyleId]]]]:
        height = self._sheet.height
        for offset, count, position in self._rows.placed((run, band * height, height)):
            box = (position, 0, position + count - 1, MAX_COLS - 1)
            if painted:
                for row, cells in looks.read_looks(box):
                    yield (
                        (run, offset + row - position),
                        {col: (c, self._look_id(looks, look)) for col, (c, look) in cells.items()},
                    )
            else:
                for row, given in self._sheet.read(box):
                    yield (
                        (run, offset + row - position),
                        {
                            col: (cell.content, self._unpainted(looks, row, col, cell.style))
                            for col, cell in given.items()
                        },
                    )

    def _unpainted(self, looks: Looks, row: int, col: int, style: StyleId | None) -> StyleId:
        """Return the style id of a cell below its paints: a block has to say one."""
        for given in (style, looks.line_style("rows", row), looks.line_style("cols", col)):
            if given is not None:
                return given
        return self._style_id(self._default)

    def _look_id(self, looks: Looks, look: Look) -> StyleId:
        """Return the style id of a look: the very one it had where nothing was painted."""
        block, painted = look
        if not painted:
            return self._style_id(self._default) if block is None else block
        return self._style_id(looks.resolve(look))

    def _style_id(self, style: Style) -> StyleId:
        found = self._style_ids.get(id(style))
        if found is None:
            found = self._book.styles.find(style)
            if isinstance(found, str) and found not in self._book.styles.written:
                self.new_styles[found] = style
            self._style_ids[id(style)] = found
            self._kept_styles.append(style)
        return found


def joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges (first, stop) in order, those that meet as one."""
    found: list[tuple[int, int]] = []
    for first, stop in sorted(ranges):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        else:
            found.append((first, stop))
    return found
