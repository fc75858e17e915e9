"""LibreOffice for the formats that only it reads or writes: one at a time, limited, offline."""

import asyncio
import logging
import os
import shutil
import signal
from asyncio.subprocess import DEVNULL, Process
from contextlib import suppress
from pathlib import Path

from tongwen.core.errors import TooLarge, Unavailable, Unsupported

log = logging.getLogger("tongwen.jobs")

MEMORY = 4 << 20  # KiB of address space: it reserves much more than it uses
LARGEST = 1 << 30  # bytes of a result
_FILTERS = {".xls": 'xls:"MS Excel 97"'}

# Nothing in a file may run, or fetch what it links to.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""  # noqa: E501  # a registry file: an item a line


class LibreOffice:
    """Converts files by the LibreOffice of this machine, one after the other."""

    def __init__(self, program: str, folder: Path, seconds: float) -> None:
        """`program` is its path or name, found on the PATH; it keeps its profile in `folder`."""
        self._program = program
        self._folder = folder
        self._seconds = seconds
        self._turn = asyncio.Lock()

    @property
    def path(self) -> str | None:
        """Where the program is; None when it is not installed."""
        return shutil.which(self._program)

    async def convert(self, source: Path, ending: str, target: str, folder: Path) -> bytes:
        """Return a file that has one ending as one that has another; works in an empty folder.

        Raises:
            Unsupported: `office-missing`.
            Unavailable: `conversion-failed`: it cannot read the file.
            TooLarge: `conversion-too-slow` or `conversion-too-large`.
        """
        program = self.path
        if program is None:
            raise Unsupported("office-missing")
        named = folder / f"document{ending}"
        named.symlink_to(source)
        async with self._turn:
            await self._run(program, named, target, folder / "out")
        result = folder / "out" / f"document{target}"
        if not result.is_file():
            raise Unavailable("conversion-failed")
        if result.stat().st_size > LARGEST:
            raise TooLarge("conversion-too-large")
        return await asyncio.to_thread(result.read_bytes)

    async def _run(self, program: str, source: Path, target: str, out: Path) -> None:
        profile = self._profile()
        process = await asyncio.create_subprocess_exec(
            "/bin/sh",
            "-c",
            f'ulimit -v {MEMORY}; ulimit -c 0; exec "$@"',
            "sh",
            program,
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            f"-env:UserInstallation={profile.as_uri()}",
            "--convert-to",
            _FILTERS.get(target, target.removeprefix(".")),
            "--outdir",
            str(out),
            str(source),
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=DEVNULL,
            start_new_session=True,
            env={
                "PATH": os.environ.get("PATH", ""),
                "HOME": str(self._folder),
                "LANG": "C.UTF-8",
            },
        )
        try:
            await asyncio.wait_for(process.wait(), self._seconds)
        except TimeoutError:
            log.warning("LibreOffice took too long")
            raise TooLarge("conversion-too-slow") from None
        finally:
            await _end(process)

    def _profile(self) -> Path:
        """Write its settings anew: what it made of them last time does not matter."""
        profile = self._folder / "profile"
        (profile / "user").mkdir(parents=True, exist_ok=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        return profile


async def _end(process: Process) -> None:
    """Kill the process and those that it started; return when it is gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
