"""Who of several processes does what only one has to do: leases, kept as rows.

A lease spares work, it guards nothing: clocks of nodes differ, and a holder may be stopped and
come back late. What is done under one must be harmless when two do it.
"""

from tongwen.core.clock import Milliseconds, now
from tongwen.store import Database

_TAKE = """
    insert into leases (name, holder, until) values (:name, :holder, :until)
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where leases.until <= :now or (leases.holder = excluded.holder and :again = 1)
"""


async def take_lease(
    database: Database, name: str, holder: str, length: Milliseconds, again: bool = True
) -> bool:
    """Take a lease, or take it again before it ends; return whether `holder` has it now.

    Without `again` the holder itself waits until it ends: so a thing is done once in a time.
    """
    async with database.transaction() as transaction:
        taken = await transaction.execute(
            _TAKE, name=name, holder=holder, until=now() + length, now=now(), again=int(again)
        )
    return taken == 1


async def end_lease(database: Database, name: str, holder: str) -> None:
    """Give a lease up before its end, so that another need not wait."""
    async with database.transaction() as transaction:
        await transaction.execute(
            "delete from leases where name = :name and holder = :holder", name=name, holder=holder
        )
