"""Text: half and full width, bytes of double-byte characters, numbers and dates in words."""

import unicodedata
from collections.abc import Callable

from tongwen.kinds.sheet.calc.functions.arguments import Arguments, Failed, calendar_day

_WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"}
_WIDE |= {'"': "”", "'": "’", "`": "‘", "\\": "￥"}  # as Excel's DBCS does, not Unicode's forms
_NARROW = {wide: narrow for narrow, wide in _WIDE.items()} | {"＼": "\\", "＂": '"', "＇": "'"}
_VOICED = {"ﾞ": "\u3099", "ﾟ": "\u309a"}
_MARKS = {"゛": "ﾞ", "゜": "ﾟ", "、": "､", "。": "｡", "「": "｢", "」": "｣", "・": "･", "ー": "ｰ"}
_KANA = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in range(0xFF66, 0xFF9E)
    if code != 0xFF70
} | _MARKS
_FULL_KANA = {narrow: wide for wide, narrow in _KANA.items()}


def asc(given: Arguments) -> str:
    """ASC: full-width letters and katakana become half-width."""
    given.count(1, 1)
    return "".join(_narrow(letter) for letter in given.text(0))


def _narrow(letter: str) -> str:
    if letter in _NARROW:
        return _NARROW[letter]
    if letter in _KANA:
        return _KANA[letter]
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 2 and parts[0] in _KANA and parts[1] in "\u3099\u309a":
        return _KANA[parts[0]] + ("ﾞ" if parts[1] == "\u3099" else "ﾟ")
    return letter


def dbcs(given: Arguments) -> str:
    """DBCS, JIS: half-width letters and katakana become full-width."""
    given.count(1, 1)
    wide: list[str] = []
    for letter in given.text(0):
        mark = _VOICED.get(letter)
        joined = unicodedata.normalize("NFC", wide[-1] + mark) if mark and wide else ""
        if len(joined) == 1:
            wide[-1] = joined
        else:
            wide.append(_WIDE.get(letter) or _FULL_KANA.get(letter) or letter)
    return "".join(wide)


def clean(given: Arguments) -> str:
    """CLEAN: without characters that are not printed."""
    given.count(1, 1)
    return "".join(
        letter
        for letter in given.text(0)
        if unicodedata.category(letter) not in ("Cc", "Cn") and letter not in "\u2028\u2029"
    )


def width(letter: str) -> int:
    """Bytes of a character in a double-byte character set."""
    return 2 if ord(letter) > 0xFF and not 0xFF61 <= ord(letter) <= 0xFF9F else 1


def lenb(given: Arguments) -> float:
    """LENB: the length in bytes."""
    given.count(1, 1)
    return float(sum(map(width, given.text(0))))


def cut(text: str, start: int, count: int) -> str:
    """Return `count` bytes from byte `start`; half a character becomes a blank."""
    found, at = [], 0
    for letter in text:
        size = width(letter)
        inside = min(at + size, start + count) - max(at, start)
        found.append(letter if inside == size else " " * max(0, inside))
        at += size
    return "".join(found)


def leftb(given: Arguments) -> str:
    """LEFTB(text, bytes)."""
    given.count(1, 2)
    return cut(given.text(0), 0, _not_negative(given.whole(1, 1)))


def rightb(given: Arguments) -> str:
    """RIGHTB(text, bytes)."""
    given.count(1, 2)
    text, count = given.text(0), _not_negative(given.whole(1, 1))
    size = sum(map(width, text))
    return cut(text, max(0, size - count), min(count, size))


def midb(given: Arguments) -> str:
    """MIDB(text, start, bytes)."""
    given.count(3, 3)
    start = given.whole(1)
    if start < 1:
        raise Failed("#VALUE!")
    return cut(given.text(0), start - 1, _not_negative(given.whole(2)))


