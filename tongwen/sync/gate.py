"""The gate of live sessions: a cookie or token in, a membership of one part out."""

from hmac import compare_digest

from tongwen.catalog import schema_version
from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.errors import Conflict, NotFound, Unauthenticated, Unsupported
from tongwen.core.roles import Role
from tongwen.drive import Drive
from tongwen.drive.access import DEEPEST, Access, access, in_list
from tongwen.drive.opened import Openings
from tongwen.kinds import LIVE_KINDS, is_content
from tongwen.people.sessions import Sessions
from tongwen.people.tokens import Tokens
from tongwen.sync.ports import Credentials, Membership

TOKEN_PREFIX = "tw_"

_MOST_CANDIDATES = 4096  # of one query
_BELOW = """
WITH RECURSIVE up(start, id, depth) AS (
    SELECT id, id, 0 FROM nodes WHERE tenant = :tenant AND id IN ({listed})
    UNION ALL
    SELECT up.start,
           (SELECT p.parent FROM nodes p WHERE p.tenant = :tenant AND p.id = up.id),
           up.depth + 1
      FROM up WHERE up.id IS NOT NULL AND up.id <> :node AND up.depth < :deepest
)
SELECT start FROM up WHERE id = :node
"""


class DriveGate:
    """Asks people who it is, and the drive what they may do."""

    def __init__(self, drive: Drive, sessions: Sessions, tokens: Tokens) -> None:
        self._drive = drive
        self._sessions = sessions
        self._tokens = tokens
        self._openings = Openings(drive.database)

    async def admit(
        self, credentials: Credentials, node: str, part: str, again: bool = False
    ) -> Membership:
        """Say what these credentials may do with a part; who is let in has opened the document.

        At most two queries, and one more for who came by a link; `again`, of who has joined before,
        opens nothing. Nothing about access is remembered.

        Raises:
            Unauthenticated: they are nobody's, or came from a foreign page.
            NotFound: the actor may not see the node, or it has no such part.
            Unsupported: `no-editor`, its kind is not edited here.
            Conflict: `schema-outdated`, the page is older than the documents of this kind.
        """
        actor = await self._actor(credentials)
        found = await access(self._drive.database, actor, node)
        kind = found.node.kind
        if kind not in LIVE_KINDS:
            raise Unsupported("no-editor", kind=kind)
        if not LIVE_KINDS[kind].has(part):
            raise NotFound("not-found")
        if credentials.schemas and credentials.schemas.get(kind, 0) < schema_version(kind):
            # It would delete what it does not know, so it may not even read.
            raise Conflict("schema-outdated", kind=kind)
        writes = Role.EDITOR if is_content(part) else Role.COMMENTER
        expires_at = await self._expires_at(actor, found)
        if not again:
            self._openings.note(actor, node)
        return Membership(
            tenant=actor.tenant,
            author=actor.author,
            name=actor.name,
            role=found.role,
            may_write=found.role >= writes and actor.scope != "read",
            user=actor.user,
            session=actor.session,
            expires_at=expires_at,
        )

    async def below(self, tenant: str, node: str, candidates: set[str]) -> set[str]:
        """Return which of the candidates are this node, or lie below it.

        Walks up from the candidates, so that the size of a folder does not matter.
        """
        found: set[str] = set()
        listed = sorted(candidates)
        for start in range(0, len(listed), _MOST_CANDIDATES):
            names, values = in_list("n", listed[start : start + _MOST_CANDIDATES])
            rows = await self._drive.database.fetch(
                _BELOW.format(listed=names), tenant=tenant, node=node, deepest=DEEPEST, **values
            )
            found.update(row["start"] for row in rows)
        return found

    async def close(self) -> None:
        """Write who opened what."""
        await self._openings.close()

    async def _actor(self, credentials: Credentials) -> Actor:
        if credentials.token.startswith(TOKEN_PREFIX):
            actor = await self._tokens.resolve(credentials.token, credentials.address)
            if actor is None:
                raise Unauthenticated("token-invalid")
            return actor
        if credentials.cookie is None or not credentials.same_origin:
            raise Unauthenticated("not-signed-in")
        session = await self._sessions.resolve(credentials.cookie)
        if session is None or not compare_digest(
            session.csrf.encode(), credentials.token.encode("utf-8", "surrogatepass")
        ):
            raise Unauthenticated("not-signed-in")
        return session.actor(credentials.address)

    async def _expires_at(self, actor: Actor, found: Access) -> int | None:
        """Return when to ask again: the session, the token or a link on the way ends then."""
        links = [principal for principal in actor.principals if principal.startswith("l:")]
        if not links:
            return actor.expires
        principals, values = in_list("p", links)
        nodes, named = in_list("n", [step.id for step in found.path])
        ends: int | None = await self._drive.database.fetchval(
            "SELECT MIN(expires) FROM grants WHERE tenant = :tenant"
            f" AND node IN ({nodes}) AND principal IN ({principals}) AND expires > :now",
            tenant=actor.tenant,
            now=now(),
            **named,
            **values,
        )
        return min((time for time in (ends, actor.expires) if time is not None), default=None)
