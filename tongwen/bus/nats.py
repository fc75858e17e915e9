"""The bus over NATS: one connection a node, made again for as long as the node lives.

We reconnect by ourselves: nats-py gives up for good on some errors of a server, and waits for ever
on a server that stopped reading. A connection here is used until its first trouble, then replaced.
"""

import asyncio
import contextlib
import logging
import random
import ssl
from collections import deque
from collections.abc import Callable
from typing import Any

from nats import errors
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription as Interest

from tongwen.bus import Heard, checked
from tongwen.bus.addresses import Address, Server, read_address

log = logging.getLogger("tongwen.bus")

QUEUE_MESSAGES = 10_000
QUEUE_BYTES = 16 << 20
PENDING_BYTES = 16 << 20  # received for one subject and not yet heard
OVERHEAD = 1 << 10  # bytes of a message that the server's limit leaves for headers
ANSWER_SECONDS = 3  # a server that does not answer for so long is given up
SIGN_OF_LIFE_SECONDS = 5.0
FIRST_DELAY, LONGEST_DELAY = 0.1, 5.0  # seconds between attempts to connect
GAP_SECONDS = 0.1  # from a gap to its telling: what comes meanwhile is the same gap
GAP_PAUSE_SECONDS = 1.0  # between two tellings: after a restart of the server every node has one
GAP = "!gap"  # `subject` never makes this word

TROUBLE = (errors.Error, OSError, TimeoutError)


class _Connection(Client):
    """A NATS client that never talks in the clear where TLS was asked for."""

    def __init__(self, tls: bool) -> None:
        super().__init__()
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._insists = tls

    async def closed(self) -> None:
        """Hear that the connection is over, whoever closed it."""
        if not self.over.done():
            self.over.set_result(None)

    async def _process_info(self, info: dict[str, Any], initial_connection: bool = False) -> None:
        if self._insists and not (info.get("tls_required") or info.get("tls_available")):
            raise errors.Error("the server offers no TLS")
        if self._insists and initial_connection:
            info["tls_required"] = True  # what nats-py looks at; some servers only offer it
        await super()._process_info(info, initial_connection)

    async def settle(self) -> None:
        """Return when the server has taken everything said so far.

        Twice, because nats-py lets a question overtake what waits to be sent.

        Raises:
            nats.errors.Error: it does not answer.
        """
        await self.flush(ANSWER_SECONDS)
        await self.flush(ANSWER_SECONDS)

    async def end(self) -> None:
        """Close, even when the server takes nothing more."""
        transport = self._transport
        try:
            await asyncio.wait_for(self.close(), 1)
        except TROUBLE:
            log.debug("the bus did not let go")
        finally:
            await self.closed()
            for writer in ("_io_writer", "_bare_io_writer"):
                stream = getattr(transport, writer, None)
                if stream is not None and stream.transport is not None:
                    stream.transport.abort()


class _Listening:
    """One subject, listened to: survives the connections that carry it."""

    def __init__(self, bus: "NatsBus", subject: str, heard: Heard) -> None:
        self.subject = subject
        self.connection: _Connection | None = None
        self.interest: Interest | None = None
        self.ended = False
        self._bus = bus
        self._heard = heard

    async def receive(self, message: Msg) -> None:
        """Take a message from NATS."""
        if not self.ended:
            self._heard(message.data)

    def end(self) -> None:
        """Stop listening."""
        if not self.ended:
            self.ended = True
            self._bus.forget(self)


async def open_nats(url: str) -> "NatsBus":
    """Join the bus at an address (see `addresses.read_address`).

    A server that cannot be reached now is tried again for ever: the node works alone meanwhile.

    Raises:
        BadAddress: the address cannot be read.
    """
    address = read_address(url)
    bus = NatsBus(address, await asyncio.to_thread(_trust, address))
    await bus.open()
    return bus


def _trust(address: Address) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=address.ca)
    if address.cert is not None:
        context.load_cert_chain(address.cert, address.key)
    return context


