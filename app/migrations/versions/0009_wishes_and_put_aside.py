"""Skills that are good to have for a piece of work, and work that can be put aside for something urgent.

Rule: frozen once it has landed; runs in one transaction on both engines. What is there asks for nothing beyond its
needs, and cannot be put aside.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_COMMENT = (
    "One piece of work waiting for or held by an agent: a chat, a callback, a call; once per "
    "(kind, ref, segment). `for_agent` keeps it for one agent until `kept_until_ms`, `named_agent` was asked for; "
    "`excluded` is a JSON object of who passed on it and until when it is not offered there again (null: never); "
    "`needs` is JSON as in a queue's rules, `preferred` a JSON list of skills that are good to have, `dissatisfied` "
    "0 to 100; `lined_up` counts how often it was put in a line; `ring`, `hops` and `visited` (JSON) say how far the "
    "router has looked. `interruptible` work in hand that was put aside for something urgent at `aside_ms` takes no "
    "place until it is resumed."
)


def upgrade() -> None:
    """Bring the tables from 0008 to 0009."""
    for column in (
        sa.Column("preferred", sa.Text(), server_default="[]", nullable=False),
        sa.Column("interruptible", sa.Integer(), server_default="0", nullable=False),
        sa.Column("aside_ms", sa.BigInteger(), nullable=True),
    ):
        op.add_column("work_items", column)
    if op.get_context().dialect.supports_comments:
        op.create_table_comment("work_items", _COMMENT)
