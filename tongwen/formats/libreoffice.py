"""Spreadsheets of formats that only LibreOffice reads (ODS, XLS, ET), converted by it."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tongwen.core.errors import Invalid, TooLarge, Unavailable, Unsupported

FORMATS = frozenset(
    (
        ".ods",
        ".ots",
        ".fods",
        ".xls",
        ".xlt",
        ".et",
        ".ett",
        ".xlsx",
        ".xlsb",
        ".csv",
        ".pdf",
        ".html",
    )
)
"""Endings that can be converted, one into another."""

_SECONDS = 120
_MEMORY = 4 << 30  # bytes of address space; LibreOffice starts with about one and a half
_MOST = 512 << 20  # bytes that may come out
_FILTERS = {
    ".xlsx": "xlsx:Calc MS Excel 2007 XML",
    ".html": "html:HTML (StarCalc)",
    ".csv": "csv:Text - txt - csv (StarCalc):44,34,76",  # commas, quotes, UTF-8
}
_COMPOUND, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_SIGNATURES = {
    ".ods": _ZIP,
    ".ots": _ZIP,
    ".xlsx": _ZIP,
    ".xlsb": _ZIP,
    ".xls": _COMPOUND,
    ".xlt": _COMPOUND,
    ".et": _COMPOUND,
    ".ett": _COMPOUND,
}  # LibreOffice reads anything else as a text
_SCRIPTING, _INTERNET = "Office.Common/Security/Scripting", "Inet/Settings"
_SETTINGS = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_INTERNET, "ooInetProxyType", "2"),  # a proxy that is not there: it stays offline
    (_INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPProxyPort", "9"),
    (_INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPSProxyPort", "9"),
)
_PROGRAMS = ("soffice", "libreoffice")


def program() -> str | None:
    """Return where LibreOffice is installed, if it is."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def convert(data: bytes, source: str, target: str, seconds: float = _SECONDS) -> bytes:
    """Return a spreadsheet in another format, given and wanted by their endings (`.ods`).

    It runs in a temporary profile and folder, without macros, and is ended with all that it started
    after so many seconds.

    Raises:
        Unsupported: `unknown-format`, or `libreoffice-missing`: it is not installed here.
        Invalid: `not-convertible`: it could not read the file.
        TooLarge: `part-too-large`: more came out than may.
        Unavailable: `conversion-too-slow`.
    """
    for ending in (source, target):
        if ending.lower() not in FORMATS:
            raise Unsupported("unknown-format", format=ending)
    if not data.startswith(_SIGNATURES.get(source.lower(), b"")):
        raise Invalid("not-convertible", format=source)
    found = program()
    if found is None:
        raise Unsupported("libreoffice-missing", format=source)
    with tempfile.TemporaryDirectory(prefix="tongwen-office-") as folder:
        return _converted(found, Path(folder), data, (source.lower(), target.lower()), seconds)


def _converted(
    found: str, folder: Path, data: bytes, endings: tuple[str, str], seconds: float
) -> bytes:
    source, target = endings
    given = folder / f"given{source}"
    given.write_bytes(data)
    out = folder / "out"
    out.mkdir()
    _profile(folder)
    command = [
        "/bin/sh",
        "-c",
        f"ulimit -v {_MEMORY >> 10}; ulimit -t {int(seconds) + 1}; ulimit -f {_MOST >> 9}; "
        'ulimit -c 0; exec "$@"',  # dash counts files in blocks of 512 bytes
        "sh",
        found,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nolockcheck",
        "--convert-to",
        _FILTERS.get(target, target[1:]),
        "--outdir",
        str(out),
        str(given),
    ]
    _run(command, folder, seconds)
    made = next(iter(out.glob(f"*{target}")), None)
    if made is None:
        raise Invalid("not-convertible", format=source)
    if made.stat().st_size > _MOST:
        raise TooLarge("part-too-large", part=made.name, limit=_MOST)
    return made.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Run a program in a group of its own, so that all of it can be ended."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise Unavailable("conversion-too-slow", seconds=int(seconds)) from error
    finally:
        _end(process)


def _profile(folder: Path) -> None:
    """Write the settings of a profile: nothing in a file may run, or fetch what it links to."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor='
        f'"http://openoffice.org/2001/registry">\n{items}</oor:items>\n',
        "utf-8",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of the group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
