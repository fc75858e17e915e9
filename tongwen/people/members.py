"""The members of an organisation: adding, finding, changing and disabling them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from tongwen.core.events import Events, UserChanged
from tongwen.core.ids import new_id
from tongwen.core.matching import contains, folded, like_pattern, words
from tongwen.core.passwords import Passwords
from tongwen.people.sessions import Sessions, delete_sessions, sessions_of
from tongwen.people.tokens import Tokens
from tongwen.store import Database, IntegrityViolated, Reader, Row, Transaction
from tongwen.store.audit import record

LONGEST_NAME = 200  # characters
LONGEST_EMAIL = 254  # characters, RFC 5321 §4.5.3.1
LANGUAGES = ("zh-CN", "en")

COLUMNS = "id, email, name, administrator, disabled, language, root, used, created"


@dataclass(frozen=True, slots=True)
class Member:
    """A member who was just added."""

    id: str
    root: str


def email_key(email: str) -> str:
    """Return the form of an e-mail address that is unique in an organisation.

    Raises:
        Invalid: `email-invalid`: it is no address.
    """
    key = folded(email.strip())
    local, at, domain = key.rpartition("@")
    plain = not any(character.isspace() or not character.isprintable() for character in key)
    if not (local and at and domain and plain and len(key) <= LONGEST_EMAIL):
        raise Invalid("email-invalid")
    return key


def person_name(name: str) -> str:
    """Return a person's or organisation's name without white space around it.

    Raises:
        Invalid: `person-name-invalid`: it is empty, too long or holds control characters.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid("person-name-invalid", longest=LONGEST_NAME)
    return name


async def insert_member(
    tx: Transaction, tenant: str, *, name: str, email: str, password: str, administrator: bool
) -> Member:
    """Write a member and their empty drive. `password` is already hashed."""
    member = Member(new_id(), new_id())
    at = now()
    await tx.execute(
        "INSERT INTO nodes (tenant, id, parent, owner, kind, name, sort_name, media_type,"
        " created_by, modified_by, created, modified)"
        " VALUES (:tenant, :id, NULL, :owner, 'folder', '', '', '', :owner, :owner, :at, :at)",
        tenant=tenant,
        id=member.root,
        owner=member.id,
        at=at,
    )
    await tx.execute(
        "INSERT INTO users (tenant, id, email, email_key, name, password, administrator, root,"
        " created) VALUES (:tenant, :id, :email, :key, :name, :password, :administrator, :root,"
        " :at)",
        tenant=tenant,
        id=member.id,
        email=email.strip(),
        key=email_key(email),
        name=name,
        password=password,
        administrator=int(administrator),
        root=member.root,
        at=at,
    )
    return member


