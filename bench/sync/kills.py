"""kill -9 at random moments while people type: what was acknowledged, and is it kept."""

import random
import re
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from pycrdt import Doc, Text
from websockets.exceptions import WebSocketException

from bench.sync.client import Client
from bench.sync.servers import CONTENDERS, Contender
from tongwen.ydoc.updates import SharedDoc, load

WRITERS = 4
EVERY_SECONDS = 0.1
MARKER = re.compile(r"<[0-9.]+>")


@dataclass(frozen=True)
class Kill:
    """What was found after one kill."""

    typed_seconds: float
    acknowledged: int
    lost: int
    lost_seconds: float  # how old the oldest lost edit was when the server was killed


@dataclass
class Writer:
    """Somebody who types until the server is gone, and knows what was acknowledged."""

    name: str
    sent: list[tuple[str, float]] = field(default_factory=list)  # marker and time, in order
    saved: int = 0

    def type(self, server: Contender, document: str) -> None:
        """Type until the connection breaks."""
        doc: SharedDoc = Doc()
        text = doc.get("t", type=Text)
        try:
            with Client(server, document) as client:
                _rest(client, 0.2)  # for the status of our answer in the handshake
                before = client.saved
                try:
                    while True:
                        self._edit(client, doc, text)
                        _rest(client, EVERY_SECONDS)
                finally:
                    self.saved = client.saved - before
        except (WebSocketException, OSError):
            return

    def _edit(self, client: Client, doc: SharedDoc, text: Text) -> None:
        known = doc.get_state()
        marker = f"<{self.name}.{len(self.sent)}>"
        text += marker
        self.sent.append((marker, time.monotonic()))
        client.update(doc.get_update(known))

    @property
    def acknowledged(self) -> dict[str, float]:
        """The edits that the server said it had, with the times when they were sent."""
        return dict(self.sent[: self.saved])


def _rest(client: Client, seconds: float) -> None:
    """Hear what comes for a while."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        try:
            client.receive(left)
        except TimeoutError:
            return


def _type_until_killed(server: Contender, document: str, name: str, seconds: float) -> list[Writer]:
    writers = [Writer(f"{name}.{number}") for number in range(WRITERS)]
    threads = [threading.Thread(target=one.type, args=(server, document)) for one in writers]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    server.kill()
    for thread in threads:
        thread.join()
    return writers


def _kept(server: Contender, document: str) -> set[str]:
    with Client(server, document) as client:
        _rest(client, 0.2)
        text = load(*client.state).get("t", type=Text)
        return set(MARKER.findall(str(text)))


def _chain(contender: str, durations: Sequence[float]) -> list[Kill]:
    """Kill one server again and again; each time everything acknowledged so far is looked for."""
    kills = []
    acknowledged: dict[str, float] = {}
    server = CONTENDERS[contender]()
    server.cores, server.rest = "0-1", 0.0
    with server:
        document = server.document(0)
        for number, seconds in enumerate(durations):
            writers = _type_until_killed(server, document, str(number), seconds)
            killed = time.monotonic()
            for writer in writers:
                acknowledged |= writer.acknowledged
            server.start()
            lost = acknowledged.keys() - _kept(server, document)
            oldest = min((acknowledged[marker] for marker in lost), default=killed)
            count = sum(writer.saved for writer in writers)
            kills.append(Kill(seconds, count, len(lost), killed - oldest))
            for marker in lost:  # counted once
                del acknowledged[marker]
    return kills


def kill_often(contender: str, count: int, seconds: tuple[float, float], chains: int) -> list[Kill]:
    """Kill a server `count` times, after a random number of seconds each time.

    `chains` of them live side by side, each killed and started again and again.

    Raises:
        RuntimeError: a server did not start again.
    """
    durations = [random.uniform(*seconds) for _ in range(count)]
    with ThreadPoolExecutor(chains) as pool:
        parts = [durations[start::chains] for start in range(chains)]
        found = list(pool.map(lambda part: _chain(contender, part), parts))
    return [kill for chain in found for kill in chain]
