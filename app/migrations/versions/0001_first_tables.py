"""The first tables: organisation, people, conversations, the ways in and out, work, tickets and the bot's knowledge.

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _audit()
    _audit_seals()
    _blobs()
    _conversations()
    _customers()
    _events()
    _idempotency()
    _identities()
    _journal()
    _lanes()
    _leases()
    _messages()
    _meta()
    _orgs()
    _outbox()
    _owner_segments()
    _receipts()
    _schedule()
    _sign_in_failures()
    _visitor_tokens()
    _calendars()
    _dispositions()
    _queues()
    _skills()
    _texts()
    _users()
    _accounts()
    _agents()
    _roles()
    _sessions()
    _agent_skills()
    _queue_members()
    _agent_state()
    _offers()
    _reservations()
    _state_intervals()
    _work_items()
    _ticket_changes()
    _ticket_counters()
    _ticket_links()
    _tickets()
    _articles()
    _dialogue_state()


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=True),
        sa.Column("fields", sa.Text(), server_default="{}", nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        comment=("Who did or saw what, with ids and field names only; rows are sealed into batches each second."),
    )
    op.create_index("ix_audit_batch", "audit", ["batch"], unique=False)
    op.create_index("ix_audit_subject", "audit", ["subject_type", "subject_id"], unique=False)


def _audit_seals() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("batch", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sealed_ms", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("batch", name=op.f("pk_audit_seals")),
        comment=("The seal of one batch of audit rows: SHA-256 over the batch before and its rows, with our HMAC."),
    )


def _blobs() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("size >= 0", name="ck_blobs_size"),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
        comment="A file kept once by its content's hash; the bytes lie in the data folder.",
    )


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Integer(), server_default="1", nullable=False),
        sa.Column("owner_kind", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("owner_epoch", sa.Integer(), server_default="0", nullable=False),
        sa.Column("queue_id", sa.Text(), nullable=True),
        sa.Column("priority", sa.Integer(), server_default="5", nullable=False),
        sa.Column("rescue", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("segment", sa.Integer(), server_default="1", nullable=False),
        sa.Column("segment_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("agent_read_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("handoff", sa.Text(), nullable=True),
        sa.Column("disposition_id", sa.Text(), nullable=True),
        sa.Column("opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("moved_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_inbound_ms", sa.BigInteger(), nullable=True),
        sa.Column("waiting_since_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.Column("snoozed_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        comment=(
            "A stretch of talk with one tourist until it is closed; owned at any moment by bot, "
            "queue, agent or none; each change of owner raises `owner_epoch`; a re-opening within "
            "the grace time raises `segment`."
        ),
    )
    op.create_index("ix_conversations_customer", "conversations", ["customer_id", "last_ms"], unique=False)
    op.create_index("ix_conversations_identity_last", "conversations", ["identity_id", "last_ms"], unique=False)
    op.create_index("ix_conversations_org_state", "conversations", ["org_id", "state", "last_ms"], unique=False)
    op.create_index("ix_conversations_owner", "conversations", ["owner_id", "state"], unique=False)
    op.create_index(
        "ix_conversations_state",
        "conversations",
        ["state", "last_ms"],
        unique=False,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open = 1"),
    )
    op.create_index(
        "uq_conversations_open_identity",
        "conversations",
        ["identity_id"],
        unique=True,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open = 1"),
    )


def _customers() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("vip", sa.Integer(), server_default="0", nullable=False),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        comment="A tourist as one person over all channels.",
    )
    op.create_index(op.f("ix_customers_org_id_created_ms"), "customers", ["org_id", "created_ms"], unique=False)


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("xid", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("v", sa.Integer(), server_default="1", nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=True),
        sa.Column("queue_id", sa.Text(), nullable=True),
        sa.Column("agent_id", sa.Text(), nullable=True),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("xid", "id", name=op.f("pk_events")),
        comment=("A fact, written in the transaction of the change it tells of; read in commit order by (xid, id)."),
    )


def _idempotency() -> None:
    op.create_table(
        "idempotency",
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("actor_id", "method", "path", "key", name=op.f("pk_idempotency")),
        comment="The answer to a staff command, kept 24 hours with the effect's own transaction.",
    )
    op.create_index(op.f("ix_idempotency_created_ms"), "idempotency", ["created_ms"], unique=False)


def _identities() -> None:
    op.create_table(
        "identities",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("ext_user", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("verified", sa.Text(), server_default="none", nullable=False),
        sa.Column("site_user", sa.Text(), nullable=True),
        sa.Column("quota", sa.Text(), server_default="{}", nullable=False),
        sa.Column("pub_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("delivered_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("read_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("blocked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("account_id", "ext_user", name=op.f("uq_identities_account_id_ext_user")),
        sa.UniqueConstraint("account_id", "site_user", name=op.f("uq_identities_account_id_site_user")),
        comment=(
            "One address of a customer on one of our accounts; `pub_seq` is the last number given "
            "in the thread that the tourist sees, `delivered_seq` and `read_seq` how far the "
            "tourist has confirmed it; `site_user` is the id that a web site vouches for."
        ),
    )
    op.create_index(op.f("ix_identities_customer_id"), "identities", ["customer_id"], unique=False)


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.Integer(), server_default="5", nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("provider_ms", sa.BigInteger(), nullable=True),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="new", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("account_id", "external_id", name=op.f("uq_journal_account_id_external_id")),
        comment=(
            "Everything verified that reached a door, once per (account, external_id), written "
            "before it is acknowledged; `body` is sealed and goes after its keeping time, the key "
            "never does."
        ),
    )
    op.create_index(
        "ix_journal_lane",
        "journal",
        ["identity_id", "position"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )


def _lanes() -> None:
    op.create_table(
        "lanes",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), server_default="5", nullable=False),
        sa.Column("state", sa.Text(), server_default="idle", nullable=False),
        sa.Column("ready_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("not_before_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("fence", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("wake", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("kind", "identity_id", name=op.f("pk_lanes")),
        comment=(
            "The one ordered lane in (journal) or out (outbox) of an identity; workers claim "
            "lanes, never messages; `wake` grows with each new row: it is the row's position, and "
            "a worker that leaves sees what came meanwhile."
        ),
    )
    op.create_index("ix_lanes_ready", "lanes", ["kind", "state", "priority", "ready_ms"], unique=False)


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("fence", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("until_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
        comment="Work that only one process may do at a time; `fence` grows with each new holder.",
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("pub_seq", sa.BigInteger(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("author_kind", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("parts", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("reply_to_id", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("ext_id", sa.Text(), nullable=True),
        sa.Column("made_key", sa.Text(), nullable=False),
        sa.Column("provider_ms", sa.BigInteger(), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_rank", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("poison", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_messages_conversation_id_seq")),
        sa.UniqueConstraint("made_key", name=op.f("uq_messages_made_key")),
        comment=(
            "One thing said, noted or done in a conversation: `direction` in, out, note, sys or "
            "call; `seq` is dense for staff, `pub_seq` dense for the tourist (null for what "
            "tourists never see); `made_key` makes it once."
        ),
    )
    op.create_index("ix_messages_account_ext", "messages", ["account_id", "ext_id"], unique=False)
    op.create_index("uq_messages_identity_pub_seq", "messages", ["identity_id", "pub_seq"], unique=True)


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
        comment=(
            "Facts about this database itself: the event log's epoch, which changes on restore; the installation's id."
        ),
    )


def _orgs() -> None:
    op.create_table(
        "orgs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tz", sa.Text(), server_default="Asia/Shanghai", nullable=False),
        sa.Column("lang", sa.Text(), server_default="zh-CN", nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["orgs.id"], name=op.f("fk_orgs_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orgs")),
        sa.UniqueConstraint("code", name=op.f("uq_orgs_code")),
        sa.UniqueConstraint("path", name=op.f("uq_orgs_path")),
        comment=(
            "A node of the organisation tree: nation, province, city, scenic_area or agency; "
            "`path` is '/code/code/' from the root and decides what a right covers."
        ),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("author_kind", sa.Text(), nullable=False),
        sa.Column("owner_epoch", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), server_default="5", nullable=False),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("enqueued_ms", sa.BigInteger(), nullable=False),
        sa.Column("sending_ms", sa.BigInteger(), nullable=True),
        sa.Column("not_before_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("not_after_ms", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        comment=(
            "A message on its way to a tourist (same id as the message), until a final state; "
            "sent in the order of the lane; `sending` is committed before the first byte leaves."
        ),
    )
    op.create_index(
        "ix_outbox_lane",
        "outbox",
        ["identity_id", "position"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'leased', 'sending', 'unknown')"),
        postgresql_where=sa.text("state IN ('queued', 'leased', 'sending', 'unknown')"),
    )


def _owner_segments() -> None:
    op.create_table(
        "owner_segments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("owner_epoch", sa.Integer(), nullable=False),
        sa.Column("owner_kind", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("queue_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_ms", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_segments")),
        comment=("Who had the conversation and in which state, from when to when: the final form that reports read."),
    )
    op.create_index("ix_owner_segments_conversation", "owner_segments", ["conversation_id", "from_ms"], unique=False)


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("ext_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_rank", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "ext_id", "status", name=op.f("pk_receipts")),
        comment=("A delivery receipt that came before we knew the platform's id of the message; kept for 10 minutes."),
    )


def _schedule() -> None:
    op.create_table(
        "schedule",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.Integer(), server_default="5", nullable=False),
        sa.Column("data", sa.Text(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("kind", "ref", name=op.f("pk_schedule")),
        comment="Something to do at a time: a wrap-up that ends, a snooze that wakes; one per (kind, ref).",
    )
    op.create_index(op.f("ix_schedule_due_ms"), "schedule", ["due_ms"], unique=False)


def _sign_in_failures() -> None:
    op.create_table(
        "sign_in_failures",
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.Column("locked_until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_failures")),
        comment=("Failed sign-ins of one login ('login:…') or one client address ('addr:<hmac>'), for the lock-out."),
    )


def _visitor_tokens() -> None:
    op.create_table(
        "visitor_tokens",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("successor_of", sa.Text(), nullable=True),
        sa.Column("issued_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor_tokens")),
        comment=(
            "A visitor's rotating token of web chat; `id` is its SHA-256 in hex; the token it "
            "follows stays good until this one is first used (`used_ms`)."
        ),
    )
    op.create_index(op.f("ix_visitor_tokens_identity_id"), "visitor_tokens", ["identity_id"], unique=False)
    op.create_index(op.f("ix_visitor_tokens_successor_of"), "visitor_tokens", ["successor_of"], unique=False)


def _calendars() -> None:
    op.create_table(
        "calendars",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_calendars_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendars")),
        sa.UniqueConstraint("org_id", "code", name=op.f("uq_calendars_org_id_code")),
        comment=("When a service is open: spans by weekday and by date, as JSON, in the organisation's time zone."),
    )


def _dispositions() -> None:
    op.create_table(
        "dispositions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_dispositions_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispositions")),
        sa.UniqueConstraint("org_id", "code", name=op.f("uq_dispositions_org_id_code")),
        comment="How a conversation can end (小结); its names are texts 'disposition.<code>'.",
    )


def _queues() -> None:
    op.create_table(
        "queues",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("calendar_id", sa.Text(), nullable=True),
        sa.Column("ring_timeout_s", sa.Integer(), server_default="25", nullable=False),
        sa.Column("wrap_up_s", sa.Integer(), server_default="15", nullable=False),
        sa.Column("service_level_s", sa.Integer(), server_default="20", nullable=False),
        sa.Column("settings", sa.Text(), server_default="{}", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_queues_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queues")),
        sa.UniqueConstraint("org_id", "code", name=op.f("uq_queues_org_id_code")),
        comment="Where work waits for agents, of every medium; its names are texts 'queue.<code>'.",
    )


def _skills() -> None:
    op.create_table(
        "skills",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_skills_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skills")),
        sa.UniqueConstraint("org_id", "code", name=op.f("uq_skills_org_id_code")),
        comment="Something an agent can be good at: a language, a region, a kind of business.",
    )


def _texts() -> None:
    op.create_table(
        "texts",
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_texts_org_id")),
        sa.PrimaryKeyConstraint("org_id", "key", "lang", name=op.f("pk_texts")),
        comment=("Words that tourists and agents see, by language; looked for in zh-CN, then en, and up the tree."),
    )


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("temporary_password", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("lang", sa.Text(), server_default="zh-CN", nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("password_changed_ms", sa.BigInteger(), nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_users_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("login", name=op.f("uq_users_login")),
        comment="A person who can sign in; `login` is lower case; `password_hash` is argon2id.",
    )


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("queue_id", sa.Text(), nullable=True),
        sa.Column("settings", sa.Text(), server_default="{}", nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), server_default="active", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_accounts_org_id")),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name=op.f("fk_accounts_queue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("channel", "code", name=op.f("uq_accounts_channel_code")),
        comment=(
            "One of our addresses on a channel: a site of web chat, an official account, a "
            "number; `secrets` is sealed JSON."
        ),
    )


def _agents() -> None:
    op.create_table(
        "agents",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("public_name", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), server_default='["zh-CN"]', nullable=False),
        sa.Column("capacity", sa.Text(), server_default='{"chat": 3, "voice": 1}', nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_agents_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_agents_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_agents")),
        comment=(
            "The profile of a person who serves tourists; `public_name` is what tourists see; "
            "`capacity` is a JSON object of places per medium."
        ),
    )


def _roles() -> None:
    op.create_table(
        "roles",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["orgs.id"], name=op.f("fk_roles_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_roles_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "role", "org_id", name=op.f("pk_roles")),
        comment="A right: this person has this role in this organisation and in everything below it.",
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        comment=("A signed-in browser; `id` is the SHA-256 of the cookie's token in hex, so the table opens no door."),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)


def _agent_skills() -> None:
    op.create_table(
        "agent_skills",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("skill_id", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["skill_id"], ["skills.id"], name=op.f("fk_agent_skills_skill_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["agents.user_id"], name=op.f("fk_agent_skills_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "skill_id", name=op.f("pk_agent_skills")),
        comment="How good (1 to 10) an agent is at a skill.",
    )


def _queue_members() -> None:
    op.create_table(
        "queue_members",
        sa.Column("queue_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["queue_id"], ["queues.id"], name=op.f("fk_queue_members_queue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["agents.user_id"], name=op.f("fk_queue_members_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("queue_id", "user_id", name=op.f("pk_queue_members")),
        comment="An agent who serves a queue.",
    )
    op.create_index(op.f("ix_queue_members_user_id"), "queue_members", ["user_id"], unique=False)


def _agent_state() -> None:
    op.create_table(
        "agent_state",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="offline", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("next_state", sa.Text(), nullable=True),
        sa.Column("next_reason", sa.Text(), nullable=True),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("idle_since_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("presence_until_ms", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("load", sa.Integer(), server_default="0", nullable=False),
        sa.Column("missed_offer", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_agent_state")),
        comment=(
            "What an agent is doing now, how many places are taken, and until when the browser's "
            "heartbeat counts; `rev` counts changes of state and work, not heartbeats."
        ),
    )
    op.create_index(
        "ix_agent_state_presence",
        "agent_state",
        ["presence_until_ms"],
        unique=False,
        sqlite_where=sa.text("state <> 'offline'"),
        postgresql_where=sa.text("state <> 'offline'"),
    )
    op.create_index("ix_agent_state_state", "agent_state", ["state"], unique=False)


def _offers() -> None:
    op.create_table(
        "offers",
        sa.Column("work_item_id", sa.Text(), nullable=False),
        sa.Column("offer_epoch", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("work_item_id", "offer_epoch", name=op.f("pk_offers")),
        comment="Each offer ever made and how it ended: accepted, declined, timed_out or withdrawn.",
    )


def _reservations() -> None:
    op.create_table(
        "reservations",
        sa.Column("work_item_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("offer_epoch", sa.Integer(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("work_item_id", name=op.f("pk_reservations")),
        comment="An offer that is ringing now: this item is kept for this agent until `until_ms`.",
    )
    op.create_index("ix_reservations_agent", "reservations", ["agent_id"], unique=False)
    op.create_index("ix_reservations_until", "reservations", ["until_ms"], unique=False)


def _state_intervals() -> None:
    op.create_table(
        "state_intervals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_intervals")),
        comment="How long an agent was in a state; the open one has no end.",
    )
    op.create_index("ix_state_intervals_user", "state_intervals", ["user_id", "from_ms"], unique=False)


def _work_items() -> None:
    op.create_table(
        "work_items",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=True),
        sa.Column("queue_id", sa.Text(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), server_default="1", nullable=False),
        sa.Column("priority", sa.Integer(), server_default="5", nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=True),
        sa.Column("offer_epoch", sa.Integer(), server_default="0", nullable=False),
        sa.Column("for_agent", sa.Text(), nullable=True),
        sa.Column("excluded", sa.Text(), server_default="{}", nullable=False),
        sa.Column("enqueued_ms", sa.BigInteger(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.Column("wrap_up_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_items")),
        sa.UniqueConstraint("kind", "ref", "segment", name=op.f("uq_work_items_kind_ref_segment")),
        comment=(
            "One piece of work waiting for or held by an agent: a chat, a callback, a call; once "
            "per (kind, ref, segment). `for_agent` keeps it for one agent for a while; `excluded` "
            "is a JSON object of who passed on it and until when it is not offered there again "
            "(null: never)."
        ),
    )
    op.create_index(
        "ix_work_items_agent",
        "work_items",
        ["agent_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('offered', 'active', 'wrap_up')"),
        postgresql_where=sa.text("state IN ('offered', 'active', 'wrap_up')"),
    )
    op.create_index(
        "ix_work_items_conversation",
        "work_items",
        ["conversation_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'offered', 'active', 'wrap_up')"),
        postgresql_where=sa.text("state IN ('waiting', 'offered', 'active', 'wrap_up')"),
    )
    op.create_index(
        "ix_work_items_kept",
        "work_items",
        ["for_agent", "priority", "enqueued_ms", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting' AND for_agent IS NOT NULL"),
        postgresql_where=sa.text("state = 'waiting' AND for_agent IS NOT NULL"),
    )
    op.create_index(
        "ix_work_items_line",
        "work_items",
        ["queue_id", "priority", "enqueued_ms", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting' AND for_agent IS NULL"),
        postgresql_where=sa.text("state = 'waiting' AND for_agent IS NULL"),
    )
    op.create_index(
        "ix_work_items_rescues",
        "work_items",
        ["enqueued_ms"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting' AND priority = 0"),
        postgresql_where=sa.text("state = 'waiting' AND priority = 0"),
    )
    op.create_index(
        "ix_work_items_wrap_up",
        "work_items",
        ["wrap_up_until_ms"],
        unique=False,
        sqlite_where=sa.text("state = 'wrap_up' AND wrap_up_until_ms IS NOT NULL"),
        postgresql_where=sa.text("state = 'wrap_up' AND wrap_up_until_ms IS NOT NULL"),
    )


def _ticket_changes() -> None:
    op.create_table(
        "ticket_changes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_changes")),
        comment="What happened to a ticket, in order.",
    )
    op.create_index("ix_ticket_changes_ticket", "ticket_changes", ["ticket_id", "at_ms"], unique=False)


def _ticket_counters() -> None:
    op.create_table(
        "ticket_counters",
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "day", name=op.f("pk_ticket_counters")),
        comment="The last ticket number given by an organisation on a local day (YYYYMMDD).",
    )


def _ticket_links() -> None:
    op.create_table(
        "ticket_links",
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("seq_from", sa.BigInteger(), nullable=False),
        sa.Column("seq_to", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", "conversation_id", "seq_from", name=op.f("pk_ticket_links")),
        comment="The part of a conversation that a ticket is about.",
    )
    op.create_index("ix_ticket_links_conversation", "ticket_links", ["conversation_id"], unique=False)


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("no", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("severity", sa.Text(), server_default="normal", nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("made_key", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_ms", sa.BigInteger(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("made_key", name=op.f("uq_tickets_made_key")),
        sa.UniqueConstraint("org_id", "no", name=op.f("uq_tickets_org_id_no")),
        comment="A piece of work with a number: an inquiry, a complaint, a rescue, a booking or a repair.",
    )
    op.create_index("ix_tickets_customer", "tickets", ["customer_id"], unique=False)
    op.create_index("ix_tickets_org_state", "tickets", ["org_id", "state", "created_ms"], unique=False)


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("keywords", sa.Text(), server_default="[]", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("written_on", sa.Text(), nullable=False),
        sa.Column("demo", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="live", nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("org_id", "code", "lang", name=op.f("uq_articles_org_id_code_lang")),
        comment="A piece of knowledge in one language, with its date; `demo` marks unverified sample text.",
    )
    op.create_index("ix_articles_org_state", "articles", ["org_id", "state"], unique=False)


def _dialogue_state() -> None:
    op.create_table(
        "dialogue_state",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_dialogue_state")),
        comment="Where the bot stands in a conversation, as the JSON value of its last turn.",
    )
