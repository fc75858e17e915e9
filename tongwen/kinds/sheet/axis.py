"""An axis: which lines there are in which order, from the operations on it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise
from typing import Any, Literal

from tongwen.kinds.sheet.keys import KEYS_OF_A_RUN, base_key, base_keys_below, is_key
from tongwen.kinds.sheet.lines import Line, Span, line_id, parse_spans, whole

LineState = Literal["live", "dead", "unknown"]
LONGEST_RUN = 1_048_576
_LAST_DELETABLE = KEYS_OF_A_RUN - 1_048_576
LAST_DELETED = KEYS_OF_A_RUN - LONGEST_RUN  # base lines from here on stay: there always are lines


@dataclass(slots=True)
class Piece:
    """Neighbouring lines of a run that share their fate; their keys are `prefix + B(at …)`."""

    run: str
    first: int
    stop: int
    prefix: str
    at: int
    live: bool
    position: int = -1  # index of `first` on the axis, when live

    def key(self, offset: int) -> str:
        """Return the order key of one line."""
        return self.prefix + base_key(self.at + offset - self.first)


@dataclass(frozen=True, slots=True)
class Move:
    """A move of lines to `key`; among those that cover a line the greatest (t, token) wins."""

    t: int
    token: str
    key: str
    spans: list[Span]


class Operations:
    """The well-formed operations of an axis; what is malformed is ignored."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self.runs: dict[str, tuple[int, str]] = {"": (KEYS_OF_A_RUN, "")}
        self.deletes: list[Span] = []
        self.moves: list[Move] = []
        self.t = 0
        for token, entry in entries.items():
            if isinstance(entry, dict) and token and "/" not in token:
                self._take(token, entry)
        self.moves.sort(key=lambda move: (move.t, move.token))

    def _take(self, token: str, entry: dict[str, Any]) -> None:
        count, t, key = whole(entry.get("n")), whole(entry.get("t")), entry.get("k")
        if "d" in entry:
            self.deletes += filter(None, map(_deletable, parse_spans(entry["d"]) or []))
        elif not is_key(key):
            return
        elif "m" not in entry:
            if count is not None and 1 <= count <= LONGEST_RUN:
                self.runs[token] = (count, str(key))
        elif t is not None and t >= 0:
            spans = parse_spans(entry["m"])
            if spans and sum(span[2] for span in spans) <= KEYS_OF_A_RUN:
                self.moves.append(Move(t, token, str(key), spans))
                self.t = max(self.t, t)

    def pieces(self) -> dict[str, list[Piece]]:
        """Return the pieces of each run, by offset."""
        dead: dict[str, list[tuple[int, int]]] = {}
        for run, first, count in self.deletes:
            stop = first + count if run else min(first + count, LAST_DELETED)
            if first < stop:
                dead.setdefault(run, []).append((first, stop))
        carried: dict[str, list[tuple[int, int, str, int]]] = {}
        for move in self.moves:
            at = 0
            for run, first, count in move.spans:
                carried.setdefault(run, []).append((first, first + count, move.key, at))
                at += count
        return {
            run: _cut(run, count, key, dead.get(run, []), carried.get(run, []))
            for run, (count, key) in self.runs.items()
        }


def _deletable(span: Span) -> Span | None:
    """Cut a span off where lines cannot be deleted, so that an axis always has some."""
    run, first, count = span
    if run:
        return span
    count = min(count, _LAST_DELETABLE - first)
    return (run, first, count) if count > 0 else None


def _cut(
    run: str,
    count: int,
    key: str,
    dead: list[tuple[int, int]],
    carried: list[tuple[int, int, str, int]],
) -> list[Piece]:
    """Cut a run into pieces; of moves the last in the list wins."""
    cuts: dict[int, list[tuple[int, int]]] = {}  # offset → [(index of the move, ±1)]
    deaths: dict[int, int] = {}
    for first, stop in dead:
        deaths[first] = deaths.get(first, 0) + 1
        deaths[stop] = deaths.get(stop, 0) - 1
    for index, (first, stop, _, _) in enumerate(carried):
        cuts.setdefault(first, []).append((index, 1))
        cuts.setdefault(stop, []).append((index, -1))
    edges = sorted({0, count, *(at for at in (*cuts, *deaths) if at < count)})
    covering: list[int] = []  # a heap of move indexes, greatest first
    ended: set[int] = set()
    deep = 0
    pieces: list[Piece] = []
    for first, stop in pairwise(edges):
        deep += deaths.get(first, 0)
        for index, change in cuts.get(first, ()):
            if change > 0:
                heappush(covering, -index)
            else:
                ended.add(index)
        while covering and -covering[0] in ended:
            heappop(covering)
        if covering:
            begin, _, prefix, at = carried[-covering[0]]
            pieces.append(Piece(run, first, stop, prefix, at + first - begin, not deep))
        else:
            pieces.append(Piece(run, first, stop, key, first, not deep))
    return pieces


