"""Ballot papers sealed so that the database alone opens none (docs/adr/0047).

A vote has a key file outside the database and the backups. Its first half opens papers, and is read once, at the close;
its second half turns a voter into a mark. The database holds the public key, with which anyone can seal.
"""

import hmac
import os
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.conf import settings

from cairn.decisions.enums import Choice
from cairn.decisions.models.ballots import LONGEST_OBJECTION

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)  # RFC 9180
KEY_LENGTH = 32
MOST_BYTES = 4 * LONGEST_OBJECTION  # of the words; all papers are of one length, whatever is in them
ORDER = list(Choice)


class LostKey(Exception):
    """The file is not there, or is not what we wrote."""


class DamagedPaper(Exception):
    """It was not sealed for this vote and this voter, or was changed since."""


def get_folder() -> Path:
    return Path(settings.BALLOT_KEYS)


def _get_path(ballot: uuid.UUID) -> Path:
    return get_folder() / str(ballot)


def make_key(ballot: uuid.UUID) -> bytes:
    """Write the key file of a new vote, and return the public key."""
    private = X25519PrivateKey.generate()
    folder = get_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(_get_path(ballot), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private.private_bytes_raw() + secrets.token_bytes(KEY_LENGTH))
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(folder)
    return private.public_key().public_bytes_raw()


def destroy_key(ballot: uuid.UUID) -> None:
    """Overwrite the file, then delete it. Doing it twice does no harm."""
    with suppress(FileNotFoundError):
        with _get_path(ballot).open("r+b") as file:
            file.write(secrets.token_bytes(2 * KEY_LENGTH))
            file.flush()
            os.fsync(file.fileno())
        _get_path(ballot).unlink()
        _sync_folder(get_folder())


def list_keys() -> Iterator[tuple[uuid.UUID, float]]:
    """Votes whose key file is there, and when it was written."""
    with suppress(FileNotFoundError):
        for path in get_folder().iterdir():
            with suppress(ValueError, FileNotFoundError):
                yield uuid.UUID(path.name), path.stat().st_mtime


def make_mark(ballot: uuid.UUID, member: int) -> str:
    """Stands for a voter in one vote: the same each time, and nobody's without the key file."""
    return hmac.digest(_read_half(ballot, 1), str(member).encode(), "sha256").hex()


def seal(*, ballot: uuid.UUID, public_key: bytes, mark: str, choice: Choice, words: str) -> bytes:
    said = words.encode()
    plain = bytes([ORDER.index(choice)]) + len(said).to_bytes(2) + said.ljust(MOST_BYTES, b"\0")
    return SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public_key), _bind(ballot, mark))


class Opener:
    """Holds the private key while the papers of one vote are opened."""

    def __init__(self, ballot: uuid.UUID) -> None:
        self._ballot = ballot
        self._key = X25519PrivateKey.from_private_bytes(_read_half(ballot, 0))

    def open(self, sealed: bytes, mark: str) -> tuple[Choice, str]:
        try:
            plain = SUITE.decrypt(sealed, self._key, _bind(self._ballot, mark))
            length = int.from_bytes(plain[1:3])
            return ORDER[plain[0]], plain[3 : 3 + length].decode()
        except (InvalidTag, ValueError, IndexError) as problem:
            raise DamagedPaper from problem


def _bind(ballot: uuid.UUID, mark: str) -> bytes:
    """A paper opens only as that of its vote and its voter, so none can be put into the envelope of another."""
    return b"cairn ballot paper" + ballot.bytes + bytes.fromhex(mark)


def _read_half(ballot: uuid.UUID, half: int) -> bytes:
    with _opened(ballot) as descriptor:
        key = os.pread(descriptor, KEY_LENGTH, half * KEY_LENGTH)
    if len(key) != KEY_LENGTH:
        raise LostKey
    return key


@contextmanager
def _opened(ballot: uuid.UUID) -> Iterator[int]:
    try:
        descriptor = os.open(_get_path(ballot), os.O_RDONLY)
    except OSError as problem:
        raise LostKey from problem
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """So that a new or deleted name survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
