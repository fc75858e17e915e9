"""API tokens: how a program acts for a member. Shown once, kept as sha-256, limited by scope."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from tongwen.core.actor import Actor, Scope
from tongwen.core.clock import now
from tongwen.core.errors import Conflict, Forbidden, Invalid, NotFound
from tongwen.core.events import Event, Events, EventsMissed, UserChanged
from tongwen.core.ids import new_id, new_secret
from tongwen.people.remembered import Remembered
from tongwen.people.sessions import hash_secret
from tongwen.store import Database, Row, StoreUnavailable
from tongwen.store.audit import record

PREFIX = "tw_"  # lets secret scanners recognise one that was committed by accident
SCOPES: tuple[Scope, ...] = ("read", "write", "admin")  # in rising order

_MOST = 100  # tokens of one member
_MINUTE = 60_000
_COLUMNS = "id, name, scope, hint, created, used, expires"
_FIND = """
    SELECT t.secret_hash, t.tenant, t.id, t."user", t.scope, t.used, t.expires,
           u.name, u.email, u.administrator, u.language, u.disabled
      FROM tokens t JOIN users u ON u.tenant = t.tenant AND u.id = t."user"
     WHERE t.secret_hash = :hash
"""


@dataclass(frozen=True, slots=True)
class _Known:
    """A token and the actor it stands for (with no address)."""

    actor: Actor
    used: int
    expires: int | None


class Tokens:
    """Makes, finds and takes away API tokens."""

    def __init__(self, database: Database, events: Events) -> None:
        self._database = database
        self._events = events
        self._remembered: Remembered[_Known] = Remembered()
        events.subscribe(self._heard)

    async def resolve(self, token: str, address: str) -> Actor | None:
        """Return who a token acts for. Its last use is written at most once a minute."""
        if not token.startswith(PREFIX):
            return None
        hashed = hash_secret(token)
        known = self._remembered.get(hashed)
        if known is None:
            generation = self._remembered.generation
            row = await self._database.fetchrow(_FIND, hash=hashed)
            if row is None or row["disabled"] is not None:
                return None
            known = _known(row)
            if now() - known.used > _MINUTE:
                known = replace(known, used=now())
                await self._write_used(hashed, known.used)
            self._remembered.keep(hashed, known, generation)
        if known.expires is not None and known.expires <= now():
            return None
        return replace(known.actor, address=address)

    async def create(
        self, actor: Actor, name: str, scope: Scope | None, expires: int | None
    ) -> tuple[str, Row]:
        """Make a token of the actor's and return it with its row.

        Without a scope it may do all that the actor may now.

        Raises:
            Forbidden: `scope-too-wide`: wider than the actor's own, or `not-a-member`.
            Invalid: `expires-in-the-past`.
            Conflict: `too-many-tokens`.
        """
        if actor.user is None:
            raise Forbidden("not-a-member")
        widest: Scope = actor.scope if actor.administrator else "write"
        if actor.scope != "admin" and SCOPES.index(actor.scope) < SCOPES.index(widest):
            widest = actor.scope
        scope = scope or widest
        if SCOPES.index(scope) > SCOPES.index(widest):
            raise Forbidden("scope-too-wide", scope=scope)
        if expires is not None and expires <= now():
            raise Invalid("expires-in-the-past")
        token, token_id = PREFIX + new_secret(), new_id()
        async with self._database.transaction() as tx:
            count = await tx.fetchval(
                'SELECT COUNT(*) FROM tokens WHERE tenant = :tenant AND "user" = :user',
                tenant=actor.tenant,
                user=actor.user,
            )
            if count >= _MOST:
                raise Conflict("too-many-tokens", most=_MOST)
            await tx.execute(
                'INSERT INTO tokens (secret_hash, tenant, id, "user", name, hint, scope, created,'
                " expires) VALUES (:hash, :tenant, :id, :user, :name, :hint, :scope, :created,"
                " :expires)",
                hash=hash_secret(token),
                tenant=actor.tenant,
                id=token_id,
                user=actor.user,
                name=name,
                hint=token[-4:],
                scope=scope,
                created=now(),
                expires=expires,
            )
            await record(tx, actor, "token.created", token_id, name=name, scope=scope)
            row = await tx.fetchrow(
                f'SELECT {_COLUMNS} FROM tokens WHERE tenant = :tenant AND "user" = :user'
                " AND id = :id",
                tenant=actor.tenant,
                user=actor.user,
                id=token_id,
            )
        assert row is not None
        return token, row

    async def list(self, actor: Actor) -> Sequence[Row]:
        """Return the actor's tokens, newest first."""
        return await self._database.fetch(
            f'SELECT {_COLUMNS} FROM tokens WHERE tenant = :tenant AND "user" = :user'
            " ORDER BY id DESC",
            tenant=actor.tenant,
            user=actor.user,
        )

    async def delete(self, actor: Actor, token_id: str) -> None:
        """Take a token away; it stops working at once.

        Raises:
            NotFound: the actor has no such token.
        """
        async with self._database.transaction() as tx:
            gone = await tx.execute(
                'DELETE FROM tokens WHERE tenant = :tenant AND "user" = :user AND id = :id',
                tenant=actor.tenant,
                user=actor.user,
                id=token_id,
            )
            if not gone:
                raise NotFound("not-found")
            await record(tx, actor, "token.deleted", token_id)
        self.forget_user(actor.tenant, actor.author)
        self._events.emit(UserChanged(actor.tenant, actor.author))

    def forget_user(self, tenant: str, user: str) -> None:
        """Read the tokens of a member afresh."""
        self._remembered.forget_where(
            lambda known: known.actor.user == user and known.actor.tenant == tenant
        )

    def _heard(self, event: Event) -> None:
        """Forget what a change, here or on another node, has made old."""
        if isinstance(event, UserChanged):
            self.forget_user(event.tenant, event.user)
        elif isinstance(event, EventsMissed):
            self._remembered.forget_where(lambda known: True)

    async def _write_used(self, hashed: str, at: int) -> None:
        # Who may read may still read when the disk is full.
        with suppress(StoreUnavailable):
            async with self._database.transaction() as tx:
                await tx.execute(
                    "UPDATE tokens SET used = :at WHERE secret_hash = :h", at=at, h=hashed
                )


def _known(row: Row) -> _Known:
    actor = Actor(
        tenant=row["tenant"],
        user=row["user"],
        principals=("u:" + row["user"],),
        name=row["name"],
        scope=row["scope"],
        administrator=bool(row["administrator"]),
        address="",
        email=row["email"],
        language=row["language"],
        expires=row["expires"],
    )
    return _Known(actor, row["used"] or 0, row["expires"])
