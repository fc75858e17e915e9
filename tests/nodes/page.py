"""A page in a test: edits a document over a real socket, and comes back whenever it is cut off."""

import asyncio
import contextlib
import json
import random
from collections import deque
from types import TracebackType
from typing import Self

import websockets
from pycrdt import XmlElement, XmlFragment, XmlText

from tests.processes import until
from tongwen.sync import wire
from tongwen.ydoc import insert, new_doc, plain

RENEWAL = 1.0  # seconds; the product's page renews its presence every 15 of 30
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds; the product's page is more patient


class Page:
    """One person's view of one document's body. Use as an asynchronous context manager.

    `name_in` is what the messages call the document, when not as the address does.

    Remembers which of its words were acknowledged: they may never be lost.
    """

    def __init__(
        self,
        address: str,
        document: str,
        token: str,
        name: str,
        *,
        name_in: str = "",
        cookie: str | None = None,
    ) -> None:
        self.doc = new_doc()
        self.body = self.doc.get("body", type=XmlFragment)
        self.name = name
        self.written: list[str] = []
        self.acknowledged: set[str] = set()
        self.joined = 0  # times that a server let us in
        self.refused: list[str] = []
        self.closed: list[str] = []
        self.here: dict[int, str] = {}  # names of the others, by client
        self.may_write: bool | None = None
        self.synced = False
        self._url = f"{address.replace('http', 'ws', 1)}/sync?document={document}"
        self._origin = address if cookie else None
        self._headers = {"Cookie": f"tongwen_session={cookie}"} if cookie else {}
        self._key = wire.varstring(name_in or f"{document}/body")
        self._token = token
        self._socket: websockets.ClientConnection | None = None
        self._outbox: asyncio.Queue[bytes] = asyncio.Queue()
        self._unacknowledged: deque[list[str]] = deque()
        self._admitted = False
        self._clock = 0
        self._receiving = False
        self._paragraph: XmlText | None = None
        self._watch = self.doc.observe(self._changed)
        self._life: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._life = asyncio.create_task(self._live())
        await until(lambda: self.synced or bool(self.refused), f"{self.name} does not get in", 30)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._life is not None
        self._life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._life
        self.doc.unobserve(self._watch)

    # -- writing and reading

    def write(self, word: str) -> None:
        """Add a word to a paragraph of our own."""
        self.written.append(word)
        with self.doc.transaction():
            if self._paragraph is None:
                element = XmlElement("paragraph")
                self.body.children.append(element)
                self._paragraph = XmlText()
                element.children.append(self._paragraph)
            insert(self._paragraph, len(plain(self._paragraph)), f"{word} ")

    def text(self) -> str:
        """Return everything that we see."""
        return str(self.body)

    def sees(self, words: list[str]) -> bool:
        """Whether all these words are there."""
        text = self.text()
        return all(f"{word} " in text for word in words)

    @property
    def saved(self) -> bool:
        """Whether everything that we wrote was acknowledged."""
        return self.synced and self.acknowledged.issuperset(self.written)

    def show(self) -> None:
        """Show ourselves to the others."""
        self._clock += 1
        state = json.dumps({"user": {"name": self.name}}).encode()
        entry = wire.awareness_entry(self.doc.client_id, self._clock, state)
        self._send(wire.awareness_message([entry]))

    # -- the connection

    async def _live(self) -> None:
        pause = FIRST_PAUSE
        while not self.refused:
            try:
                async with websockets.connect(
                    self._url,
                    additional_headers=self._headers,
                    origin=self._origin,  # type: ignore[arg-type]
                    max_size=None,
                    open_timeout=5,
                    close_timeout=1,
                ) as socket:
                    before = self.joined
                    await self._talk(socket)
                    if self.joined > before:
                        pause = FIRST_PAUSE
            except (OSError, websockets.WebSocketException, TimeoutError) as error:
                self.closed.append(f"{type(error).__name__}: {error}")
            finally:
                self._socket, self.synced = None, False
                self.here.clear()
            await asyncio.sleep(pause * (0.5 + random.random()))
            pause = min(LONGEST_PAUSE, 2 * pause)

    async def _talk(self, socket: websockets.ClientConnection) -> None:
        self._outbox = asyncio.Queue()
        self._unacknowledged.clear()
        self._socket, self._admitted = socket, False
        self._send(b"\x02\x00" + wire.varstring(self._token) + wire.varstring("test"))
        self._send(wire.state_vector_message(self.doc.get_state()))
        self.show()
        speaking = asyncio.create_task(self._speak(socket))
        try:
            async for message in socket:
                assert isinstance(message, bytes)
                self._take(message)
            self.closed.append(f"{socket.close_code} {socket.close_reason}")
        finally:
            speaking.cancel()

    async def _speak(self, socket: websockets.ClientConnection) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                try:
                    message = await asyncio.wait_for(self._outbox.get(), RENEWAL)
                except TimeoutError:
                    self.show()
                else:
                    await socket.send(self._key + message)

    def _send(self, message: bytes) -> None:
        if self._socket is not None:
            self._outbox.put_nowait(message)

    def _changed(self, event: object) -> None:
        if not self._receiving and self._socket is not None:
            self._unacknowledged.append(self.written[-1:])
            self._send(wire.update_message(event.update))  # type: ignore[attr-defined]

    def _take(self, message: bytes) -> None:
        if message == bytes((wire.Kind.PING,)):
            return
        reader = wire.Reader(message)
        assert wire.varstring(reader.varstring()) == self._key
        kind = reader.varint()
        if kind == wire.Kind.SYNC:
            self._sync(reader.varint(), reader.varbytes())
        elif kind == wire.Kind.SYNC_STATUS:
            assert reader.varint() == 1, "an edit was refused"
            self.acknowledged.update(self._unacknowledged.popleft())
        elif kind == wire.Kind.AUTH:
            if reader.varint() == wire.Auth.DENIED:
                self.refused.append(reader.varstring())
            else:
                self.may_write = reader.varstring() == "read-write"
                self.joined += not self._admitted
                self._admitted = True
        elif kind == wire.Kind.AWARENESS:
            self._look(wire.read_awareness(reader.varbytes()))
        elif kind == wire.Kind.CLOSE:
            self.refused.append(reader.varstring())

    def _sync(self, step: int, payload: bytes) -> None:
        if step == wire.SyncStep.STATE_VECTOR:
            self._unacknowledged.append(list(self.written))
            self._send(wire.difference_message(self.doc.get_update(payload)))
            return
        self._receiving = True
        try:
            self.doc.apply_update(payload)
        finally:
            self._receiving = False
        self.synced = self.synced or step == wire.SyncStep.DIFFERENCE

    def _look(self, states: list[tuple[int, int, bytes]]) -> None:
        for client, _, state in states:
            shown = json.loads(state)
            if shown is None:
                self.here.pop(client, None)
            elif client != self.doc.client_id:
                self.here[client] = shown["user"]["name"]
