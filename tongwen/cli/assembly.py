"""The rooms, opened and put together for a server. The one place where back ends are chosen."""

import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tongwen.blobs.local import open_local_blobs
from tongwen.bus import Alone, Bus
from tongwen.bus.addresses import BadAddress
from tongwen.bus.events import relay_events
from tongwen.bus.nats import open_nats
from tongwen.catalog import blank
from tongwen.core.events import AccessChanged, Event, Events, SessionEnded, UserChanged
from tongwen.core.passwords import Passwords
from tongwen.core.settings import BadSetting, Settings
from tongwen.documents.conversions import Conversions
from tongwen.documents.exports import Exports
from tongwen.documents.live import LiveDocuments
from tongwen.documents.pictures import Pictures
from tongwen.documents.sessions import SessionParts
from tongwen.drive import Drive
from tongwen.http.services import Services
from tongwen.jobs.office import LibreOffice
from tongwen.jobs.pool import Workers
from tongwen.people import People
from tongwen.store import Database
from tongwen.store.postgres import open_postgres
from tongwen.store.sqlite import open_sqlite
from tongwen.sync.gate import DriveGate
from tongwen.sync.room import Limits
from tongwen.sync.rooms import Rooms

log = logging.getLogger("tongwen")

HERE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Assembly:
    """An opened server without its socket."""

    services: Services
    rooms: Rooms
    workers: Workers


async def open_database(settings: Settings) -> Database:
    """Open the database that the settings name."""
    interval = settings.commit_interval / 1000
    if settings.database:
        return await open_postgres(settings.database, commit_interval=interval)
    return await open_sqlite(settings.data / "tongwen.db", commit_interval=interval)


async def open_bus(settings: Settings) -> Bus:
    """Open the bus that the settings name.

    Raises:
        BadSetting: it cannot be one, or the nodes have no database that they could share.
    """
    if not settings.bus:
        return Alone()
    if not settings.database:
        raise BadSetting(
            "bus joins several nodes, and those share a PostgreSQL: set database too, or no bus"
        )
    try:
        return await open_nats(settings.bus)
    except BadAddress as error:
        raise BadSetting(str(error)) from None


def node_name(settings: Settings) -> str:
    """Return the name of this node among several."""
    return settings.node_name or f"{socket.gethostname()}:{settings.port}"


@asynccontextmanager
async def assemble(settings: Settings) -> AsyncIterator[Assembly]:
    """Open every room, and close them in the right order at the end."""
    async with AsyncExitStack() as stack:
        settings.data.mkdir(parents=True, exist_ok=True)
        bus = await open_bus(settings)
        stack.push_async_callback(bus.close)
        database = await open_database(settings)
        stack.push_async_callback(database.close)
        blobs = await open_local_blobs(settings.data / "blobs")
        workers = Workers(settings.workers, settings.worker_memory, settings.worker_seconds)
        stack.push_async_callback(workers.close)
        events, passwords = Events(), Passwords()
        await relay_events(events, bus)
        people = People.open(database, settings, events, passwords)
        drive = Drive(database, settings, events, passwords)
        exports = Exports(database, blobs, workers, _folder(settings, "work"))
        pictures = Pictures(blobs, workers, _folder(settings, "pictures"))
        office = LibreOffice(settings.worker_seconds)
        conversions = Conversions(blobs, workers, office, settings.csv_guard)
        documents = LiveDocuments(drive, blobs, blank, workers, exports, pictures, conversions)
        gate = DriveGate(drive, people.sessions, people.tokens)
        stack.push_async_callback(gate.close)
        parts = SessionParts(drive, blobs, workers, documents)
        stack.push_async_callback(parts.close)
        rooms = Rooms(
            database.log,
            parts,
            gate,
            _limits(settings),
            settings.room_idle,
            shared=bool(settings.database),
            bus=bus,
        )
        stack.push_async_callback(rooms.close)
        documents.publish_through(rooms)
        events.subscribe(_rechecking(rooms))
        yield Assembly(
            Services(
                settings=settings,
                database=database,
                blobs=blobs,
                events=events,
                people=people,
                drive=drive,
                documents=documents,
                web=_web(settings),
                version=program_version(),
                rooms=rooms,
                workers=workers,
                bus=bus if settings.bus else None,
                node=node_name(settings),
            ),
            rooms,
            workers,
        )


def _limits(settings: Settings) -> Limits:
    return Limits(
        slow_bytes=settings.max_pending,
        peers=settings.max_document_peers,
        person_connections=settings.max_person_connections,
        document_bytes=settings.max_document_bytes,
        flush_interval=settings.flush_interval / 1000,
        presence_seconds=settings.presence_seconds,
        relay_after_commit=bool(settings.relay_after_commit),
    )


def _rechecking(rooms: Rooms) -> Callable[[Event], None]:
    def heard(event: Event) -> None:
        if isinstance(event, AccessChanged):
            rooms.recheck(event.tenant, node=event.node)
        elif isinstance(event, SessionEnded):
            rooms.recheck(event.tenant, session=event.session)
        elif isinstance(event, UserChanged):
            rooms.recheck(event.tenant, user=event.user)

    return heard


def _folder(settings: Settings, name: str) -> Path:
    folder = settings.data / name
    folder.mkdir(exist_ok=True)
    return folder.resolve()


def _web(settings: Settings) -> Path | None:
    folder = Path(settings.web) if settings.web else HERE / "web" / "dist"
    if not (folder / "index.html").is_file():
        log.warning("the page is not built (%s): serving the API alone", folder)
        return None
    return folder


def program_version() -> str:
    """The version of this program."""
    try:
        return version("tongwen")
    except PackageNotFoundError:  # run from a checkout
        return "0.1.0"
