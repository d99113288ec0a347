"""All tables that the hub owns; only the modules of `hub.store` write them.

Rules: every business row carries `org_id`; every ordered or claimed row carries `priority` (0 rescue … 9 bulk);
keys that make a door idempotent are unique and never expire; tables written for each message have as few
indexes as their readers need, and none over a column that each message changes. Each table's comment says what one
row is (`docs/tables.md` is made from here).
Sources: ARCHITECTURE §4, CONTRACTS "Owners of tables".
"""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy import text as sql

from hub.store import house_tables, search_tables
from hub.store.columns import big, blob, flag, key, millis, number, text

metadata = house_tables.metadata
search_words = search_tables.search_words

_OPEN = sql("is_open = 1")
_MERGED = sql("merged_into IS NOT NULL")
_WAITS = sql("owner_kind = 'queue'")
_TO_DO = sql("state = 'new'")
_ON_ITS_WAY = sql("state IN ('queued', 'leased', 'sending', 'unknown')")
_READY = sql("waits_since_ms IS NOT NULL")
_TAKEN = sql("direction = 'out' AND ext_id IS NOT NULL")
_ROOMY = {"fillfactor": "70"}
"For rows that every message changes: a changed row that finds room on its page costs no index an entry."

# --- who writes to us ------------------------------------------------------------------------------------------

accounts = Table(
    "accounts",
    metadata,
    key(),
    text("org_id"),
    text("channel"),
    text("code"),
    text("name"),
    text("queue_id", null=True),
    text("settings", default="{}"),
    blob("secrets", null=True),
    text("state", default="active"),
    number("rev", default=0),
    ForeignKeyConstraint(["org_id"], ["orgs.id"]),
    ForeignKeyConstraint(["queue_id"], ["queues.id"]),
    UniqueConstraint("channel", "code"),
    comment="One of our addresses on a channel: a site of web chat, an official account, a number; "
    "`secrets` is sealed JSON.",
)

customers = Table(
    "customers",
    metadata,
    key(),
    text("org_id"),
    text("name", null=True),
    text("lang", null=True),
    text("region", null=True),
    number("vip", default=0),
    text("merged_into", null=True),
    millis("created_ms"),
    number("rev", default=0),
    Index(None, "org_id", "created_ms"),
    Index("ix_customers_merged", "merged_into", sqlite_where=_MERGED, postgresql_where=_MERGED),
    comment="A tourist as one person over all channels.",
)

identities = Table(
    "identities",
    metadata,
    key(),
    text("org_id"),
    text("account_id"),
    text("ext_user"),
    text("customer_id", null=True),
    text("display_name", null=True),
    text("lang", null=True),
    text("verified", default="none"),
    text("site_user", null=True),
    text("quota", default="{}"),
    big("pub_seq", default=0),
    big("delivered_seq", default=0),
    big("read_seq", default=0),
    flag("blocked"),
    millis("created_ms"),
    text("merged_into", null=True),
    UniqueConstraint("account_id", "ext_user"),
    UniqueConstraint("account_id", "site_user"),
    Index(None, "customer_id"),
    comment="One address of a customer on one of our accounts; `pub_seq` is the last number given in the thread "
    "that the tourist sees, `delivered_seq` and `read_seq` how far the tourist has confirmed it; `site_user` is the "
    "id that a web site vouches for; whoever was `merged_into` another identity reads and writes in that one's thread.",
    postgresql_with=_ROOMY,
)

visitor_tokens = Table(
    "visitor_tokens",
    metadata,
    key(),
    text("identity_id"),
    text("account_id"),
    text("successor_of", null=True),
    millis("issued_ms"),
    millis("expires_ms"),
    millis("used_ms", null=True),
    text("chain", null=True),
    Index(None, "identity_id"),
    Index(None, "successor_of"),
    comment="A visitor's rotating token of web chat; `id` is its SHA-256 in hex; the token it follows stays good "
    "until this one is first used (`used_ms`); all tokens of a `chain` are one browser's, whose own message ids are "
    "unique in it.",
)

# --- conversations ---------------------------------------------------------------------------------------------

