"""Every setting of the server, with its default and its meaning (docs/guide/settings.md)."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any

PREFIX = "TONGWEN_"

MIB = 1024 * 1024
GIB = 1024 * MIB


class BadSetting(ValueError):
    """A setting has a value that it cannot have; the text says which and what it takes."""


_DATA = Path("data")


@dataclass(frozen=True, slots=True)
class Settings:
    """How this server runs. The second half of each annotation is its meaning, for people."""

    data: Annotated[
        Path, "Folder of everything this server stores: database, blobs, unfinished uploads"
    ] = _DATA
    host: Annotated[str, "Address to listen on; 0.0.0.0 for every network interface"] = "127.0.0.1"
    port: Annotated[int, "TCP port to listen on"] = 8000
    database: Annotated[str, "URL of a PostgreSQL database; empty: SQLite in the data folder"] = ""
    public_url: Annotated[
        str, "Address that people type, such as https://office.example.org; empty: as they asked"
    ] = ""
    web: Annotated[str, "Folder of the built page; empty: the one that comes with the program"] = ""
    trusted_proxies: Annotated[
        tuple[str, ...],
        "Addresses or networks, by commas, whose X-Forwarded-For and -Proto headers are believed",
    ] = ()
    member_storage: Annotated[
        int, "Bytes that each member's files may take, with all versions and the trash; 0: no limit"
    ] = 0
    max_upload: Annotated[int, "Largest file that may be uploaded, bytes"] = 16 * GIB
    max_body: Annotated[int, "Largest body of a call that is not an upload, bytes"] = MIB
    max_media: Annotated[int, "Largest image that may be put into a document, bytes"] = 32 * MIB
    upload_hours: Annotated[int, "Hours after which an unfinished upload is forgotten"] = 24
    max_uploads: Annotated[int, "Unfinished uploads that one member may have at a time"] = 1000
    session_days: Annotated[int, "Days without a visit after which a browser is signed out"] = 30
    sign_in_free: Annotated[
        int, "Wrong passwords from one address for one account before delays begin"
    ] = 5
    sign_in_free_address: Annotated[
        int, "Wrong passwords from one address, for any account, before delays begin"
    ] = 30
    sign_in_free_account: Annotated[
        int,
        "Wrong passwords for one account, from addresses it never signed in from, before delays",
    ] = 20
    trash_days: Annotated[int, "Days after which the trash is emptied by itself; 0: never"] = 30
    max_copy: Annotated[int, "Most files and folders that one copy may make"] = 10_000
    workers: Annotated[int, "Worker processes for import, export and other heavy work"] = 2
    worker_memory: Annotated[int, "Memory that one worker process may use, MiB"] = 1024
    worker_seconds: Annotated[int, "Seconds that one import or export may take"] = 60
    csv_guard: Annotated[
        bool, "1: downloaded CSV has a ' before texts that a spreadsheet would take for formulas"
    ] = False
    max_unpacked: Annotated[
        int, "Most that an Office file may unpack to, MiB; refuses zip bombs"
    ] = 1024
    max_frame: Annotated[int, "Largest message on a live connection, bytes"] = 16 * MIB
    max_parts: Annotated[int, "Most document parts open on one live connection"] = 64
    max_connections: Annotated[int, "Most live connections at a time"] = 5000
    max_pending: Annotated[
        int, "Bytes waiting for a slow live connection before it is dropped; it then resumes"
    ] = 8 * MIB
    room_idle: Annotated[int, "Seconds that a live document stays loaded after the last person"] = (
        30
    )
    max_document_peers: Annotated[int, "Most people and programs in one document part"] = 1000
    max_document_bytes: Annotated[
        int, "Largest live state of one document part, bytes; edits beyond it are refused"
    ] = 256 * MIB
    max_person_connections: Annotated[int, "Most live connections of one member or guest"] = 200
    max_connections_address: Annotated[int, "Most live connections from one address"] = 2000
    max_message_rate: Annotated[
        int,
        "Messages a second of one live connection, twice as many in a burst; faster ones wait",
    ] = 500
    join_seconds: Annotated[
        int, "Seconds after which a live connection that joined no document is closed"
    ] = 20
    presence_seconds: Annotated[
        int, "Seconds without a sign after which somebody's cursor disappears"
    ] = 45
    relay_after_commit: Annotated[
        bool, "1: show an edit to others only when it is on disk; 0: at once"
    ] = False
    commit_interval: Annotated[
        int,
        "Milliseconds between two commits of the log where many write, a fifth of it where one "
        "does; edits are acknowledged that much later",
    ] = 250
    flush_interval: Annotated[
        int,
        "Milliseconds: a document speaks to its readers at most once in this time; "
        "the first edit after a pause goes at once",
    ] = 50
    history_days: Annotated[int, "Days that the history of edits is kept; 0: for ever"] = 0
    socket: Annotated[
        str, "Who reads live connections: picows, asgi (slower, everywhere); empty: what there is"
    ] = ""
    bus: Annotated[
        str, "URL of NATS, such as nats://127.0.0.1:4222, that joins several nodes; empty: one node"
    ] = ""
    node_name: Annotated[
        str, "Name of this node among several, in logs and metrics; empty: host name and port"
    ] = ""
    drain_seconds: Annotated[
        int, "Seconds between being told to stop and closing the port; 5 behind a proxy"
    ] = 0
    drain_timeout: Annotated[int, "Seconds that stopping may take in all"] = 20
    log_format: Annotated[str, "text: a line for people; json: one JSON object a line"] = "text"
    access_log: Annotated[bool, "1: log every HTTP request"] = False
    metrics: Annotated[
        str, "Who sees /metrics: local (programs on this machine), open (everybody), off"
    ] = "local"
    metrics_token: Annotated[
        str, "Secret that shows /metrics from anywhere, as Authorization: Bearer; empty: none"
    ] = ""


_CHOICES = {
    "socket": ("", "picows", "asgi"),
    "log_format": ("text", "json"),
    "metrics": ("local", "open", "off"),
}
_RANGES = {  # least and most, where 0 to any number is not right
    "port": (0, 65_535),
    "workers": (1, 1_024),
    "max_document_peers": (1, 1_000_000),
    "max_document_bytes": (MIB, 1024 * GIB),
    "max_person_connections": (1, 1_000_000),
    "max_connections_address": (1, 1_000_000),
    "max_message_rate": (1, 1_000_000),
    "join_seconds": (1, 3_600),
    "presence_seconds": (5, 3_600),
    "commit_interval": (0, 10_000),
    "flush_interval": (0, 10_000),
    "drain_seconds": (0, 3_600),
    "drain_timeout": (1, 3_600),
}
_TRUTH = {"1": True, "true": True, "yes": True, "on": True} | {
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
_NODE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
_METRICS_TOKEN = re.compile(r"[\x21-\x7e]{16,1000}")


def read(environment: Mapping[str, str], /, **given: object) -> Settings:
    """Build the settings from `TONGWEN_*` variables; what is `given` (the command line) wins.

    A given value of None means: not given.

    Raises:
        BadSetting: a value cannot be read, or a variable with our prefix names no setting.
    """
    known = {PREFIX + entry.name.upper(): entry.name for entry in fields(Settings)}
    values: dict[str, object] = {}
    for variable, text in environment.items():
        if variable.startswith(PREFIX):
            if variable not in known:
                raise BadSetting(f"{variable} is not a setting; see docs/guide/settings.md")
            values[known[variable]] = text
    values.update({name: value for name, value in given.items() if value is not None})
    defaults = Settings()
    read_values = {
        name: _typed(name, value, getattr(defaults, name)) for name, value in values.items()
    }
    return _checked(Settings(**read_values))


def _typed(name: str, value: object, default: object) -> Any:
    if isinstance(default, bool):
        try:
            return _TRUTH[str(value).strip().lower()]
        except KeyError:
            raise BadSetting(f"{name} takes 0 or 1, not {value!r}") from None
    if isinstance(default, int):
        try:
            return int(str(value))
        except ValueError:
            raise BadSetting(f"{name} takes a whole number, not {value!r}") from None
    if isinstance(default, Path):
        return Path(str(value))
    if isinstance(default, tuple) and isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _checked(settings: Settings) -> Settings:
    for entry in fields(settings):
        _check_value(entry.name, getattr(settings, entry.name))
    if settings.public_url and not settings.public_url.startswith(("http://", "https://")):
        raise BadSetting("public_url begins with http:// or https://")
    for network in settings.trusted_proxies:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            raise BadSetting(f"trusted_proxies: {network!r} is no address or network") from None
    for url in settings.bus.split(",") if settings.bus else ():
        if not url.strip().startswith(("nats://", "tls://")):
            raise BadSetting("bus begins with nats:// or tls:// (several by commas)")
    if settings.node_name and not _NODE_NAME.fullmatch(settings.node_name):
        raise BadSetting("node_name takes up to 100 letters, digits and . _ : -")
    if settings.metrics_token and not _METRICS_TOKEN.fullmatch(settings.metrics_token):
        raise BadSetting("metrics_token takes 16 to 1000 visible ASCII characters, no spaces")
    if settings.drain_seconds >= settings.drain_timeout:
        raise BadSetting("drain_seconds must be less than drain_timeout, which includes it")
    return settings


def _check_value(name: str, value: object) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        least, most = _RANGES.get(name, (0, None))
        if value < least:
            what = "cannot be negative" if least == 0 else f"takes {least} or more"
            raise BadSetting(f"{name} {what}")
        if most is not None and value > most:
            raise BadSetting(f"{name} takes {most} at most")
    if name in _CHOICES and value not in _CHOICES[name]:
        choices = ", ".join(choice or "nothing" for choice in _CHOICES[name])
        raise BadSetting(f"{name} takes one of: {choices}; not {value!r}")