@dataclass(slots=True)
class Segment:
    """Live lines that follow one another on the axis: part of a piece."""

    piece: Piece
    first: int
    count: int
    position: int


class Axis:
    """The live lines in order. Positions are indexes from zero.

    The axis of a worksheet is conceptually infinite: there are 62⁴ base lines.
    """

    def __init__(self, operations: Operations) -> None:
        self.t = operations.t
        self.runs = operations.runs
        self._pieces = operations.pieces()
        self._firsts = {run: [p.first for p in pieces] for run, pieces in self._pieces.items()}
        self._segments = _ordered(
            [piece for pieces in self._pieces.values() for piece in pieces if piece.live]
        )
        self._positions = [segment.position for segment in self._segments]
        self._keys = [
            (s.piece.key(s.first), line_id((s.piece.run, s.first))) for s in self._segments
        ]
        last = self._segments[-1] if self._segments else None
        self.size = last.position + last.count if last else 0
        only = self._segments[0].piece if len(self._segments) == 1 else None
        self.plain = only is not None and not (only.run or only.first or only.prefix)
        """Whether every line is where it was at import."""
        self._of_piece: dict[int, list[tuple[int, int, int]]] = {}
        for segment in self._segments:
            self._of_piece.setdefault(id(segment.piece), []).append(
                (segment.first, segment.count, segment.position)
            )

    def line_at(self, position: int) -> Line:
        """Return the line at a position.

        Raises:
            IndexError: there is none.
        """
        if not 0 <= position < self.size:
            raise IndexError(f"there is no line {position}")
        segment = self._segments[bisect_right(self._positions, position) - 1]
        return (segment.piece.run, segment.first + position - segment.position)

    def id_at(self, position: int) -> str:
        """Return the id of the line at a position; see `line_at`."""
        return line_id(self.line_at(position))

    def position(self, line: Line) -> int | None:
        """Return where a live line is; None for dead and unknown ones."""
        piece = self.piece(line)
        if piece is None or not piece.live:
            return None
        offset = line[1]
        parts = self._of_piece[id(piece)]
        first, _, position = parts[bisect_right(parts, offset, key=lambda part: part[0]) - 1]
        return position + offset - first

    def piece(self, line: Line) -> Piece | None:
        """Return the piece that a line is of; None for unknown lines."""
        run, offset = line
        firsts = self._firsts.get(run)
        if firsts is None or not 0 <= offset < self._pieces[run][-1].stop:
            return None
        return self._pieces[run][bisect_right(firsts, offset) - 1]

    def state(self, line: Line) -> LineState:
        """Say whether a line is live, dead (deleted) or unknown (its insertion is not there)."""
        piece = self.piece(line)
        return "unknown" if piece is None else "live" if piece.live else "dead"

    def key(self, line: Line) -> str | None:
        """Return the order key of a line, dead ones too; None for unknown ones."""
        piece = self.piece(line)
        return None if piece is None else piece.key(line[1])

    def snap(self, line: Line, direction: Literal[1, -1]) -> int | None:
        """Return the position of a live line, or of the nearest live one after or before it.

        None for unknown lines and when there is none.
        """
        piece = self.piece(line)
        if piece is None:
            return None
        if piece.live:
            return self.position(line)
        after = self._first_after((piece.key(line[1]), line_id(line)))
        if direction > 0:
            return after if after < self.size else None
        return after - 1 if after else None

    def _first_after(self, mark: tuple[str, str]) -> int:
        """Return the position of the first live line after a key and id."""
        at = bisect_right(self._keys, mark) - 1
        if at < 0:
            return 0
        segment = self._segments[at]
        return segment.position + min(segment.count, _below(segment.piece, segment.first, mark))

    def range(self, first: Line, last: Line) -> tuple[int, int] | None:
        """Return where a range of lines is now, snapped inward; None when nothing is left.

        Ends that moves have crossed are swapped first.
        """
        if self.plain and not first[0] and not last[0]:
            low, high = sorted((first[1], last[1]))
            return (low, high) if high < self.size else None
        ends = self.key(first), self.key(last)
        if ends[0] is None or ends[1] is None:
            return None
        if (ends[1], line_id(last)) < (ends[0], line_id(first)):
            first, last = last, first
        start, stop = self.snap(first, 1), self.snap(last, -1)
        return None if start is None or stop is None or start > stop else (start, stop)

    def crossed(self, first: Line, last: Line) -> bool:
        """Whether moves have put the end of a range before its beginning."""
        ends = self.key(first) or "", self.key(last) or ""
        return (ends[1], line_id(last)) < (ends[0], line_id(first))

    def segments(self, first: int, last: int) -> Iterator[tuple[str, int, int, int]]:
        """Yield (run, first offset, count, position) of the lines at positions first..last."""
        at = max(0, bisect_right(self._positions, first) - 1)
        while at < len(self._segments) and self._segments[at].position <= last:
            segment = self._segments[at]
            skip = max(0, first - segment.position)
            count = min(segment.count, last + 1 - segment.position) - skip
            if count > 0:
                begin = segment.position + skip
                yield (segment.piece.run, segment.first + skip, count, begin)
            at += 1

    def spans(self, first: int, last: int) -> list[Span]:
        """Return the lines at positions first..last as few spans."""
        spans: list[Span] = []
        for run, offset, count, _ in self.segments(first, last):
            if spans and spans[-1][0] == run and spans[-1][1] + spans[-1][2] == offset:
                spans[-1] = (run, spans[-1][1], spans[-1][2] + count)
            else:
                spans.append((run, offset, count))
        return spans

    def placed(self, span: Span) -> Iterator[tuple[int, int, int]]:
        """Yield (offset, count, position) of the live lines of a span."""
        run, first, count = span
        pieces = self._pieces.get(run)
        if pieces is None:
            return
        stop = min(first + count, pieces[-1].stop)
        at = max(0, bisect_right(self._firsts[run], first) - 1)
        while at < len(pieces) and pieces[at].first < stop:
            for begin, many, position in self._of_piece.get(id(pieces[at]), ()):
                low, high = max(begin, first), min(begin + many, stop)
                if low < high:
                    yield (low, high - low, position + low - begin)
            at += 1

    def ranges(self, spans: Iterable[Span]) -> list[tuple[int, int]]:
        """Return the positions (first, last) of the live lines of spans, in order, joined."""
        found = sorted((p, p + n - 1) for span in spans for _, n, p in self.placed(span))
        joined: list[tuple[int, int]] = []
        for first, last in found:
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((first, last))
        return joined

    def neighbours(self, position: int) -> tuple[str, str]:
        """Return the keys before and at a position; `""` where there is no line."""
        return (
            self.key(self.line_at(position - 1)) or "" if position > 0 else "",
            self.key(self.line_at(position)) or "" if position < self.size else "",
        )


