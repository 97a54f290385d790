"""Whether a text sounds like a worry about somebody's safety, which has a way of its own.

It errs on the side of asking: who is asked wrongly says so and goes on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from cairn.common.definitions import DefinitionError, load_definition

# Where a thought ends: harm to "she" in the next sentence is told with "she" in it.
ENDS = re.compile(r"[.!?;\n]+")
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class SafetyWords:
    alone: re.Pattern[str]
    somebody: re.Pattern[str]
    harm: re.Pattern[str]


def sounds_like_a_safeguarding_concern(text: str) -> bool:
    """Such a text is not saved where others read it before its writer was shown the way to the safeguarding lead."""
    words = get_safety_words()
    return any(
        words.alone.search(thought) or (words.somebody.search(thought) and words.harm.search(thought))
        for thought in _cut(text)
    )


def get_safety_words() -> SafetyWords:
    return _load(Path(settings.DEFINITIONS_DIR) / "safety")


def find_problems() -> Iterator[DefinitionError]:
    """For the check at start."""
    try:
        get_safety_words()
    except DefinitionError as problem:
        yield problem


def _cut(text: str) -> Iterator[str]:
    """Sentences in small letters, with one blank between words and without apostrophes or other marks."""
    for thought in ENDS.split(text.lower()):
        plain = re.sub(r"['’‘`]", "", thought)
        yield " ".join(re.sub(r"[^\w-]+", " ", plain).split())


@cache
def _load(folder: Path) -> SafetyWords:
    data = load_definition(folder / "words.yaml", folder / "words.schema.json").data
    return SafetyWords(*(_make_pattern(data[name]) for name in ("alone", "somebody", "harm")))


def _make_pattern(phrases: list[str]) -> re.Pattern[str]:
    found = "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in phrases)
    return re.compile(rf"(?<![\w-])(?:{found})(?![\w-])") if found else NEVER
