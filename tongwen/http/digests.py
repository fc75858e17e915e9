"""Digests that senders put beside bodies (RFC 9530), checked before anything is kept."""

import base64
import binascii
import hashlib
import re

from starlette.datastructures import Headers

from tongwen.core.errors import Invalid

_ENTRY = re.compile(r"^\s*([a-z0-9-]+)\s*=\s*:([A-Za-z0-9+/=]*):\s*$")


class BodyDigest:
    """The sha-256 of a body as it comes, compared with what the sender announced, if anything."""

    def __init__(self, headers: Headers) -> None:
        """Read `Repr-Digest` and `Content-Digest`; algorithms other than sha-256 are ignored.

        Raises:
            Invalid: `digest-invalid`.
        """
        announced = (headers.get("repr-digest"), headers.get("content-digest"))
        self._expected = {digest for value in announced if value for digest in read_digest(value)}
        self._digest = hashlib.sha256() if self._expected else None

    def update(self, piece: bytes) -> None:
        """Take a piece of the body."""
        if self._digest is not None:
            self._digest.update(piece)

    def check(self) -> None:
        """Compare, at the end of the body.

        Raises:
            Invalid: `digest-mismatch`.
        """
        if self._digest is not None and self._expected != {self._digest.digest()}:
            raise Invalid("digest-mismatch")


def read_digest(value: str) -> list[bytes]:
    """Return the sha-256 digests of an RFC 9530 field: one or none.

    Raises:
        Invalid: `digest-invalid`: the field cannot be read.
    """
    found = []
    for entry in value.split(","):
        match = _ENTRY.match(entry)
        if match is None:
            raise Invalid("digest-invalid")
        if match.group(1) != "sha-256":
            continue
        found.append(decode_sha256(match.group(2)))
    return found


def decode_sha256(text: str) -> bytes:
    """Decode a sha-256 digest in base64.

    Raises:
        Invalid: `digest-invalid`.
    """
    try:
        digest = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Invalid("digest-invalid") from None
    if len(digest) != hashlib.sha256().digest_size:
        raise Invalid("digest-invalid")
    return digest
