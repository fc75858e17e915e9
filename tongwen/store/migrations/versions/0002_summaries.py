"""Snapshots carry a summary of their state."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; older snapshots have no summary."""
    op.add_column("snapshots", sa.Column("summary", sa.LargeBinary(), nullable=True))