class NatsBus:
    """Fulfils `Bus` over a NATS server or cluster."""

    def __init__(self, address: Address, trust: ssl.SSLContext) -> None:
        self.dropped = 0
        self._address = address
        self._trust = trust
        self._connection: _Connection | None = None
        self._largest = 1 << 20
        self._listening: set[_Listening] = set()
        self._ended: list[Interest] = []
        self._queue: deque[tuple[str, bytes]] = deque()
        self._queued_bytes = 0
        self._wake = asyncio.Event()
        self._owes_gap = False  # others have to be told that they missed something of us
        self._gap_listeners: list[Callable[[], None]] = []
        self._gap_timer: asyncio.TimerHandle | None = None
        self._gap_told_at = float("-inf")
        self._first_attempt = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._closed = False

    async def open(self) -> None:
        """Begin to connect; return when the first attempt has succeeded or failed."""
        self._listening.add(_Listening(self, self._named(GAP), self._heard_gap))
        self._keeper = asyncio.create_task(self._keep_connected())
        await self._first_attempt.wait()

    @property
    def connected(self) -> bool:
        """Whether others can hear us now."""
        return self._connection is not None

    @property
    def largest(self) -> int:
        """The largest message that is carried, in bytes."""
        return self._largest

    # -- speaking

    def publish(self, subject: str, message: bytes) -> None:
        """Tell every other node that listens to a subject. See `Bus.publish`."""
        checked(subject)
        if (
            self._connection is None
            or self._closed
            or len(message) > self._largest
            or len(self._queue) >= QUEUE_MESSAGES
            or self._queued_bytes + len(message) > QUEUE_BYTES
        ):
            self._drop(1)
            return
        self._queue.append((self._named(subject), message))
        self._queued_bytes += len(message)
        self._wake.set()

    def _named(self, subject: str) -> str:
        return f"{self._address.prefix}.{subject}"

    def _drop(self, messages: int) -> None:
        self.dropped += messages
        self._owes_gap = True
        self._wake.set()

    async def _speak(self, connection: _Connection) -> None:
        """Send what is queued, for as long as the connection works."""
        while not self._closed or self._queue:
            await self._wake.wait()
            self._wake.clear()
            while self._ended:
                await self._ended.pop().unsubscribe()
            while self._queue and self._connection is connection:
                subject, message = self._queue.popleft()
                self._queued_bytes -= len(message)
                await connection.publish(subject, message)
            if self._connection is not connection:
                return
            if self._owes_gap:
                self._owes_gap = False
                self._tell_gap()
                await connection.publish(self._named(GAP), b"")

    # -- listening

    async def subscribe(self, subject: str, heard: Heard) -> _Listening:
        """Call `heard` with every message of a subject. See `Bus.subscribe`."""
        listening = _Listening(self, self._named(checked(subject)), heard)
        self._listening.add(listening)
        connection = self._connection
        if connection is not None:
            try:
                await self._listen(connection, listening)
                await connection.settle()
            except asyncio.CancelledError:
                listening.end()
                raise
            except TROUBLE as error:
                log.warning("the bus does not answer: %s", _words(error))
                if not connection.is_closed:
                    await connection.end()  # its keeper makes another and listens again
        return listening

    async def _listen(self, connection: _Connection, listening: _Listening) -> None:
        listening.connection = connection
        interest = await connection.subscribe(
            listening.subject, cb=listening.receive, pending_bytes_limit=PENDING_BYTES
        )
        if listening.ended:
            self._end(interest)
        else:
            listening.interest = interest

    def forget(self, listening: _Listening) -> None:
        """Listen to a subject no longer."""
        self._listening.discard(listening)
        if listening.interest is not None and listening.connection is self._connection:
            self._end(listening.interest)

    def _end(self, interest: Interest) -> None:
        self._ended.append(interest)
        self._wake.set()

    # -- gaps

    def on_gap(self, listener: Callable[[], None]) -> None:
        """Call `listener` when messages may have been lost."""
        self._gap_listeners.append(listener)

    def _heard_gap(self, _nothing: bytes) -> None:
        self._tell_gap()

    def _tell_gap(self) -> None:
        """Tell the listeners soon, and not too often: they read the database."""
        if self._gap_timer is None and not self._closed:
            loop = asyncio.get_running_loop()
            wait = GAP_SECONDS * (0.5 + random.random())
            at = max(loop.time() + wait, self._gap_told_at + GAP_PAUSE_SECONDS)
            self._gap_timer = loop.call_at(at, self._gap)

    def _gap(self) -> None:
        self._gap_timer = None
        self._gap_told_at = asyncio.get_running_loop().time()
        for listener in self._gap_listeners:
            listener()

    # -- the life of connections

    async def _keep_connected(self) -> None:
        delay, away = FIRST_DELAY, False
        servers = list(self._address.servers)
        random.shuffle(servers)
        while not self._closed:
            server = servers[0]
            servers.append(servers.pop(0))
            connection = _Connection(self._address.tls)
            try:
                await self._connect(connection, server)
            except TROUBLE as error:
                if not away:
                    log.warning("the bus is away: %s; trying again", _words(error))
                away = True
            else:
                log.info("the bus is here: %s:%d", server.host, server.port)
                delay, away = FIRST_DELAY, False
                await self._use(connection)
            finally:
                await connection.end()
                self._first_attempt.set()
            if not self._closed:
                await asyncio.sleep(delay * (0.5 + random.random()))
            delay = min(LONGEST_DELAY, delay * 2)

    async def _connect(self, connection: _Connection, server: Server) -> None:
        host = f"[{server.host}]" if ":" in server.host else server.host
        scheme = "tls" if self._address.tls else "nats"
        await asyncio.wait_for(
            connection.connect(
                f"{scheme}://{host}:{server.port}",
                name="tongwen",
                user=server.user,
                password=server.password,
                token=server.token,
                tls=self._trust,
                tls_hostname=server.host,
                no_echo=True,
                allow_reconnect=False,
                max_reconnect_attempts=1,
                reconnect_time_wait=0,
                flush_timeout=ANSWER_SECONDS,
                closed_cb=connection.closed,
                error_cb=self._troubled,
            ),
            ANSWER_SECONDS * 2,
        )

    async def _troubled(self, error: Exception) -> None:
        """Hear of an error that nats-py does not raise: a listener's, or its own."""
        if isinstance(error, errors.SlowConsumerError):
            log.warning("messages from the bus were lost: this node is too slow")
            self._tell_gap()
        elif isinstance(error, TROUBLE):
            log.debug("the bus: %s", _words(error))
        else:
            log.error("a listener failed", exc_info=error)

    async def _use(self, connection: _Connection) -> None:
        """Listen and speak until the connection is in trouble."""
        again = self._first_attempt.is_set()
        self._largest = max(0, connection.max_payload - OVERHEAD)
        self._connection = connection  # who subscribes from now on does it there
        speaker = asyncio.create_task(self._speak(connection))
        try:
            for listening in list(self._listening):
                if listening.connection is not connection:
                    await self._listen(connection, listening)
            await connection.settle()
            self._first_attempt.set()
            if again:
                self._owes_gap = True
                self._wake.set()
            await self._until_over(connection, speaker)
        except TROUBLE as error:
            log.warning("the bus is lost: %s", _words(error))
        finally:
            self._connection = None
            await connection.end()  # before the speaker: nats-py swallows its cancellation
            speaker.cancel()
            await asyncio.wait({speaker})
            if not speaker.cancelled() and (refused := speaker.exception()) is not None:
                log.debug("the bus took no more: %s", _words(refused))
            self._discard_queue()

    async def _until_over(self, connection: _Connection, speaker: asyncio.Task[None]) -> None:
        """Ask for a sign of life now and then; return when the connection or this bus is closed.

        Raises:
            nats.errors.Error: the server does not answer, or did not take what was sent.
        """
        while not connection.over.done() and not speaker.done():
            await asyncio.wait(
                {connection.over, speaker},
                timeout=SIGN_OF_LIFE_SECONDS,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if not connection.over.done():
                await connection.flush(ANSWER_SECONDS)
        if speaker.done():
            speaker.result()
        if not self._closed:
            raise errors.Error("the server closed the connection")

    def _discard_queue(self) -> None:
        self._ended.clear()
        if self._queue:
            self._drop(len(self._queue))
            self._queue.clear()
            self._queued_bytes = 0

    async def close(self) -> None:
        """Send what is queued and leave."""
        if self._closed:
            return
        self._closed = True
        if self._gap_timer is not None:
            self._gap_timer.cancel()
        if self._keeper is not None:
            if self._connection is not None:
                self._wake.set()
                await asyncio.wait({self._keeper}, timeout=ANSWER_SECONDS)
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        self._listening.clear()


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__
