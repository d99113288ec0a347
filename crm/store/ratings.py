"""Ratings as rows: what tourists think of guides, agencies, sights and the service."""

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert

from crm.store.tables import ratings
from hub.database import Statement, Tx
from hub.ids import OrgId

ADD = Statement(
    insert(ratings)
    .values({column.name: bindparam(column.name) for column in ratings.c})
    .on_conflict_do_nothing(index_elements=[ratings.c.made_key])
)


def add(
    tx: Tx,
    *,
    rating_id: str,
    org_id: OrgId,
    conversation_id: str,
    customer_id: str | None,
    about: str,
    name: str | None,
    stars: int,
    words: str | None,
    made_key: str,
) -> bool:
    """Keep a rating; False when its key has kept one before."""
    added = tx.run(
        ADD,
        id=rating_id,
        org_id=org_id,
        conversation_id=conversation_id,
        customer_id=customer_id,
        subject=about,
        name=name,
        stars=stars,
        words=words,
        made_key=made_key,
        at_ms=tx.now_ms,
    )
    return added == 1
