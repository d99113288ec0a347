"""What operator and supervisor set for agents and queues: peak places, opening hours, members by rule, revisions.

Rule: frozen once it has landed; runs in one transaction on both engines. A queue that was there is open, and whoever
served it was named for it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COMMENTS = {
    "agents": "The profile of a person who serves tourists; `public_name` is what tourists see; `capacity` is a JSON "
    "object of places per medium, `peak` of those used only when waiting is long.",
    "queues": "Where work waits for agents, of every medium; its names are texts 'queue.<code>'; `is_open` is what "
    "QueueOpened and QueueClosed have last said.",
    "queue_members": "An agent who serves a queue, named one by one or (`by_rule`) because the queue's rule says so.",
}


def upgrade() -> None:
    """Bring the tables to 0004."""
    op.add_column("agents", sa.Column("peak", sa.Text(), server_default="{}", nullable=False))
    op.add_column("queues", sa.Column("is_open", sa.Integer(), server_default="1", nullable=False))
    op.add_column("queue_members", sa.Column("by_rule", sa.Integer(), server_default="0", nullable=False))
    op.add_column("calendars", sa.Column("name", sa.Text(), server_default="", nullable=False))
    for table in ("skills", "calendars", "dispositions"):
        op.add_column(table, sa.Column("rev", sa.Integer(), server_default="0", nullable=False))
    if op.get_context().dialect.supports_comments:
        for table, comment in _COMMENTS.items():
            op.create_table_comment(table, comment)
