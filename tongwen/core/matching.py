"""Finding names by the words in them, whatever their case or width."""

import unicodedata


def folded(text: str) -> str:
    """Return the text as it is compared: NFKC, without case."""
    return unicodedata.normalize("NFKC", text).casefold()


def words(query: str, most: int = 16) -> list[str]:
    """Split a query at white space into at most `most` folded words."""
    return folded(query).split()[:most]


def like_pattern(word: str) -> str:
    r"""Return a LIKE pattern (escape character `\`) that any name holding the word fits.

    Compare it with `lower(name)`. It may fit more: characters that have several forms outside
    ASCII match anything, because databases fold ASCII only. Check what was found with `contains`.
    """
    parts = []
    for character in word:
        if character in "%_\\":
            parts.append("\\" + character)
        elif character.isascii() or not _varies(character):
            parts.append(character)
        else:
            parts.append("%")
    return "%" + "".join(parts) + "%"


def contains(name: str, wanted: list[str]) -> bool:
    """Whether the name holds every folded word."""
    text = folded(name)
    return all(word in text for word in wanted)


def _varies(character: str) -> bool:
    # Han, kana, Tibetan … have one form; composed, cased and half-width ones may have several.
    return (
        character.upper() != character.lower()
        or unicodedata.combining(character) != 0
        or 0x30A0 <= ord(character) <= 0x30FF
        or unicodedata.normalize("NFKD", character) != character
    )
