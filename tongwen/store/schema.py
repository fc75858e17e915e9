"""The tables, in SQLAlchemy Core: one schema for every back end, every key tenant-first.

Migrations are generated against this (`store/migrations`); queries are written in SQL by the rooms.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

metadata = MetaData()

BLOB = {"blob": True}  # marks columns that keep a blob alive, see `orphans.py`

# Text sorts by its UTF-8 bytes on every back end, as SQLite does: sort keys and cursors would
# otherwise mean another order on each PostgreSQL.
_text = Text().with_variant(Text(collation="C"), "postgresql")


def _id(name: str, nullable: bool = False) -> Column[str]:
    return Column(name, _text, nullable=nullable)


def _time(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


tenants = Table(
    "tenants",
    metadata,
    Column("id", _text, primary_key=True),
    Column("name", _text, nullable=False),
    _time("created"),
)

users = Table(
    "users",
    metadata,
    _id("tenant"),
    _id("id"),
    Column("email", _text, nullable=False),  # as typed
    Column("email_key", _text, nullable=False),  # NFKC, case-folded: the one that is unique
    Column("name", _text, nullable=False),
    Column("password", _text),  # argon2id hash, NULL when sign-in is elsewhere
    Column("administrator", Integer, nullable=False, server_default="0"),
    Column("language", _text),  # BCP 47, NULL = what the browser asks for
    Column("root", _text, nullable=False),  # the folder node that is this person's drive
    Column(
        "used", BigInteger, nullable=False, server_default="0"
    ),  # bytes of all versions below root
    _time("created"),
    _time("disabled", nullable=True),
    PrimaryKeyConstraint("tenant", "id"),
    Index("users_email", "tenant", "email_key", unique=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("secret_hash", _text, primary_key=True),  # sha-256 of the cookie's secret
    _id("tenant"),
    _id("user", nullable=True),  # NULL: a guest who came by a link
    Column("csrf", _text, nullable=False),
    Column("address", _text, nullable=False),
    Column("agent", _text, nullable=False),
    _time("created"),
    _time("seen"),
    _time("expires"),
    Index("sessions_user", "tenant", "user"),
)

session_links = Table(  # the links that a session has opened
    "session_links",
    metadata,
    _id("tenant"),
    Column("secret_hash", _text, nullable=False),
    _id("link"),
    PrimaryKeyConstraint("tenant", "secret_hash", "link"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("secret_hash", _text, primary_key=True),
    _id("tenant"),
    _id("id"),
    _id("user"),
    Column("name", _text, nullable=False),
    Column("hint", _text, nullable=False),  # its last four characters
    Column("scope", _text, nullable=False),  # 'read' | 'write' | 'admin'
    _time("created"),
    _time("used", nullable=True),
    _time("expires", nullable=True),
    Index("tokens_user", "tenant", "user"),
)

nodes = Table(
    "nodes",
    metadata,
    _id("tenant"),
    _id("id"),
    _id("parent", nullable=True),  # NULL: the root of a person's drive
    _id("owner", nullable=True),  # set on roots only; below, the owner is the root's
    Column(
        "kind", _text, nullable=False
    ),  # folder text sheet slides pdf image audio video plain file
    Column("name", _text, nullable=False),  # NFC
    Column("sort_name", _text, nullable=False),  # folders first, digits by value, Han by GB 18030
    Column("media_type", _text, nullable=False),
    Column("size", BigInteger, nullable=False, server_default="0"),
    Column("head", Integer, nullable=False, server_default="0"),  # latest versions.number
    _id("created_by"),
    _id("modified_by"),
    _time("created"),
    _time("modified"),
    _time("trashed", nullable=True),
    _id("trashed_by", nullable=True),
    _id("trash_of", nullable=True),  # whose trash shows it: the drive's owner at that time
    _time("deleted", nullable=True),  # gone for everybody, waiting to be purged
    PrimaryKeyConstraint("tenant", "id"),
    Index(
        "nodes_name",
        "tenant",
        "parent",
        "name",
        unique=True,
        sqlite_where=text("trashed IS NULL"),
        postgresql_where=text("trashed IS NULL"),
    ),
    Index("nodes_by_name", "tenant", "parent", "sort_name", "id"),
    Index("nodes_by_modified", "tenant", "parent", "modified", "id"),
    Index("nodes_by_size", "tenant", "parent", "size", "id"),
    Index("nodes_by_kind", "tenant", "parent", "kind", "sort_name", "id"),
    Index("nodes_trash", "tenant", "trash_of", "trashed", "id"),
    Index(
        "nodes_deleted",
        "deleted",
        sqlite_where=text("deleted IS NOT NULL"),
        postgresql_where=text("deleted IS NOT NULL"),
    ),
)

versions = Table(
    "versions",
    metadata,
    _id("tenant"),
    _id("node"),
    Column("number", Integer, nullable=False),  # 1, 2, 3 … within the node
    Column("blob", _text, nullable=False, info=BLOB),  # sha-256
    Column("size", BigInteger, nullable=False),
    Column("label", _text),  # NULL: automatic
    Column(
        "origin", _text, nullable=False
    ),  # 'upload' | 'create' | 'session' | 'named' | 'restore' | 'copy'
    Column("seq", BigInteger),  # of the body's log when it was taken, NULL: before any live session
    _id("author"),
    _time("created"),
    PrimaryKeyConstraint("tenant", "node", "number"),
    Index("versions_blob", "tenant", "blob"),
)

documents = Table(  # live documents: which package their pointers point into
    "documents",
    metadata,
    _id("tenant"),
    _id("node"),
    Column("base", _text, nullable=False, info=BLOB),  # the package that `src` points into
    Column("base_seq", BigInteger, nullable=False),  # body seq at which live content equals base
    Column("exported_seq", BigInteger),  # body seq of the newest exported package …
    Column("exported", _text, info=BLOB),  # … and its blob key
    _time("opened"),
    PrimaryKeyConstraint("tenant", "node"),
    Index("documents_base", "tenant", "base"),
    Index("documents_exported", "tenant", "exported"),
)

media = Table(  # images that were added to a live document; `sha256-<blob>` in its nodes
    "media",
    metadata,
    _id("tenant"),
    _id("node"),
    Column("blob", _text, nullable=False, info=BLOB),  # sha-256
    Column("media_type", _text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("width", Integer, nullable=False),  # pixels, 0 where the format has none
    Column("height", Integer, nullable=False),
    _id("created_by"),
    _time("created"),
    PrimaryKeyConstraint("tenant", "node", "blob"),
    Index("media_blob", "tenant", "blob"),
)

grants = Table(
    "grants",
    metadata,
    _id("tenant"),
    _id("node"),
    Column("principal", _text, nullable=False),  # 'u:<user id>' or 'l:<link id>'
    Column("role", Integer, nullable=False),
    _id("granted_by"),
    _time("created"),
    _time("expires", nullable=True),
    PrimaryKeyConstraint("tenant", "node", "principal"),
    Index("grants_principal", "tenant", "principal", "created", "node"),
)

links = Table(
    "links",
    metadata,
    _id("tenant"),
    _id("id"),
    _id("node"),
    Column("secret_hash", _text, nullable=False),
    Column("hint", _text, nullable=False),
    Column("role", Integer, nullable=False),
    Column("password", _text),  # argon2id, NULL: none
    Column("uses", Integer, nullable=False, server_default="0"),
    _id("created_by"),
    _time("created"),
    _time("expires", nullable=True),
    PrimaryKeyConstraint("tenant", "id"),
    Index("links_secret", "secret_hash", unique=True),
    Index("links_node", "tenant", "node"),
)

recents = Table(
    "recents",
    metadata,
    _id("tenant"),
    _id("user"),
    _id("node"),
    _time("opened"),
    PrimaryKeyConstraint("tenant", "user", "node"),
    Index("recents_by_time", "tenant", "user", "opened"),
)

stars = Table(
    "stars",
    metadata,
    _id("tenant"),
    _id("user"),
    _id("node"),
    _time("created"),
    PrimaryKeyConstraint("tenant", "user", "node"),
)

uploads = Table(  # tus 1.0 uploads that are not finished
    "uploads",
    metadata,
    _id("tenant"),
    _id("id"),
    _id("user"),
    _id("parent"),
    Column("name", _text, nullable=False),
    Column("length", BigInteger, nullable=False),
    _time("created"),
    _time("expires"),
    PrimaryKeyConstraint("tenant", "id"),
    Index("uploads_expires", "expires"),
)

audit = Table(
    "audit",
    metadata,
    _id("tenant"),
    _id("id"),
    _time("at"),
    Column("actor", _text, nullable=False),  # principal, '' = the server or nobody yet
    Column("action", _text, nullable=False),  # 'session.created', 'grant.set', …
    Column("subject", _text, nullable=False),  # the id of what it was done to
    Column("address", _text, nullable=False),
    Column("details", _text, nullable=False),  # JSON
    PrimaryKeyConstraint("tenant", "id"),
    Index("audit_subject", "tenant", "subject", "id"),
)

updates = Table(
    "updates",
    metadata,
    _id("tenant"),
    _id("node"),
    Column("part", _text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    _time("at"),
    Column("author", _text, nullable=False),
    Column("update", LargeBinary, nullable=False),
    PrimaryKeyConstraint("tenant", "node", "part", "seq"),
    sqlite_with_rowid=False,  # keeps a part's rows side by side: docs/decisions/sqlite.md
)

snapshots = Table(
    "snapshots",
    metadata,
    _id("tenant"),
    _id("node"),
    Column("part", _text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    _time("at"),
    Column("state", LargeBinary, nullable=False),  # zlib of a v1 update
    Column("summary", LargeBinary),  # what its maker knows of the state, NULL: nothing
    PrimaryKeyConstraint("tenant", "node", "part"),
)

orphans = Table(  # blobs that no row named when garbage collection last looked
    "orphans",
    metadata,
    _id("tenant"),
    Column("blob", _text, nullable=False),
    _time("since"),  # when that was first seen
    PrimaryKeyConstraint("tenant", "blob"),
)

leases = Table(  # of the whole installation: work that one of several nodes does
    "leases",
    metadata,
    Column("name", _text, nullable=False),
    Column("holder", _text, nullable=False),
    _time("until"),
    PrimaryKeyConstraint("name"),
)
