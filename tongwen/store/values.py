"""Which values a statement may carry on every back end."""

from collections.abc import Iterable

from tongwen.core.errors import Invalid


def check_text(values: Iterable[object]) -> None:
    """Refuse text that not every back end can hold: NUL (PostgreSQL) and lone surrogates (both).

    Raises:
        Invalid: `invalid-text`.
    """
    for value in values:
        if not isinstance(value, str):
            continue
        if "\0" in value:
            raise Invalid("invalid-text")
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise Invalid("invalid-text") from error
