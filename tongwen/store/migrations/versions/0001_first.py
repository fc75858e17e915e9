"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make every table."""
    _people()
    _sign_in()
    _nodes()
    _content()
    _blobs()
    _sharing()
    _traces()
    _logs()


def _people() -> None:
    """Organisations and their members."""
    op.create_table(
        "tenants",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "users",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("email_key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("password", TEXT, nullable=True),
        sa.Column("administrator", sa.Integer(), server_default="0", nullable=False),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("root", TEXT, nullable=False),
        sa.Column("used", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("disabled", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id"),
    )
    op.create_index("users_email", "users", ["tenant", "email_key"], unique=True)


def _sign_in() -> None:
    """Browsers and programs that are signed in."""
    op.create_table(
        "sessions",
        sa.Column("secret_hash", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("user", TEXT, nullable=True),
        sa.Column("csrf", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("secret_hash"),
    )
    op.create_index("sessions_user", "sessions", ["tenant", "user"], unique=False)
    op.create_table(
        "session_links",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("secret_hash", TEXT, nullable=False),
        sa.Column("link", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "secret_hash", "link"),
    )
    op.create_table(
        "tokens",
        sa.Column("secret_hash", TEXT, nullable=False),
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("user", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("hint", TEXT, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=True),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("secret_hash"),
    )
    op.create_index("tokens_user", "tokens", ["tenant", "user"], unique=False)


def _nodes() -> None:
    """The tree."""
    op.create_table(
        "nodes",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("parent", TEXT, nullable=True),
        sa.Column("owner", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("sort_name", TEXT, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("head", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("modified_by", TEXT, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("modified", sa.BigInteger(), nullable=False),
        sa.Column("trashed", sa.BigInteger(), nullable=True),
        sa.Column("trashed_by", TEXT, nullable=True),
        sa.Column("trash_of", TEXT, nullable=True),
        sa.Column("deleted", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id"),
    )
    op.create_index(
        "nodes_by_kind", "nodes", ["tenant", "parent", "kind", "sort_name", "id"], unique=False
    )
    op.create_index(
        "nodes_by_modified", "nodes", ["tenant", "parent", "modified", "id"], unique=False
    )
    op.create_index("nodes_by_name", "nodes", ["tenant", "parent", "sort_name", "id"], unique=False)
    op.create_index("nodes_by_size", "nodes", ["tenant", "parent", "size", "id"], unique=False)
    op.create_index(
        "nodes_deleted",
        "nodes",
        ["deleted"],
        unique=False,
        sqlite_where=sa.text("deleted IS NOT NULL"),
        postgresql_where=sa.text("deleted IS NOT NULL"),
    )
    op.create_index(
        "nodes_name",
        "nodes",
        ["tenant", "parent", "name"],
        unique=True,
        sqlite_where=sa.text("trashed IS NULL"),
        postgresql_where=sa.text("trashed IS NULL"),
    )
    op.create_index("nodes_trash", "nodes", ["tenant", "trash_of", "trashed", "id"], unique=False)


def _content() -> None:
    """What nodes hold: versions, live documents and their images."""
    op.create_table(
        "versions",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("blob", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("label", TEXT, nullable=True),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "node", "number"),
    )
    op.create_index("versions_blob", "versions", ["tenant", "blob"], unique=False)
    op.create_table(
        "documents",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("base", TEXT, nullable=False),
        sa.Column("base_seq", sa.BigInteger(), nullable=False),
        sa.Column("exported_seq", sa.BigInteger(), nullable=True),
        sa.Column("exported", TEXT, nullable=True),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "node"),
    )
    op.create_index("documents_base", "documents", ["tenant", "base"], unique=False)
    op.create_index("documents_exported", "documents", ["tenant", "exported"], unique=False)
    op.create_table(
        "media",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("blob", TEXT, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "node", "blob"),
    )
    op.create_index("media_blob", "media", ["tenant", "blob"], unique=False)


def _blobs() -> None:
    """Unfinished uploads and unused blobs."""
    op.create_table(
        "uploads",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("user", TEXT, nullable=False),
        sa.Column("parent", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id"),
    )
    op.create_index("uploads_expires", "uploads", ["expires"], unique=False)
    op.create_table(
        "orphans",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("blob", TEXT, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "blob"),
    )


def _sharing() -> None:
    """Grants and links."""
    op.create_table(
        "grants",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("principal", TEXT, nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("granted_by", TEXT, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "node", "principal"),
    )
    op.create_index(
        "grants_principal", "grants", ["tenant", "principal", "created", "node"], unique=False
    )
    op.create_table(
        "links",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("secret_hash", TEXT, nullable=False),
        sa.Column("hint", TEXT, nullable=False),
        sa.Column("role", sa.Integer(), nullable=False),
        sa.Column("password", TEXT, nullable=True),
        sa.Column("uses", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id"),
    )
    op.create_index("links_node", "links", ["tenant", "node"], unique=False)
    op.create_index("links_secret", "links", ["secret_hash"], unique=True)


def _traces() -> None:
    """What people opened, starred and did."""
    op.create_table(
        "recents",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("user", TEXT, nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "user", "node"),
    )
    op.create_index("recents_by_time", "recents", ["tenant", "user", "opened"], unique=False)
    op.create_table(
        "stars",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("user", TEXT, nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "user", "node"),
    )
    op.create_table(
        "audit",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("details", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id"),
    )
    op.create_index("audit_subject", "audit", ["tenant", "subject", "id"], unique=False)


def _logs() -> None:
    """Update logs and snapshots."""
    op.create_table(
        "updates",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("update", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "node", "part", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshots",
        sa.Column("tenant", TEXT, nullable=False),
        sa.Column("node", TEXT, nullable=False),
        sa.Column("part", TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "node", "part"),
    )
