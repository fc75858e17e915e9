"""PostgreSQL: the back end that several nodes can share."""

from tongwen.store.postgres.database import PostgresDatabase, open_postgres

__all__ = ["PostgresDatabase", "open_postgres"]
