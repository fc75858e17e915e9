"""Templates of blocks, whose components are counted from their own cell, and plain ones."""

from collections.abc import Iterator
from functools import lru_cache

from tongwen.kinds.sheet.lines import Line, line_id, parse_line
from tongwen.kinds.sheet.templates import (
    CLOSE,
    MARKED,
    OPEN,
    REF,
    Reference,
    parse_reference,
    references,
    rewritten,
)


def _settled(component: str, own: Line) -> str:
    if component[:1] in ("+", "-"):
        offset = own[1] + int(component) if component[1:].isdigit() else -1
        return line_id((own[0], offset)) if offset >= 0 else "?"
    return component


def is_relative(template: str) -> bool:
    """Whether a template has components that count from its own cell."""
    return any(
        c[:1] in ("+", "-")
        for r in references(template)
        for row, col, _ in r.corners
        for c in (row, col)
    )


def settled(template: str, row: Line, col: Line) -> str:
    """Return a template of a block with plain ids, for the cell that it stands in."""
    pieces = _pieces(template)
    if pieces is None:
        return template
    written = []
    for piece in pieces:
        if isinstance(piece, str):
            written.append(piece)
            continue
        run, own = col if piece[0] else row
        offset = own + piece[1]
        if offset < 0:
            return _settled_slowly(template, row, col)
        written.append(f"{run}/{offset}" if run else str(offset))
    return "".join(written)


@lru_cache(4096)
def _pieces(template: str) -> tuple[str | tuple[int, int], ...] | None:
    """Cut a template at its relative components: (0 for rows or 1 for columns, distance).

    None for a template that has none.
    """
    if not is_relative(template):
        return None
    pieces: list[str | tuple[int, int]] = []
    at = 0
    for match in MARKED.finditer(template):
        pieces.append(template[at : match.start()])
        at = match.end()
        reference = parse_reference(match[1])
        pieces += [REF] if reference is None else _reference_pieces(reference)
    return (*pieces, template[at:])


def _reference_pieces(reference: Reference) -> Iterator[str | tuple[int, int]]:
    yield OPEN + (":".join(reference.sids) + "!" if reference.sids else "")
    for place, (row, col, flags) in enumerate(reference.corners):
        yield ";" if place else ""
        for axis, component in enumerate((row, col)):
            relative = component[:1] in ("+", "-") and component[1:].isdigit()
            yield (axis, int(component)) if relative else component
            yield ","
        yield str(flags)
    yield CLOSE


def _settled_slowly(template: str, row: Line, col: Line) -> str:
    """Settle a template some of whose references point before the first line: `#REF!`."""

    def change(reference: Reference) -> str:
        corners = tuple(
            (_settled(r, row), _settled(c, col), flags) for r, c, flags in reference.corners
        )
        if any("?" in (r, c) for r, c, _ in corners):
            return REF
        return Reference(reference.sids, corners).write()

    return rewritten(template, change)


def shared(template: str, row: Line, col: Line) -> str:
    """Return a template as a block holds it: relative to its cell, where it has no `$`.

    Lines of the cell's own run are counted from it, so that a filled column has one template.
    """
    return rewritten(
        template,
        lambda reference: Reference(
            reference.sids,
            tuple(
                (
                    r if flags & 1 else _counted(r, row, bool(reference.sids)),
                    c if flags & 2 else _counted(c, col, bool(reference.sids)),
                    flags,
                )
                for r, c, flags in reference.corners
            ),
        ).write(),
    )


def _counted(component: str, own: Line, elsewhere: bool) -> str:
    line = parse_line(component)
    if line is None or line[0] != own[0] or (elsewhere and own[0]):
        return component
    return f"{line[1] - own[1]:+d}"