conversations = Table(
    "conversations",
    metadata,
    key(),
    text("org_id"),
    text("account_id"),
    text("identity_id"),
    text("customer_id"),
    text("channel"),
    text("state"),
    flag("is_open", default=True),
    text("owner_kind"),
    text("owner_id", null=True),
    number("owner_epoch", default=0),
    text("queue_id", null=True),
    number("priority", default=5),
    flag("rescue"),
    text("lang", null=True),
    big("seq", default=0),
    number("segment", default=1),
    big("segment_seq", default=0),
    big("agent_read_seq", default=0),
    text("handoff", null=True),
    text("disposition_id", null=True),
    millis("opened_ms"),
    millis("moved_ms"),
    millis("last_ms"),
    millis("last_inbound_ms", null=True),
    millis("waiting_since_ms", null=True),
    millis("closed_ms", null=True),
    text("closed_by", null=True),
    text("close_reason", null=True),
    millis("snoozed_until_ms", null=True),
    number("rev", default=0),
    Index(
        "uq_conversations_open_identity",
        "identity_id",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index("ix_conversations_identity", "identity_id", "is_open", "id"),
    Index("ix_conversations_org_state", "org_id", "state", "id"),
    Index("ix_conversations_owner", "owner_id", "state"),
    Index("ix_conversations_state", "state", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_conversations_customer", "customer_id", "id"),
    comment="A stretch of talk with one tourist until it is closed; owned at any moment by bot, queue, agent or none; "
    "each change of owner raises `owner_epoch`; a re-opening within the grace time raises `segment`.",
    postgresql_with=_ROOMY,
)

owner_segments = Table(
    "owner_segments",
    metadata,
    key(),
    text("org_id"),
    text("conversation_id"),
    number("segment"),
    number("owner_epoch"),
    text("owner_kind"),
    text("owner_id", null=True),
    text("queue_id", null=True),
    text("state"),
    millis("from_ms"),
    millis("to_ms", null=True),
    text("reason"),
    text("for_agent", null=True),
    Index("ix_owner_segments_conversation", "conversation_id", "from_ms"),
    Index("ix_owner_segments_waits", "queue_id", "to_ms", sqlite_where=_WAITS, postgresql_where=_WAITS),
    comment="Who had the conversation and in which state, from when to when: the final form that reports read. "
    "`for_agent` is whom a wait was kept for when it began, having been passed on by name.",
)

messages = Table(
    "messages",
    metadata,
    key(),
    text("org_id"),
    text("conversation_id"),
    big("seq"),
    text("identity_id"),
    big("pub_seq", null=True),
    text("direction"),
    text("kind"),
    text("author_kind"),
    text("author_id", null=True),
    text("author_name", null=True),
    text("text", null=True),
    text("parts", null=True),
    text("lang", null=True),
    text("reply_to_id", null=True),
    text("account_id"),
    text("ext_id", null=True),
    text("made_key"),
    millis("provider_ms", null=True),
    millis("at_ms"),
    text("status"),
    number("status_rank", default=0),
    text("status_reason", null=True),
    flag("poison"),
    UniqueConstraint("conversation_id", "seq"),
    UniqueConstraint("made_key"),
    Index("uq_messages_identity_pub_seq", "identity_id", "pub_seq", unique=True),
    Index("ix_messages_account_ext", "account_id", "ext_id", sqlite_where=_TAKEN, postgresql_where=_TAKEN),
    comment="One thing said, noted or done in a conversation: `direction` in, out, note, sys or call; `seq` is dense "
    "for staff, `pub_seq` dense for the tourist (null for what tourists never see); `made_key` makes it once.",
)

# --- the way in and the way out --------------------------------------------------------------------------------

journal = Table(
    "journal",
    metadata,
    key(),
    text("org_id"),
    text("account_id"),
    text("identity_id"),
    text("external_id"),
    big("position"),
    number("priority", default=5),
    blob("body", null=True),
    millis("provider_ms", null=True),
    millis("received_ms"),
    text("state", default="new"),
    number("attempts", default=0),
    text("error", null=True),
    UniqueConstraint("account_id", "external_id"),
    Index("ix_journal_lane", "identity_id", "position", sqlite_where=_TO_DO, postgresql_where=_TO_DO),
    comment="Everything verified that reached a door, once per (account, external_id), written before it is "
    "acknowledged; `body` is sealed and goes after its keeping time, the key never does.",
)

lanes = Table(
    "lanes",
    metadata,
    text("kind"),
    text("identity_id"),
    text("org_id"),
    number("priority", default=5),
    text("state", default="idle"),
    millis("not_before_ms", default=0),
    text("lease_owner", null=True),
    millis("lease_until_ms", default=0),
    big("fence", default=0),
    big("wake", default=0),
    number("attempts", default=0),
    millis("waits_since_ms", null=True),
    PrimaryKeyConstraint("kind", "identity_id"),
    Index("ix_lanes_waiting", "kind", "priority", "waits_since_ms", sqlite_where=_READY, postgresql_where=_READY),
    comment="The one ordered lane in (journal) or out (outbox) of an identity; workers claim lanes, never messages; "
    "`wake` grows with each new row: it is the row's position, and a worker that leaves sees what came meanwhile; "
    "`waits_since_ms` is null unless the lane is ready and nobody has it.",
    postgresql_with=_ROOMY,
)

outbox = Table(
    "outbox",
    metadata,
    key(),
    text("org_id"),
    text("account_id"),
    text("identity_id"),
    text("conversation_id"),
    big("position"),
    text("author_kind"),
    number("owner_epoch"),
    number("priority", default=5),
    text("state", default="queued"),
    number("attempts", default=0),
    text("lease_owner", null=True),
    millis("enqueued_ms"),
    millis("sending_ms", null=True),
    millis("not_before_ms", default=0),
    millis("not_after_ms", null=True),
    text("reason", null=True),
    Index("ix_outbox_lane", "identity_id", "position", sqlite_where=_ON_ITS_WAY, postgresql_where=_ON_ITS_WAY),
    comment="A message on its way to a tourist (same id as the message), until a final state; sent in the order "
    "of the lane; `sending` is committed before the first byte leaves.",
)

receipts = Table(
    "receipts",
    metadata,
    text("account_id"),
    text("ext_id"),
    text("status"),
    number("status_rank"),
    text("reason", null=True),
    millis("at_ms"),
    millis("received_ms"),
    PrimaryKeyConstraint("account_id", "ext_id", "status"),
    comment="A delivery receipt that came before we knew the platform's id of the message; kept for 10 minutes.",
)

events = Table(
    "events",
    metadata,
    big("xid"),
    text("id"),
    millis("at_ms"),
    text("org_id"),
    text("type"),
    number("v", default=1),
    text("subject_type"),
    text("subject_id"),
    text("conversation_id", null=True),
    text("queue_id", null=True),
    text("agent_id", null=True),
    text("actor_kind"),
    text("actor_id", null=True),
    text("data", default="{}"),
    PrimaryKeyConstraint("xid", "id"),
    comment="A fact, written in the transaction of the change it tells of; read in commit order by (xid, id).",
)

schedule = Table(
    "schedule",
    metadata,
    text("kind"),
    text("ref"),
    text("org_id"),
    millis("due_ms"),
    number("priority", default=5),
    text("data", default="{}"),
    PrimaryKeyConstraint("kind", "ref"),
    Index(None, "due_ms"),
    comment="Something to do at a time: a wrap-up that ends, a snooze that wakes; one per (kind, ref).",
)

rescues = Table(
    "rescues",
    metadata,
    text("conversation_id"),
    number("segment"),
    text("org_id"),
    text("state"),
    text("cause"),
    text("place", null=True),
    millis("raised_ms"),
    millis("waiting_ms"),
    millis("unaccepted_ms", null=True),
    text("seen_by", null=True),
    millis("seen_ms", null=True),
    text("accepted_by", null=True),
    millis("accepted_ms", null=True),
    millis("over_ms", null=True),
    text("lowered_by", null=True),
    PrimaryKeyConstraint("conversation_id", "segment"),
    ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
    Index("ix_rescues_open", "state", "raised_ms"),
    comment="A cry for help in one segment of a conversation: `state` waiting, with_agent, lowered or over; "
    "`unaccepted_ms` is when the sirens began, `seen_by` who answered them, `place` JSON of where somebody is.",
)

idempotency = Table(
    "idempotency",
    metadata,
    text("actor_id"),
    text("method"),
    text("path"),
    text("key"),
    text("request_hash"),
    number("status"),
    text("answer"),
    millis("created_ms"),
    PrimaryKeyConstraint("actor_id", "method", "path", "key"),
    Index(None, "created_ms"),
    comment="The answer to a staff command, kept 24 hours with the effect's own transaction.",
)

blobs = Table(
    "blobs",
    metadata,
    text("sha256"),
    text("org_id"),
    big("size"),
    text("media_type"),
    millis("created_ms"),
    PrimaryKeyConstraint("sha256"),
    CheckConstraint("size >= 0", name="ck_blobs_size"),
    comment="A file kept once by its content's hash; the bytes lie in the data folder.",
)

# --- keeping house ---------------------------------------------------------------------------------------------

leases = Table(
    "leases",
    metadata,
    text("name"),
    text("owner", null=True),
    big("fence", default=0),
    millis("until_ms", default=0),
    PrimaryKeyConstraint("name"),
    comment="Work that only one process may do at a time; `fence` grows with each new holder.",
)

meta = Table(
    "meta",
    metadata,
    text("name"),
    text("value"),
    PrimaryKeyConstraint("name"),
    comment="Facts about this database itself: the event log's epoch, which changes on restore; the installation's id.",
)

audit = Table(
    "audit",
    metadata,
    key(),
    text("org_id", null=True),
    millis("at_ms"),
    text("actor_kind"),
    text("actor_id", null=True),
    text("action"),
    text("subject_type"),
    text("subject_id", null=True),
    text("fields", default="{}"),
    big("batch", null=True),
    Index("ix_audit_batch", "batch"),
    Index("ix_audit_subject", "subject_type", "subject_id"),
    comment="Who did or saw what, with ids and field names only; rows are sealed into batches each second.",
)

audit_seals = Table(
    "audit_seals",
    metadata,
    big("batch"),
    number("rows"),
    millis("sealed_ms"),
    blob("digest"),
    blob("mac"),
    text("key_id"),
    PrimaryKeyConstraint("batch"),
    comment="The seal of one batch of audit rows: SHA-256 over the batch before and its rows, with our HMAC.",
)
