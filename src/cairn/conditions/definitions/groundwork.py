"""Whether a target group or an objective is too vague to work with: by lists of words that reviewers look after."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from cairn.common.definitions import DefinitionError, load_definition

# "in Ottenvale", "across Greater Manchester": a name says where and not who. Not the first word, which has a capital
# letter in any case.
NAMED_PLACE = re.compile(r"\b(?:in|across|from|of|throughout|around)((?: (?:[A-Z][\w’'-]*|and|of|the|upon))+)")


@dataclass(frozen=True)
class VagueWords:
    """Words that narrow nothing down, and why."""

    why: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class FieldRules:
    example: str
    enough: re.Pattern[str]
    vague: tuple[VagueWords, ...]
    filler: re.Pattern[str]
    good: tuple[str, ...]
    bad: tuple[str, ...]

    def find_reason(self, text: str) -> str:
        """Why it is too vague; empty where it is precise enough, or where nothing was said."""
        plain = _tidy(NAMED_PLACE.sub(" ", text))
        if not plain or self.enough.search(plain):
            return ""
        left = plain
        for pattern in (*(words.pattern for words in self.vague), self.filler):
            left = pattern.sub(" ", left)
        if left.strip():
            return ""
        return next((words.why for words in self.vague if words.pattern.search(plain)), self.vague[-1].why)

    def describe(self, text: str) -> str:
        """What is wrong with an answer and an example of a better one; empty where nothing is wrong."""
        reason = self.find_reason(text)
        return f"“{text.strip()[:60]}” is too vague. {reason} For example: {self.example}" if reason else ""


def get_rules(field: str) -> FieldRules:
    return _load(Path(settings.DEFINITIONS_DIR) / "conditions")[field]


def describe_vague(field: str, text: str) -> str:
    return get_rules(field).describe(text)


def find_problems() -> Iterator[DefinitionError]:
    """For the check at start."""
    try:
        get_rules("target_group")
    except DefinitionError as problem:
        yield problem


def _tidy(text: str) -> str:
    """Words in small letters with one blank between, without apostrophes, hyphens or other marks."""
    return " ".join(re.sub(r"[^\w]+|_", " ", re.sub(r"['’‘`]", "", text.casefold())).split())


@cache
def _load(folder: Path) -> dict[str, FieldRules]:
    definition = load_definition(folder / "groundwork.yaml", folder / "groundwork.schema.json")
    rules = {name: _read(data) for name, data in definition.data["fields"].items()}
    for name, one in rules.items():
        for kind, examples, is_bad in (("good", one.good, False), ("bad", one.bad, True)):
            for number, example in enumerate(examples):
                if bool(one.find_reason(example)) != is_bad:
                    done = "passes" if is_bad else "is refused"
                    problem = f"“{example}” {done}. Change the lists of words, or move the example."
                    raise definition.error(problem, "fields", name, kind, number)
    return rules


def _read(data: dict[str, object]) -> FieldRules:
    lists: dict[str, list[str]] = {name: value for name, value in data.items() if isinstance(value, list)}
    vague = tuple(VagueWords(one["why"], _make_pattern(one["words"])) for one in data["vague"])  # type: ignore[attr-defined]  # the schema says it
    return FieldRules(
        str(data["example"]),
        _make_pattern(lists["enough"]),
        vague,
        _make_pattern(lists["filler"]),
        tuple(lists["good"]),
        tuple(lists["bad"]),
    )


def _make_pattern(words: list[str]) -> re.Pattern[str]:
    """The longest first, so that "at risk" goes before "risk"."""
    found = "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{found})\b") if found else re.compile(r"(?!)")
