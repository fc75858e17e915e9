"""Functions that the engine lacks, or computes otherwise than Excel."""

from collections.abc import Callable, Mapping

from tongwen.kinds.sheet.calc.functions.arguments import Arguments, Matrix, Value
from tongwen.kinds.sheet.calc.functions.characters import TEXTS
from tongwen.kinds.sheet.calc.functions.complex_numbers import COMPLEX
from tongwen.kinds.sheet.calc.functions.distributions import (
    besseli,
    betadist,
    binom_inv,
    percentrank,
    percentrank_exc,
)
from tongwen.kinds.sheet.calc.functions.finance import rate
from tongwen.kinds.sheet.calc.functions.forecasts import FORECASTS
from tongwen.kinds.sheet.calc.functions.grouping import groupby, pivotby
from tongwen.kinds.sheet.calc.functions.lookups import findb, lookup, odd_lookup, searchb
from tongwen.kinds.sheet.calc.functions.pivots import getpivotdata
from tongwen.kinds.sheet.calc.functions.subtotals import aggregate, subtotal
from tongwen.kinds.sheet.calc.functions.web import filterxml
from tongwen.kinds.sheet.calc.functions.workdays import (
    networkdays,
    networkdays_intl,
    workday,
    workday_intl,
)

Function = Callable[[Arguments], Value | Matrix]

FUNCTIONS: Mapping[str, Function] = {
    **COMPLEX,
    **FORECASTS,
    **TEXTS,
    "AGGREGATE": aggregate,
    "BESSELI": besseli,
    "BETADIST": betadist,
    "BINOM.INV": binom_inv,
    "CRITBINOM": binom_inv,
    "FILTERXML": filterxml,
    "FINDB": findb,
    "GETPIVOTDATA": getpivotdata,
    "GROUPBY": groupby,
    "LOOKUP": lookup,
    "NETWORKDAYS": networkdays,
    "NETWORKDAYS.INTL": networkdays_intl,
    "PERCENTRANK": percentrank,
    "PERCENTRANK.EXC": percentrank_exc,
    "PERCENTRANK.INC": percentrank,
    "PIVOTBY": pivotby,
    "RATE": rate,
    "SEARCHB": searchb,
    "SUBTOTAL": subtotal,
    "WORKDAY": workday,
    "WORKDAY.INTL": workday_intl,
}

PIVOT_ARGUMENTS: Mapping[str, int] = {"GETPIVOTDATA": 1}
"""Which argument is a cell of a pivot table, and means all of it."""

FUNCTION_ARGUMENTS: Mapping[str, int] = {"GROUPBY": 2, "PIVOTBY": 3}
"""Which argument is a function itself, and is given as it is written."""

ONLY_WHERE: Mapping[str, Callable[[list[str]], bool]] = {"LOOKUP": odd_lookup}
"""Functions that the engine has: for which arguments, as they are written, ours are used."""