def _below(piece: Piece, first: int, mark: tuple[str, str]) -> int:
    """Count the lines of a piece, from offset `first`, that come before a key and id."""
    key, identity = mark
    prefix = piece.prefix
    start = piece.at + first - piece.first
    if not key.startswith(prefix):
        return 0 if key < prefix else piece.stop - first
    below = base_keys_below(key[len(prefix) :])
    count = max(0, min(below - start, piece.stop - first))
    offset = first + count
    if offset < piece.stop and piece.key(offset) == key:
        count += line_id((piece.run, offset)) < identity
    return count


def _ordered(pieces: list[Piece]) -> list[Segment]:
    """Merge pieces by (key, id) into segments; each step takes all that comes before the next."""
    heap = [
        (piece.key(piece.first), line_id((piece.run, piece.first)), index, piece.first)
        for index, piece in enumerate(pieces)
    ]
    heap.sort()
    segments: list[Segment] = []
    position = 0
    while heap:
        _, _, index, first = heappop(heap)
        piece = pieces[index]
        count = piece.stop - first
        if heap:
            count = max(1, min(count, _below(piece, first, heap[0][:2])))
        segments.append(Segment(piece, first, count, position))
        position += count
        if first + count < piece.stop:
            offset = first + count
            heappush(heap, (piece.key(offset), line_id((piece.run, offset)), index, offset))
    return segments


def read_axis(entries: Mapping[str, Any]) -> Axis:
    """Read an axis from the entries of `rows:<sid>` or `cols:<sid>`."""
    return Axis(Operations(entries))
