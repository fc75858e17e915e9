"""The address of a bus: `nats://user:password@host:4222,nats://other?prefix=tongwen`."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from tongwen.bus import BadSubject, checked

PORT = 4222
PREFIX = "tongwen"
SCHEMES = ("nats", "tls")
OPTIONS = {"prefix", "ca", "cert", "key"}


class BadAddress(ValueError):
    """The address of the bus cannot be read; the text says why, and shows no password."""


@dataclass(frozen=True, slots=True)
class Server:
    """One NATS server, and who we are there: a user with a password, or a token, or nobody."""

    host: str
    port: int
    user: str | None
    password: str | None
    token: str | None


@dataclass(frozen=True, slots=True)
class Address:
    """Servers of one cluster; any of them will do."""

    servers: tuple[Server, ...]
    prefix: str  # the first word of all subjects: two installations may share a cluster
    tls: bool  # never speak without
    ca: Path | None  # certificates to believe, instead of the system's
    cert: Path | None  # who we are, for servers that ask for a certificate
    key: Path | None


def read_address(text: str) -> Address:
    """Read the address of a bus.

    `nats://` uses TLS when the server wants it, `tls://` insists. Options follow a `?`: `prefix`,
    and the files `ca`, `cert` and `key`. User names and passwords are percent-encoded.

    Raises:
        BadAddress: it is none.
    """
    servers, _, query = text.partition("?")
    parts = [_split(one.strip()) for one in servers.split(",")]
    if len({part.scheme for part in parts}) > 1:
        raise BadAddress("the bus has servers with TLS and without: choose nats:// or tls://")
    options = dict(parse_qsl(query, keep_blank_values=True))
    if unknown := options.keys() - OPTIONS:
        raise BadAddress(f"the bus has no option {', '.join(sorted(unknown))}")
    try:
        prefix = checked(options.get("prefix", PREFIX))
    except BadSubject:
        raise BadAddress("the prefix of the bus takes letters, digits, '-', '_' and dots") from None
    if ("cert" in options) != ("key" in options):
        raise BadAddress("the bus takes cert and key together")
    return Address(
        servers=tuple(_server(part) for part in parts),
        prefix=prefix,
        tls=parts[0].scheme == "tls",
        ca=_file(options, "ca"),
        cert=_file(options, "cert"),
        key=_file(options, "key"),
    )


def _split(text: str) -> SplitResult:
    try:
        part = urlsplit(text)
        port = part.port
    except ValueError:
        raise BadAddress("the address of the bus has a host or port that is none") from None
    if part.scheme not in SCHEMES or not part.hostname or port == 0:
        raise BadAddress("the address of the bus is nats://host:port or tls://host:port")
    if part.path not in ("", "/") or part.fragment:
        raise BadAddress("nothing but ?prefix=… may follow the servers of the bus")
    return part


def _server(part: SplitResult) -> Server:
    user = unquote(part.username) if part.username else None
    password = unquote(part.password) if part.password is not None else None
    if password is None:
        return Server(part.hostname or "", part.port or PORT, None, None, user)
    return Server(part.hostname or "", part.port or PORT, user, password, None)


def _file(options: dict[str, str], name: str) -> Path | None:
    if name not in options:
        return None
    path = Path(options[name])
    if not path.is_file():
        raise BadAddress(f"the {name} of the bus is not a file: {path}")
    return path
