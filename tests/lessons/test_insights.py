"""Insights: what they rest on, what they say by themselves, the same lesson gathered, and why nobody acts."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cairn.actions.models import Action
from cairn.actions.services import start_work
from cairn.lessons import services
from cairn.lessons.forms.sections import InsightForm
from cairn.lessons.models import Insight, Lesson, NotActed
from cairn.lessons.presenters import InsightView
from cairn.lessons.queries import count_reasons, get_backing, get_insights, get_known_not_acted
from cairn.library.models import PracticeModel, Source
from cairn.records import services as records
from cairn.records.models import Record, Tie
from cairn.records.policies import UnableToShareRecord
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.library import make_claim
from tests.factories.records import NOON, approve, make_draft, make_record

pytestmark = pytest.mark.django_db
SURE = {"viewpoints": ["project"], "confidence": "fairly_sure", "confidence_reason": "Three say so.", "since": "2024"}


def support(record, insight, relation="supports", reason=""):
    return Tie.objects.create(source_id=record.pk, target_id=insight.pk, relation=relation, reason=reason, made_at=NOON)


def make_insight(writer, *lessons, share="public", **changes):
    given = {"title": "A deputy from the first day", "summary": "Hubs need one.", **SURE, **changes}
    insight = make_draft(Insight, author=writer, **given)
    for lesson in lessons:
        support(lesson, insight)
    if share:
        if share == "public":
            approve(insight)
        records.share_record(record=insight, by=writer, at=NOON, sharing=share)
        insight.refresh_from_db()
    return insight


def lesson_of(writer, number=0, **changes):
    return make_record(Lesson, author=writer, **{**LESSON_ANSWERS, "title": f"Lost its manager {number}", **changes})


def view(insight, user):
    return InsightView(insight, get_backing([insight], user)[insight.pk], date(2026, 11, 25))


# --- what an insight needs ----------------------------------------------------------------------------


def test_no_insight_is_shared_without_a_viewpoint_and_without_support(writer):
    bare = make_insight(writer, share="", viewpoints=[])
    with pytest.raises(UnableToShareRecord, match="whose view it is"):
        records.share_record(record=bare, by=writer, at=NOON, sharing="organisation")
    unsupported = make_insight(writer, share="")
    with pytest.raises(UnableToShareRecord, match="Link at least one"):
        records.share_record(record=unsupported, by=writer, at=NOON, sharing="organisation")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("One thing. Another thing. A third thing.", "has 3 sentences"),
        (
            "Multidisciplinary organisational infrastructural reconfiguration necessitates comprehensive "
            "interdepartmental accountability arrangements notwithstanding institutional heterogeneity.",
            "plainer words",
        ),
    ],
)
def test_a_long_or_hard_insight_is_refused_with_what_to_do(words, says):
    form = InsightForm({"title": "A title of it", "summary": words, "tells": "outcome", "topic": "value"})
    assert says in str(form.errors["summary"])


def test_an_insight_of_two_plain_sentences_is_taken():
    words = "A hub needs a deputy from the first day. Managers leave."
    assert InsightForm({"title": "A title of it", "summary": words, "tells": "outcome", "topic": "value"}).is_valid()


# --- what it says by itself ---------------------------------------------------------------------------


def test_it_says_when_its_support_was_taken_back(writer):
    lesson = lesson_of(writer)
    insight = make_insight(writer, lesson)
    assert view(insight, writer).warnings == []
    records.withdraw_record(record=lesson, by=writer, at=NOON)
    assert view(insight, writer).warnings == [
        "Some of its evidence has been withdrawn by its authors. Please review it.",
        "Nothing you can see still supports it. Do not rely on it.",
    ]


def test_that_a_hidden_record_was_taken_back_is_told_only_to_those_who_could_read_it(writer):
    secret = make_record(Lesson, author=writer, sharing="organisation", **{**LESSON_ANSWERS, "title": "Secret lesson"})
    insight = make_insight(writer, lesson_of(writer), secret)
    records.withdraw_record(record=secret, by=writer, at=NOON)
    assert view(insight, AnonymousUser()).warnings == view(insight, UserFactory()).warnings == []
    assert view(insight, writer).warnings == [
        "Some of its evidence has been withdrawn by its authors. Please review it."
    ]


def test_it_says_when_all_of_its_support_is_old(writer):
    claim = make_claim(make_record(PracticeModel, author=writer), author=writer, words="Fell by a fifth")
    Source.objects.filter(pk=claim.source_id).update(year="2017")
    approve(claim)
    records.share_record(record=claim, by=writer, at=NOON, sharing="public")
    insight = make_insight(writer, claim)
    assert view(insight, writer).warnings == ["The latest supporting evidence is from 2017."]
    support(lesson_of(writer), insight)
    assert view(insight, writer).warnings == []


def test_support_that_a_reader_may_not_see_is_neither_named_nor_counted(as_, writer):
    secret = make_record(Lesson, author=writer, sharing="organisation", **{**LESSON_ANSWERS, "title": "Secret lesson"})
    insight = make_insight(writer, lesson_of(writer), secret)
    page = as_().get(insight.get_absolute_url()).content.decode()
    assert "Lost its manager 0" in page
    assert "Secret lesson" not in page
    assert "Some links are to records you cannot see." in page
    assert "Secret lesson" in as_(writer).get(insight.get_absolute_url()).content.decode()


def test_insights_are_found_by_viewpoint(writer):
    lesson = lesson_of(writer)
    ours = make_insight(writer, lesson)
    make_insight(writer, lesson, viewpoints=["funder"], title="Of a funder")
    assert list(get_insights(writer, viewpoint="project")) == [ours]


# --- the same lesson again ------------------------------------------------------------------------------


def test_the_same_lesson_is_gathered_on_a_challenge_with_the_ways_round_it(as_, writer):
    first, second = (lesson_of(UserFactory(), number) for number in (1, 2))
    lesson_of(UserFactory(), 3)
    challenge = make_record(Challenge, title="Keep hubs open")
    page = as_(writer).get(reverse("lessons:gather") + f"?lesson={first.slug}").content.decode()
    assert all(f"Lost its manager {number}" in page for number in (1, 2, 3))
    assert '(optional)<span class="govuk-visually-hidden">: Lost its manager 2</span>' in page
    given = {
        "title": "Hubs need a deputy",
        "summary": "A hub needs a deputy from the first day.",
        "topic": "conditions",
        "challenge": challenge.pk,
        f"take_{first.pk}": "on",
        f"way_{first.pk}": "They shared a manager with the hub next door.",
        f"take_{second.pk}": "on",
        f"way_{second.pk}": "They trained a deputy.",
    }
    as_(writer).post(reverse("lessons:gather") + f"?lesson={first.slug}", given)
    insight = Insight.objects.get()
    backing = get_backing([insight], writer)[insight.pk]
    assert {(one.record.pk, one.tie.reason) for one in backing.supports} == {
        (first.pk, "They shared a manager with the hub next door."),
        (second.pk, "They trained a deputy."),
    }
    Insight.objects.filter(pk=insight.pk).update(**SURE)
    Record.objects.filter(pk=insight.pk).update(live=True, sharing="public")
    page = as_().get(challenge.get_absolute_url()).content.decode()
    assert "Insights from this and other lessons" in page
    assert "They trained a deputy." in page


def test_one_lesson_alone_is_not_gathered(as_, writer):
    first = lesson_of(writer)
    given = {"title": "One of them", "summary": "Only one.", "topic": "value", f"take_{first.pk}": "on"}
    answer = as_(writer).post(reverse("lessons:gather") + f"?lesson={first.slug}", given)
    assert "Choose at least two lessons" in answer.content.decode()
    assert not Insight.objects.exists()


# --- learnt by many, acted on by nobody -------------------------------------------------------------------


def test_what_many_learnt_and_nobody_acts_on_is_listed_with_reasons(as_, writer):
    lessons = [lesson_of(UserFactory(), number) for number in range(3)]
    known = make_insight(writer, *lessons, title="Learnt thrice")
    make_insight(writer, lessons[0], title="Learnt once")
    reader = UserFactory()
    services.say_why_not(insight=known, why="money", words="The grant is gone.", by=reader, at=NOON)
    services.say_why_not(insight=known, why="money", words="It is gone.", by=reader, at=NOON)
    services.say_why_not(insight=known, why="money", words="No money.", by=writer, at=NOON)
    services.say_why_not(insight=known, why="time", words="", by=writer, at=NOON)
    (found,) = get_known_not_acted(reader)
    assert (found.insight, found.number) == (known, 3)
    assert count_reasons([known]) == {known.pk: [("No money for it", 2), ("No time to find out more", 1)]}
    page = as_().get(reverse("lessons:known")).content.decode()
    assert "Learnt 3 times." in page
    assert "no money for it (2)" in page
    assert "The grant is gone" not in page
    assert "Learnt once" not in page


def test_work_that_starts_takes_it_off_the_list_for_those_who_see_the_action(writer):
    lessons = [lesson_of(UserFactory(), number) for number in range(2)]
    make_insight(writer, *lessons)
    make_insight(writer, *lessons, title="The same lessons in other words")
    action = make_draft(Action, author=writer, title="Train deputies")
    records.link(source=action, target=lessons[0], relation="comes_from", reason="", by=writer, at=NOON)
    assert [one.answers for one in get_known_not_acted(writer)] == [[("Waiting for an answer", 1)]] * 2
    start_work(action=action, by=writer, at=NOON)
    assert get_known_not_acted(writer) == []
    assert len(get_known_not_acted(UserFactory())) == 2


def test_reasons_with_their_words_are_read_with_a_log_in_and_taken_back_by_their_own(as_, writer):
    insight = make_insight(writer, lesson_of(writer))
    reader = UserFactory(name="Rita Reader")
    address = reverse("lessons:why-not", args=[insight.slug])
    assert as_().get(address).status_code == 302
    as_(reader).post(address, {"why": "rules", "words": "The contract says no."})
    assert "The contract says no." in as_(writer).get(address).content.decode()
    reason = NotActed.objects.get()
    away = reverse("lessons:take-back-why-not", args=[insight.slug, reason.pk])
    as_(writer).post(away)
    assert NotActed.objects.exists()
    as_(reader).post(away)
    assert not NotActed.objects.exists()


def test_a_worry_about_safety_is_not_kept_as_a_reason(as_, writer):
    known = make_insight(writer, lesson_of(writer))
    given = {"why": "other", "words": "She is being hit at home."}
    address = reverse("lessons:why-not", args=[known.slug])
    assert "Tell the safeguarding lead" in as_(writer).post(address, given).content.decode()
    assert not known.not_acted.exists()
    as_(writer).post(address, {**given, "not_a_concern": "yes"})
    assert known.not_acted.count() == 1


def test_page_of_lessons_leads_to_insights_and_questions(as_):
    page = as_().get(reverse("lessons:lessons")).content.decode()
    for view in ("lessons:insights", "lessons:questions"):
        assert f'href="{reverse(view)}"' in page
        assert as_().get(reverse(view)).status_code == 200
