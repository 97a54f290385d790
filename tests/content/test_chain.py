"""The report from knowing to acting, as a page and as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from openpyxl import load_workbook

from cairn.actions import services
from cairn.actions.queries import get_chain
from cairn.content.queries import get_groups
from cairn.events.models import LearningEvent
from cairn.indicators.presenters.expected import NO_PROOF
from cairn.lessons.services import say_why_not
from cairn.places.models import Organisation
from cairn.records.models import Tie
from cairn.records.services import share_record
from tests.factories.accounts import client_of
from tests.factories.actions import on_the_day, people, start
from tests.factories.chain import make_insight, make_lesson
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, make_record
from tests.indicators.test_action_measure import add_figures, choose

__all__ = ["on_the_day", "people"]
pytestmark = pytest.mark.django_db
CHAIN = "/chain/"


def act(people, lesson, *, starts=False):
    own = start(people.lead, people.lead, because_of=[lesson])
    if starts:
        services.start_work(action=own, by=people.lead, at=NOON + timedelta(days=3))
    return own


def read(response):
    return " ".join(response.content.decode().split())


def get_rows(response):
    return {row.group.label: (row.shown.known, *row.shown.numbers) for row in response.context["report"].rows}


def test_an_empty_site_offers_the_first_step(client, db):
    page = read(client.get(CHAIN))
    assert "Nothing is known here yet" in page
    assert reverse("lessons:new-lesson") in page


def test_a_council_sees_its_own_exactly_and_others_the_total_with_small_numbers_hidden(people):
    first, _ = (
        make_lesson(1, author=people.lead, topic="conditions"),
        make_lesson(2, author=people.lead, topic="scaling"),
    )
    act(people, first, starts=True)
    own = client_of(people.lead).get(CHAIN)
    assert get_rows(own) == {
        "Creating the local system conditions": (1, 1, 1, 0),
        "Scaling and spreading innovation": (1, 0, 0, 0),
    }
    assert "counting what Otterdale Council did: 1 led to an action that someone accepted, 1 was acted on" in read(own)
    others = client_of(people.stranger).get(CHAIN, {"of": "all"})
    assert others.context["report"].total.shown.numbers == (None, None, 0)
    assert "Hidden" in read(others)
    assert "Otterdale Council" not in read(others)


def test_nobody_asks_for_the_organisation_of_others(people):
    act(people, make_lesson(author=people.lead))
    answer = client_of(people.stranger).get(CHAIN, {"of": "otterdale-council"})
    assert answer.context["organisation"] is None


def test_the_picture_has_its_sentence_and_its_numbers_and_both_widths(people):
    act(people, make_lesson(author=people.lead))
    make_lesson(1, author=people.lead)
    page = read(client_of(people.lead).get(CHAIN))
    assert page.count('class="f-chart"') == 2
    assert "1 not yet" in page
    assert "<figcaption" in page


@pytest.mark.parametrize("by", ["topic", "board", "event", "kind", "insight"])
def test_it_is_grouped_in_five_ways_and_as_files(by, people):
    act(people, make_lesson(author=people.lead, topic="conditions"))
    make_insight(make_lesson(1), title="Deputies")
    client = client_of(people.lead)
    assert client.get(CHAIN, {"by": by}).status_code == 200
    text = client.get(CHAIN, {"by": by, "as": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    book = load_workbook(io.BytesIO(client.get(CHAIN, {"by": by, "as": "xlsx"}).content))
    assert [len(row) for row in rows] == [book.active.max_column] * book.active.max_row
    assert ("Total" in text) == (by != "insight")


def test_words_that_are_no_choice_show_it_by_topic(client, people):
    make_lesson(author=people.lead)
    answer = client.get(CHAIN, {"by": "council", "of": "nobody"})
    assert answer.context["by"] == "Topic"


def test_it_is_never_by_council(client, people):
    make_lesson(author=people.lead)
    assert not any("council" in label.lower() for _, label, _ in client.get(CHAIN).context["ways"])


def test_an_event_has_what_came_of_it(people):
    event = make_record(LearningEvent, title="Help at night", held_on="2026-11-20")
    lesson = make_lesson(author=people.lead)
    Tie.objects.create(source_id=lesson.pk, target_id=event.pk, relation="comes_from", made_at=NOON)
    make_insight(lesson, title="It is known as this")
    chain = get_chain(AnonymousUser())
    (group,) = get_groups("event", chain, AnonymousUser())
    assert (group.label, len(group.keys)) == ("Help at night", 1)


def test_what_is_known_and_not_acted_on_stands_with_its_reasons(people):
    lessons = [make_lesson(number, author=people.lead) for number in range(2)]
    insight = make_insight(*lessons, title="Hubs need a deputy")
    say_why_not(insight=insight, why="money", words="", by=people.lead, at=NOON)
    own = start(people.lead, people.owner, because_of=[insight])
    services.respond(action=own, response="not_now", reason="No money", by=people.owner, at=NOON)
    page = read(client_of(people.lead).get(CHAIN))
    assert "Hubs need a deputy" in page
    assert f"no action on it that you can see has started in {people.lead.memberships.get().organisation.name}." in page
    assert "Actions: not now (1)." in page
    assert "What is in the way: no money for it (1)." in page
    services.start_work(action=own, by=people.lead, at=NOON)
    assert "Hubs need a deputy" not in read(client_of(people.lead).get(CHAIN))


def test_an_insight_becomes_an_action_gets_stuck_is_helped_is_done_and_moves_a_measure(people, on_the_day):
    """The whole way, and each step on the page of the insight and in the report."""
    insight = make_insight(
        make_lesson(1, author=people.lead), make_lesson(2, author=people.lead), title="Hubs need a deputy"
    )
    own = start(people.lead, people.owner, because_of=[insight])
    share_record(record=own, by=people.lead, at=NOON, sharing="team")
    council = CouncilFactory(code="383", name="Leeds")
    Organisation.objects.filter(pk=own.organisation_id).update(place=council)
    add_figures(council, {2026: 100})

    def get_numbers():
        return client_of(people.owner).get(CHAIN, {"by": "kind"}).context["report"].total.shown.numbers

    assert get_numbers() == (0, 0, 0)
    services.respond(action=own, response="accepted", reason="", by=people.owner, at=NOON)
    assert get_numbers() == (1, 0, 0)
    choose(own, council, by=people.owner)
    services.say_stuck(action=own, on="Nobody to train them", by=people.owner, at=NOON + timedelta(days=1))
    desk = client_of(people.teammate).get(reverse("records:desk"))
    assert any(item.action == "A colleague is stuck. Can you help?" for item in desk.context["due"])
    services.get_unstuck(action=own, words="A coach came", by=people.owner, at=NOON + timedelta(days=9))
    assert get_numbers() == (1, 1, 0)
    done = (NOON + timedelta(days=60)).date()
    services.finish_action(action=own, done_date=done, outcome="Two deputies", by=people.owner, at=NOON)
    assert get_numbers() == (1, 1, 1)
    page = read(client_of(people.owner).get(insight.get_absolute_url()))
    assert "Acted on: 3 December 2026 → Result recorded: 23 January 2027" in page
    assert "What changed: Two deputies" in page
    assert "cannot tell yet" in page
    add_figures(council, {2027: 80}, sha256="later")
    page = read(client_of(people.owner).get(insight.get_absolute_url()))
    assert "100.0 in 2026, 80.0 in 2027. That is lower, as hoped." in page
    assert NO_PROOF in page
