"""Names of files and folders: what is allowed, how they sort, and the next free one.

A name is any Unicode text in NFC, 1 to 255 bytes of UTF-8, without `/` and control characters, and
not `.` or `..`. White space around it is dropped, since nobody sees it. Names are compared exactly:
`a.txt` and `A.txt` may stand side by side.
"""

import base64
import re
import unicodedata
from collections.abc import Callable

from tongwen.core.errors import Invalid

LONGEST = 255  # bytes of UTF-8: what every common file system takes

_ENDING = re.compile(r"^\.[^\s.]{1,16}$")
_DOUBLE_ENDINGS = (".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst")
_DIGITS = re.compile(r"\d+")


def clean_name(name: str) -> str:
    """Return the name as it is stored.

    Raises:
        Invalid: `name-empty`, `name-reserved`, `name-characters` or `name-too-long`.
    """
    name = unicodedata.normalize("NFC", name.strip())
    if not name:
        raise Invalid("name-empty")
    if name in (".", ".."):
        raise Invalid("name-reserved", name=name)
    if "/" in name or any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise Invalid("name-characters")
    if len(name.encode()) > LONGEST:
        raise Invalid("name-too-long", longest=LONGEST)
    return name


def sort_key(name: str, kind: str) -> str:
    """Return the text by which a listing sorts: the same order in every database.

    Folders come first, runs of digits count by value, letters without regard to case and width, and
    Han characters by their GB 18030 bytes, which puts the 3,755 common ones in the order of pinyin.
    It is written in base32hex (RFC 4648 §7), so that no collation can read it differently.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    raw = bytearray()
    end = 0
    for run in _DIGITS.finditer(folded):
        raw += folded[end : run.start()].encode("gb18030", "replace")
        value = "".join(str(unicodedata.decimal(digit)) for digit in run.group()).lstrip("0")
        # 0x30 keeps numbers where digits sort; then the shorter number is the smaller one.
        raw += b"0" + bytes([min(len(value), 255)]) + value.encode()
        end = run.end()
    raw += folded[end:].encode("gb18030", "replace")
    first = "0" if kind == "folder" else "1"
    return first + base64.b32hexencode(bytes(raw)).decode().rstrip("=").lower()


def split_ending(name: str) -> tuple[str, str]:
    """Split a name into stem and ending: `报告.docx` into `报告` and `.docx`."""
    for ending in _DOUBLE_ENDINGS:
        if name.lower().endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)], name[-len(ending) :]
    stem, dot, rest = name.rpartition(".")
    if stem and _ENDING.match(dot + rest):
        return stem, dot + rest
    return name, ""


def numbered(name: str, number: int) -> str:
    """Return `name (number).ending`, the stem shortened where the whole would be too long."""
    return _with(name, f" ({number})")


def copy_name(name: str, number: int, language: str) -> str:
    """Return the name of a copy beside the original: `x (2).docx`, in Chinese `x 副本.docx`.

    `number` counts from 1.
    """
    if language.lower().startswith("zh"):
        return _with(name, " 副本" if number == 1 else f" 副本 {number}")
    return numbered(name, number + 1)


def first_free(name: str, taken: Callable[[str], bool], variant: Callable[[str, int], str]) -> str:
    """Return the name, or its first variant (counted from 1) that is not taken."""
    candidate, number = name, 0
    while taken(candidate):
        number += 1
        candidate = variant(name, number)
    return candidate


def _with(name: str, suffix: str) -> str:
    stem, ending = split_ending(name)
    room = LONGEST - len((suffix + ending).encode())
    short = stem.encode()[:room].decode("utf-8", "ignore").rstrip()
    return unicodedata.normalize("NFC", short + suffix + ending)
