"""Signing in with a password, with delays for those who guess and none for those who know."""

from math import ceil

from tongwen.core.errors import Forbidden, Invalid, TooMany, Unauthenticated
from tongwen.core.passwords import Passwords
from tongwen.core.settings import Settings
from tongwen.core.throttle import Throttle
from tongwen.people.members import email_key
from tongwen.people.organisations import HOME
from tongwen.people.sessions import NewSession, Session, Sessions, delete_sessions
from tongwen.store import Database, Row

_LONGEST_KNOWN = 10.0  # seconds that a known address waits at most, however often it was wrong
_VISITS = 200  # past sign-ins that make an address known


class SignIn:
    """Checks e-mail and password.

    Three counts run side by side: wrong passwords of one address for one account, of one address
    for any account, and for one account from any address. The last two do not hold up an address
    from which the account has signed in before, nor a browser that is signed in to it, so a
    stranger can make guessing slow but cannot lock the owner out. The counts are in memory (see
    `Throttle`).
    """

    def __init__(
        self, database: Database, settings: Settings, passwords: Passwords, sessions: Sessions
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._sessions = sessions
        self._pairs = Throttle(settings.sign_in_free)
        self._addresses = Throttle(settings.sign_in_free_address)
        self._accounts = Throttle(settings.sign_in_free_account)

    async def sign_in(
        self, email: str, password: str, *, address: str, agent: str, session: Session | None
    ) -> NewSession:
        """Make a session; the browser's earlier one, if any, ends, and its links are kept.

        Raises:
            Unauthenticated: `wrong-credentials`; the same, and as slow, for unknown accounts.
            TooMany: `too-many-attempts` with the seconds to wait.
            Forbidden: `account-disabled`, told only to who knows the password.
        """
        try:
            key = email_key(email)
        except Invalid:
            key = ""
        row = await self._database.fetchrow(
            "SELECT id, password, disabled FROM users WHERE tenant = :tenant AND email_key = :key",
            tenant=HOME,
            key=key,
        )
        known = await self._hold(key, row, address, session)
        right = await self._passwords.verify(row["password"] if row else None, password)
        if row is None or not right:
            raise Unauthenticated("wrong-credentials")
        self._let_through(key, address, known)
        if row["disabled"] is not None:
            raise Forbidden("account-disabled")
        return await self._start(row["id"], address, agent, session)

    async def _hold(self, key: str, row: Row | None, address: str, session: Session | None) -> bool:
        """Count the attempt and return whether the address or browser is known to the account."""
        pair = f"{address} {key}"
        delays = (self._pairs.wait(pair), self._addresses.wait(address), self._accounts.wait(key))
        known = False
        if any(delays):
            known = row is not None and await self._knows(row["id"], address, session)
            wait = self._pairs.wait(pair, longest=_LONGEST_KNOWN) if known else max(delays)
            if wait > 0:
                raise TooMany("too-many-attempts", seconds=ceil(wait))
        self._pairs.attempt(pair)
        if not known:
            self._addresses.attempt(address)
            self._accounts.attempt(key)
        return known

    def _let_through(self, key: str, address: str, known: bool) -> None:
        self._pairs.forgive(f"{address} {key}")
        if not known:
            self._addresses.take_back(address)
            self._accounts.take_back(key)

    async def _knows(self, user: str, address: str, session: Session | None) -> bool:
        if session is not None and session.user == user:
            return True
        rows = await self._database.fetch(
            "SELECT action, address FROM audit WHERE tenant = :tenant AND subject = :user"
            " ORDER BY id DESC LIMIT :most",
            tenant=HOME,
            user=user,
            most=_VISITS,
        )
        return any(row["action"] == "session.created" and row["address"] == address for row in rows)

    async def _start(
        self, user: str, address: str, agent: str, session: Session | None
    ) -> NewSession:
        async with self._database.transaction() as tx:
            made = await self._sessions.create(tx, HOME, user, address=address, agent=agent)
            if session is not None and session.tenant == HOME:
                if session.user is None:
                    await self._sessions.inherit_links(tx, session, made)
                await delete_sessions(tx, session.tenant, [session.hash])
        if session is not None and session.tenant == HOME:
            self._sessions.announce_end(session.tenant, [session.hash])
        return made
