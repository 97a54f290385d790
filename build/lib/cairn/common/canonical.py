"""One way to write a result down, so that the same result always has the same checksum."""

import hashlib
import json
import math
from typing import Any

SIGNIFICANT_DIGITS = 10


def to_canonical_json(value: Any) -> str:
    """Sorted keys, no blanks, floats at ten significant digits, None for what is not a number."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        rounded = float(f"{value:.{SIGNIFICANT_DIGITS}g}") if math.isfinite(value) else None
        return 0.0 if rounded == 0 else rounded
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
