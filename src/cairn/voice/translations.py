"""What young people read, in the languages of definitions/voice. The rest of the site is English.

A page is shown in a language when every one of its sentences is there, and whole in English otherwise.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Formatter

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cairn.common.definitions import Definition, DefinitionError, load_definition

ENGLISH = "en"
# From left to right in every language: a number with a blank in it would be turned round.
EMERGENCY = mark_safe('<a href="tel:999" dir="ltr">999</a>')
CHILDLINE = mark_safe('<a href="tel:08001111" dir="ltr">0800\N{NO-BREAK SPACE}1111</a>')

# Which sections of a file a page shows.
PAGES = {
    "start": ("frame", "start"),
    "write": ("frame", "write", "ages", "purposes"),
    "sent": ("frame", "sent"),
    "closed": ("frame", "closed"),
    "code": ("frame", "code"),
    "answers": ("frame", "answers", "story", "code", "purposes", "reasons"),
}


class UnknownSentence(Exception):
    """A template or a view asks for what is in no file. No KeyError, which Django would show as nothing."""


class Section(dict[str, str]):
    def __missing__(self, key: str) -> str:
        raise UnknownSentence(key)


@dataclass(frozen=True)
class Language:
    code: str
    tag: str
    name: str
    english_name: str
    direction: str
    day: str
    provenance: str
    sections: Mapping[str, Section]
    sum: str  # of the English text and this one: who checked it checked both

    @property
    def is_english(self) -> bool:
        return self.code == ENGLISH

    def show_day(self, day: date) -> str:
        return day.strftime(self.day)


@dataclass(frozen=True)
class Text:
    """The sentences of one page in one language: `text["start"]["title"]`, in a template `text.start.title`."""

    language: Language

    def __getitem__(self, section: str) -> Section:
        return self.language.sections[section]  # a KeyError, so that templates go on to the properties below

    @property
    def danger(self) -> SafeString:
        return format_html(self["frame"]["danger"], emergency=EMERGENCY)

    @property
    def childline(self) -> SafeString:
        return format_html(self["frame"]["childline"], childline=CHILDLINE)


def get_text(page: str, *, asked: str, offered: Collection[str] = ()) -> Text:
    """In the language that is asked for, if it is offered and has the whole page."""
    languages = get_languages()
    if asked in offered and asked in languages and not find_missing(languages[asked], page):
        return Text(languages[asked])
    return Text(languages[ENGLISH])


def find_missing(language: Language, page: str) -> list[str]:
    """Sentences of a page that a language has not yet."""
    english = get_languages()[ENGLISH]
    return [
        f"{section}.{key}"
        for section in PAGES[page]
        for key in english.sections[section]
        if key not in language.sections.get(section, {})
    ]


def get_languages() -> Mapping[str, Language]:
    """English first, the others by their English names."""
    return _load(Path(settings.DEFINITIONS_DIR) / "voice")


def find_problems() -> Iterator[DefinitionError]:
    """For the check at start."""
    try:
        get_languages()
    except DefinitionError as problem:
        yield problem


@cache
def _load(folder: Path) -> Mapping[str, Language]:
    files = [load_definition(path, folder / "translation.schema.json") for path in sorted(folder.glob("*.yaml"))]
    (english,) = (one for one in files if one.data["language"] == ENGLISH)
    others = [one for one in files if one is not english]
    for one in others:
        _check_against(english, one)
    found = [_make_language(english, one) for one in (english, *others)]
    return {one.code: one for one in sorted(found, key=lambda one: (not one.is_english, one.english_name))}


def _make_language(english: Definition, own: Definition) -> Language:
    data = own.data
    both = [english.data["sections"], data["sections"]]
    return Language(
        data["language"],
        data["tag"],
        data["name"],
        data.get("english_name", data["name"]),
        data["direction"],
        data["day"],
        data["provenance"],
        {name: Section(sentences) for name, sentences in data["sections"].items()},
        sha256(json.dumps(both, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
    )


def _check_against(english: Definition, own: Definition) -> None:
    """A sentence of no page, or one that lacks what the site fills in, is a mistake; one that is missing is not."""
    for section, sentences in own.data["sections"].items():
        for key, sentence in sentences.items():
            original = english.data["sections"].get(section, {}).get(key)
            where = ("sections", section, key)
            if original is None:
                raise own.error(f"“{section}: {key}” is not in en.yaml. Use the keys of that file.", *where)
            if wanted := _list_gaps(original) ^ _list_gaps(sentence):
                names = ", ".join(f"{{{name}}}" for name in sorted(wanted))
                raise own.error(f"“{section}: {key}” must have the same words in braces as en.yaml: {names}.", *where)


def _list_gaps(sentence: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(sentence) if name}
