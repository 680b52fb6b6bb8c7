"""Hashes of texts and ids: how rows are compared without keeping their words."""

from hashlib import blake2b

HASH_BYTES = 12  # 96 bits: any two of a billion texts collide with a chance of about 6e-12


def text_hash(text: str, key: bytes = b"") -> bytes:
    """The hash of a text, HASH_BYTES long. Each `key`, of up to 64 bytes, gives other hashes."""
    return blake2b(text.encode(), digest_size=HASH_BYTES, key=key).digest()
