"""What readers of WebSocket frames need of RFC 6455: close frames, codes, taking apart."""

from collections.abc import Iterator

NORMAL, GOING_AWAY, PROTOCOL_ERROR, UNSUPPORTED_DATA = 1000, 1001, 1002, 1003  # §7.4.1
INVALID_DATA, POLICY, TOO_BIG, INTERNAL_ERROR = 1007, 1008, 1009, 1011

PING_FRAME = b"\x89\x00"
EMPTY_CLOSE_FRAME = b"\x88\x00"

_MOST_REASON = 123  # bytes: a control frame holds 125, two of them the code (§5.5)
_NEVER_SENT = (1004, 1005, 1006)  # §7.4.1: reserved, and two that stand for "no frame came"


def close_frame(code: int, reason: str) -> bytes:
    """Return an unmasked close frame; a reason that is too long is cut between characters."""
    text = short_reason(reason).encode()
    return bytes((0x88, 2 + len(text))) + code.to_bytes(2, "big") + text


def short_reason(reason: str) -> str:
    """Return as much of a reason as fits into a close frame."""
    return reason.encode("utf-8", "replace")[:_MOST_REASON].decode(errors="ignore")


def pong_frame(payload: bytes) -> bytes:
    """Return the answer to a ping (§5.5.3)."""
    return bytes((0x8A, len(payload))) + payload


def may_be_sent(code: int) -> bool:
    """Whether a close frame may carry this code (§7.4.1, §7.4.2, and IANA's registry to 1014)."""
    return (1000 <= code <= 1014 and code not in _NEVER_SENT) or 3000 <= code < 5000


def messages(frames: bytes) -> Iterator[bytes]:
    """Take whole, unmasked data frames apart into their payloads."""
    at = 0
    while at < len(frames):
        length, start = frames[at + 1], at + 2
        if length == 126:
            length, start = int.from_bytes(frames[at + 2 : at + 4], "big"), at + 4
        elif length == 127:
            length, start = int.from_bytes(frames[at + 2 : at + 10], "big"), at + 10
        at = start + length
        yield frames[start:at]
