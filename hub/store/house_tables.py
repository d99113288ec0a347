"""The tables of the house: the organisation, its people, and what they set for agents, queues and hours.

They belong to the hub's one schema; `hub.store.tables` tells its rules and holds all that a message or a call meets.
"""

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from hub.store.columns import flag, key, millis, new_metadata, number, text

metadata = new_metadata()

orgs = Table(
    "orgs",
    metadata,
    key(),
    text("parent_id", null=True),
    text("path"),
    text("kind"),
    text("code"),
    text("name"),
    text("tz", default="Asia/Shanghai"),
    text("lang", default="zh-CN"),
    ForeignKeyConstraint(["parent_id"], ["orgs.id"]),
    UniqueConstraint("code"),
    UniqueConstraint("path"),
    comment="A node of the organisation tree: nation, province, city, scenic_area or agency; "
    "`path` is '/code/code/' from the root and decides what a right covers.",
)

users = Table(
    "users",
    metadata,
    key(),
    text("org_id"),
    text("login"),
    text("display_name"),
    text("password_hash"),
    flag("temporary_password"),
    text("state", default="active"),
    text("lang", default="zh-CN"),
    millis("created_ms"),
    millis("password_changed_ms"),
    number("rev", default=0),
    ForeignKeyConstraint(["org_id"], ["orgs.id"]),
    UniqueConstraint("login"),
    comment="A person who can sign in; `login` is lower case; `password_hash` is argon2id.",
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    text("subject"),
    number("failures"),
    millis("last_ms"),
    millis("locked_until_ms"),
    PrimaryKeyConstraint("subject"),
    comment="Failed sign-ins of one login ('login:…') or one client address ('addr:<hmac>'), for the lock-out.",
)

sessions = Table(
    "sessions",
    metadata,
    key(),
    text("user_id"),
    millis("created_ms"),
    millis("seen_ms"),
    millis("expires_ms"),
    ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
    Index(None, "user_id"),
    comment="A signed-in browser; `id` is the SHA-256 of the cookie's token in hex, so the table opens no door.",
)

roles = Table(
    "roles",
    metadata,
    text("user_id"),
    text("role"),
    text("org_id"),
    PrimaryKeyConstraint("user_id", "role", "org_id"),
    ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["org_id"], ["orgs.id"]),
    comment="A right: this person has this role in this organisation and in everything below it.",
)

agents = Table(
    "agents",
    metadata,
    text("user_id"),
    text("org_id"),
    text("public_name"),
    text("languages", default='["zh-CN"]'),
    text("capacity", default='{"chat": 3, "voice": 1}'),
    number("rev", default=0),
    text("peak", default="{}"),
    PrimaryKeyConstraint("user_id"),
    ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["org_id"], ["orgs.id"]),
    comment="The profile of a person who serves tourists; `public_name` is what tourists see; "
    "`capacity` is a JSON object of places per medium, `peak` of those used only when waiting is long.",
)

skills = Table(
    "skills",
    metadata,
    key(),
    text("org_id"),
    text("code"),
    text("name"),
    number("rev", default=0),
    ForeignKeyConstraint(["org_id"], ["orgs.id"]),
    UniqueConstraint("org_id", "code"),
    comment="Something an agent can be good at: a language, a region, a kind of business.",
)

agent_skills = Table(
    "agent_skills",
    metadata,
    text("user_id"),
    text("skill_id"),
    number("level", default=1),
    PrimaryKeyConstraint("user_id", "skill_id"),
    ForeignKeyConstraint(["user_id"], ["agents.user_id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["skill_id"], ["skills.id"], ondelete="CASCADE"),
    comment="How good (1 to 10) an agent is at a skill.",
)

queues = Table(
    "queues",
    metadata,
    key(),
    text("org_id"),
    text("code"),
    text("calendar_id", null=True),
    number("ring_timeout_s", default=25),
    number("wrap_up_s", default=15),
    number("service_level_s", default=20),
    text("settings", default="{}"),
    number("rev", default=0),
    flag("is_open", default=True),
    ForeignKeyConstraint(["org_id"], ["orgs.id"]),
    UniqueConstraint("org_id", "code"),
    comment="Where work waits for agents, of every medium; its names are texts 'queue.<code>'; `is_open` is what "
    "QueueOpened and QueueClosed have last said.",
)

queue_members = Table(
    "queue_members",
    metadata,
    text("queue_id"),
    text("user_id"),
    flag("by_rule"),
    PrimaryKeyConstraint("queue_id", "user_id"),
    ForeignKeyConstraint(["queue_id"], ["queues.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["user_id"], ["agents.user_id"], ondelete="CASCADE"),
    Index(None, "user_id"),
    comment="An agent who serves a queue, named one by one or (`by_rule`) because the queue's rule says so.",
)

calendars = Table(
    "calendars",
    metadata,
    key(),
    text("org_id"),
    text("code"),
    text("rules", default="{}"),
    text("name", default=""),
    number("rev", default=0),
    ForeignKeyConstraint(["org_id"], ["orgs.id"]),
    UniqueConstraint("org_id", "code"),
    comment="When a service is open: spans by weekday and by date, as JSON, in the organisation's time zone.",
)

dispositions = Table(
    "dispositions",
    metadata,
    key(),
    text("org_id"),
    text("code"),
    number("position", default=0),
    text("state", default="active"),
    number("rev", default=0),
    ForeignKeyConstraint(["org_id"], ["orgs.id"]),
    UniqueConstraint("org_id", "code"),
    comment="How a conversation can end (小结); its names are texts 'disposition.<code>'.",
)

canned_replies = Table(
    "canned_replies",
    metadata,
    key(),
    text("org_id"),
    text("owner_id", default=""),
    text("code"),
    text("title"),
    text("words"),
    number("position", default=0),
    number("used", default=0),
    millis("created_ms"),
    number("rev", default=0),
    ForeignKeyConstraint(["org_id"], ["orgs.id"]),
    UniqueConstraint("org_id", "owner_id", "code"),
    Index("ix_canned_replies_owner", "owner_id"),
    comment="A reply written beforehand (常用语), called by its shortcut `code`; `words` is a JSON object of "
    "languages, with slots; `owner_id` is whose alone it is, empty in one for all of the organisation and below.",
)

texts = Table(
    "texts",
    metadata,
    text("org_id"),
    text("key"),
    text("lang"),
    text("text"),
    PrimaryKeyConstraint("org_id", "key", "lang"),
    ForeignKeyConstraint(["org_id"], ["orgs.id"]),
    comment="Words that tourists and agents see, by language; looked for in zh-CN, then en, and up the tree.",
)
