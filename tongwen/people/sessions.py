"""Signed-in browsers, and guests who came by a link: opaque secrets, kept as sha-256."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import NotFound
from tongwen.core.events import (
    AccessChanged,
    Event,
    Events,
    EventsMissed,
    SessionEnded,
    UserChanged,
)
from tongwen.core.ids import new_secret
from tongwen.people.remembered import Remembered
from tongwen.store import Database, Row, StoreUnavailable, Transaction
from tongwen.store.audit import record, record_as

_DAY = 86_400_000
_HOUR = 3_600_000
_ID_LENGTH = 16  # of the hash's 64 digits: enough to name a session among those of one person
_MOST_LINKS = 64  # that one session may have open; the principals of an actor stay few
_LONGEST_AGENT = 300

_FIND = """
    SELECT s.secret_hash, s.tenant, s."user", s.csrf, s.seen, s.expires,
           u.name, u.email, u.administrator, u.language, u.disabled, k.link
      FROM sessions s
      LEFT JOIN users u ON u.tenant = s.tenant AND u.id = s."user"
      LEFT JOIN session_links k ON k.tenant = s.tenant AND k.secret_hash = s.secret_hash
     WHERE s.secret_hash = :hash
     ORDER BY k.link
"""


@dataclass(frozen=True, slots=True)
class Session:
    """One live session, as read from the database."""

    hash: str
    tenant: str
    user: str | None
    csrf: str
    expires: int
    name: str
    email: str | None
    administrator: bool
    language: str | None
    links: tuple[str, ...]

    def actor(self, address: str) -> Actor:
        """Return who asks when this session's cookie comes from `address`."""
        principals = tuple("l:" + link for link in self.links)
        if self.user is not None:
            principals = ("u:" + self.user, *principals)
        return Actor(
            tenant=self.tenant,
            user=self.user,
            principals=principals or ("l:",),
            name=self.name,
            scope="admin",
            administrator=self.administrator,
            address=address,
            email=self.email,
            language=self.language,
            session=self.hash,
            expires=self.expires,
        )


@dataclass(frozen=True, slots=True)
class NewSession:
    """What the browser is given: the cookie's secret and the token that unsafe calls carry."""

    secret: str
    csrf: str
    hash: str


