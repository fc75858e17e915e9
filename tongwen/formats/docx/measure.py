"""Values as the standard writes them, to numbers and back (ECMA-376-1 §22.9, and Strict)."""

import re
from typing import Any

_MEASURE = re.compile(r"(-?\d+(?:\.\d+)?)\s*(mm|cm|in|pt|pc|pi|%)?")
_TWIPS = {"mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440, "pt": 20, "pc": 240, "pi": 240}
_OFF = ("0", "false", "off", "none")


def twips(text: str | None) -> int | None:
    """Read a length: a number of twips, or a number with a unit."""
    found = _MEASURE.fullmatch(text.strip()) if text else None
    if not found or found.group(2) == "%":
        return None
    return round(float(found.group(1)) * _TWIPS.get(found.group(2) or "", 1))


def half_points(text: str | None) -> int | None:
    """Read a font size: a number of half-points, or a number with a unit."""
    found = _MEASURE.fullmatch(text.strip()) if text else None
    if not found or found.group(2) == "%":
        return None
    unit = found.group(2)
    return round(float(found.group(1)) * (_TWIPS[unit] / 10 if unit else 1))


def integer(text: str | None) -> int | None:
    """Read a whole number; decimals are rounded."""
    found = _MEASURE.fullmatch(text.strip()) if text else None
    return None if not found or found.group(2) else round(float(found.group(1)))


def fiftieths(text: str | None) -> int | None:
    """Read a share of a width: fiftieths of a percent, or a percentage."""
    found = _MEASURE.fullmatch(text.strip()) if text else None
    if not found or found.group(2) not in (None, "%"):
        return None
    return round(float(found.group(1)) * (50 if found.group(2) else 1))


def truth(text: str | None) -> bool:
    """Read an on/off value; an absent one means on (§17.17.4)."""
    return text is None or text.lower() not in _OFF


def whole(given: Any) -> int | None:
    """Return a number from a live document as a whole number; None for anything else."""
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        return None
    return int(given) if abs(given) < 1 << 40 else None


def members(given: Any) -> dict[str, Any]:
    """Return an object from a live document; an empty one for anything else."""
    return given if isinstance(given, dict) else {}
