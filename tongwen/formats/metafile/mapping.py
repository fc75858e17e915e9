"""Mapping modes ([MS-WMF] §2.1.1.16): how long a logical unit is."""

_TEXT = 1
_MILLIMETRES = {2: 0.1, 3: 0.01, 4: 0.254, 5: 0.0254, 6: 25.4 / 1440}


def map_units(mode: int, dots: tuple[float, float]) -> tuple[float, float] | None:
    """Return the device's units for one logical unit; nothing where the file sets extents itself.

    `dots` are the device's units in a millimetre. All modes but text count upwards.
    """
    if mode == _TEXT:
        return 1.0, 1.0
    length = _MILLIMETRES.get(mode)
    return None if length is None else (length * dots[0], -length * dots[1])
