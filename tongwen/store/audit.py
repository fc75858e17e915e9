"""The audit log: one row for each thing that somebody may later ask about."""

import json
from collections.abc import Sequence

from tongwen.core.actor import Actor
from tongwen.core.clock import now
from tongwen.core.ids import new_id
from tongwen.store import Reader, Row, Transaction


async def record(
    tx: Transaction, actor: Actor, action: str, subject: str, **details: object
) -> None:
    """Write what the actor did to the subject, in the transaction that does it."""
    await record_as(
        tx, actor.tenant, actor.principal, action, subject, address=actor.address, **details
    )


async def record_as(
    tx: Transaction,
    tenant: str,
    principal: str,
    action: str,
    subject: str,
    *,
    address: str,
    **details: object,
) -> None:
    """Write a row for an action without a signed-in actor: setting up, signing in."""
    await tx.execute(
        "INSERT INTO audit (tenant, id, at, actor, action, subject, address, details)"
        " VALUES (:tenant, :id, :at, :actor, :action, :subject, :address, :details)",
        tenant=tenant,
        id=new_id(),
        at=now(),
        actor=principal,
        action=action,
        subject=subject,
        address=address,
        details=json.dumps(details, ensure_ascii=False),
    )


async def page(
    reader: Reader, tenant: str, *, subject: str | None, before: str | None, limit: int
) -> Sequence[Row]:
    """Return up to `limit` rows, newest first, older than the row `before`."""
    where = "" if subject is None else " AND subject = :subject"
    values = {} if subject is None else {"subject": subject}
    return await reader.fetch(
        "SELECT id, at, actor, action, subject, address, details FROM audit"
        f" WHERE tenant = :tenant AND id < :before{where} ORDER BY id DESC LIMIT :limit",
        tenant=tenant,
        before=before or "~",
        limit=limit,
        **values,
    )
