"""Formula text as people see it into the text that a file holds ([MS-XLSX] §2.2.2, Excel 2010+)."""

import re
from dataclasses import dataclass

_SORTED = frozenset(("FILTER", "PY", "SORT"))  # these are _xlfn._xlws.
_FUTURE_NAMES = """
    ACOT ACOTH AGGREGATE ANCHORARRAY ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST
    BINOM.DIST.RANGE BINOM.INV BITAND BITLSHIFT BITOR BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH
    CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST CHOOSECOLS
    CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S CSC
    CSCH DAYS DECIMAL DETECTLANGUAGE DROP ENCODEURL ERF.PRECISE ERFC.PRECISE EXPAND EXPON.DIST
    F.DIST F.DIST.RT F.INV F.INV.RT F.TEST FIELDVALUE FILTER FILTERXML FLOOR.MATH FLOOR.PRECISE
    FORECAST.ETS FORECAST.ETS.CONFINT FORECAST.ETS.SEASONALITY FORECAST.ETS.STAT FORECAST.LINEAR
    FORMULATEXT GAMMA GAMMA.DIST GAMMA.INV GAMMALN.PRECISE GAUSS GROUPBY HSTACK HYPGEOM.DIST IFNA
    IFS IMAGE IMCOSH IMCOT IMCSC IMCSCH IMSEC IMSECH IMSINH IMTAN ISFORMULA ISOMITTED ISOWEEKNUM
    LAMBDA LET LOGNORM.DIST LOGNORM.INV MAKEARRAY MAP MAXIFS MINIFS MODE.MULT MODE.SNGL MUNIT
    NEGBINOM.DIST NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC
    PERCENTILE.INC PERCENTOF PERCENTRANK.EXC PERCENTRANK.INC PERMUTATIONA PHI PIVOTBY POISSON.DIST
    PY QUARTILE.EXC QUARTILE.INC QUERYSTRING RANDARRAY RANK.AVG RANK.EQ REDUCE REGEXEXTRACT
    REGEXREPLACE REGEXTEST RRI SCAN SEC SECH SEQUENCE SHEET SHEETS SINGLE SKEW.P SORT SORTBY
    STDEV.P STDEV.S STOCKHISTORY SWITCH T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE
    TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW TRANSLATE TRIMRANGE UNICHAR UNICODE UNIQUE
    VALUETOTEXT VAR.P VAR.S VSTACK WEBSERVICE WEIBULL.DIST WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR
    Z.TEST
"""
_FUTURE = frozenset(_FUTURE_NAMES.split())
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    r'(?P<text>"[^"]*+(?:""[^"]*+)*+"?)'
    r"|(?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\]?)"
    r"|(?P<word>(?:'[^']*+(?:''[^']*+)*+'?!?|[\w.\\?$!:]++)++)"
    r"|(?P<error>\#[A-Z/0]{2,}[!?]?)"
    r"|(?P<mark>[(){},;#@])"
)
_RANGE = re.compile(rf"(?:.*!)?{_CELL}(?::{_CELL})?", re.DOTALL)
_THIS_ROW = re.compile(r"\[@(?:\[(?P<quoted>(?:[^\[\]']|'.)*)\]|(?P<bare>(?:[^\[\]']|'.)*))\]")
_NEEDS_WORK = re.compile(
    r"[#@]|\b(?:" + "|".join(re.escape(name) for name in sorted(_FUTURE, reverse=True)) + r")\s*\(",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Call:
    """A call that is open: what it is, where its arguments begin among the tokens."""

    name: str
    arguments: list[int]


def file_formula(text: str, table: str | None = None) -> str:
    """Return a formula in the form that files hold: prefixes of newer functions put back.

    `LET` and `LAMBDA` get their parameters marked, `A1#` and `@A1` become calls, `[@Column]` names
    the row of `table`, the table that the cell is in. What is not understood stays.
    """
    if _NEEDS_WORK.search(text) is None:
        return text
    tokens = _tokens(text)
    _mark_parameters(tokens)
    out: list[str] = []
    for index, (kind, token) in enumerate(tokens):
        if kind == "word" and _next(tokens, index) == "(":
            out.append(_prefixed(token))
        elif kind == "bracket":
            out.append(_this_row(token, out, table))
        elif token == "#" and out and _RANGE.fullmatch(out[-1]):
            out[-1] = f"_xlfn.ANCHORARRAY({out[-1]})"
        else:
            out.append(token)
    return "".join(_single(out))


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens = []
    at = 0
    for found in _TOKEN.finditer(text):
        if found.start() > at:
            tokens.append(("", text[at : found.start()]))
        tokens.append((found.lastgroup or "", found.group()))
        at = found.end()
    if at < len(text):
        tokens.append(("", text[at:]))
    return tokens


def _next(tokens: list[tuple[str, str]], index: int) -> str:
    return tokens[index + 1][1].strip() if index + 1 < len(tokens) else ""


def _prefixed(name: str) -> str:
    plain = name.upper()
    if plain in _SORTED:
        return f"_xlfn._xlws.{name}"
    return f"_xlfn.{name}" if plain in _FUTURE else name


def _this_row(bracket: str, out: list[str], table: str | None) -> str:
    found = _THIS_ROW.fullmatch(bracket)
    if found is None:
        return bracket
    named = bool(out) and re.fullmatch(r"[\w.\\]+", out[-1]) is not None
    if not named and table is None:
        return bracket
    column = found["quoted"] if found["quoted"] is not None else found["bare"]
    inside = f"[[#This Row],[{column}]]" if column else "[#This Row]"
    return inside if named else f"{table}{inside}"


def _single(pieces: list[str]) -> list[str]:
    """Turn `@` before a reference or name into the call that files have for it."""
    out: list[str] = []
    waiting = False
    for piece in pieces:
        if piece == "@":
            waiting = True
            continue
        if waiting:
            whole = re.fullmatch(r"[\w.\\?$!:']+", piece)
            out.append(f"_xlfn.SINGLE({piece})" if whole else piece)
        else:
            out.append(piece)
        waiting = False
    return out


def _mark_parameters(tokens: list[tuple[str, str]]) -> None:
    """Put `_xlpm.` before the parameters of every LET and LAMBDA, where they are in scope."""
    stack: list[_Call] = []
    scopes: list[tuple[int, int, set[str]]] = []
    for index, (kind, token) in enumerate(tokens):
        if token in ("(", "{"):
            before = tokens[index - 1][1].upper() if index else ""
            stack.append(_Call(before if token == "(" else "", [index + 1]))
        elif token == "," and stack and kind == "mark":
            stack[-1].arguments.append(index + 1)
        elif token in (")", "}") and stack:
            call = stack.pop()
            found = _parameters(call, tokens)
            if found:
                scopes.append((call.arguments[0], index, found))
    for start, stop, found in scopes:
        for index in range(start, stop):
            kind, token = tokens[index]
            if kind == "word" and token.lower() in found and _is_value(tokens, index):
                tokens[index] = (kind, f"_xlpm.{token}")


def _is_value(tokens: list[tuple[str, str]], index: int) -> bool:
    return _next(tokens, index)[:1] != "[" and not tokens[index][1].startswith("_xlpm.")


def _parameters(call: _Call, tokens: list[tuple[str, str]]) -> set[str]:
    if call.name == "LET":
        places = call.arguments[:-1:2]
    elif call.name == "LAMBDA":
        places = call.arguments[:-1]
    else:
        return set()
    names = set()
    for place in places:
        while place < len(tokens) and not tokens[place][1].strip():
            place += 1
        if place < len(tokens) and tokens[place][0] == "word":
            names.add(tokens[place][1].strip("[]").lower())
    return names
