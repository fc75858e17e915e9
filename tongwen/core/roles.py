"""Roles on a node, in rising order; each may do all that the lower ones may."""

from enum import IntEnum


class Role(IntEnum):
    """What someone may do with a node and everything below it."""

    NONE = 0
    VIEWER = 1
    COMMENTER = 2
    EDITOR = 3
    OWNER = 4

    @property
    def word(self) -> str:
        """The name in the API: `viewer`, `commenter`, `editor`, `owner`."""
        return self.name.lower()

    @classmethod
    def from_word(cls, word: str) -> "Role":
        """Read a role from the API.

        Raises:
            KeyError: no such role.
        """
        role = cls[word.upper()]
        if role is cls.NONE or word != word.lower():
            raise KeyError(word)
        return role
