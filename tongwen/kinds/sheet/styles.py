"""Styles: their normal form, their ids, and patches on them."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

Style = dict[str, Any]
StyleId = int | str

EVERYTHING = "*"
"""The member of a patch that replaces the whole style by that of an id first."""


def plain(value: Any) -> Any:
    """Return a value from outside with whole numbers as integers (Yjs has floats).

    Bytes come as bytearrays, which would be written as nothing inside of others.
    """
    if isinstance(value, bytearray):
        return bytes(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) <= 2**53 else value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def normal(style: Mapping[str, Any]) -> Style:
    """Return a style in normal form: no nulls, whole numbers as integers."""
    return {key: _without_nulls(item) for key, item in style.items() if item is not None}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_without_nulls(item) for item in value]
    return plain(value)


def style_id(style: Mapping[str, Any]) -> str:
    """Return the key that a style of one's own has: of its normal JSON, sha-256, 16 hex digits."""
    text = orjson.dumps(normal(style), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(text).hexdigest()[:16]


def patched(style: Mapping[str, Any], patch: Mapping[str, Any], styles: "Styles") -> Style:
    """Return a style with a patch on it: null removes, `*` replaces everything first."""
    result = dict(style)
    if EVERYTHING in patch:
        result = dict(styles.get(patch[EVERYTHING]))
    for key, item in patch.items():
        if key == EVERYTHING:
            continue
        if item is None:
            result.pop(key, None)
        else:
            result[key] = _without_nulls(item)
    return result


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Style:
    """Return the patch that makes one style another."""
    patch: Style = {key: None for key in before if key not in after}
    patch.update({key: item for key, item in after.items() if before.get(key) != item})
    return patch


class Styles:
    """The styles of a workbook: those of the file by number, those written since by key."""

    def __init__(self, base: Any, written: Mapping[str, Any]) -> None:
        listed = base if isinstance(base, list) else []
        self.base: list[Style] = [normal(s) if isinstance(s, dict) else {} for s in listed]
        self.written: dict[str, Style] = {
            key: normal(style) for key, style in written.items() if isinstance(style, dict)
        }
        self._ids: dict[bytes, StyleId] = {}
        self._same: dict[bytes, Style] = {}
        for number in range(len(self.base) - 1, -1, -1):
            self._ids[_form(self.base[number])] = number

    def get(self, identity: Any) -> Style:
        """Return a style; the default one for an id that there is not."""
        if isinstance(identity, str):
            return self.written.get(identity, {})
        number = plain(identity)
        if isinstance(number, int) and 0 <= number < len(self.base):
            return self.base[number]
        return {}

    def find(self, style: Mapping[str, Any]) -> StyleId:
        """Return the id of a style: of the file's first equal one, else the key of its own."""
        form = _form(normal(style))
        found = self._ids.get(form)
        if found is None:
            found = 0 if form == b"{}" and not self.base else style_id(style)
            self._ids[form] = found
        return found

    def same(self, style: Style) -> Style:
        """Return the one object that stands for a style in normal form."""
        return self._same.setdefault(_form(style), style)


def _form(style: Style) -> bytes:
    return orjson.dumps(style, option=orjson.OPT_SORT_KEYS)
