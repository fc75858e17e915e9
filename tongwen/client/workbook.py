"""A workbook that others may be editing at the same time."""

from types import TracebackType
from typing import Self

from tongwen.client.connection import TIMEOUT, Connection, LivePart
from tongwen.client.session import Session
from tongwen.formats.workbooks import engine
from tongwen.kinds import BOOK
from tongwen.kinds.sheet.document import Workbook
from tongwen.ydoc import SharedDoc

PARTS_A_CONNECTION = 60  # the server takes 64 (`max_parts`)


class LiveWorkbook(Workbook):
    """A workbook over a live session; its worksheets are joined when they are first used.

    Edits are sent at once. `flush` returns when they are on the server's disk; leaving a `with`
    block does it too, and what was written in the block is one step then, which `undo` takes back.
    What others write is taken in by `refresh` and `flush`.
    """

    def __init__(self, session: Session, node: str) -> None:
        self._session = session
        self._node = node
        self._connections: list[Connection] = []
        self._joined: dict[str, LivePart] = {}
        try:
            super().__init__(self._open_part, engine=engine)
            self.book.entries.part(BOOK)
        except BaseException:
            self.close()
            raise

    @property
    def may_write(self) -> bool:
        """Whether the server takes our edits."""
        return self._joined[BOOK].may_write

    @property
    def commenter(self) -> tuple[str, str] | None:
        """Our name, and the id of who we are."""
        return self._session.name, self._session.user

    def refresh(self) -> None:
        """Take in what others have written."""
        for connection in self._connections:
            connection.refresh()

    def flush(self, timeout: float = TIMEOUT) -> None:
        """Return when everything written so far is on the server's disk.

        Raises:
            ConnectionFailed: it was refused, the connection broke, or `timeout` seconds passed.
        """
        for connection in self._connections:
            connection.flush(timeout)

    def to_bytes(self) -> bytes:
        """Return the file as the server has it, our edits included."""
        self.flush()
        return bytes(self._session.call("GET", f"/nodes/{self._node}/content"))

    def close(self) -> None:
        """Leave the session. What was not flushed may be lost."""
        for connection in self._connections:
            connection.close()

    def __enter__(self) -> Self:
        return super().__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, trace)
        try:
            if error is None:
                self.flush()
        finally:
            self.close()

    def _open_part(self, name: str) -> SharedDoc:
        if len(self._joined) % PARTS_A_CONNECTION == 0:
            connection, self._join = self._session.parts(self._node)
            self._connections.append(connection)
        part = self._joined[name] = self._join(name)
        return part.doc
