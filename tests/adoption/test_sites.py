"""Which councils a test of a model takes, since when, and who confirms it."""

from datetime import date

import pytest

from cairn.adoption.models import Adoption, AdoptionMove, AdoptionPart, FidelityAnswer, FidelityCheck
from cairn.adoption.queries import find_start, get_sites
from cairn.library.models import PracticeModel
from cairn.records.enums import Sharing
from tests.factories.adoption import confirm, publish_model, publish_use
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import make_draft

pytestmark = pytest.mark.django_db


def test_every_published_use_beyond_exploring_is_a_site_those_that_stopped_too():
    model = publish_model()
    names = ["Ashby", "Birkdale", "Cawton", "Denby"]
    places = [CouncilFactory(name=name) for name in names]
    publish_use(model, ("exploring", "2015"), place=places[0])
    publish_use(model, ("starting", "2016-04"), place=places[1])
    publish_use(model, ("starting", "2016"), ("stopped", "2019/20"), place=places[2])
    publish_use(model, ("starting", "2016"), ("paused", "2019"), place=places[3])
    publish_use(publish_model("Another"), ("starting", "2016"), place=places[0])
    make_draft(Adoption, title="A draft", practice_model=model, place=places[0], grade="C")
    found = get_sites(model)
    assert [site.place.name for site in found] == ["Birkdale", "Cawton", "Denby"]
    assert [site.stop for site in found] == [None, date(2020, 3, 31), None]


def test_fictional_and_real_councils_are_never_in_one_list():
    model = publish_model()
    publish_use(model, ("starting", "2016"), place=CouncilFactory(name="Really"))
    publish_use(model, ("starting", "2016"), place=FictionalCouncilFactory(name="Made up"))
    assert [site.place.name for site in get_sites(model)] == ["Really"]
    assert [site.place.name for site in get_sites(model, fictional=True)] == ["Made up"]


@pytest.mark.parametrize("changes", [{"live": False}, {"sharing": Sharing.TEAM}])
def test_a_use_that_not_everybody_sees_is_in_no_list(changes):
    use = publish_use(model := publish_model(), ("starting", "2016"))
    Adoption.objects.filter(pk=use.pk).update(**changes)
    assert get_sites(model) == []


@pytest.mark.parametrize(
    ("moves", "text", "first", "last"),
    [
        ([("starting", "2016", "")], "2016", date(2016, 1, 1), date(2016, 12, 31)),
        ([("starting", "2016-02", "")], "2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ([("starting", "2016-04", "2016-09")], "2016-04..2016-09", date(2016, 4, 1), date(2016, 9, 30)),
        ([("exploring", "2014", ""), ("starting", "2016", "")], "2016", date(2016, 1, 1), date(2016, 12, 31)),
        ([("sustaining", "2018", ""), ("starting", "2016", "")], "2016", date(2016, 1, 1), date(2016, 12, 31)),
        ([("starting", "", ""), ("changing", "2017", "")], "2017", date(2017, 1, 1), date(2017, 12, 31)),
        ([("starting", "about 2011", "")], "about 2011", None, None),
        ([("starting", "", "")], "", None, None),
    ],
)
def test_a_start_is_as_exact_as_what_was_said(moves, text, first, last):
    rows = [
        AdoptionMove(position=number, status=status, moved_on=moved_on, moved_until=until)
        for number, (status, moved_on, until) in enumerate(moves)
    ]
    start = find_start(rows)
    assert (start.text, start.first, start.last) == (text, first, last)


def test_a_use_that_is_only_explored_has_no_start():
    assert find_start([AdoptionMove(position=0, status="exploring", moved_on="2016")]) is None


def test_a_start_that_changed_is_no_longer_confirmed():
    use = publish_use(model := publish_model(), ("starting", "2016-04"), confirmed="council")
    (site,) = get_sites(model)
    assert (site.confirmed_by, site.who_confirms) == ("council", f"Confirms {use.pk}")
    use.moves.update(moved_on="2016-05")
    (site,) = get_sites(model)
    assert (site.confirmed_by, site.who_confirms) == ("", "")
    confirm(use, by="originator")
    assert get_sites(model)[0].confirmed_by == "originator"


def test_a_use_that_dropped_a_part_that_must_be_kept_stays_and_says_so():
    use = publish_use(model := publish_model(), ("starting", "2016"))
    AdoptionPart.objects.create(adoption=use, part="The hub", must_keep=False, state="dropped")
    assert not get_sites(model)[0].parts_only
    AdoptionPart.objects.create(adoption=use, part="The key worker", must_keep=True, state="dropped")
    assert get_sites(model)[0].parts_only


def test_fidelity_is_that_of_the_newest_check_with_enough_answers():
    use = publish_use(model := publish_model(), ("starting", "2016"))
    assert get_sites(model)[0].fidelity is None
    answers = {
        date(2024, 1, 1): ["fully", "partly", "not", "not_here"],
        date(2025, 1, 1): ["fully", "fully", "not_here", "not_here"],
        date(2026, 1, 1): ["fully", "not_here", "not_here", "not_here"],
    }
    for day, ratings in answers.items():
        check = FidelityCheck.objects.create(adoption=use, checked_on=day, how="self")
        for number, rating in enumerate(ratings):
            FidelityAnswer.objects.create(check_of=check, part=f"Part {number}", must_keep=True, rating=rating)
        FidelityAnswer.objects.create(check_of=check, part="May change", must_keep=False, rating="not")
    assert get_sites(model)[0].fidelity == 1.0  # of 2025: a single answer of four says too little
    FidelityCheck.objects.filter(checked_on=date(2025, 1, 1)).delete()
    assert get_sites(model)[0].fidelity == 0.5


def test_starter_confirms_what_a_council_or_an_evaluation_dated_and_nothing_else(starter):
    sites = {site.place.name: site for site in get_sites(PracticeModel.objects.get(slug="no-wrong-door"))}
    assert (sites["North Yorkshire"].confirmed_by, sites["North Yorkshire"].first) == ("council", date(2015, 4, 1))
    assert sites["Middlesbrough"].confirmed_by == ""  # in an evaluation that gives no date
    mockingbird = {site.place.name: site for site in get_sites(PracticeModel.objects.get(slug="mockingbird"))}
    assert mockingbird["Tower Hamlets"].first == date(2015, 4, 1)
    assert mockingbird["Tower Hamlets"].confirmed_by == ""  # those who spread it say so, no council
