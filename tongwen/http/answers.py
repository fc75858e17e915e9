"""Answers that need no more than bytes: JSON without a model in between."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from starlette.responses import Response

from tongwen.core.errors import Invalid


def answer(
    content: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return JSON. Nothing of the API is kept by caches on the way."""
    return Response(
        orjson.dumps(content),
        status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        media_type="application/json",
    )


def page(items: Sequence[Any], following: str | None) -> Response:
    """Return a page of a list."""
    return answer({"items": items, "next": following})


def nothing() -> Response:
    """Return 204."""
    return Response(status_code=204)


def milliseconds(moment: datetime | None) -> int | None:
    """Return a time from outside as it is stored; a time without a zone is UTC.

    Raises:
        Invalid: `time-invalid`: it lies outside the years 1970 to 9999.
    """
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    stamp = moment.timestamp()
    if stamp < 0:
        raise Invalid("time-invalid")
    return int(stamp * 1000)
