"""Every setting of the server, with its default and its meaning (docs/guide/settings.md)."""

import ipaddress
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
        value = getattr(settings, entry.name)
        if isinstance(value, int) and value < 0:
            raise BadSetting(f"{entry.name} cannot be negative")
    if not 0 <= settings.port <= 65535:
        raise BadSetting("port takes a number from 0 to 65535")
    if settings.public_url and not settings.public_url.startswith(("http://", "https://")):
        raise BadSetting("public_url begins with http:// or https://")
    for network in settings.trusted_proxies:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            raise BadSetting(f"trusted_proxies: {network!r} is no address or network") from None
    return settings
