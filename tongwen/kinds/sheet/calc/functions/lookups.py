"""Finding: LOOKUP where the engine has none, and places in bytes of double-byte characters."""

import re
from bisect import bisect_right

from tongwen.kinds.sheet.calc.functions.arguments import Arguments, Failed, Value, is_error
from tongwen.kinds.sheet.calc.functions.characters import width
from tongwen.kinds.sheet.calc.functions.groups import compare
from tongwen.kinds.sheet.calc.literals import plain_reference, plain_value

_LONGEST = 255  # of what SEARCH looks for


def lookup(given: Arguments) -> Value:
    """LOOKUP(value, keys, results) of one key, or of keys in an array of several lines."""
    given.count(2, 3)
    wanted, keys = given[0].first, given[1].values
    if is_error(wanted):
        raise Failed(wanted["e"])
    if not keys:
        raise Failed("#N/A")
    across = len(keys[0]) > len(keys)
    at = _place(wanted, keys[0] if across else [row[0] for row in keys])
    if len(given) < 3:
        return keys[-1][at] if across else keys[at][-1]
    results = given[2].values
    if len(results) > 1 and len(results[0]) > 1:
        raise Failed("#N/A")
    flat = [value for row in results for value in row]
    if at >= len(flat):
        raise Failed("#N/A")
    return flat[at]


def _place(wanted: Value, keys: list[Value]) -> int:
    """Return the last of sorted keys of the value's kind that is not greater."""
    alike = [at for at, key in enumerate(keys) if _kind(key) == _kind(wanted)]
    found = bisect_right(alike, 0, key=lambda at: 1 if compare(keys[at], wanted) > 0 else 0)
    if not found:
        raise Failed("#N/A")
    return alike[found - 1]


def _kind(value: Value) -> int:
    if value is None or is_error(value):
        return 3
    return 2 if isinstance(value, bool) else int(isinstance(value, str))


def odd_lookup(arguments: list[str]) -> bool:
    """Whether the engine cannot do a LOOKUP: of a single key, or of an array with results apart."""
    if len(arguments) < 2:
        return False
    place = plain_reference(arguments[1])
    if place is None:
        return plain_value(arguments[1]) is not None
    rows, cols = place[3] - place[1] + 1, place[4] - place[2] + 1
    return rows == cols == 1 or (len(arguments) == 3 and rows > 1 and cols > 1)


def findb(given: Arguments) -> float:
    """FINDB(text, within, start): where it is, in bytes; capitals count."""
    return _found(given, re.compile(re.escape(given.text(0))))


def searchb(given: Arguments) -> float:
    """SEARCHB(text, within, start): with `*`, `?` and `~`, whatever the case."""
    wanted = given.text(0)
    if len(wanted) > _LONGEST:
        raise Failed("#VALUE!")
    return _found(given, _wildcards(wanted))


def _wildcards(wanted: str) -> re.Pattern[str]:
    pieces = {"*": ".*?", "?": "."}
    pattern = "".join(
        pieces.get(one) or re.escape(one[-1]) for one in re.findall(r"(?s)~[*?~]|.", wanted)
    )
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def _found(given: Arguments, pattern: re.Pattern[str]) -> float:
    given.count(2, 3)
    within, start = given.text(1), given.whole(2, 1)
    if start < 1:
        raise Failed("#VALUE!")
    at = passed = 0
    while at < len(within) and passed < start - 1:
        passed += width(within[at])
        at += 1
    match = None if passed < start - 1 else pattern.search(within, at)
    if match is None:
        raise Failed("#VALUE!")
    return float(sum(map(width, within[: match.start()])) + 1)
