"""Places in a text in the units in use: code points (Python), UTF-16 (Yjs), UTF-8 (pycrdt)."""


def utf8_offset(text: str, at: int) -> int:
    """Turn a place in code points into UTF-8 bytes.

    Raises:
        ValueError: `at` lies outside the text.
    """
    if not 0 <= at <= len(text):
        raise ValueError(f"offset {at} is outside a text of {len(text)} characters")
    return len(text[:at].encode("utf-8", "surrogatepass"))


def utf16_offset(text: str, at: int) -> int:
    """Turn a place in code points into UTF-16 units.

    Raises:
        ValueError: `at` lies outside the text.
    """
    if not 0 <= at <= len(text):
        raise ValueError(f"offset {at} is outside a text of {len(text)} characters")
    return utf16_length(text[:at])


def utf16_length(text: str) -> int:
    """Count the UTF-16 units of a text: its length in the browser."""
    return len(text) + sum(character > "\uffff" for character in text)


def code_point(text: str, units: int) -> int:
    """Turn a place in UTF-16 units into code points.

    Raises:
        ValueError: it lies outside the text or inside a surrogate pair.
    """
    left = units
    if left < 0:
        raise ValueError(f"offset {units} is negative")
    for at, character in enumerate(text):
        if left == 0:
            return at
        left -= 2 if character > "\uffff" else 1
        if left < 0:
            raise ValueError(f"offset {units} cuts the character at {at} in two")
    if left:
        raise ValueError(f"offset {units} is outside a text of {utf16_length(text)} units")
    return len(text)
