"""Articles get days from and until which they hold, places in fields, and versions.

Rule: frozen once it has landed; runs in one transaction on both engines. What is there holds without end, and what it
says now is its first version.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_COMMENT = (
    "A piece of knowledge in one language, with its date, for its organisation and those below; `demo` marks "
    "unverified sample text; `state` is draft, live or withdrawn; `valid_from` and `valid_until` are days, both "
    "included; `venue` is JSON for what is said of a place in fields."
)
_THERE = sa.text(
    "SELECT id, org_id, code, lang, title, body, keywords, source, written_on, demo, state, changed_ms, rev FROM articles"
)
_KEEP = sa.text(
    "INSERT INTO article_versions (article_id, rev, org_id, at_ms, content) VALUES (:id, :rev, :org_id, :at_ms, :content)"
)


def upgrade() -> None:
    """Bring the tables from 0012 to 0013."""
    for name in ("valid_from", "valid_until", "venue"):
        op.add_column("articles", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "article_versions",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "rev", name=op.f("pk_article_versions")),
        comment="What an article said after each change, as JSON, and who changed it; null: it came with the hub.",
    )
    if op.get_context().dialect.supports_comments:
        op.create_table_comment("articles", _COMMENT)
    _keep_first_versions(op.get_bind())


def _keep_first_versions(connection: sa.Connection) -> None:
    connection.execute(sa.text("UPDATE articles SET state = 'withdrawn', rev = rev + 1 WHERE state = 'retired'"))
    for row in connection.execute(_THERE).mappings().all():
        content = {
            "code": row["code"],
            "lang": row["lang"],
            "title": row["title"],
            "body": row["body"],
            "written_on": row["written_on"],
            "keywords": json.loads(row["keywords"]),
            "source": row["source"],
            "demo": bool(row["demo"]),
            "state": row["state"],
        }
        kept = {"id": row["id"], "rev": row["rev"], "org_id": row["org_id"], "at_ms": row["changed_ms"]}
        connection.execute(_KEEP, {**kept, "content": json.dumps(content, ensure_ascii=False)})
