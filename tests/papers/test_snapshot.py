"""What a paper takes down: official figures and slugs, and never the words of a record."""

import json
from datetime import date

import pytest

from cairn.indicators.enums import Status
from cairn.library.models import PracticeModel
from cairn.papers.presenters.changes import NO_CHANGE, describe_changes
from cairn.papers.queries import renew_snapshot, take_figures, take_snapshot
from cairn.places.models import Place
from cairn.records import services as records
from cairn.voice.models import Need
from tests.factories.accounts import UserFactory
from tests.factories.indicators import ReleaseFactory, publish
from tests.factories.library import make_claim
from tests.factories.papers import make_option, make_paper, make_public_claim
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import NOON, make_draft, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
COUNT = "ees.cla.on_31_march.children_count"


def publish_rate(place: Place, value: float | Status = 1500, *, year: int = 2024) -> None:
    """A rate of looked-after children; no figure here was ever published."""
    release = ReleaseFactory(is_fictional=place.is_fictional, latest_year=year)
    if place.is_fictional:
        publish(release, "simulated.cla_rate.numerator", year, {place: value})
        publish(release, "simulated.cla_rate.denominator", year, {place: 170_000})
        return
    publish(release, "ons.population_0_17", year - 1, {place: 170_000})
    publish(release, COUNT, year, {place: value})


def test_figure_is_taken_with_its_year_unit_and_release():
    leeds = CouncilFactory(name="Leeds")
    publish_rate(leeds)
    assert take_figures(leeds, ["cla_rate"])["figures"] == [
        {
            "measure": "cla_rate",
            "name": "Children looked after at 31 March, per 10,000 children",
            "title": "Looked after, rate",
            "unit": "per 10,000 children",
            "year": 2024,
            "own": "88.2",
            "mark": "",
            "neighbours": "",
            "england": "",
            "trend": "first figure in 2024",
            "source": "Department for Education, Children looked after: numbers and rates, to 2024",
        }
    ]


def test_hidden_figure_keeps_its_mark_and_its_release():
    leeds = CouncilFactory(name="Leeds")
    publish_rate(leeds, Status.SUPPRESSED)
    (row,) = take_figures(leeds, ["cla_rate"])["figures"]
    assert (row["own"], row["mark"]) == ("", "suppressed")
    assert row["source"] == "Department for Education, Children looked after: numbers and rates, to 2024"


def test_measure_without_a_figure_is_named_as_missing():
    assert take_figures(CouncilFactory(), ["cla_rate", "gone_measure"]) == {
        "figures": [],
        "neighbours": "",
        "missing": ["Children looked after at 31 March, per 10,000 children"],
        "stopped": [],
        "weekly_cost": None,
    }


def test_without_a_council_there_are_no_figures():
    assert take_figures(None, ["cla_rate"])["figures"] == []


def test_real_and_fictional_figures_never_meet():
    real, fictional = CouncilFactory(name="Leeds"), FictionalCouncilFactory(name="Ashmere")
    publish_rate(real)
    publish_rate(fictional, 1_000)
    taken = json.dumps(take_figures(fictional, ["cla_rate"]))
    assert "58.8" in taken
    assert "88.2" not in taken
    assert "58.8" not in json.dumps(take_figures(real, ["cla_rate"]))


def test_snapshot_holds_slugs_of_what_the_writer_sees_and_no_words():
    author, stranger = UserFactory(), UserFactory()
    option = make_option(author)
    secret = make_claim(option, author=author, words="Secret sentence")
    (public,) = option.claims.exclude(pk=secret.pk)
    of_author = take_snapshot(about=None, options=[option], place=None, measures=[], user=author, on=date(2026, 11, 25))
    of_stranger = take_snapshot(
        about=None, options=[option], place=None, measures=[], user=stranger, on=date(2026, 11, 25)
    )
    assert of_author["claims"] == {option.slug: [public.slug, secret.slug]}
    assert of_stranger["claims"] == {option.slug: [public.slug]}
    assert "sentence" not in json.dumps(of_author)
    assert "86%" not in json.dumps(of_author)


def test_needs_behind_the_challenge_are_named_by_their_slugs():
    author = UserFactory()
    challenge = make_record(author=author)
    need, hidden = make_record(Need, author=author, title="Someone to call"), make_draft(Need, author=UserFactory())
    records.link(source=challenge, target=need, relation="comes_from", reason="", by=author, at=NOON)
    reader = UserFactory()
    challenge.ties_out.create(target=hidden, relation="comes_from", made_at=NOON)
    taken = take_snapshot(about=challenge, options=[], place=None, measures=[], user=reader, on=NOON.date())
    assert taken["needs"] == [need.slug]


def test_renewing_keeps_what_a_colleague_may_not_see():
    author, colleague = UserFactory(), UserFactory()
    paper = make_paper(author)
    mine = make_draft(PracticeModel, author=UserFactory(), team=None, title="Hidden")
    paper.options.append(mine.slug)
    paper.snapshot["claims"][mine.slug] = ["some-claim"]
    renewed = renew_snapshot(paper, measures=[], options=paper.options, user=colleague, on=NOON.date())
    assert renewed["claims"] == paper.snapshot["claims"]


def test_changes_are_told_in_sentences():
    leeds = CouncilFactory(name="Leeds")
    publish_rate(leeds)
    before = take_figures(leeds, ["cla_rate"]) | {"claims": {"a": ["1", "2"]}}
    publish_rate(leeds, 1_700, year=2025)
    after = take_figures(leeds, ["cla_rate"]) | {"claims": {"a": ["2", "3", "4"]}}
    assert describe_changes(before, before) == [NO_CHANGE]
    assert describe_changes(before, after) == [
        "Looked after, rate: 88.2 in 2024 became 100.0 in 2025.",
        "Reported results that are new in the paper: 2.",
        "Reported results that are no longer in it: 1.",
    ]
    assert describe_changes(after, {"figures": [], "claims": after["claims"]}) == [
        "Looked after, rate: no longer in the paper."
    ]


def test_public_result_that_comes_later_is_not_in_the_paper_until_it_is_brought_up_to_date():
    author = UserFactory()
    option = make_option(author)
    paper = make_paper(author, options=[option, make_option(author, "Other")])
    later = make_public_claim(option, author=author, title="Later result")
    assert later.slug not in json.dumps(paper.snapshot)
    renewed = renew_snapshot(paper, measures=[], options=paper.options, user=author, on=NOON.date())
    assert later.slug in renewed["claims"][option.slug]
