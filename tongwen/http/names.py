"""Names of files in addresses and headers."""

from urllib.parse import quote, unquote_to_bytes

from starlette.requests import Request

from tongwen.core.errors import Invalid


def require_utf8_path(request: Request) -> None:
    """Refuse a path whose percent-encoding is not UTF-8: the name in it would be another.

    Raises:
        Invalid: `name-encoding`.
    """
    raw = request.scope.get("raw_path", b"")
    try:
        unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        raise Invalid("name-encoding") from None


def content_disposition(name: str, *, inline: bool) -> str:
    """Return a Content-Disposition field (RFC 6266) with the name in UTF-8 and in plain ASCII."""
    plain = "".join(
        character
        if character.isascii() and character.isprintable() and character not in '"\\%'
        else "_"
        for character in name
    )
    kind = "inline" if inline else "attachment"
    encoded = quote(name, safe="")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
