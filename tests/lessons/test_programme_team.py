"""The programme team finishes its work: an insight of the site's own, gathering, agreement, links."""

import pytest
from django.urls import reverse

from cairn.lessons import services
from cairn.lessons.models import Insight, Lesson
from cairn.lessons.policies import UnableToTell
from cairn.notices.models import Notice
from cairn.records import policies
from cairn.records import services as records
from cairn.records.models import Tie
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.records import NOON, make_draft, make_organisation, make_record, make_team

pytestmark = pytest.mark.django_db
INSIGHT = {
    "title": "A hub needs a deputy",
    "summary": "Hubs that lost their manager and had no deputy stopped.",
    "viewpoints": ["project"],
    "confidence": "fairly_sure",
}


@pytest.fixture
def second():
    return give_site_role(UserFactory(name="Sven Second"), "editor")


@pytest.fixture
def lesson():
    return make_record(Lesson, **LESSON_ANSWERS)


@pytest.fixture
def insight(editor, lesson):
    """Of somebody who belongs to no organisation."""
    insight = records.start_record(Insight, by=editor, at=NOON, team=None, answers=INSIGHT)
    records.link(source=lesson, target=insight, relation="supports", reason="It stopped.", by=editor, at=NOON)
    return insight


def test_an_editor_shares_an_insight_with_a_second_editors_yes(as_, insight, editor, second, lesson):
    share = reverse("records:share", args=[insight.slug])
    assert "Everyone, after another editor has reviewed it" in as_(editor).get(share).content.decode()
    said = as_(editor).post(share, {"audience": "public"}, follow=True).content.decode()
    assert "We have asked the other editors to review it." in said
    insight.refresh_from_db()
    assert (insight.live, insight.sharing) == (False, "team")
    assert list(Notice.objects.filter(kind="review.asked").values_list("user", flat=True)) == [second.pk]
    address = reverse("records:review", args=[insight.slug])
    assert address in as_(second).get(reverse("records:desk")).content.decode()
    page = as_(second).get(address).content.decode()
    assert lesson.get_absolute_url() in page
    assert "It stopped." in page
    as_(second).post(address, {"decision": "approved"})
    as_(editor).post(share, {"audience": "public"})
    insight.refresh_from_db()
    assert (insight.live, insight.sharing) == (True, "public")
    assert as_().get(insight.get_absolute_url()).status_code == 200


def test_nobody_else_reads_or_decides_what_waits_for_an_editor(as_, insight, editor):
    records.ask_for_review(record=insight, by=editor, at=NOON)
    address = reverse("records:review", args=[insight.slug])
    for person in (UserFactory(), give_site_role(UserFactory(), "host"), give_site_role(UserFactory(), "moderator")):
        assert as_(person).get(address).status_code == 404
        assert as_(person).post(address, {"decision": "approved"}).status_code == 404
    as_(editor).post(address, {"decision": "approved"})
    assert insight.reviews.get().decision == "waiting"  # nobody approves what they asked for


def test_only_kinds_of_the_editors_are_shared_by_them(editor, second):
    challenge = records.start_record(Challenge, by=editor, at=NOON, team=None, answers={"title": "Mine"})
    with pytest.raises(policies.UnableToShareRecord, match="You do not belong to an organisation"):
        records.share_record(record=challenge, by=editor, at=NOON, sharing="public")
    plain = UserFactory()
    insight = records.start_record(Insight, by=plain, at=NOON, team=None, answers=INSIGHT)
    with pytest.raises(policies.UnableToShareRecord, match="You do not belong to an organisation"):
        records.share_record(record=insight, by=plain, at=NOON, sharing="public")


def test_after_a_review_the_second_editor_reads_no_more_drafts(as_, insight, editor, second):
    records.ask_for_review(record=insight, by=editor, at=NOON)
    records.decide_review(review=insight.reviews.get(), decision="changes", comment="Which hubs?", by=second, at=NOON)
    assert as_(second).get(reverse("records:review", args=[insight.slug])).status_code == 404
    assert as_(second).get(insight.get_absolute_url()).status_code == 404


