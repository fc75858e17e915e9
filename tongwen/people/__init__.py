"""Who is here: the organisation, its members, how they sign in, and the programs they let in."""

from dataclasses import dataclass

from tongwen.core.events import Events
from tongwen.core.passwords import Passwords
from tongwen.core.settings import Settings
from tongwen.people.members import Members
from tongwen.people.organisations import Organisations
from tongwen.people.sessions import Sessions
from tongwen.people.sign_in import SignIn
from tongwen.people.tokens import Tokens
from tongwen.store import Database


@dataclass(frozen=True, slots=True)
class People:
    """The room, opened over one database."""

    organisations: Organisations
    members: Members
    sessions: Sessions
    sign_in: SignIn
    tokens: Tokens

    @classmethod
    def open(
        cls, database: Database, settings: Settings, events: Events, passwords: Passwords
    ) -> "People":
        """Open the room. Nothing is read or written yet."""
        sessions = Sessions(database, events, settings.session_days)
        tokens = Tokens(database, events)
        members = Members(database, events, passwords, sessions, tokens)
        return cls(
            organisations=Organisations(database, members),
            members=members,
            sessions=sessions,
            sign_in=SignIn(database, settings, passwords, sessions),
            tokens=tokens,
        )
