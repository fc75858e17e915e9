"""Certificates for tests, signed by themselves."""

import asyncio
from pathlib import Path


async def make_certificate(folder: Path) -> tuple[str, str]:
    """Make a certificate of 127.0.0.1; return the files of it and of its key."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    made = await asyncio.create_subprocess_exec(
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
        *("-nodes", "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1"),
        *("-keyout", str(key), "-out", str(certificate)),
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert await made.wait() == 0
    return str(certificate), str(key)