def hash_secret(secret: str) -> str:
    """Return the sha-256 under which a secret is kept. Secrets are random: no salt is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class Sessions:
    """Makes, finds and ends sessions."""

    def __init__(self, database: Database, events: Events, days: int) -> None:
        self._database = database
        self._events = events
        self._life = days * _DAY
        self._remembered: Remembered[Session] = Remembered()
        events.subscribe(self._heard)

    async def resolve(self, secret: str) -> Session | None:
        """Return the live session of a secret; at most one query, none when asked a moment ago.

        A visit pushes the expiry away, written at most once an hour.
        """
        hashed = hash_secret(secret)
        known = self._remembered.get(hashed)
        if known is not None:
            return known if known.expires > now() else None
        generation = self._remembered.generation
        rows = await self._database.fetch(_FIND, hash=hashed)
        if not rows or rows[0]["expires"] <= now() or rows[0]["disabled"] is not None:
            return None
        session = _session(rows)
        if now() - rows[0]["seen"] > _HOUR:
            await self._slide(hashed)
        self._remembered.keep(hashed, session, generation)
        return session

    async def create(
        self, tx: Transaction, tenant: str, user: str | None, *, address: str, agent: str
    ) -> NewSession:
        """Make a session for a member, or for a guest when `user` is None."""
        secret, csrf = new_secret(), new_secret()
        hashed = hash_secret(secret)
        at = now()
        await tx.execute(
            'INSERT INTO sessions (secret_hash, tenant, "user", csrf, address, agent, created,'
            " seen, expires) VALUES (:hash, :tenant, :user, :csrf, :address, :agent, :at, :at,"
            " :expires)",
            hash=hashed,
            tenant=tenant,
            user=user,
            csrf=csrf,
            address=address,
            agent=agent[:_LONGEST_AGENT],
            at=at,
            expires=at + self._life,
        )
        if user is not None:
            await record_as(tx, tenant, "u:" + user, "session.created", user, address=address)
        return NewSession(secret, csrf, hashed)

    async def open_link(
        self, tenant: str, link: str, session: Session | None, *, address: str, agent: str
    ) -> tuple[str | None, str]:
        """Give a session the role of a link; without one, a guest session is made.

        Returns the new session's secret (None when there was one) and its CSRF token.
        """
        async with self._database.transaction() as tx:
            if session is None:
                made = await self.create(tx, tenant, None, address=address, agent=agent)
                secret, csrf, hashed = made.secret, made.csrf, made.hash
            else:
                secret, csrf, hashed = None, session.csrf, session.hash
                if len(session.links) >= _MOST_LINKS and link not in session.links:
                    await _close_link(tx, tenant, hashed, session.links[0])
            await tx.execute(
                "INSERT INTO session_links (tenant, secret_hash, link)"
                " VALUES (:tenant, :hash, :link) ON CONFLICT DO NOTHING",
                tenant=tenant,
                hash=hashed,
                link=link,
            )
        self._remembered.forget(hashed)
        return secret, csrf

    async def inherit_links(self, tx: Transaction, guest: Session, member: NewSession) -> None:
        """Let a guest who signs in keep the links they had opened."""
        await tx.execute(
            "INSERT INTO session_links (tenant, secret_hash, link)"
            " SELECT tenant, :new, link FROM session_links"
            " WHERE tenant = :tenant AND secret_hash = :old",
            tenant=guest.tenant,
            old=guest.hash,
            new=member.hash,
        )

    async def list(self, actor: Actor) -> Sequence[Row]:
        """Return the live sessions of the actor, newest first."""
        return await self._database.fetch(
            "SELECT secret_hash, address, agent, created, seen, expires FROM sessions"
            ' WHERE tenant = :tenant AND "user" = :user AND expires > :now ORDER BY created DESC',
            tenant=actor.tenant,
            user=actor.user,
            now=now(),
        )

    async def end(self, session: Session, address: str) -> None:
        """Sign a browser out."""
        async with self._database.transaction() as tx:
            await delete_sessions(tx, session.tenant, [session.hash])
            await record(tx, session.actor(address), "session.ended", session.user or "")
        self.announce_end(session.tenant, [session.hash])

    async def end_by_id(self, actor: Actor, session_id: str) -> None:
        """Sign out one of the actor's own browsers, named as in the list.

        Raises:
            NotFound: the actor has no such session.
        """
        for row in await self.list(actor):
            if public_id(row["secret_hash"]) == session_id:
                async with self._database.transaction() as tx:
                    await delete_sessions(tx, actor.tenant, [row["secret_hash"]])
                    await record(tx, actor, "session.ended", actor.author)
                self.announce_end(actor.tenant, [row["secret_hash"]])
                return
        raise NotFound("not-found")

    def announce_end(self, tenant: str, hashes: Sequence[str]) -> None:
        """Forget sessions whose rows are gone and tell whoever holds a connection of them."""
        for hashed in hashes:
            self._remembered.forget(hashed)
            self._events.emit(SessionEnded(tenant, hashed))

    def forget_user(self, tenant: str, user: str) -> None:
        """Read the sessions of a member afresh: their name, rights or language changed."""
        self._remembered.forget_where(
            lambda session: session.user == user and session.tenant == tenant
        )

    def _heard(self, event: Event) -> None:
        """Forget what a change, here or on another node, has made old."""
        # A link may have been shut to those who had opened it; rooms that ask next must see it.
        if isinstance(event, AccessChanged):
            self._remembered.forget_where(
                lambda session: bool(session.links) and session.tenant == event.tenant
            )
        elif isinstance(event, SessionEnded):
            self._remembered.forget(event.session)
        elif isinstance(event, UserChanged):
            self.forget_user(event.tenant, event.user)
        elif isinstance(event, EventsMissed):
            self._remembered.forget_where(lambda session: True)

    async def purge(self) -> int:
        """Delete the rows of sessions that have expired; return how many there were."""
        async with self._database.transaction() as tx:
            rows = await tx.fetch(
                "SELECT tenant, secret_hash FROM sessions WHERE expires <= :now LIMIT 1000",
                now=now(),
            )
            for row in rows:
                await delete_sessions(tx, row["tenant"], [row["secret_hash"]])
        return len(rows)

    async def _slide(self, hashed: str) -> None:
        # Who may read may still read when the disk is full.
        with suppress(StoreUnavailable):
            async with self._database.transaction() as tx:
                await tx.execute(
                    "UPDATE sessions SET seen = :now, expires = :expires WHERE secret_hash = :hash",
                    now=now(),
                    expires=now() + self._life,
                    hash=hashed,
                )


async def sessions_of(tx: Transaction, tenant: str, user: str, but: str | None = None) -> list[str]:
    """Return the hashes of a member's sessions, all `but` one."""
    rows = await tx.fetch(
        'SELECT secret_hash FROM sessions WHERE tenant = :tenant AND "user" = :user',
        tenant=tenant,
        user=user,
    )
    return [row["secret_hash"] for row in rows if row["secret_hash"] != but]


async def delete_sessions(tx: Transaction, tenant: str, hashes: Sequence[str]) -> None:
    """Delete sessions and the links they had opened."""
    for hashed in hashes:
        await tx.execute("DELETE FROM sessions WHERE secret_hash = :hash", hash=hashed)
        await tx.execute(
            "DELETE FROM session_links WHERE tenant = :tenant AND secret_hash = :hash",
            tenant=tenant,
            hash=hashed,
        )


def public_id(hashed: str) -> str:
    """Return the name of a session in the API: the beginning of its hash, which opens nothing."""
    return hashed[:_ID_LENGTH]


async def _close_link(tx: Transaction, tenant: str, hashed: str, link: str) -> None:
    await tx.execute(
        "DELETE FROM session_links WHERE tenant = :tenant AND secret_hash = :hash AND link = :link",
        tenant=tenant,
        hash=hashed,
        link=link,
    )


def _session(rows: Sequence[Row]) -> Session:
    first = rows[0]
    return Session(
        hash=first["secret_hash"],
        tenant=first["tenant"],
        user=first["user"],
        csrf=first["csrf"],
        expires=first["expires"],
        name=first["name"] or "",
        email=first["email"],
        administrator=bool(first["administrator"]),
        language=first["language"],
        links=tuple(row["link"] for row in rows if row["link"] is not None),
    )
