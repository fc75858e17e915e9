"""A live session for programs: the document of everybody, changed by plain calls."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from tongwen.client.connection import TIMEOUT, Connection, ConnectionFailed, LivePart
from tongwen.kinds.text.document import TextDocument

if TYPE_CHECKING:
    from tongwen.client.workbook import LiveWorkbook


def connect(url: str, token: str, name: str = "") -> "Session":
    """Reach a Tongwen server, such as `https://office.example.org`, with an API token.

    `name` is what others see beside the program's edits; by default the token's owner.

    Raises:
        ConnectionFailed: the server cannot be reached, or does not take the token.
    """
    return Session(url.rstrip("/"), token, name)


class Session:
    """A server and who we are there."""

    def __init__(self, url: str, token: str, name: str) -> None:
        self._url = url
        self._token = token
        me = self.call("GET", "/me")
        self.name = name or str((me.get("user") or me["actor"])["name"])
        self.user = str((me.get("user") or {}).get("id") or "")

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Call the HTTP API (docs/guide/api.md); return the answer's JSON, or its bytes.

        Raises:
            ConnectionFailed: with the server's own words, when it refuses.
        """
        request = urllib.request.Request(
            f"{self._url}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "authorization": f"Bearer {self._token}",
                **({} if body is None else {"content-type": "application/json"}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                data = answer.read()
                is_json = "json" in (answer.headers.get("content-type") or "")
                return json.loads(data) if is_json else data
        except urllib.error.HTTPError as error:
            raise ConnectionFailed(_detail(error)) from None
        except OSError as error:
            raise ConnectionFailed(f"{self._url} cannot be reached: {error}") from None

    def part(self, node: str, part: str = "body") -> LivePart:
        """Join one part of a document.

        Raises:
            ConnectionFailed: we may not, or there is no such document.
        """
        return LivePart(self._address(node), self._token, f"{node}/{part}", self.name)

    def parts(self, node: str) -> tuple[Connection, Callable[[str], LivePart]]:
        """Connect to a document; return the connection, and what joins a part over it by name.

        Raises:
            ConnectionFailed: the server cannot be reached.
        """
        connection = Connection(self._address(node))
        return connection, lambda part: LivePart(
            connection, self._token, f"{node}/{part}", self.name
        )

    def _address(self, node: str) -> str:
        scheme, _, rest = self._url.partition("://")
        document = urllib.parse.quote(node, safe="")  # by it a proxy chooses the node
        return f"{'wss' if scheme == 'https' else 'ws'}://{rest}/sync?document={document}"

    def open(self, node: str) -> "LiveDocument | LiveWorkbook":
        """Join a document's live session: a text's or a workbook's.

        Raises:
            ConnectionFailed: we may not, there is no such document, or it is not edited live.
        """
        kind = self.call("GET", f"/nodes/{urllib.parse.quote(node, safe='')}")["kind"]
        if kind == "sheet":
            from tongwen.client.workbook import LiveWorkbook

            return LiveWorkbook(self, node)
        if kind != "text":
            raise ConnectionFailed(f"a {kind} is not edited live")
        return LiveDocument(self, node)


class LiveDocument(TextDocument):
    """A text document that others may be editing at the same time.

    Edits are sent at once. `flush` returns when they are on the server's disk; leaving a `with`
    block does it too. What others write is taken in by `refresh` and `flush`.
    """

    def __init__(self, session: Session, node: str) -> None:
        self._part = session.part(node)
        super().__init__(
            self._part.doc, lambda state: bytes(session.call("GET", f"/nodes/{node}/content"))
        )

    @property
    def may_write(self) -> bool:
        """Whether the server takes our edits."""
        return self._part.may_write

    def refresh(self) -> None:
        """Take in what others have written."""
        self._part.refresh()

    def flush(self, timeout: float = TIMEOUT) -> None:
        """Return when everything written so far is on the server's disk.

        Raises:
            ConnectionFailed: it was refused, the connection broke, or `timeout` seconds passed.
        """
        self._part.flush(timeout)

    def to_bytes(self) -> bytes:
        """Return the file as the server has it, our edits included."""
        self.flush()
        return super().to_bytes()

    def close(self) -> None:
        """Leave the session. What was not flushed may be lost."""
        self._part.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._part.__exit__(kind, error, trace)


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read())["detail"])
    except (ValueError, KeyError, TypeError):
        return f"the server answered {error.code}"
