"""Decisions: what they rest on, what they lack, and who reads which words."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cairn.audit.models import AuditEntry
from cairn.decisions import services
from cairn.decisions.enums import Lack
from cairn.decisions.forms.decisions import FigureForm, NewDecisionForm, VoiceForm
from cairn.decisions.models import Decision, DecisionVoice
from cairn.decisions.policies import UnableToDecide
from cairn.decisions.presenters import DecisionView
from cairn.decisions.queries import find_flags, get_flags
from cairn.indicators.definitions import get_definitions
from cairn.library.models import Project
from cairn.records import services as records
from cairn.records.models import Record, Tie
from cairn.records.policies import UnableToChangeRecord
from cairn.voice import services as voice
from cairn.voice.models import Challenge, Need
from tests.factories.accounts import UserFactory, client_of
from tests.factories.decisions import (
    MEASURE,
    WEIGHED,
    add,
    add_figure,
    add_young_people,
    make_complete,
    make_decision,
    publish_figures,
)
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import NOON, approve, make_draft, make_record, make_team, share_with_all
from tests.factories.voice import make_contribution, make_picture_answer, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
WORDS = "Planted-answer words"


def lacks(decision, **given):
    found = Decision.objects.get(pk=decision.pk)
    return [flag.lack for flag in find_flags([found], **given)[found.pk]]


# --- What it lacks ----------------------------------------------------------------------------------


def test_decision_without_anything_lacks_both_and_says_so_once():
    decision = make_decision()
    assert lacks(decision) == [Lack.NEITHER, Lack.NO_VOICE, Lack.NO_FIGURES]
    shown = DecisionView(decision, decision.author).flags
    assert [one.words for one in shown] == ["This decision is based on neither a young person’s view nor figures."]


def test_decision_with_view_influence_and_figures_of_today_lacks_nothing():
    assert get_flags(make_complete()) == []


# What is recorded of young people, and whether that is a view.
@pytest.mark.parametrize(
    ("who", "took", "is_view"),
    [
        ("young_people", ("space",), False),
        ("young_people", (), False),
        ("young_people", ("audience",), False),
        ("young_people", ("voice",), True),
        ("young_people", ("influence",), True),
        ("families", ("voice",), False),
        ("care_experienced", ("voice", "influence"), False),
    ],
)
def test_only_young_people_who_were_asked_count_as_a_view(who, took, is_view):
    decision = make_decision()
    add_young_people(decision, who=who, took=took)
    assert (Lack.NO_VOICE not in lacks(decision)) is is_view


# What is recorded about influence, and the sentence that follows.
@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Young people were heard, but no one has recorded what it changed."),
        ({"changed_by_view": "changed"}, "Young people were heard, but no one has recorded what it changed."),
        ({"influence": "More staff."}, "Young people were heard, but no one has recorded what it changed."),
        ({"changed_by_view": "nothing", "influence": "The law."}, "Young people were heard, and it changed nothing."),
        ({"changed_by_view": "partly", "influence": "More staff."}, None),
        ({"changed_by_view": "changed", "influence": "More staff."}, None),
    ],
)
def test_voice_without_influence_is_shown(answers, words):
    decision = make_decision(**answers)
    add_young_people(decision)
    flags = [flag.words for flag in get_flags(decision) if flag.lack == Lack.NO_INFLUENCE]
    assert flags == ([words] if words else [])


def test_linked_answer_of_a_young_person_is_a_view_until_it_is_withdrawn():
    session = make_session()
    decision = make_decision(author=session.worker, team=session.team)
    answer = make_contribution(session)
    services.link_answers(decision=decision, numbers=[answer.pk], is_quoted=False, by=session.worker, at=NOON)
    assert Lack.NO_VOICE not in lacks(decision)
    voice.withdraw(contribution=answer, by=session.worker, at=NOON)
    assert Lack.NO_VOICE in lacks(decision)


@pytest.mark.parametrize("band", ["family", "not_said"])
def test_answer_of_a_parent_or_of_nobody_knows_whom_is_no_young_persons_view(band):
    session = make_session()
    decision = make_decision(author=session.worker, team=session.team)
    answer = make_contribution(session, age_band=band)
    services.link_answers(decision=decision, numbers=[answer.pk], is_quoted=False, by=session.worker, at=NOON)
    assert Lack.NO_VOICE in lacks(decision)


def tie(source, target):
    Tie.objects.create(source_id=source.pk, target_id=target.pk, relation="comes_from", made_at=NOON)


@pytest.mark.parametrize("through", [False, True])
@pytest.mark.parametrize(("viewpoints", "is_view"), [(["young_people"], True), (["practitioners"], False)])
def test_need_behind_it_is_followed_also_through_a_challenge(through, viewpoints, is_view):
    """A need that the reader may not see counts all the same: absence is said of the decision, not of the reader."""
    decision = make_decision()
    need = make_draft(Need, team=make_team(name="Others"), viewpoints=viewpoints)
    near = make_record(Challenge) if through else need
    tie(decision, near)
    if through:
        tie(near, need)
    assert (Lack.NO_VOICE not in lacks(decision)) is is_view


def test_need_with_an_answer_behind_it_is_a_view():
    session = make_session()
    need = make_draft(Need, author=session.worker, team=session.team)
    voice.link_answers(
        need=need, numbers=[make_contribution(session).pk], theme="Nights", is_quoted=False, by=session.worker, at=NOON
    )
    decision = make_decision(author=session.worker, team=session.team)
    tie(decision, need)
    assert Lack.NO_VOICE not in lacks(decision)


# --- Figures ----------------------------------------------------------------------------------------


@pytest.fixture
def place():
    return FictionalCouncilFactory()


def test_figure_is_old_once_a_newer_release_is_live(place):
    publish_figures(place, 2024)
    decision = make_decision(author=UserFactory())
    add_figure(decision, year=2024, place=place)
    day = date(2024, 12, 1)
    assert Lack.OLD_FIGURES not in lacks(decision, day=day)
    publish_figures(place, 2025)
    assert Lack.OLD_FIGURES in lacks(decision, day=day)
    view = DecisionView(Decision.objects.get(pk=decision.pk), decision.author).figures[0]
    assert view.freshness == "Newer figures are on this site: 2025"


@pytest.mark.parametrize(
    ("measure", "last_day"), [("cla_rate", date(2026, 11, 30)), ("sw_caseload", date(2027, 9, 29))]
)
def test_figure_is_old_once_the_next_is_overdue(measure, last_day):
    """Figures of 31 March are due in November, and the site has a month to take them; without a month a year."""
    decision = make_decision()
    add_figure(decision, year=2025, place=CouncilFactory(), measure=measure)
    assert Lack.OLD_FIGURES not in lacks(decision, day=last_day)
    assert Lack.OLD_FIGURES in lacks(decision, day=last_day + timedelta(days=1))
    view = DecisionView(Decision.objects.get(pk=decision.pk), decision.author)
    view.today = last_day + timedelta(days=1)
    assert view.figures[0].is_old


def test_nobody_publishes_figures_of_an_invented_council(place):
    decision = make_decision()
    add_figure(decision, year=2001, place=place)
    assert Lack.OLD_FIGURES not in lacks(decision)


def test_measure_that_has_stopped_has_no_next_figure():
    stopped = next(one for one in get_definitions() if one.stops)
    decision = make_decision()
    add_figure(decision, year=stopped.stops.year, place=CouncilFactory(), measure=stopped.key)
    assert Lack.OLD_FIGURES not in lacks(decision, day=date(2100, 1, 1))


def test_figures_of_the_real_nation_do_not_age_those_of_an_invented_council(place):
    publish_figures(place, 2024)
    publish_figures(place, 2026, fictional=False)
    decision = make_decision()
    add_figure(decision, year=2024, place=place)
    assert Lack.OLD_FIGURES not in lacks(decision, day=date(2024, 12, 1))


def fill_figure(place, **given):
    return FigureForm({"measure": MEASURE, "place": place.name, "year": "", **given}, user=UserFactory())


def test_form_takes_the_newest_figure_and_notes_its_release(place, monkeypatch):
    monkeypatch.setattr("cairn.library.forms.rows.is_from_fictional_council", lambda user: True)
    publish_figures(place, 2024, 2025)
    form = fill_figure(place)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["year"] == 2025
    assert form.cleaned_data["release"].title == "Looked after 2025"
    assert fill_figure(place, year="2024").is_valid()
    refused = fill_figure(place, year="2019")
    assert refused.errors["year"] == [
        f"We have no figure of this measure for {place.name} and this year. The latest years here are 2024, 2025."
    ]


# --- Its page ---------------------------------------------------------------------------------------


def read(decision, user=None):
    return client_of(user).get(decision.get_absolute_url()).content.decode()


def test_page_shows_groups_parts_options_and_small_groups_without_their_number():
    decision = make_complete()
    add_young_people(decision, group="Under-13s", number=3)
    add(decision, "options", title="Close at midnight", why="Cheaper", is_chosen=False)
    add(decision, "told", who="young_people", group="", how="A visit", told_on="2026-11-20")
    page = read(decision, decision.author)
    for words in ("Fewer than 5", "Close at midnight", "The forum", "A visit, 20 November 2026", "8"):
        assert words in page
    assert "What this decision lacks" not in page


def test_page_of_one_that_lacks_both_says_so_on_top():
    decision = make_decision()
    assert "is based on neither a young person’s view nor figures" in read(decision, decision.author)


def quoted(purposes):
    session = make_session()
    decision = make_complete(author=session.worker, team=session.team)
    answer = make_contribution(session, purposes=purposes, words=WORDS)
    services.link_answers(decision=decision, numbers=[answer.pk], is_quoted=True, by=session.worker, at=NOON)
    approve(decision)
    share_with_all(decision)
    return decision, answer


@pytest.mark.parametrize(("purposes", "is_read"), [(("inside",), False), (("inside", "published"), True)])
def test_quote_is_shown_to_those_whom_the_person_agreed_to(purposes, is_read):
    decision, answer = quoted(purposes)
    assert (WORDS in read(decision)) is is_read
    assert WORDS in read(decision, answer.session.worker)


def test_quote_goes_when_its_words_are_withdrawn():
    decision, answer = quoted(("inside", "published"))
    assert WORDS in read(decision)
    voice.withdraw(contribution=answer, by=answer.session.worker, at=NOON)
    assert WORDS not in read(decision)
    assert WORDS not in read(decision, answer.session.worker)


def test_only_its_writers_link_answers():
    decision, answer = quoted(("inside",))
    stranger = UserFactory()
    with pytest.raises(UnableToChangeRecord):
        services.link_answers(decision=decision, numbers=[answer.pk], is_quoted=True, by=stranger, at=NOON)
    with pytest.raises(UnableToChangeRecord):
        services.unlink_answers(decision=decision, numbers=[answer.pk], by=stranger, at=NOON)
    assert DecisionVoice.objects.count() == 1


def test_answers_page_links_and_removes():
    session = make_session()
    decision = make_decision(author=session.worker, team=session.team)
    answer = make_contribution(session, words=WORDS)
    client, address = client_of(session.worker), reverse("decisions:answers", args=[decision.slug])
    assert WORDS in client.get(address).content.decode()
    assert "Nothing was selected" in client.post(address, {"is_quoted": "True"}).content.decode()
    client.post(address, {"answer": answer.pk, "is_quoted": "True"})
    assert DecisionVoice.objects.get().is_quoted
    client.post(address, {"answer": answer.pk, "is_quoted": "False"})
    assert not DecisionVoice.objects.get().is_quoted
    client.post(address, {"answer": answer.pk, "remove": "yes"})
    assert not DecisionVoice.objects.exists()
    actions = AuditEntry.objects.filter(action__startswith="decision.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["decision.linked", "decision.linked", "decision.unlinked"]


# --- Starting one -----------------------------------------------------------------------------------


def test_decision_about_a_project_is_in_the_thread_and_on_the_page_of_both():
    project = make_record(Project, title="Night line")
    decision = services.start_decision(
        team=project.team, title="It stays open", about=Record.objects.get(pk=project.pk), by=project.author, at=NOON
    )
    assert Tie.objects.get(source=decision).target_id == project.pk
    page = client_of(project.author).get(project.get_absolute_url()).content.decode()
    assert "It stays open" in page
    assert "is based on neither a young person’s view nor figures" in page
    assert "It stays open" not in Client().get(project.get_absolute_url()).content.decode()


def test_decision_about_a_record_that_somebody_cannot_see_is_refused():
    hidden = make_draft(Project, title="Hidden")
    stranger = UserFactory()
    team = make_team(None, "Others", stranger)
    with pytest.raises(UnableToDecide, match="that you can see"):
        services.start_decision(team=team, title="It", about=Record.objects.get(pk=hidden.pk), by=stranger, at=NOON)
    assert client_of(stranger).get(reverse("decisions:new-decision") + f"?about={hidden.slug}").status_code == 404


def test_form_starts_a_draft_of_the_team():
    project = make_draft(Project, title="Night line")
    client = client_of(project.author)
    address = reverse("decisions:new-decision") + f"?about={project.slug}"
    assert "Night line" in client.get(address).content.decode()
    response = client.post(address, {"title": "It stays open", "role": ""})
    decision = Decision.objects.get()
    assert response.url == reverse("records:edit", args=[decision.slug])
    assert (decision.title, decision.about_id, decision.team) == ("It stays open", project.pk, project.team)


@pytest.mark.parametrize(
    ("title", "is_asked"),
    [
        ("We appoint Mrs Amber Hollow", True),
        ("We chose Amber Hollow for the post", True),
        ("The night line stays open until 2 am", False),
    ],
)
def test_form_asks_about_names(title, is_asked):
    user = UserFactory()
    make_team(None, "Edge of care", user)
    form = NewDecisionForm({"title": title, "role": ""}, user=user)
    assert form.is_valid() is not is_asked
    assert form.asks_about_hints is is_asked
    assert NewDecisionForm({"title": title, "role": "", "no_one_recognised": "yes"}, user=user).is_valid()


def test_names_of_councils_on_the_site_are_no_people():
    FictionalCouncilFactory(name="Amber Hollow")
    given = {"you_said": "The forum of Amber Hollow asked for it.", "changed_by_view": "", "influence": ""}
    assert VoiceForm(given).is_valid()


# --- A recruitment ----------------------------------------------------------------------------------


def make_recruitment(**given):
    answers = {
        "role": "Participation worker",
        "result": "appointed",
        "we_did": "They start in May.",
        **WEIGHED,
        **given,
    }
    return make_complete(**answers)


def close(decision):
    services.close_recruitment(decision=decision, by=decision.author, at=NOON)


def test_recruitment_closes_only_once_its_feedback_is_there():
    decision = make_recruitment(result="", you_said="", we_did="")
    with pytest.raises(UnableToDecide) as caught:
        close(decision)
    for words in ("how the recruitment ended", "what young people said", "what you did", "Tell the young people"):
        assert words in str(caught.value)
    assert Decision.objects.get().closed_at is None


@pytest.mark.parametrize("left_out", ["result", "you_said", "we_did", "told"])
def test_recruitment_needs_each_of_them(left_out):
    decision = make_recruitment(**({left_out: ""} if left_out != "told" else {}))
    if left_out != "told":
        add(decision, "told", who="young_people", group="", how="A visit", told_on="2026-11")
    with pytest.raises(UnableToDecide):
        close(decision)


def test_telling_others_is_not_telling_young_people():
    decision = make_recruitment()
    add(decision, "told", who="leaders", group="", how="A mail", told_on="2026-11")
    with pytest.raises(UnableToDecide, match="Tell the young people"):
        close(decision)


def test_recruitment_with_all_of_it_closes_once_and_no_draft_opens_it_again():
    decision = make_recruitment()
    add(decision, "told", who="young_people", group="", how="A visit", told_on="2026-11")
    response = client_of(decision.author).post(
        reverse("decisions:close-recruitment", args=[decision.slug]), follow=True
    )
    assert "Closed. The young people can read" in response.content.decode()
    decision.refresh_from_db()
    assert decision.closed_at is not None
    assert AuditEntry.objects.filter(action="decision.closed").count() == 1
    with pytest.raises(UnableToDecide, match="already closed"):
        close(decision)
    records.save_draft(record=decision, by=decision.author, at=NOON, answers={"summary": "Other words."})
    assert Decision.objects.get().closed_at is not None


def test_what_waits_is_published_before_it_closes():
    decision = make_recruitment()
    add(decision, "told", who="young_people", group="", how="A visit", told_on="2026-11")
    records.share_record(record=decision, by=decision.author, at=NOON, sharing="organisation")
    records.save_draft(record=decision, by=decision.author, at=NOON, answers={"we_did": "More."})
    with pytest.raises(UnableToDecide, match="Publish your changes first"):
        close(Decision.objects.get())


def test_decision_that_appoints_nobody_is_not_closed():
    decision = make_complete()
    with pytest.raises(UnableToDecide, match="Only the recruitment"):
        close(decision)
    stranger = UserFactory()
    with pytest.raises(UnableToChangeRecord):
        services.close_recruitment(decision=decision, by=stranger, at=NOON)


# --- The list ---------------------------------------------------------------------------------------


def listed(query="", user=None):
    return client_of(user).get(reverse("decisions:decisions") + query).content.decode()


def test_list_shows_what_each_lacks_and_narrows_by_it():
    author = UserFactory()
    for title, made in (("Rests on all", make_complete), ("Rests on nothing", make_decision)):
        made(author=author, title=title)
    page = listed(user=author)
    assert "2 decisions recorded. 1 lacks" in page
    assert "Rests on all" in page
    narrowed = listed("?lacks=no-figures", author)
    assert "Rests on nothing" in narrowed
    assert "Rests on all" not in narrowed
    assert "No decisions yet" in listed(user=UserFactory())


def count_of(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_flags_ask_as_often_for_three_as_for_one():
    first = make_complete()
    find_flags(list(Decision.objects.prefetch_related("participants", "figures__place")))  # what stays in memory

    def ask():
        find_flags(list(Decision.objects.prefetch_related("participants", "figures__place")))

    asked = count_of(ask)
    for _ in range(2):
        make_decision(author=first.author)
    with_two_more = count_of(ask)
    for _ in range(2):
        make_decision(author=first.author)
    assert count_of(ask) == with_two_more <= asked + 6


def test_page_asks_no_more_for_more_rows():
    decision = make_complete()
    client = client_of(decision.author)
    client.get(decision.get_absolute_url())
    first = count_of(lambda: client.get(decision.get_absolute_url()))
    for number in range(3):
        add(decision, "options", title=f"Option {number}", why="", is_chosen=False)
        add_young_people(decision)
        add_figure(decision, year=2026, place=decision.figures.first().place)
    assert count_of(lambda: client.get(decision.get_absolute_url())) == first


def test_later_releases_are_seen_without_a_change_of_the_decision(place):
    """Freshness is worked out each time: nothing about it is stored."""
    publish_figures(place, 2025)
    decision = make_decision()
    add_figure(decision, year=2025, place=place)
    before = Decision.objects.get(pk=decision.pk).get_fingerprint()
    publish_figures(place, 2026)
    assert Lack.OLD_FIGURES in lacks(decision, day=date(2026, 4, 1))
    assert Decision.objects.get(pk=decision.pk).get_fingerprint() == before


def test_a_decision_takes_words_and_no_picture():
    """Its page shows none, so an answer without words would be an empty line there."""
    session = make_session()
    decision = make_decision(author=session.worker, team=session.team)
    drawn, both = make_picture_answer(session), make_picture_answer(session, words=WORDS)
    page = client_of(session.worker).get(reverse("decisions:answers", args=[decision.slug])).content.decode()
    assert f"answer-{both.pk}" in page
    assert f"answer-{drawn.pk}" not in page
    linking = {"decision": decision, "is_quoted": True, "by": session.worker, "at": NOON}
    assert services.link_answers(numbers=[drawn.pk, both.pk], **linking) == 1
