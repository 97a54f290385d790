"""Young people's pages in five languages: whole or not at all, and only when somebody has checked them."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from cairn.audit.models import AuditEntry
from cairn.common.definitions import DefinitionError
from cairn.rooms.models import make_random_key
from cairn.voice import policies, services
from cairn.voice.enums import AgeBand, Purpose, Reason
from cairn.voice.models import Contribution, TranslationCheck
from cairn.voice.queries import get_checks, get_offered
from cairn.voice.translations import PAGES, UnknownSentence, find_missing, get_languages, get_text
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.records import NOON, join, make_organisation
from tests.factories.voice import make_contribution, make_post, make_session, make_translation_check

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


# --- Who checked them --------------------------------------------------------------------------------


def make_coordinator():
    user = UserFactory()
    join(user, make_organisation(), role="coordinator")
    return user


def make_host():
    return give_site_role(UserFactory(), "host")


def check(client, code="ur", **changes):
    language = get_languages()[code]
    given = {"checked_by": "Sana Iqbal, interpreter", "checked_on": f"{localdate():%-d/%-m/%Y}", "is_native": "on"}
    return client.post(reverse("voice:translation", args=[code]), {**given, "read": language.sum, **changes})


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_coordinator, make_host])
def test_coordinator_or_host_records_who_checked_a_language_and_stops_it(make):
    client = client_of(make())
    assert check(client).status_code == 302
    assert {code: str(one.checked_by) for code, one in get_checks().items()} == {"ur": "Sana Iqbal, interpreter"}
    page = client.get(reverse("voice:translation", args=["ur"])).content.decode()
    assert "Sana Iqbal, interpreter" in page
    assert client.post(reverse("voice:translation", args=["ur"]), {"end": "yes"}).status_code == 302
    assert get_checks() == {}
    kept = AuditEntry.objects.filter(target="translation", key="ur").order_by("pk")
    assert [one.action for one in kept] == ["translation.checked", "translation.stopped"]


@pytest.mark.django_db
def test_member_reads_translations_and_records_nothing():
    user = UserFactory()
    join(user, make_organisation())
    client = client_of(user)
    assert "Not checked" in client.get(reverse("voice:translations")).content.decode()
    assert check(client).status_code == 403
    assert client.post(reverse("voice:translation", args=["ur"]), {"end": "yes"}).status_code == 403
    for refused in (services.record_check, services.end_check):
        given = {"read": "", "checked_by": "A", "checked_on": NOON.date()} if "record" in refused.__name__ else {}
        with pytest.raises(policies.UnableToCheck):
            refused(language=get_languages()["ur"], by=user, at=now(), **given)
    assert not TranslationCheck.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"checked_by": ""}, "Enter"),
        ({"checked_on": f"{localdate() + timedelta(days=2):%-d/%-m/%Y}"}, "is still to come"),
        ({"is_native": ""}, "ask someone else to check"),
        ({"read": "0" * 64}, "The text changed while this page was open"),
    ],
)
def test_check_that_cannot_be_recorded_says_why(changes, sentence):
    assert sentence in check(client_of(make_host()), **changes).content.decode()
    assert not TranslationCheck.objects.exists()


@pytest.mark.django_db
def test_no_page_for_english_or_a_language_that_is_not_there():
    client = client_of(make_host())
    for code in ("en", "zz"):
        assert client.get(reverse("voice:translation", args=[code])).status_code == 404


@pytest.mark.django_db
def test_language_is_unchecked_again_when_its_text_or_the_english_changes():
    make_translation_check("ur")
    make_translation_check("pl", sum="0" * 64)
    assert set(get_checks()) == {"ur"}


# --- In a session ------------------------------------------------------------------------------------


@pytest.fixture
def session(db):
    session = make_session()
    make_post(organisation=session.team.organisation)
    services.open_door(session=session, hours=2, by=session.worker, at=now())
    return session


def choose(session, **questions):
    return client_of(session.worker).post(reverse("voice:languages", args=[session.key]), questions)


def read(session, asked):
    return Client().get(reverse("voice:write", args=[session.door]) + asked).content.decode()


def test_worker_chooses_among_checked_languages_by_entering_the_question(session):
    make_translation_check("ur")
    make_translation_check("pl")
    page = client_of(session.worker).get(reverse("voice:languages", args=[session.key])).content.decode()
    assert "Your question in Polish" in page
    assert "Your question in Romanian" not in page
    assert "<strong>not checked</strong>, so you cannot offer it" in page
    assert choose(session, ur="گھر کیسے بہتر ہو؟", pl="", ro="Ce?").status_code == 302
    session.refresh_from_db()
    assert session.questions == {"ur": "گھر کیسے بہتر ہو؟"}
    with pytest.raises(policies.UnableToListen, match="into Romanian"):
        services.set_languages(session=session, questions={"ro": "Ce?"}, by=session.worker, at=now())


def test_page_is_shown_in_an_offered_language_from_right_to_left(session):
    make_translation_check("ur")
    choose(session, ur="گھر کیسے بہتر ہو؟")
    start = read(session, "")
    assert '<html lang="en-GB" dir="ltr">' in start
    assert 'href="?lang=ur" hreflang="ur" lang="ur" dir="rtl"' in start
    page = read(session, "?write=1&lang=ur")
    assert '<html lang="ur" dir="rtl">' in page
    assert "گھر کیسے بہتر ہو؟</h1>" in page
    assert '<a href="tel:08001111" dir="ltr">0800\N{NO-BREAK SPACE}1111</a>' in page
    given = {"words": "رات کو کوئی بات کرے", "age_band": "11_13", "purposes": ["inside"], "number": make_random_key()}
    address = reverse("voice:write", args=[session.door])
    sent = Client().post(f"{address}?write=1&lang=ur", given)
    assert sent.url == f"{address}?sent=1&lang=ur"
    assert "شکریہ" in Client().get(sent.url).content.decode()
    assert Contribution.objects.get().words == "رات کو کوئی بات کرے"
    wrong = Client().post(f"{address}?write=1&lang=ur", {}).content.decode()
    assert "کچھ لکھیں" in wrong
    assert not any(words in wrong for words in ("There is a problem", "Error", "required"))


def test_language_that_is_not_offered_or_no_longer_checked_is_english(session):
    made = make_translation_check("ur")
    assert '<html lang="en-GB"' in read(session, "?lang=ur")
    choose(session, ur="گھر کیسے بہتر ہو؟")
    TranslationCheck.objects.filter(pk=made.pk).update(sum="0" * 64)
    session.refresh_from_db()
    assert get_offered(session) == []
    page = read(session, "?write=1&lang=ur")
    assert '<html lang="en-GB"' in page
    assert session.question in page


def test_browser_that_prefers_another_language_gets_english_elsewhere(session):
    make_translation_check("pl")
    choose(session, pl="Co pomaga?")
    for address in (reverse("voice:write", args=[session.door]), reverse("voice:listening"), "/"):
        page = Client(headers={"accept-language": "pl"}).get(address)
        assert '<html lang="en-GB"' in page.content.decode()
        assert "content-language" not in page.headers


def test_page_that_is_closed_is_in_the_language_too(session):
    make_translation_check("pl")
    choose(session, pl="Co pomaga?")
    session.refresh_from_db()
    session.open_until = now()
    session.save()
    assert "Ta strona jest zamknięta" in read(session, "?lang=pl")


@pytest.mark.parametrize("code", list(get_languages()))
def test_code_page_speaks_every_checked_language(session, code):
    for one in get_languages().values():
        if not one.is_english:
            make_translation_check(one.code)
    private, key = services.make_private_code()
    words = "I want somebody to ring at night."
    kept = make_contribution(session, words=words, code=key, purposes=("inside", "published"))
    refused = make_contribution(session, words="Another answer of mine.", code=key)
    services.reject(contribution=refused, reason="hurts", by=session.worker, at=now())
    text = get_text("answers", asked=code, offered=[code])
    address = reverse("voice:code") + f"?lang={code}"
    page = Client().post(address, {"code": private}).content.decode()
    assert f'<html lang="{text.language.tag}" dir="{text.language.direction}">' in page
    assert words in page
    assert text["answers"]["kept"] in page
    assert text["reasons"]["hurts"] in page
    assert text["purposes"]["published"] in page
    stopped = Client().post(address, {"code": private, "stop": f"{kept.pk}-published"}).content.decode()
    assert text["answers"]["stopped"] in stopped
    gone = Client().post(address, {"code": private, "all": "yes"}).content.decode()
    assert text["answers"]["kept"] not in gone
