"""What young people said: typed in, read and decided by the worker; the words lie in one row, which nothing links."""

import itertools
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.urls import reverse

from cairn.audit.models import AuditEntry
from cairn.common.operations import ledger
from cairn.rooms.models import make_random_key
from cairn.voice import policies, services
from cairn.voice.enums import AgeBand, Purpose
from cairn.voice.models import (
    Consent,
    Contribution,
    ContributionFile,
    ListeningSession,
    PrivateCode,
    SafeguardingConcern,
)
from cairn.voice.policies import UnableToListen
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, make_team
from tests.factories.voice import UNTIL, make_contribution, make_post, make_session

pytestmark = pytest.mark.django_db
WORDS = "I want somebody to ring at night."
DAY = NOON.date()


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def answer(**changes):
    given = {"words": WORDS, "age_band": "14_15", "purposes": ["inside"], "adult": "carer", "source": "typed"}
    return {**given, "until": "24/11/2028", "number": str(make_random_key()), **changes}


def type_in(session, **changes):
    return log_in(session.worker).post(reverse("voice:type-in", args=[session.key]), answer(**changes))


# --- A session, and typing in ------------------------------------------------------------------------


def test_session_is_added_with_what_was_asked_and_whom():
    worker = UserFactory()
    make_team(None, "Edge of care", worker)
    form = {"title": "Saturday group", "question": "What would help?", "held_on": "28/11/2026", "groups": ["kinship"]}
    page = log_in(worker).post(reverse("voice:new-session"), form | {"consent_until": "28/11/2028"})
    session = ListeningSession.objects.get()
    assert page.url == session.get_absolute_url()
    assert (session.worker, session.groups, session.held_on) == (worker, ["kinship"], date(2026, 11, 28))


def test_answer_is_saved_and_the_next_form_remembers_all_but_the_words():
    session = make_session()
    page = type_in(session, source="sheet")
    content = page.content.decode()
    assert "Answer saved" in content
    assert WORDS not in content
    form = page.context["form"]
    remembered = {"age_band": "14_15", "purposes": ["inside"], "adult": "carer", "source": "sheet"}
    assert {name: form.initial[name] for name in remembered} == remembered
    found = Contribution.objects.get()
    assert (found.words, found.state, found.code) == (WORDS, "waiting", None)
    assert list(found.consents.values_list("purpose", "adult", "until")) == [("inside", "carer", UNTIL)]


def test_answer_sent_twice_is_saved_once():
    session, sent = make_session(), answer()
    for _ in range(2):
        assert "Answer saved" in type_in(session, **sent).content.decode()
    assert Contribution.objects.count() == 1


def test_no_field_asks_who_somebody_is():
    """Whoever adds a field says here why it identifies nobody."""
    form = log_in((session := make_session()).worker).get(reverse("voice:type-in", args=[session.key])).context["form"]
    asked = {"words", "age_band", "purposes", "adult", "source", "until", "code", "wants_code", "number"}
    asked |= {"picture", "recording"}  # what is in them is looked at or listened to by the worker, see ChangeForm
    assert set(form.fields) == asked


def test_words_that_may_identify_ask_the_worker_who_decides():
    session = make_session()
    page = type_in(session, words="Ask Karen on 07700 900123.")
    assert "“07700 900123” (a phone number)" in page.content.decode()
    assert not Contribution.objects.exists()
    assert "Answer saved" in type_in(session, words="Ask Karen.", no_one_recognised="yes").content.decode()


def test_words_that_sound_like_a_worry_are_not_saved_before_the_worker_has_said_what_they_are():
    session = make_session()
    page = type_in(session, words="He hits me and I am scared to go home.")
    assert "Tell the safeguarding lead" in page.content.decode()
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"purposes": []}, "Tick what they agreed to"),
        ({"adult": "none"}, "an adult has to agree as well"),
        ({"until": "1/1/2020"}, "1 January 2020 has passed"),
        ({"until": "1/1/2040"}, "Consent can last 5 years at most"),
        ({"code": "aaaa-bbbb-cccc-dddd"}, "No one has this code"),
        ({"words": "x" * 2001}, "longer than 2,000 characters"),
    ],
)
def test_what_cannot_be_saved_says_what_to_do(changes, sentence):
    page = type_in(make_session(), **changes)
    assert sentence in page.content.decode()
    assert not Contribution.objects.exists()


# --- Whose consent -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "purpose", "expected"),
    [
        (AgeBand.UNDER_11, Purpose.INSIDE, True),
        (AgeBand.FROM_14, Purpose.CIRCLE, True),
        (AgeBand.FROM_16, Purpose.CIRCLE, False),
        (AgeBand.FROM_16, Purpose.PUBLISHED, True),
        (AgeBand.FROM_16, Purpose.STORY, True),
        (AgeBand.FROM_18, Purpose.STORY, False),
        (AgeBand.FAMILY, Purpose.PUBLISHED, False),
        (AgeBand.NOT_SAID, Purpose.INSIDE, True),
    ],
)
def test_adult_agrees_too_as_the_host_says(age, purpose, expected):
    assert policies.needs_adult(age, [purpose]) is expected


