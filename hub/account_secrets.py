"""The secrets of our accounts on the channels: JSON sealed for its row, opened only at the channel's door."""

import json
from collections.abc import Mapping
from typing import Protocol

PURPOSE = "account.secrets"


class Sealer(Protocol):
    """What the key ring does for secrets."""

    def seal(self, purpose: str, plaintext: bytes, aad: bytes) -> bytes:
        """Return `plaintext` encrypted for this purpose and row."""
        ...

    def open(self, purpose: str, ciphertext: bytes, aad: bytes) -> bytes:
        """Return what was sealed."""
        ...


def seal(keys: Sealer, account_id: str, secrets: Mapping[str, str]) -> bytes:
    """Return the secrets as the bytes that the accounts table keeps."""
    return keys.seal(PURPOSE, json.dumps(dict(secrets), ensure_ascii=False).encode(), account_id.encode())


def unseal(keys: Sealer, account_id: str, sealed: bytes | None) -> Mapping[str, str]:
    """Return the secrets of an account, none for an account without.

    Raises:
        SealBroken: the bytes belong to another account or key ring.
    """
    if sealed is None:
        return {}
    opened: Mapping[str, str] = json.loads(keys.open(PURPOSE, sealed, account_id.encode()))
    return opened
