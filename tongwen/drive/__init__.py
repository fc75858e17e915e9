"""Files and folders: the tree, who may do what with it, versions, sharing, the trash, search."""

from dataclasses import dataclass, field

from tongwen.core.events import Events
from tongwen.core.passwords import Passwords
from tongwen.core.settings import Settings
from tongwen.core.throttle import Throttle
from tongwen.kinds import LIVE_KINDS
from tongwen.store import Database


@dataclass(frozen=True, slots=True)
class Drive:
    """What every verb of this room needs: the database, the settings, and whom to tell.

    `openable` are the kinds that have a live editor.
    """

    database: Database
    settings: Settings
    events: Events
    passwords: Passwords
    openable: frozenset[str] = frozenset(LIVE_KINDS)
    link_guesses: Throttle = field(default_factory=lambda: Throttle(10))
