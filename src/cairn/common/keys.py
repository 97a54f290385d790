"""Keys of rows as a request names them. SQLite fails at a number that is longer than its own, in a list of them."""

from collections.abc import Iterable

AFTER_LAST = 2**63


def read_key(typed: str) -> int | None:
    """None where it can be the key of no row."""
    return int(typed) if typed.isdecimal() and len(typed) < 20 and int(typed) < AFTER_LAST else None


def read_keys(typed: Iterable[str]) -> list[int]:
    return [key for one in typed if (key := read_key(one)) is not None]
