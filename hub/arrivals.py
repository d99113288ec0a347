"""A verified message as the journal keeps it: JSON under a seal, without signs that no store can keep."""

import json
import re
from dataclasses import dataclass, fields
from typing import Any

from hub.ids import IdSource
from hub.keys import KeyRing
from hub.model import NORMAL, RESCUE, Account, InboundMessage, Kind
from hub.rescue import is_cry
from hub.script import writable

_JOURNAL = "journal"
"What the seal is for."
_FIELDS = tuple(field.name for field in fields(InboundMessage))
_UNWRITABLE = re.compile(rb"\\[bf]|\\u00|\x7f|\xc2[\x80-\x9f]|\xed[\xa0-\xbf]")
"What `hub.script.writable` takes out, as `encode` writes it."


@dataclass(frozen=True, slots=True)
class Arrival:
    """One verified message with all that its unit needs."""

    journal_id: str
    account: Account
    message: InboundMessage
    priority: int
    body: bytes


def seal(keys: KeyRing, ids: IdSource, account: Account, message: InboundMessage) -> Arrival:
    """Return what is to be journalled of a message; a cry for help goes before everything that waits."""
    journal_id = ids.new_id()
    plain = encode(message)
    body = keys.seal(_JOURNAL, plain, journal_id.encode())
    return Arrival(journal_id, account, written(message, plain), RESCUE if is_cry(message) else NORMAL, body)


def unseal(keys: KeyRing, body: bytes, journal_id: str) -> InboundMessage:
    """Return the message of a journal row."""
    return decode(keys.open(_JOURNAL, body, journal_id.encode()))


def encode(message: InboundMessage) -> bytes:
    """Return the message as the JSON bytes that the journal seals."""
    values = {name: getattr(message, name) for name in _FIELDS}
    return json.dumps(values, ensure_ascii=False, default=dict).encode("utf-8", "surrogatepass")


def written(message: InboundMessage, plain: bytes) -> InboundMessage:
    """Return what `decode` would make of `plain`, the encoded message; mostly that is the message itself."""
    return decode(plain) if _UNWRITABLE.search(plain) else message


def decode(body: bytes) -> InboundMessage:
    """Return the message that `encode` made these bytes from, without signs that no store can keep."""
    fields = _writable(json.loads(body.decode("utf-8", "surrogatepass")))
    fields["kind"] = Kind(fields["kind"])
    fields["parts"] = tuple(fields["parts"])
    return InboundMessage(**fields)


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, list):
        return [_writable(one) for one in value]
    if isinstance(value, dict):
        return {name: _writable(one) for name, one in value.items()}
    return value