def test_host_sets_the_ages():
    with override_settings(VOICE_ADULT_UNDER=13, VOICE_ADULT_TO_PUBLISH_UNDER=16):
        assert policies.needs_adult(AgeBand.FROM_11, [Purpose.PUBLISHED]) is True
        assert policies.needs_adult(AgeBand.FROM_11, [Purpose.INSIDE]) is False
        assert "younger than 13" in Client().get(reverse("voice:rules")).content.decode()


@pytest.mark.parametrize(("until", "is_taken"), [(DAY, True), (date(2031, 11, 24), True), (date(2031, 11, 25), False)])
def test_consent_lasts_today_at_least_and_five_years_at_most(until, is_taken):
    given = {"age_band": "18_25", "purposes": ["inside"], "adult": "none", "until": until, "day": DAY}
    if is_taken:
        policies.check_consent(**given)
    else:
        with pytest.raises(UnableToListen, match="5 years at most, until 24 November 2031"):
            policies.check_consent(**given)


def test_consent_of_a_leap_day_ends_on_a_day_that_exists():
    assert policies.get_last_day(date(2028, 2, 29)) == date(2033, 2, 28)


def test_answer_is_allowed_for_what_was_agreed_to_until_the_day_and_once_kept():
    kept = make_contribution(purposes=("inside",))
    make_contribution(kept.session, purposes=("inside",), state="waiting")
    allowed = Contribution.objects.allowed
    assert list(allowed(Purpose.INSIDE, day=UNTIL)) == [kept]
    assert not allowed(Purpose.INSIDE, day=UNTIL + timedelta(days=1)).exists()
    assert not allowed(Purpose.PUBLISHED, day=DAY).exists()


# --- Reading and deciding ----------------------------------------------------------------------------


def test_worker_keeps_what_was_read():
    session = make_session()
    first, other = (make_contribution(session, state="waiting") for _ in range(2))
    elsewhere = make_contribution(state="waiting")
    log_in(session.worker).post(
        reverse("voice:keep", args=[session.key]), {"answer": [str(first.pk), str(elsewhere.pk), "x"]}
    )
    states = {one.pk: one.state for one in Contribution.objects.all()}
    assert states == {first.pk: "kept", other.pk: "waiting", elsewhere.pk: "waiting"}


def test_change_keeps_no_earlier_words():
    found = make_contribution(words="Planted-earlier words", purposes=("inside", "published"))
    address = reverse("voice:contribution", args=[found.session.key, found.pk])
    log_in(found.session.worker).post(address, answer(words="Safer words"))
    found.refresh_from_db()
    assert found.words == "Safer words"
    assert list(found.consents.values_list("purpose", flat=True)) == ["inside"]
    assert all("Planted-earlier" not in str(entry.detail) for entry in AuditEntry.objects.all())


def test_answer_that_is_not_used_loses_its_words_at_once_and_keeps_the_reason():
    found = make_contribution()
    address = reverse("voice:reject", args=[found.session.key, found.pk])
    log_in(found.session.worker).post(address, {"reason": "identifies"})
    found.refresh_from_db()
    assert (found.words, found.age_band, found.state, found.reason) == ("", "", "rejected", "identifies")
    assert not Consent.objects.exists()
    table = log_in(found.session.worker).get(reverse("voice:not-used", args=[found.session.key])).content.decode()
    assert "It could identify someone" in table
    assert str(found.pk) not in table


@pytest.mark.both_databases
def test_words_that_were_deleted_cannot_be_written_again():
    found = make_contribution(state="rejected", words="", reason="hurts")
    address = reverse("voice:contribution", args=[found.session.key, found.pk])
    assert "cannot come back" in log_in(found.session.worker).post(address, answer()).content.decode()
    with pytest.raises(UnableToListen):
        services.change_contribution(
            contribution=found,
            words="Back again",
            age_band="14_15",
            agreed=services.Agreed(["inside"], "carer", UNTIL),
            by=found.session.worker,
            at=NOON,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=found.pk).update(words="Back again")


def test_restored_backup_loses_what_was_not_used():
    found = make_contribution()
    services.reject(contribution=found, reason="hurts", by=found.session.worker, at=NOON)
    Contribution.objects.filter(pk=found.pk).update(words="Back from a backup", state="kept", reason="")
    ledger.replay(ledger.read(settings.LEDGER).entries)
    found.refresh_from_db()
    assert (found.words, found.state) == ("", "taken_back")


