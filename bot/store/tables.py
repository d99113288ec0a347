"""What the bot knows and where each dialogue stands."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from hub.store.columns import flag, key, millis, new_metadata, number, text

metadata = new_metadata()

articles = Table(
    "articles",
    metadata,
    key(),
    text("org_id"),
    text("code"),
    text("lang"),
    text("title"),
    text("body"),
    text("keywords", default="[]"),
    text("source", default=""),
    text("written_on"),
    flag("demo"),
    text("state", default="live"),
    millis("changed_ms"),
    number("rev", default=0),
    text("valid_from", null=True),
    text("valid_until", null=True),
    text("venue", null=True),
    UniqueConstraint("org_id", "code", "lang"),
    Index("ix_articles_org_state", "org_id", "state"),
    comment="A piece of knowledge in one language, with its date, for its organisation and those below; `demo` marks "
    "unverified sample text; `state` is draft, live or withdrawn; `valid_from` and `valid_until` are days, both "
    "included; `venue` is JSON for what is said of a place in fields.",
)

article_versions = Table(
    "article_versions",
    metadata,
    text("article_id"),
    number("rev"),
    text("org_id"),
    millis("at_ms"),
    text("actor_id", null=True),
    text("content"),
    PrimaryKeyConstraint("article_id", "rev"),
    comment="What an article said after each change, as JSON, and who changed it; null: it came with the hub.",
)

dialogue_state = Table(
    "dialogue_state",
    metadata,
    text("conversation_id"),
    text("org_id"),
    text("state"),
    millis("changed_ms"),
    PrimaryKeyConstraint("conversation_id"),
    comment="Where the bot stands in a conversation, as the JSON value of its last turn.",
)

nlu_models = Table(
    "nlu_models",
    metadata,
    key(),
    text("org_id"),
    text("engine"),
    text("version"),
    text("data_hash"),
    text("sha256"),
    text("metrics", default="{}"),
    text("origin"),
    millis("created_ms"),
    millis("used_ms", null=True),
    UniqueConstraint("sha256"),
    Index("ix_nlu_models_used", "used_ms"),
    comment=(
        "A model that understands texts; its bytes lie in the data folder under `sha256`. That with the latest "
        "`used_ms` answers."
    ),
)
