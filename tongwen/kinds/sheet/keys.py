"""Order keys: strings over `0-9A-Za-z`, compared by code unit, with room between any two."""

import re
from typing import Any, Literal

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
KEYS_OF_A_RUN = 62**4
LONGEST_KEY = 4096

Leaning = Literal["after", "before", "middle"]

_VALUE = {digit: value for value, digit in enumerate(DIGITS)}
_KEY = re.compile(r"[0-9A-Za-z]+")


def is_key(value: Any) -> bool:
    """Whether a value from outside is an order key."""
    return isinstance(value, str) and len(value) <= LONGEST_KEY and bool(_KEY.fullmatch(value))


def base_key(index: int) -> str:
    """Return `B(index)`: the key of a base line, and of a run's line below the run's key."""
    return (
        "M"
        + DIGITS[index // 238328 % 62]
        + DIGITS[index // 3844 % 62]
        + DIGITS[index // 62 % 62]
        + DIGITS[index % 62]
    )


def base_keys_below(text: str) -> int:
    """Count those of `B(0)`, `B(1)` … that are less than a text."""
    lead = text[:1]
    if lead != "M":
        return KEYS_OF_A_RUN if lead > "M" else 0
    index = 0
    for place in range(1, 5):
        if place >= len(text):
            return int(index * 62 ** (5 - place))
        index = index * 62 + _VALUE[text[place]]
    return index + 1 if len(text) > 5 else index


def key_between(left: str, right: str, token: str, leaning: Leaning = "middle") -> str:
    """Mint a key strictly between two, no prefix of the right one (`""`: an open end).

    It ends in the token and `V`, so that two people never mint equal keys. `leaning` says where
    further keys are expected, so that they stay short.
    """
    tail = token.replace("-", "") + "V"
    prefix = ""
    place = 0
    while True:
        low = _VALUE[left[place]] if place < len(left) else -1
        high = _VALUE[right[place]] if right else 62
        if high - low > 1 and low + 1 < 62:
            chosen = {"after": low + 1, "before": high - 1}.get(leaning, (low + high) // 2)
            return prefix + DIGITS[max(low + 1, min(high - 1, chosen))] + tail
        if low < 0:  # the right one goes on with 0 here: there is nothing to be greater than
            prefix += right[place]
        else:
            prefix += DIGITS[low]
            if low < high:
                right = ""
        place += 1
