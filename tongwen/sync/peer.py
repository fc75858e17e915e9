"""One side of a live session: somebody's connection to one room."""

from collections.abc import Callable

from tongwen.sync import wire
from tongwen.sync.ports import Conn, Credentials, Membership
from tongwen.ydoc.typist import Typist


class Peer:
    """A member of a room. `prefix` is what the peer's dialect puts before every message."""

    __slots__ = (
        "acknowledges",
        "clients",
        "conn",
        "credentials",
        "membership",
        "oust",
        "prefix",
        "told",
        "typist",
    )

    def __init__(
        self,
        conn: Conn,
        prefix: bytes,
        acknowledges: bool,
        credentials: Credentials,
        membership: Membership,
        oust: Callable[[str], None],
    ) -> None:
        self.conn = conn
        self.prefix = prefix
        self.acknowledges = acknowledges  # speaks Hocuspocus: wants a status for every change
        self.credentials = credentials
        self.membership = membership
        self.oust = oust  # tells the peer that it may not stay, and why, and ends its membership
        self.told = False  # whether it was told anything since its session last looked
        self.typist: Typist | None = None  # since its first edit
        self.clients: tuple[int, ...] = ()  # the client ids whose presence it has shown

    def send(self, message: bytes) -> None:
        """Send one message to this peer alone, at once."""
        self.conn.write(wire.frame(self.prefix + message))
