"""Counting words as readers of each script count them."""

import re

_EACH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff"
_TIBETAN = "\u0f40-\u0fbc\u0f20-\u0f33"
_WORD = re.compile(
    f"[{_EACH}]"  # Han and Kana: each character
    f"|[{_TIBETAN}]+"  # Tibetan: each syllable, between tshegs
    f"|(?:(?![{_EACH}{_TIBETAN}])[\\w\u202f\u180b-\u180e])+(?:['’.-](?:(?![{_EACH}])\\w)+)*"
)


def count_words(text: str) -> int:
    """Count Han characters, Tibetan syllables, and words of all other scripts."""
    return sum(1 for _ in _WORD.finditer(text))