def test_any_lesson_is_found_and_added_to_an_insight(as_, writer, lesson):
    other = make_record(
        Lesson, **{**LESSON_ANSWERS, "title": "Minibus broke down", "summary": "The minibus broke down twice."}
    )
    hidden = make_draft(
        Lesson, team=make_team(make_organisation("Fenby Council")), **{**LESSON_ANSWERS, "title": "A minibus of others"}
    )
    client, address = as_(writer), reverse("lessons:gather")
    found = client.get(address, {"lesson": lesson.slug, "q": "minibus twice"}).content.decode()
    assert f'name="also" value="{other.slug}"' in found
    assert hidden.title not in client.get(address, {"lesson": lesson.slug, "q": "minibus"}).content.decode()
    query = f"{address}?lesson={lesson.slug}&also={other.slug}&also={hidden.slug}"
    form = client.get(query).context["form"]
    assert [one.pk for one, take, _ in form.list_lessons() if take.initial] == [lesson.pk, other.pk]
    given = {f"take_{lesson.pk}": "on", f"take_{other.pk}": "on", "title": "Plan B", "summary": "Have one."}
    client.post(query, {**given, "topic": form.fields["topic"].choices[1][0]})
    assert set(Tie.objects.filter(target=Insight.objects.get().pk).values_list("source", flat=True)) == {
        lesson.pk,
        other.pk,
    }


def test_a_search_that_finds_nothing_says_so(as_, writer, lesson):
    page = as_(writer).get(reverse("lessons:gather"), {"lesson": lesson.slug, "q": "submarine"}).content.decode()
    assert "No other lessons have these words" in page


def test_nobody_is_asked_to_agree_to_what_others_read_already(as_, lesson):
    address = reverse("lessons:agreement", args=[lesson.slug])
    assert "too late to ask for agreement" in as_(lesson.author).get(address).content.decode()
    assert address not in as_(lesson.author).get(lesson.get_absolute_url()).content.decode()
    with pytest.raises(UnableToTell, match="too late to ask for agreement"):
        services.ask_to_agree(lesson=lesson, name="Dora", email="d@example.org", by=lesson.author, at=NOON)
    records.save_draft(record=lesson, by=lesson.author, at=NOON, answers={"summary": "Other words."})
    lesson.refresh_from_db()
    assert services.ask_to_agree(lesson=lesson, name="Dora", email="d@example.org", by=lesson.author, at=NOON)


def test_removing_a_link_asks_first_and_the_insight_counts_one_less(as_, insight, editor, lesson):
    project = make_record(Lesson, **{**LESSON_ANSWERS, "title": "Another hub stopped"})
    records.link(source=project, target=insight, relation="supports", reason="", by=editor, at=NOON)
    client = as_(editor)
    assert "2 lessons" in client.get(insight.get_absolute_url()).content.decode()
    tie = Tie.objects.get(source=lesson.pk)
    address = reverse("records:unlink", args=[insight.slug, tie.pk])
    page = client.get(address).content.decode()
    assert "Do you want to remove this link?" in page
    assert "It stopped." in page
    assert Tie.objects.filter(pk=tie.pk).exists()
    client.post(address)
    assert not Tie.objects.filter(pk=tie.pk).exists()
    assert "1 lesson" in client.get(insight.get_absolute_url()).content.decode()


def test_a_link_of_another_record_is_not_removed_here(as_, insight, lesson, editor):
    other = make_record(Lesson, author=editor, **{**LESSON_ANSWERS, "title": "Another hub"})
    tie = Tie.objects.get(source=lesson.pk)
    assert as_(editor).post(reverse("records:unlink", args=[other.slug, tie.pk])).status_code == 404
    assert Tie.objects.filter(pk=tie.pk).exists()
