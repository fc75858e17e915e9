r"""The form of log lines: one record a line, as text for people or as JSON, without secrets.

A logger says what a record is about by `extra={"document": …, "connection": …}`: the names in
`FIELDS`, which docs/guide/running.md explains. A value from outside cannot begin a new line or hide
one: whatever does not print is shown as an escape.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from logging import Filter, Formatter, LogRecord
from time import monotonic

from tongwen.core.clock import iso

FIELDS = {
    "node": "the name of this node, where there are several",
    "request": "the id of the HTTP request, as in its X-Request-Id",
    "connection": "the id of the live connection",
    "document": "node id and part, `<node>/<part>`, or the node id alone",
    "tenant": "the id of the organisation",
    "actor": "the principal: `u:<user id>` or `l:<link id>`, never a name or an address of e-mail",
    "address": "where the request or connection came from",
    "method": "the method of the HTTP request",
    "path": "its path and query, without secrets",
    "status": "the status of the answer, or the code that a connection was closed with",
    "seconds": "how long it took",
    "size": "bytes of the answer's or message's body",
    "incident": "the id that the reader was told of an error that nobody foresaw",
    "task": "the name of background work",
    "left_out": "how many lines of this kind were left out before this one",
}
"""What a record may be about, beside its time, level, logger and message."""

LONGEST = 8_192  # characters of a message or a value
ACCESS = "tongwen.access"

_KINDS = 1_000

_SECRETS = (
    (re.compile(r"(\b(?:token|password|secret|csrf|key)=)[^&;\s\"']+", re.I), r"\1…"),
    (re.compile(r"\b(Bearer\s+)[^\s\"',]+", re.I), r"\1…"),
    (re.compile(r"\btw_[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"), "tw_…"),
    (
        re.compile(r"((?:(?:^|[\s\"'(=])|//[^/\s\"']+)/s/|/api/v1/links/)[^/?#\s\"']+"),
        r"\1…",
    ),
    (re.compile(r"(://)[^/@\s\"']+@"), r"\1…@"),
    (re.compile(r"(tongwen_session=)[^;\s\"']+", re.I), r"\1…"),
)


def redacted(text: str) -> str:
    """Return a text without the secrets that addresses, headers and tokens carry."""
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    return text


def printable(text: str) -> str:
    r"""Return a text on one line, cut to `LONGEST`: what does not print becomes `\uXXXX`."""
    if len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    if text.isprintable():
        return text
    return _escaped(text)


def _escaped(text: str) -> str:
    return "".join(sign if sign.isprintable() else _escape(sign) for sign in text)


def _escape(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join("\\u" + units[at : at + 4] for at in range(0, len(units), 4))


def _fields(record: LogRecord) -> dict[str, str | int | float]:
    found: dict[str, str | int | float] = {}
    for name in FIELDS:
        value = getattr(record, name, None)
        if value is None or value == "":
            continue
        found[name] = value if isinstance(value, int | float) else printable(redacted(str(value)))
    return found


class _Lines(Formatter):
    """What both forms share."""

    def __init__(self, constants: Mapping[str, str] | None = None) -> None:
        """`constants` are fields that every line carries."""
        super().__init__()
        self._constants = dict(constants or {})

    def _message(self, record: LogRecord) -> str:
        return redacted(record.getMessage())

    def _about(self, record: LogRecord) -> dict[str, str | int | float]:
        return {**self._constants, **_fields(record)}

    def _trace(self, record: LogRecord) -> str:
        return redacted(self.formatException(record.exc_info)) if record.exc_info else ""


class TextLines(_Lines):
    """Time, level, logger, message, then the fields as `name=value`.

    A value with a space or a quote is written as a JSON string. The lines of a traceback follow,
    indented: a line that begins with a time is always a record of its own.
    """

    def format(self, record: LogRecord) -> str:
        """Write a record."""
        line = (
            f"{iso(int(record.created * 1000))} {record.levelname} {record.name}: "
            f"{printable(self._message(record))}"
        )
        for name, value in self._about(record).items():
            line += f" {name}={_quoted(str(value))}"
        if trace := self._trace(record):
            line += "".join("\n  " + printable(row) for row in trace.split("\n"))
        return line


class JsonLines(_Lines):
    """One JSON object (RFC 8259): `time`, `level`, `logger`, `message`, `exception`, the fields."""

    def format(self, record: LogRecord) -> str:
        """Write a record."""
        entry: dict[str, object] = {
            "time": iso(int(record.created * 1000)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._message(record)[: 2 * LONGEST],
            **self._about(record),
        }
        if trace := self._trace(record):
            entry["exception"] = trace
        text = json.dumps(entry, ensure_ascii=False)
        return text if text.isprintable() else _escaped(text)


@dataclass(slots=True)
class _Kind:
    """How many lines of a kind were written since a time, and how many were not."""

    since: float
    written: int = 0
    left_out: int = 0


class Sparing(Filter):
    """Lets at most `most` lines of a kind through in `seconds`, so that nobody can fill the disk.

    A kind is a logger, a level and a message before its values are filled in. The next line that is
    written says how many were left out. The access log is left as it is: it was asked for.
    """

    def __init__(
        self, most: int = 20, seconds: float = 10.0, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__()
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._kinds: dict[tuple[str, int, str], _Kind] = {}

    def filter(self, record: LogRecord) -> bool:
        """Say whether a record is written."""
        if record.name == ACCESS:
            return True
        now = self._clock()
        key = (record.name, record.levelno, str(record.msg))
        kind = self._kinds.get(key)
        if kind is None:
            if len(self._kinds) >= _KINDS:  # messages that were made up as they went
                self._kinds.clear()
            kind = self._kinds[key] = _Kind(now)
        elif now - kind.since >= self._seconds:
            kind.since, kind.written = now, 0
        if kind.written >= self._most:
            kind.left_out += 1
            return False
        kind.written += 1
        if kind.left_out:
            record.left_out, kind.left_out = kind.left_out, 0
        return True


def _quoted(value: str) -> str:
    if value and not re.search(r"[\s\"'=]", value):
        return value
    return json.dumps(value, ensure_ascii=False)


def lines(form: str, constants: Mapping[str, str] | None = None) -> Formatter:
    """Return the formatter of a form: `text` or `json`."""
    return JsonLines(constants) if form == "json" else TextLines(constants)
