"""Organisations, and the first run, which makes the one that this installation serves."""

from dataclasses import dataclass

from tongwen.core.clock import now
from tongwen.core.errors import Conflict
from tongwen.people.members import Member, Members, email_key, insert_member, person_name
from tongwen.store import Database, IntegrityViolated
from tongwen.store.audit import record_as

HOME = "0000000000001"
"""The id of the organisation that people sign in to. It is fixed so that of two first runs at the
same moment, on any number of nodes, the table's key lets only one through."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation: the tenant that every key begins with."""

    id: str
    name: str


class Organisations:
    """Makes and finds organisations."""

    def __init__(self, database: Database, members: Members) -> None:
        self._database = database
        self._members = members
        self._set_up = False

    async def is_set_up(self) -> bool:
        """Whether the first run has been done."""
        if not self._set_up:
            found = await self._database.fetchval("SELECT 1 FROM tenants WHERE id = :i", i=HOME)
            self._set_up = found is not None
        return self._set_up

    async def get(self, tenant: str) -> Organisation:
        """Return an organisation that is known to exist."""
        row = await self._database.fetchrow(
            "SELECT id, name FROM tenants WHERE id = :id", id=tenant
        )
        assert row is not None
        return Organisation(row["id"], row["name"])

    async def set_up(
        self, *, organisation: str, name: str, email: str, password: str, address: str
    ) -> Member:
        """Do the first run: make the organisation and its first administrator.

        Raises:
            Conflict: `already-set-up`.
            Invalid: a name, the e-mail address or the password breaks a rule.
        """
        if await self.is_set_up():
            raise Conflict("already-set-up")
        return await self.create(
            HOME,
            organisation=organisation,
            name=name,
            email=email,
            password=password,
            address=address,
        )

    async def create(
        self,
        tenant: str,
        *,
        organisation: str,
        name: str,
        email: str,
        password: str,
        address: str,
    ) -> Member:
        """Make an organisation with its first administrator.

        Raises:
            Conflict: `already-set-up`: there is one of that id.
            Invalid: a name, the e-mail address or the password breaks a rule.
        """
        organisation, name = person_name(organisation), person_name(name)
        email_key(email)
        hashed = await self._members.passwords.hash(password)
        try:
            async with self._database.transaction() as tx:
                await tx.execute(
                    "INSERT INTO tenants (id, name, created) VALUES (:id, :name, :at)",
                    id=tenant,
                    name=organisation,
                    at=now(),
                )
                member = await insert_member(
                    tx, tenant, name=name, email=email, password=hashed, administrator=True
                )
                await record_as(
                    tx, tenant, "u:" + member.id, "organisation.created", tenant, address=address
                )
        except IntegrityViolated:
            raise Conflict("already-set-up") from None
        return member
