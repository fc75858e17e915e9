"""The one tree of errors. A room raises them; `http/problems.py` alone turns them into answers.

Every error has a `code` (stable, in the API), and named values that its message needs. The words
are in the Babel catalogues, in the reader's language, and never in the rooms.
"""


class TongwenError(Exception):
    """Something the caller should be told, by code and values.

    `code` is a kebab-case word such as `name-taken`; `values` fill the placeholders of its message.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class NotFound(TongwenError):
    """There is no such thing, or the actor may not see it."""


class Forbidden(TongwenError):
    """The actor sees the thing but may not do this with it."""


class Unauthenticated(TongwenError):
    """Nobody is signed in, or the session, token or password is wrong."""


class Invalid(TongwenError):
    """The input breaks a rule that the message names."""


class Conflict(TongwenError):
    """The input is fine but something stands in the way: a taken name, a changed version."""


class TooLarge(TongwenError):
    """A limit on size or count was passed."""


class TooMany(TongwenError):
    """A rate limit was passed. `values["seconds"]` says how long to wait."""


class Unsupported(TongwenError):
    """The file or format is one that this operation does not handle."""


class Unavailable(TongwenError):
    """A service that this needs (disk, database, worker) does not answer now; try again."""
