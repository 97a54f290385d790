"""Translations of young people's pages beside the English, and how each language is."""

from collections.abc import Mapping
from dataclasses import dataclass

from cairn.voice.models import TranslationCheck
from cairn.voice.translations import ENGLISH, PAGES, Language, Section, find_missing, get_languages

PAGE_NAMES = {
    "start": "Before they write",
    "write": "The question",
    "sent": "Thanks",
    "closed": "When it is closed",
    "code": "Entering a private code",
    "answers": "Their answers",
}
SECTION_NAMES = {
    **PAGE_NAMES,
    "frame": "On every page",
    "ages": "Ages",
    "purposes": "What they say yes to",
    "reasons": "Why an answer is not used",
}


@dataclass(frozen=True)
class LanguageView:
    language: Language
    check: TranslationCheck | None

    @property
    def in_english(self) -> list[str]:
        """Pages that are shown in English, because a sentence is missing."""
        return [PAGE_NAMES.get(page, page) for page in PAGES if find_missing(self.language, page)]

    @property
    def sections(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each sentence in English and in the language, under the name of its section."""
        return [
            (
                SECTION_NAMES.get(name, name.replace("_", " ").capitalize()),
                [(words, self.language.sections.get(name, Section()).get(key, "")) for key, words in sentences.items()],
            )
            for name, sentences in get_languages()[ENGLISH].sections.items()
        ]


def list_translations(checks: Mapping[str, TranslationCheck]) -> list[LanguageView]:
    return [LanguageView(one, checks.get(one.code)) for one in get_languages().values() if not one.is_english]
