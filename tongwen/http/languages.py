"""The words of messages: Babel catalogues in Chinese and English, chosen by the reader."""

from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po
from starlette.requests import Request

FOLDER = Path(__file__).parent.parent / "locales"
LANGUAGES = ("en", "zh-CN")
_DEFAULT = "en"
_MOST_PREFERENCES = 20


def language_of(request: Request) -> str:
    """Return `zh-CN` or `en`: what the request asks for, else the member's own, else English."""
    wanted = request.headers.get("accept-language")
    if wanted:
        best = _best(wanted)
        if best is not None:
            return best
    own: str | None = getattr(request.state, "language", None)
    return own if own in LANGUAGES else _DEFAULT


def say(language: str, code: str, part: str, values: dict[str, object]) -> str | None:
    """Return the words for a code in a language, filled in; None when there are none.

    `part` is `title` or `detail`. Whole numbers under names that end in `_bytes` become sizes.
    """
    template = _catalogue(language).get((part, code))
    if template is None:
        return None
    return template.format_map(_Shown(values))


def codes(language: str) -> set[str]:
    """Return the codes that a language has words for."""
    return {code for _, code in _catalogue(language)}


class _Shown(dict[str, object]):
    """Values as people read them; a placeholder without a value stays empty."""

    def __getitem__(self, name: str) -> object:
        value = super().get(name, "")
        if name.endswith("_bytes") and isinstance(value, int):
            return _size(value)
        return value

    def __missing__(self, name: str) -> object:
        return ""


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:.4g} {unit}"
        size /= 1024
    return f"{size:.4g} TiB"


def _best(header: str) -> str | None:
    """Return the language of ours that an Accept-Language header (RFC 9110 §12.5.4) prefers."""
    ranked: list[tuple[float, str]] = []
    for entry in header.split(",")[:_MOST_PREFERENCES]:
        tag, _, weight = entry.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        primary = tag.strip().lower().split("-")[0]
        ours = {"zh": "zh-CN", "en": "en"}.get(primary)
        if ours is not None and quality > 0:
            ranked.append((quality, ours))
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


@lru_cache
def _catalogue(language: str) -> dict[tuple[str, str], str]:
    path = FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "problems.po"
    with path.open("rb") as file:
        entries = read_po(file)
    return {
        (entry.context or "", str(entry.id)): str(entry.string)
        for entry in entries
        if entry.id and entry.string
    }
