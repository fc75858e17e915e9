"""Query parameters that lists share."""

from typing import Annotated

from fastapi import Query

Limit = Annotated[int, Query(ge=1, le=1000, description="Items a page")]
Cursor = Annotated[str, Query(max_length=4096, description="`next` of the page before")]

DEFAULT_LIMIT = 100
