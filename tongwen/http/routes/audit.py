"""The audit log."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from tongwen.drive.cursors import read_cursor, write_cursor
from tongwen.drive.views import rfc3339
from tongwen.http.answers import page
from tongwen.http.identity import ActorIn, ServicesIn
from tongwen.http.paging import DEFAULT_LIMIT, Cursor, Limit
from tongwen.http.shapes import AuditEntry, answers, listed
from tongwen.people.members import require_administrator
from tongwen.store import audit

router = APIRouter()


@router.get("/audit", responses=answers(listed(AuditEntry)))
async def get_audit(
    actor: ActorIn,
    services: ServicesIn,
    subject: Annotated[str | None, Query(max_length=64)] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> Response:
    """Return what was done, newest first; administrators only."""
    require_administrator(actor)
    before = read_cursor(cursor, str)[0] if cursor else None
    rows = await audit.page(
        services.database, actor.tenant, subject=subject, before=before, limit=limit + 1
    )
    items = [
        {
            "id": row["id"],
            "at": rfc3339(row["at"]),
            "actor": row["actor"],
            "action": row["action"],
            "subject": row["subject"],
            "address": row["address"],
            "details": orjson.loads(row["details"]),
        }
        for row in rows[:limit]
    ]
    return page(items, write_cursor(items[-1]["id"]) if len(rows) > limit else None)
