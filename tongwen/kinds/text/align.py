"""Which items of two sequences belong together: equal ones, and similar ones in between."""

from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher

Stretch = tuple[bool, int, int, int, int]

_PAIRS = 4_000_000  # item pairs that are compared in detail; beyond, a stretch counts as replaced
_SIMILAR_PAIRS = 10_000


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Stretch]:
    """Cut two sequences into stretches `(same, start, stop, start, stop)`, in order.

    Common ends first, then items that occur once in each, then difflib between those.
    """
    start, old_end, new_end = common_ends(old, new)
    stretches: list[Stretch] = [(True, 0, start, 0, start)] if start else []
    at_old, at_new = start, start
    for anchor_old, anchor_new in _anchors(old, new, start, old_end, new_end):
        stretches += _between(old, new, (at_old, anchor_old), (at_new, anchor_new))
        stretches.append((True, anchor_old, anchor_old + 1, anchor_new, anchor_new + 1))
        at_old, at_new = anchor_old + 1, anchor_new + 1
    stretches += _between(old, new, (at_old, old_end), (at_new, new_end))
    if old_end < len(old):
        stretches.append((True, old_end, len(old), new_end, len(new)))
    return _joined(stretches)


def common_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int, int]:
    """Return where two sequences begin to differ, and where the difference ends in each."""
    limit = min(len(old), len(new))
    start = _longest(limit, lambda low, high: old[low:high] == new[low:high])
    ends = len(old), len(new)
    back = _longest(
        limit - start,
        lambda low, high: (
            old[ends[0] - high : ends[0] - low] == new[ends[1] - high : ends[1] - low]
        ),
    )
    return start, len(old) - back, len(new) - back


def _longest(limit: int, equal: Callable[[int, int], bool]) -> int:
    """Return how far two sequences agree, by halving; slices are compared at the speed of C."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if equal(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def pair_similar(
    old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]
) -> list[tuple[int | None, int | None]]:
    """Pair `(kind, text)` items of two short stretches by likeness, keeping the order.

    Items of one kind are paired so that the sum of their likeness is greatest; the others come
    out alone. Long stretches are paired in sequence.
    """
    if len(old) * len(new) > _SIMILAR_PAIRS:
        common = min(len(old), len(new))
        rest_old = [(at, None) for at in range(common, len(old))]
        rest_new = [(None, at) for at in range(common, len(new))]
        return [*zip(range(common), range(common), strict=True), *rest_old, *rest_new]
    best = _best_sums(old, new)
    pairs: list[tuple[int | None, int | None]] = []
    at_old = at_new = 0
    while at_old < len(old) or at_new < len(new):
        here = best[at_old][at_new]
        if at_old < len(old) and here == best[at_old + 1][at_new]:
            pairs.append((at_old, None))
            at_old += 1
        elif at_new < len(new) and here == best[at_old][at_new + 1]:
            pairs.append((None, at_new))
            at_new += 1
        else:
            pairs.append((at_old, at_new))
            at_old += 1
            at_new += 1
    return pairs


def likeness(old: tuple[str, str], new: tuple[str, str]) -> float:
    """Return 0 for different kinds, else 0.01 to 1: the share of text at the common ends."""
    if old[0] != new[0]:
        return 0.0
    longest = max(len(old[1]), len(new[1]))
    if longest == 0:
        return 1.0
    start, old_end, _ = common_ends(old[1], new[1])
    return max(0.01, (start + len(old[1]) - old_end) / longest)


def _best_sums(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[list[float]]:
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for at_old in reversed(range(len(old))):
        for at_new in reversed(range(len(new))):
            together = likeness(old[at_old], new[at_new])
            best[at_old][at_new] = max(
                best[at_old + 1][at_new],
                best[at_old][at_new + 1],
                best[at_old + 1][at_new + 1] + together if together else 0.0,
            )
    return best


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], start: int, old_end: int, new_end: int
) -> list[tuple[int, int]]:
    """Return the longest rising chain of items that occur exactly once on both sides."""
    if (old_end - start) * (new_end - start) <= _PAIRS // 100:
        return []
    once_old = _once(old, start, old_end)
    once_new = _once(new, start, new_end)
    matches = sorted((at, once_new[item]) for item, at in once_old.items() if item in once_new)
    return _longest_rising(matches)


def _once(items: Sequence[Hashable], start: int, stop: int) -> dict[Hashable, int]:
    seen: dict[Hashable, int] = {}
    twice = set()
    for at in range(start, stop):
        if items[at] in seen:
            twice.add(items[at])
        seen[items[at]] = at
    return {item: at for item, at in seen.items() if item not in twice}


def _longest_rising(matches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []
    previous: list[int] = []
    values: list[int] = []
    for at, (_, target) in enumerate(matches):
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            if values[middle] < target:
                low = middle + 1
            else:
                high = middle
        previous.append(tails[low - 1] if low else -1)
        tails[low : low + 1] = [at]
        values[low : low + 1] = [target]
    chain = []
    at = tails[-1] if tails else -1
    while at >= 0:
        chain.append(matches[at])
        at = previous[at]
    return chain[::-1]


def _between(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    range_old: tuple[int, int],
    range_new: tuple[int, int],
) -> list[Stretch]:
    (start_old, end_old), (start_new, end_new) = range_old, range_new
    if start_old == end_old and start_new == end_new:
        return []
    if (end_old - start_old) * (end_new - start_new) > _PAIRS:
        return [(False, start_old, end_old, start_new, end_new)]
    matcher = SequenceMatcher(None, old[start_old:end_old], new[start_new:end_new], False)
    return [
        (tag == "equal", start_old + i, start_old + j, start_new + k, start_new + m)
        for tag, i, j, k, m in matcher.get_opcodes()
    ]


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    result: list[Stretch] = []
    for stretch in stretches:
        if result and result[-1][0] == stretch[0]:
            same, first, _, begin, _ = result[-1]
            result[-1] = (same, first, stretch[2], begin, stretch[4])
        else:
            result.append(stretch)
    return result
