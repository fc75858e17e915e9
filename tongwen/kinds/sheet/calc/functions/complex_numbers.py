"""Complex numbers, which cells hold as text: `3+4i`. The page's `functions/complex.ts` does so."""

import cmath
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tongwen.kinds.sheet.calc.functions.arguments import (
    Arguments,
    Failed,
    Value,
    is_error,
    number_text,
    text,
)

_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_REAL = re.compile(rf"[+-]?{_NUMBER}")
_BOTH = re.compile(rf"(?P<re>[+-]?{_NUMBER}(?=[+-]))?(?P<im>[+-]?(?:{_NUMBER})?)(?P<suffix>[ij])")


@dataclass(frozen=True, slots=True)
class _Complex:
    """A complex number and the letter that it was written with, if any."""

    value: complex
    suffix: str = ""


def _parsed(value: Value) -> _Complex:
    if is_error(value):
        raise Failed(value["e"])
    if isinstance(value, bool):
        raise Failed("#VALUE!")
    written = text(value).strip()
    if not written:
        return _Complex(0)
    if _REAL.fullmatch(written):
        return _Complex(complex(float(written)))
    match = _BOTH.fullmatch(written)
    if match is None:
        raise Failed("#NUM!")
    imaginary = match["im"] + "1" if match["im"] in ("", "+", "-") else match["im"]
    return _Complex(complex(float(match["re"] or 0), float(imaginary)), match["suffix"])


def _written(found: _Complex) -> str:
    real, imaginary = found.value.real, found.value.imag
    if not cmath.isfinite(found.value):
        raise Failed("#NUM!")
    if imaginary == 0:
        return number_text(real)
    part = {1.0: "", -1.0: "-"}.get(imaginary)
    part = (number_text(imaginary) if part is None else part) + (found.suffix or "i")
    if real == 0:
        return part
    return f"{number_text(real)}{'+' if imaginary > 0 else ''}{part}"


def _suffix(left: _Complex, right: _Complex) -> str:
    if left.suffix and right.suffix and left.suffix != right.suffix:
        raise Failed("#VALUE!")
    return left.suffix or right.suffix


def _divided(left: complex, right: complex) -> complex:
    if right == 0:
        raise Failed("#NUM!")
    return left / right


def _logarithm(base: float) -> Callable[[complex], complex]:
    def logarithm(value: complex) -> complex:
        if value == 0:
            raise Failed("#NUM!")
        return cmath.log(value) / math.log(base)

    return logarithm


def _argument(value: complex) -> float:
    if value == 0:
        raise Failed("#NUM!")
    return cmath.phase(value)


def _power(base: complex, exponent: float) -> complex:
    if base == 0:
        if exponent <= 0:
            raise Failed("#NUM!")
        return base
    return cmath.rect(abs(base) ** exponent, cmath.phase(base) * exponent)


def _of_one(run: Callable[[complex], complex]) -> Callable[[Arguments], str]:
    def function(given: Arguments) -> str:
        given.count(1, 1)
        one = _parsed(given[0].first)
        return _written(_Complex(run(one.value), one.suffix))

    return function


def _measure(run: Callable[[complex], float]) -> Callable[[Arguments], float]:
    def function(given: Arguments) -> float:
        given.count(1, 1)
        return run(_parsed(given[0].first).value)

    return function


def _of_two(run: Callable[[complex, complex], complex]) -> Callable[[Arguments], str]:
    def function(given: Arguments) -> str:
        given.count(2, 2)
        left, right = _parsed(given[0].first), _parsed(given[1].first)
        return _written(_Complex(run(left.value, right.value), _suffix(left, right)))

    return function


def _folded(run: Callable[[complex, complex], complex]) -> Callable[[Arguments], str]:
    def function(given: Arguments) -> str:
        result: _Complex | None = None
        for one in _all(given):
            result = (
                one
                if result is None
                else _Complex(run(result.value, one.value), _suffix(result, one))
            )
        return _written(result or _Complex(0))

    return function


def _all(given: Arguments) -> Iterator[_Complex]:
    """Yield all numbers; empty cells are passed over."""
    if not len(given):
        raise Failed("#VALUE!")
    for argument in given.given:
        for value in argument.all():
            if value is not None:
                yield _parsed(value)


def _complex(given: Arguments) -> str:
    """COMPLEX(real, imaginary, suffix)."""
    given.count(2, 3)
    suffix = given.text(2) if len(given) > 2 else "i"
    if suffix not in ("i", "j", ""):
        raise Failed("#VALUE!")
    return _written(_Complex(complex(given.number(0), given.number(1)), suffix))


def _impower(given: Arguments) -> str:
    """IMPOWER(complex, exponent)."""
    given.count(2, 2)
    base = _parsed(given[0].first)
    return _written(_Complex(_power(base.value, given.number(1)), base.suffix))


COMPLEX: dict[str, Callable[[Arguments], str | float]] = {
    "COMPLEX": _complex,
    "IMABS": _measure(abs),
    "IMAGINARY": _measure(lambda value: value.imag),
    "IMARGUMENT": _measure(_argument),
    "IMCONJUGATE": _of_one(complex.conjugate),
    "IMCOS": _of_one(cmath.cos),
    "IMCOSH": _of_one(cmath.cosh),
    "IMCOT": _of_one(lambda value: _divided(cmath.cos(value), cmath.sin(value))),
    "IMCSC": _of_one(lambda value: _divided(1, cmath.sin(value))),
    "IMCSCH": _of_one(lambda value: _divided(1, cmath.sinh(value))),
    "IMDIV": _of_two(_divided),
    "IMEXP": _of_one(cmath.exp),
    "IMLN": _of_one(_logarithm(math.e)),
    "IMLOG10": _of_one(_logarithm(10)),
    "IMLOG2": _of_one(_logarithm(2)),
    "IMPOWER": _impower,
    "IMPRODUCT": _folded(lambda left, right: left * right),
    "IMREAL": _measure(lambda value: value.real),
    "IMSEC": _of_one(lambda value: _divided(1, cmath.cos(value))),
    "IMSECH": _of_one(lambda value: _divided(1, cmath.cosh(value))),
    "IMSIN": _of_one(cmath.sin),
    "IMSINH": _of_one(cmath.sinh),
    "IMSQRT": _of_one(cmath.sqrt),
    "IMSUB": _of_two(lambda left, right: left - right),
    "IMSUM": _folded(lambda left, right: left + right),
    "IMTAN": _of_one(lambda value: _divided(cmath.sin(value), cmath.cos(value))),
}