class Members:
    """Adds, finds and changes members."""

    def __init__(
        self,
        database: Database,
        events: Events,
        passwords: Passwords,
        sessions: Sessions,
        tokens: Tokens,
    ) -> None:
        self._database = database
        self._events = events
        self.passwords = passwords
        self._sessions = sessions
        self._tokens = tokens

    async def add(
        self, actor: Actor, *, name: str, email: str, password: str, administrator: bool
    ) -> Row:
        """Add a member and return their row.

        Raises:
            Forbidden: `administrators-only`.
            Invalid: the name, e-mail address or password breaks a rule.
            Conflict: `email-taken`.
        """
        require_administrator(actor)
        name, key = person_name(name), email_key(email)
        hashed = await self.passwords.hash(password)
        try:
            async with self._database.transaction() as tx:
                member = await insert_member(
                    tx,
                    actor.tenant,
                    name=name,
                    email=email,
                    password=hashed,
                    administrator=administrator,
                )
                await record(tx, actor, "user.created", member.id, administrator=administrator)
        except IntegrityViolated:
            raise Conflict("email-taken", email=key) from None
        return await self.get(actor.tenant, member.id)

    async def get(self, tenant: str, user: str, reader: Reader | None = None) -> Row:
        """Return a member's row.

        Raises:
            NotFound: there is no such member.
        """
        row = await (reader or self._database).fetchrow(
            f"SELECT {COLUMNS} FROM users WHERE tenant = :tenant AND id = :id",
            tenant=tenant,
            id=user,
        )
        if row is None:
            raise NotFound("not-found")
        return row

    async def find(
        self, actor: Actor, query: str, *, after: str | None, limit: int
    ) -> tuple[list[Row], str | None]:
        """Return members whose name or e-mail holds all words, by e-mail, and the next cursor.

        Disabled members are shown to administrators only.
        """
        wanted = words(query)
        where = "" if sees_all(actor) else " AND disabled IS NULL"
        values: dict[str, object] = {}
        for index, word in enumerate(wanted):
            where += f" AND lower(email_key || ' ' || name) LIKE :w{index} ESCAPE '\\'"
            values[f"w{index}"] = like_pattern(word)
        found: list[Row] = []
        cursor = after or ""
        while len(found) <= limit:
            rows = await self._database.fetch(
                f"SELECT {COLUMNS}, email_key FROM users"
                f" WHERE tenant = :tenant AND email_key > :after{where}"
                " ORDER BY email_key LIMIT :limit",
                tenant=actor.tenant,
                after=cursor,
                limit=limit + 1,
                **values,
            )
            found += [row for row in rows if contains(f"{row['email']} {row['name']}", wanted)]
            if len(rows) <= limit:
                break
            cursor = rows[-1]["email_key"]
        more = len(found) > limit
        return found[:limit], found[limit - 1]["email_key"] if more else None

    async def change(
        self,
        actor: Actor,
        user: str,
        *,
        name: str | None = None,
        administrator: bool | None = None,
        disabled: bool | None = None,
        password: str | None = None,
    ) -> Row:
        """Change a member, as an administrator, and return their row.

        Whoever is disabled or given another password is signed out everywhere, at once.

        Raises:
            Forbidden: `administrators-only`.
            NotFound: there is no such member.
            Conflict: `last-administrator`: nobody could administer the organisation any more.
        """
        require_administrator(actor)
        values: dict[str, object] = {}
        if name is not None:
            values["name"] = person_name(name)
        if administrator is not None:
            values["administrator"] = int(administrator)
        if disabled is not None:
            values["disabled"] = now() if disabled else None
        if password is not None:
            values["password"] = await self.passwords.hash(password)
        ended: list[str] = []
        async with self._database.transaction() as tx:
            await self._lock(tx, actor.tenant)
            await self.get(actor.tenant, user, tx)
            await _update(tx, actor.tenant, user, values)
            await _require_an_administrator(tx, actor.tenant)
            if disabled or password is not None:
                ended = await sessions_of(tx, actor.tenant, user)
                await delete_sessions(tx, actor.tenant, ended)
            changed = sorted(values)
            await record(tx, actor, "user.changed", user, changed=changed, disabled=bool(disabled))
        self._announce(actor.tenant, user, ended)
        return await self.get(actor.tenant, user)

    async def change_self(
        self, actor: Actor, *, name: str | None, language: str | None, set_language: bool
    ) -> None:
        """Change the actor's own name or language.

        Raises:
            Forbidden: `not-a-member`: a guest has neither.
            Invalid: `language-unknown`.
        """
        if actor.user is None:
            raise Forbidden("not-a-member")
        values: dict[str, object] = {}
        if name is not None:
            values["name"] = person_name(name)
        if set_language:
            if language is not None and language not in LANGUAGES:
                raise Invalid("language-unknown", languages=", ".join(LANGUAGES))
            values["language"] = language
        async with self._database.transaction() as tx:
            await _update(tx, actor.tenant, actor.user, values)
        self._announce(actor.tenant, actor.user, [])

    async def change_password(self, actor: Actor, current: str, new: str) -> None:
        """Change the actor's own password and sign out all their other browsers.

        Raises:
            Forbidden: `not-a-member`.
            Unauthenticated: `wrong-password`: the current password is not right.
            Invalid: the new password is too short or too long.
        """
        if actor.user is None:
            raise Forbidden("not-a-member")
        hashed = await self._database.fetchval(
            "SELECT password FROM users WHERE tenant = :tenant AND id = :id",
            tenant=actor.tenant,
            id=actor.user,
        )
        if not await self.passwords.verify(hashed, current):
            raise Unauthenticated("wrong-password")
        fresh = await self.passwords.hash(new)
        async with self._database.transaction() as tx:
            await _update(tx, actor.tenant, actor.user, {"password": fresh})
            ended = await sessions_of(tx, actor.tenant, actor.user, but=actor.session)
            await delete_sessions(tx, actor.tenant, ended)
            await record(tx, actor, "user.password", actor.user)
        self._announce(actor.tenant, actor.user, ended)

    def _announce(self, tenant: str, user: str, ended: Sequence[str]) -> None:
        self._sessions.forget_user(tenant, user)
        self._tokens.forget_user(tenant, user)
        self._sessions.announce_end(tenant, ended)
        self._events.emit(UserChanged(tenant, user))

    async def _lock(self, tx: Transaction, tenant: str) -> None:
        # Two administrators who demote each other at the same moment must take turns.
        await tx.execute("UPDATE tenants SET name = name WHERE id = :tenant", tenant=tenant)


def sees_all(actor: Actor) -> bool:
    """Whether the actor may see what only administrators see."""
    return actor.administrator and actor.scope == "admin"


def require_administrator(actor: Actor) -> None:
    """Let only administrators pass.

    Raises:
        Forbidden: `administrators-only`.
    """
    if not sees_all(actor):
        raise Forbidden("administrators-only")


async def _update(tx: Transaction, tenant: str, user: str, values: dict[str, object]) -> None:
    if values:
        columns = ", ".join(f"{name} = :{name}" for name in values)
        await tx.execute(
            f"UPDATE users SET {columns} WHERE tenant = :tenant AND id = :id",
            tenant=tenant,
            id=user,
            **values,
        )


async def _require_an_administrator(tx: Transaction, tenant: str) -> None:
    left = await tx.fetchval(
        "SELECT COUNT(*) FROM users"
        " WHERE tenant = :tenant AND administrator = 1 AND disabled IS NULL",
        tenant=tenant,
    )
    if not left:
        raise Conflict("last-administrator")