def replaceb(given: Arguments) -> str:
    """REPLACEB(text, start, bytes, new)."""
    given.count(4, 4)
    text, start, count = given.text(0), given.whole(1), _not_negative(given.whole(2))
    if start < 1:
        raise Failed("#VALUE!")
    size = sum(map(width, text))
    rest = cut(text, start - 1 + count, max(0, size - start + 1 - count))
    return cut(text, 0, start - 1) + given.text(3) + rest


def _not_negative(count: int) -> int:
    if count < 0:
        raise Failed("#VALUE!")
    return count


_DIGITS = "〇一二三四五六七八九"
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "十", "百", "千")
_CAPITAL_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "兆")


def numberstring(given: Arguments) -> str:
    """NUMBERSTRING(number, 1 | 2 | 3): Chinese words, capital words, digits."""
    given.count(2, 2)
    value, kind = given.number(0), given.whole(1)
    if kind not in (1, 2, 3) or not 0 <= value < 1e15:
        raise Failed("#NUM!")
    whole = str(int(value + 0.5))
    if kind == 3:
        return "".join(_DIGITS[int(digit)] for digit in whole)
    return _words(whole, *((_DIGITS, _PLACES) if kind == 1 else (_CAPITALS, _CAPITAL_PLACES)))


def _words(whole: str, digits: str, places: tuple[str, ...]) -> str:
    words, zero = "", False
    for index, digit in enumerate(whole):
        left = len(whole) - 1 - index
        if digit == "0":
            zero = True
        else:
            words += (digits[0] if zero and words else "") + digits[int(digit)] + places[left % 4]
            zero = False
        group = whole[max(0, len(whole) - left - 4) : len(whole) - left]
        if left % 4 == 0 and left and group.strip("0"):
            words += _GROUPS[left // 4]
    return words or digits[0]


def datestring(given: Arguments) -> str:
    """DATESTRING(serial): the date in Chinese, `2026年11月23日`."""
    given.count(1, 1)
    day = calendar_day(given.number(0))
    return f"{day.year:04}年{day.month:02}月{day.day:02}日"


_THAI = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_THAI_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION, _BAHT, _SATANG, _EVEN, _MINUS = "ล้าน", "บาท", "สตางค์", "ถ้วน", "ลบ"


def bahttext(given: Arguments) -> str:
    """BAHTTEXT(number): an amount of money in Thai words."""
    given.count(1, 1)
    value = given.number(0)
    if abs(value) >= 1e15:
        raise Failed("#NUM!")
    hundredths = int(abs(value) * 100 + 0.5 + 1e-9)
    baht, satang = divmod(hundredths, 100)
    words = _MINUS if value < 0 and hundredths else ""
    if baht or not satang:
        words += _thai(str(baht)) + _BAHT
    return words + (_thai(str(satang)) + _SATANG if satang else _EVEN)


def _thai(whole: str) -> str:
    if len(whole) > 6:
        return _thai(whole[:-6]) + _MILLION + _thai_group(whole[-6:], more=True)
    return _thai_group(whole, more=False) or _THAI[0]


def _thai_group(group: str, *, more: bool) -> str:
    words = ""
    for index, digit in enumerate(group):
        place = len(group) - 1 - index
        if digit == "0":
            continue
        if place == 1 and digit in "12":
            words += ("" if digit == "1" else "ยี่") + _THAI_PLACES[1]
        elif place == 0 and digit == "1" and (words or more):
            words += "เอ็ด"
        else:
            words += _THAI[int(digit)] + _THAI_PLACES[place]
    return words


TEXTS: dict[str, Callable[[Arguments], str | float]] = {
    "ASC": asc,
    "BAHTTEXT": bahttext,
    "CLEAN": clean,
    "DATESTRING": datestring,
    "DBCS": dbcs,
    "JIS": dbcs,
    "LEFTB": leftb,
    "LENB": lenb,
    "MIDB": midb,
    "NUMBERSTRING": numberstring,
    "REPLACEB": replaceb,
    "RIGHTB": rightb,
}
