"""Tokens as they lie in the database: encrypted, by a key that only the environment holds."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Sealed(Exception):
    """What lies in the database was encrypted by a key that is not among those given."""


class Vault:
    """Encrypts with the first of its keys and opens with any of them."""

    def __init__(self, keys: list[str]) -> None:
        made = [Fernet(_key(key)) for key in keys]
        self._first = made[0]
        self._all = MultiFernet(made)

    def close(self, plain: str) -> str:
        """Encrypt."""
        return self._first.encrypt(plain.encode()).decode()

    def open(self, sealed: str) -> str:
        """Decrypt. Raises Sealed."""
        try:
            return self._all.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise Sealed("no key given opens this") from None

    def is_old(self, sealed: str) -> bool:
        """Whether another key than the first encrypted it."""
        try:
            self._first.decrypt(sealed.encode())
        except InvalidToken:
            return True
        return False


def _key(text: str) -> bytes:
    """A Fernet key as it is; of any other secret, long enough to be one, a key is made."""
    try:
        Fernet(text)
    except ValueError:
        return urlsafe_b64encode(sha256(b"connects/slack/" + text.encode()).digest())
    return text.encode()
