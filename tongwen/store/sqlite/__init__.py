"""SQLite: the default back end, one file beside the server, no other service."""

from tongwen.store.sqlite.database import SqliteDatabase, open_sqlite

__all__ = ["SqliteDatabase", "open_sqlite"]