# --- This worries me ---------------------------------------------------------------------------------


def test_worry_goes_to_the_lead_and_leaves_the_answers():
    found = make_contribution(state="waiting", words="Planted-worry of an answer")
    make_post(organisation=found.session.team.organisation)
    client = log_in(found.session.worker)
    address = reverse("voice:worry", args=[found.session.key, found.pk])
    assert "Planted-worry of an answer" in client.get(address).content.decode()
    assert "Sent" in client.post(address, {"words": "Planted-worry of an answer", "contact": ""}).content.decode()
    assert SafeguardingConcern.objects.get().words == "Planted-worry of an answer"
    found.refresh_from_db()
    assert (found.words, found.state, found.reason) == ("", "rejected", "safety")


def test_worry_without_anybody_on_duty_says_where_else_and_deletes_nothing():
    found = make_contribution()
    address = reverse("voice:worry", args=[found.session.key, found.pk])
    page = log_in(found.session.worker).post(address, {"words": found.words, "contact": ""})
    assert "999" in page.content.decode()
    assert not SafeguardingConcern.objects.exists()
    found.refresh_from_db()
    assert found.words


def test_every_answer_offers_it():
    session = make_session()
    made = [make_contribution(session, state=state) for state in ("waiting", "kept")]
    page = log_in(session.worker).get(session.get_absolute_url()).content.decode()
    for one in made:
        assert reverse("voice:worry", args=[session.key, one.pk]) in page


@pytest.mark.parametrize("page", ["listening", "rules", "new-session", "session", "type-in", "contribution", "reject"])
def test_every_page_says_who_helps_now(page):
    found = make_contribution()
    session = found.session
    arguments = {"session": [session.key], "type-in": [session.key]}
    arguments |= {name: [session.key, found.pk] for name in ("contribution", "reject")}
    content = log_in(session.worker).get(reverse(f"voice:{page}", args=arguments.get(page, []))).content.decode()
    assert "tel:999" in content
    assert "0800&nbsp;1111" in content


# --- Nothing links -----------------------------------------------------------------------------------


def test_answer_holds_what_was_said_and_nothing_of_who_or_when():
    """Fails for a new column, so that somebody asks what it links."""
    columns = {field.column for field in Contribution._meta.concrete_fields}
    assert columns == {"id", "session_id", "words", "medium", "age_band", "source", "state", "reason", "code_id"}
    of_file = {"id", "contribution_id", "concern_id", "content", "content_type", "seconds", "description", "is_checked"}
    assert {field.column for field in ContributionFile._meta.concrete_fields} == of_file
    assert {field.column for field in Consent._meta.concrete_fields} == {
        "id",
        "contribution_id",
        "purpose",
        "adult",
        "until",
    }
    assert {field.column for field in PrivateCode._meta.concrete_fields} == {"sha256"}


def test_keys_do_not_say_in_which_order_answers_came():
    session = make_session()
    for number in range(12):
        type_in(session, words=f"Answer {number} of somebody")
    made = {one.words: one.pk for one in Contribution.objects.all()}
    keys = [made[f"Answer {number} of somebody"] for number in range(12)]
    assert keys != sorted(keys)
    assert min(abs(one - other) for one, other in itertools.pairwise(keys)) > 1_000_000


def test_audit_names_the_session_and_no_answer():
    session = make_session()
    type_in(session)
    found = Contribution.objects.get()
    services.keep(session=session, numbers=[found.pk], by=session.worker, at=NOON)
    services.reject(contribution=found, reason="hurts", by=session.worker, at=NOON)
    entries = AuditEntry.objects.filter(target="listening")
    assert set(entries.values_list("action", flat=True)) == {
        "listening.typed_in",
        "listening.kept",
        "listening.rejected",
    }
    for entry in entries:
        assert entry.key == session.key
        assert str(found.pk) not in f"{entry.detail}"


def test_answers_share_a_code_only_where_somebody_asked_for_one():
    session = make_session()
    page = type_in(session, wants_code="on")
    code = page.context["code"]
    assert code in page.content.decode()
    type_in(session, words="The same person again, at last.", code=code)
    type_in(session, words="And somebody else, who has none.")
    assert sorted(Contribution.objects.exclude(code=None).values_list("words", flat=True)) == [
        WORDS,
        "The same person again, at last.",
    ]
    assert PrivateCode.objects.count() == 1
    assert code not in PrivateCode.objects.get().sha256


def test_what_was_agreed_to_is_told_from_narrow_to_wide():
    contribution = make_contribution(purposes=("published", "inside"))
    ((until, said),) = contribution.agreed
    assert (until, said) == (contribution.session.consent_until, [Purpose.INSIDE.label, Purpose.PUBLISHED.label])
