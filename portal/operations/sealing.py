"""Sealing a file with a key: AES-256-GCM in pieces, so that a large file needs little memory.

Each piece is bound to its number and to whether it is the last, so that none can be changed, moved,
repeated or cut off.
"""

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"ZPSEAL1\n"
PIECE = 1 << 20
TAG = 16
SALT = 16


class SealBroken(Exception):
    """Another key, or a file that was changed."""


def seal_file(source: Path, target: Path, secret: bytes) -> None:
    salt = os.urandom(SALT)
    cipher = _cipher(secret, salt)
    with source.open("rb") as data, target.open("wb") as out:
        out.write(MARK + salt)
        number, piece = 0, data.read(PIECE)
        while True:
            following = data.read(PIECE)
            out.write(cipher.encrypt(*_bound(number, piece, not following)))
            if not following:
                return
            number, piece = number + 1, following


def open_sealed(source: Path, target: Path, secret: bytes) -> None:
    """Raises ``SealBroken``; what was written to ``target`` by then is of no use."""
    with source.open("rb") as data, target.open("wb") as out:
        if data.read(len(MARK)) != MARK:
            raise SealBroken("not a sealed file")
        cipher = _cipher(secret, data.read(SALT))
        number, piece = 0, data.read(PIECE + TAG)
        while True:
            following = data.read(PIECE + TAG)
            try:
                bound = _bound(number, piece, not following)
                out.write(cipher.decrypt(*bound))
            except (InvalidTag, ValueError) as reason:
                raise SealBroken("piece does not hold") from reason
            if not following:
                return
            number, piece = number + 1, following


def _cipher(secret: bytes, salt: bytes) -> AESGCM:
    """Each file has a key of its own, so that its pieces may be numbered from nought.

    It is stretched, for the case that somebody typed the secret instead of drawing it.
    """
    cost, blocks = 1 << 15, 8
    key = hashlib.scrypt(
        secret,
        salt=MARK + salt,
        n=cost,
        r=blocks,
        p=1,
        maxmem=256 * cost * blocks,
        dklen=32,
    )
    return AESGCM(key)


def _bound(number: int, piece: bytes, is_last: bool) -> tuple[bytes, bytes, bytes]:
    """Nonce, data and what is bound to them."""
    return number.to_bytes(12, "big"), piece, b"last" if is_last else b"more"
