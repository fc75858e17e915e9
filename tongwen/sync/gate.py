"""The gate of live sessions: a cookie or token in, a membership of one part out."""

from hmac import compare_digest

from tongwen.core.actor import Actor
from tongwen.core.errors import NotFound, Unauthenticated, Unsupported
from tongwen.core.roles import Role
from tongwen.documents.opening import PARTS
from tongwen.drive import Drive
from tongwen.drive.access import access
from tongwen.drive.lists import mark_opened
from tongwen.people.sessions import Sessions
from tongwen.people.tokens import Tokens
from tongwen.sync.ports import Credentials, Membership

TOKEN_PREFIX = "tw_"
WRITES = {"body": Role.EDITOR, "comments": Role.COMMENTER}


class DriveGate:
    """Asks people who it is, and the drive what they may do."""

    def __init__(self, drive: Drive, sessions: Sessions, tokens: Tokens) -> None:
        self._drive = drive
        self._sessions = sessions
        self._tokens = tokens

    async def admit(
        self, credentials: Credentials, node: str, part: str, again: bool = False
    ) -> Membership:
        """Say what these credentials may do with a part; who is let in has opened the document.

        Raises:
            Unauthenticated: they are nobody's, or came from a foreign page.
            NotFound: the actor may not see the node, or it has no such part.
            Unsupported: `no-editor`, its kind is not edited here.
        """
        actor = await self._actor(credentials)
        found = await access(self._drive.database, actor, node)
        if found.node.kind not in PARTS:
            raise Unsupported("no-editor", kind=found.node.kind)
        if part not in PARTS[found.node.kind]:
            raise NotFound("not-found")
        if not again:
            await mark_opened(self._drive, actor, node)
        return Membership(
            tenant=actor.tenant,
            author=actor.author,
            name=actor.name,
            role=found.role,
            may_write=found.role >= WRITES[part] and actor.scope != "read",
            user=actor.user,
            session=actor.session,
            expires_at=0
            if actor.session is None or actor.principals[1:] or not actor.user
            else None,
        )

    async def _actor(self, credentials: Credentials) -> Actor:
        if credentials.token.startswith(TOKEN_PREFIX):
            actor = await self._tokens.resolve(credentials.token, credentials.address)
            if actor is None:
                raise Unauthenticated("token-invalid")
            return actor
        if credentials.cookie is None or not credentials.same_origin:
            raise Unauthenticated("not-signed-in")
        session = await self._sessions.resolve(credentials.cookie)
        if session is None or not compare_digest(session.csrf.encode(), credentials.token.encode()):
            raise Unauthenticated("not-signed-in")
        return session.actor(credentials.address)
