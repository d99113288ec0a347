"""Ratings (评价): what tourists think of guides, agencies, sights and of this service, as they told the bot.

Rules: kept once under its key, in the unit of the words that thank for it; reports are made from the fact, which holds
no names and no words.
"""

from crm.store import ratings as rows
from hub import events
from hub.database import Tx
from hub.errors import Unprocessable
from hub.ids import ConversationId, OrgId
from hub.model import Actor, Rate
from hub.script import writable
from hub.store import conversations

SUBJECTS = ("guide", "agency", "scenic", "service")
STARS = range(1, 6)
MAX_NAME = 200
MAX_WORDS = 2_000


class RatingDesk:
    """Keeps ratings inside the core's transactions (`hub.ports.Ratings`)."""

    def rate(self, tx: Tx, rating: Rate, conversation_id: ConversationId, key: str) -> None:
        """Keep a rating; the same `key` again changes nothing.

        Raises:
            Unprocessable: nothing of that kind is rated, or not with so many stars.
        """
        if rating.subject not in SUBJECTS or rating.stars not in STARS:
            raise Unprocessable("rating_invalid", "1 to 5 stars for one of " + ", ".join(SUBJECTS))
        conversation = conversations.get(tx, conversation_id)
        rating_id = tx.new_id()
        fresh = rows.add(
            tx,
            rating_id=rating_id,
            org_id=OrgId(conversation.org_id),
            conversation_id=conversation.id,
            customer_id=conversation.customer_id,
            about=rating.subject,
            name=_kept(rating.name, MAX_NAME),
            stars=rating.stars,
            words=_kept(rating.words, MAX_WORDS),
            made_key=key,
        )
        if fresh:
            events.publish(
                tx,
                events.RatingGiven(
                    org_id=conversation.org_id,
                    conversation_id=conversation.id,
                    actor=Actor("tourist", conversation.identity_id),
                    rating_id=rating_id,
                    about=rating.subject,
                    stars=rating.stars,
                ),
            )


def _kept(text: str | None, longest: int) -> str | None:
    return writable(text).strip()[:longest] or None if text else None
