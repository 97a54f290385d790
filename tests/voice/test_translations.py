"""Young people's pages in five languages: whole or not at all, and only when somebody has checked them."""

import shutil
from pathlib import Path

import pytest
import yaml
from django.conf import settings as site

from cairn.common.definitions import DefinitionError
from cairn.voice.enums import AgeBand, Purpose, Reason
from cairn.voice.translations import PAGES, UnknownSentence, find_missing, get_languages, get_text

ENGLISH = {name: dict(sentences) for name, sentences in get_languages()["en"].sections.items()}


@pytest.fixture
def write_language(settings, tmp_path):
    """Definitions with a language of its own: that of nobody, in which each sentence is the English one in brackets."""
    folder = tmp_path / "voice"
    shutil.copytree(Path(site.DEFINITIONS_DIR) / "voice", folder)
    for path in folder.glob("??.yaml"):
        if path.name != "en.yaml":
            path.unlink()
    settings.DEFINITIONS_DIR = tmp_path

    def write(**changes):
        sections = {
            name: {key: changes.get(key, f"[{words}]") for key, words in sentences.items()}
            for name, sentences in ENGLISH.items()
        }
        for sentences in sections.values():
            for key in [key for key, words in sentences.items() if words is None]:
                del sentences[key]
        sections["frame"] |= {key: words for key, words in changes.items() if key.startswith("new_")}
        head = {"language": "qq", "tag": "qq", "name": "Nowhere", "direction": "rtl", "day": "%d.%m.%Y"}
        data = {**head, "provenance": "Made for a test.", "sections": sections}
        (folder / "qq.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")

    return write


def test_page_is_shown_in_a_language_that_is_offered_and_has_all_of_it(write_language):
    write_language()
    text = get_text("start", asked="qq", offered=["qq"])
    assert (text.language.direction, text["start"]["go"]) == ("rtl", "[I understand. Start]")
    assert get_text("start", asked="qq").language.is_english
    assert get_text("start", asked="zz", offered=["zz"]).language.is_english


@pytest.mark.parametrize(
    ("missing", "pages"), [("go", {"start"}), ("skip", set(PAGES)), ("story", {"write", "answers"})]
)
def test_page_that_lacks_a_sentence_is_whole_in_english(write_language, missing, pages):
    write_language(**{missing: None})
    shown = {page for page in PAGES if get_text(page, asked="qq", offered=["qq"]).language.is_english}
    assert shown == pages


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"new_sentence": "What?"}, "is not in en.yaml"),
        ({"danger": "Help!"}, "must have the same words in braces as en.yaml: {emergency}"),
        ({"go": "Go {now}"}, "{now}"),
    ],
)
def test_sentence_that_cannot_be_shown_is_refused_at_start(write_language, changes, sentence):
    write_language(**changes)
    with pytest.raises(DefinitionError, match=sentence):
        get_languages()


def test_sentence_that_is_in_no_file_is_no_empty_place():
    with pytest.raises(UnknownSentence):
        get_text("start", asked="en")["start"]["nothing"]


@pytest.mark.parametrize(("section", "names"), [("ages", AgeBand), ("purposes", Purpose), ("reasons", Reason)])
def test_every_choice_has_words(section, names):
    assert list(ENGLISH[section]) == names.values


def test_every_section_is_shown_on_a_page():
    assert {name for names in PAGES.values() for name in names} == set(ENGLISH)


def test_sum_changes_with_the_english_text_and_with_its_own(write_language, settings):
    write_language()
    first = get_languages()["qq"].sum
    folder = Path(settings.DEFINITIONS_DIR)
    (folder / "again").mkdir()
    shutil.copytree(folder / "voice", folder / "again" / "voice")
    path = folder / "again" / "voice" / "en.yaml"
    path.write_text(path.read_text().replace("Thank you. The worker", "Thanks. The worker"), encoding="utf-8")
    settings.DEFINITIONS_DIR = folder / "again"
    assert get_languages()["qq"].sum != first


@pytest.mark.parametrize("code", list(get_languages()))
def test_languages_of_the_site_are_whole(code):
    assert [one for page in PAGES for one in find_missing(get_languages()[code], page)] == []
