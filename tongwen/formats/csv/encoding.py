"""Which encoding a text is in: byte order marks, UTF-8, UTF-16, then the Chinese ones."""

import codecs

from tongwen.core.errors import Invalid

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    b"PK\3\4",
    b"\xd0\xcf\x11\xe0",
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
)
_SAMPLE = 1 << 16  # bytes that are looked at
_CONTROLS = frozenset(range(32)) - {9, 10, 11, 12, 13, 26, 27}
# The most frequent characters of Chinese text, in both scripts, and its punctuation.
_FREQUENT = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行"
    "所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力"
    "這個們來為國說時會對於過發後裡種經麼學現當沒動還進樣開從實無"
    "年月日号号名称编号数量金额单位姓性别男女电话地址合计總計編號數量金額單位電話號"
    "，。、；：？！（）《》“”　"
)
_CANDIDATES = ("gb18030", "big5hkscs", "cp950")


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return a text and the name of the encoding that it was in.

    Raises:
        Invalid: `binary-file`, these are no characters; `not-in-encoding`, they are not in the
            encoding that was asked for, with `encoding`.
    """
    if data.startswith(_BINARY):
        raise Invalid("binary-file")
    if encoding is not None:
        return _asked(data, encoding), encoding
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data, name), name
    wide = _wide(data)
    if wide is not None:
        return _decoded(data, wide), wide
    if _has_controls(data):
        raise Invalid("binary-file")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _chinese(data)


def _asked(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        raise Invalid("not-in-encoding", encoding=encoding) from error
    if "\0" in text:
        raise Invalid("binary-file")
    return text


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Invalid("binary-file") from error
    if "\0" in text:
        raise Invalid("binary-file")
    return text


def _wide(data: bytes) -> str | None:
    """Return UTF-16 without a mark, which zeros at every second place give away."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    pairs = len(sample) // 2
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = sample[start::2].count(0)
        if zeros > pairs * 0.4 and sample[1 - start :: 2].count(0) == 0:
            return name
    return None


def _has_controls(data: bytes) -> bool:
    return any(data.find(code, 0, _SAMPLE) >= 0 for code in _CONTROLS)


def _chinese(data: bytes) -> tuple[str, str]:
    """Return the text in the encoding that gives the most frequent characters."""
    found: list[tuple[float, str, str]] = []
    for name in _CANDIDATES:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        found.append((_likeness(text), text, name))
    if not found:
        return data.decode("cp1252", "replace"), "cp1252"
    best = max(found, key=lambda one: one[0])
    return best[1], best[2]


def _likeness(text: str) -> float:
    """Return how much a text looks like one, by its share of frequent characters."""
    foreign = [character for character in text[:_SAMPLE] if character > "\x7f"]
    if not foreign:
        return 0.0
    known = sum(character in _FREQUENT for character in foreign)
    usual = sum("\u4e00" <= character < "\u9fa6" for character in foreign)
    private = sum("\ue000" <= character < "\uf900" for character in foreign)
    return (known + usual / 4 - private * 2) / len(foreign)
