"""How a model spread: every council is on a map or in a list that says why not, and a map says what the table says."""

import csv
import io
import re
from datetime import date

import pytest
from django.utils.html import strip_tags

from cairn.adoption.presenters.spread import STOPPED, UNSURE, USING, SiteView, list_years, make_spread
from cairn.adoption.queries import get_sites
from cairn.common.dates import show_days
from cairn.library.models import PracticeModel
from cairn.places.models import Place
from tests.factories.adoption import publish_model, publish_use
from tests.factories.places import FictionalCouncilFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 29)
TITLE = "Night line"


@pytest.fixture
def model(official_places):
    return publish_model(TITLE)


@pytest.fixture
def official_places(starter):
    return {place.slug: place for place in Place.objects.councils().real().current()}


def use(model, places, council, *moves, **fields):
    return publish_use(model, *moves, place=places[council], **fields)


def read(client, address):
    return " ".join(strip_tags(client.get(address).content.decode()).split())


def looks(view, *years):
    return [view.find_look(year, day=DAY) for year in years]


def test_a_council_uses_it_from_the_end_of_its_range_and_is_marked_when_it_stopped(model, official_places):
    use(model, official_places, "leeds", ("starting", "2016-04"), ("stopped", "2019"))
    use(model, official_places, "bradford", ("starting", "2016"), ("paused", "2018-05"), ("sustaining", "2020"))
    use(model, official_places, "barnet", ("starting", "2017"), ("stopped", ""))
    ranged = use(model, official_places, "kent", ("starting", "2016"))
    ranged.moves.update(moved_until="2018")
    views = {view.place.slug: view for view in map(SiteView, get_sites(model))}
    assert looks(views["leeds"], 2015, 2016, 2018, 2019) == ["", USING, USING, STOPPED]
    assert looks(views["bradford"], 2016, 2026) == [USING, USING]
    assert looks(views["barnet"], 2016, 2017, 2025, 2026) == ["", USING, USING, STOPPED]  # when is not known
    assert looks(views["kent"], 2015, 2016, 2017, 2018) == ["", UNSURE, UNSURE, USING]
    assert views["kent"].since == "2016 to 2018"


def test_nobody_is_dropped_without_a_word(client, model, official_places):
    use(model, official_places, "leeds", ("starting", "2016-04"))
    use(model, official_places, "bradford", ("starting", ""), who_says="A plan of 2020")
    old = Place.objects.councils().real().filter(code="928").first()
    if old:
        publish_use(model, ("starting", "2018"), place=old)
    page = client.get(f"/models/{model.slug}/spread/").content.decode()
    text = " ".join(strip_tags(page).split())
    assert "1 council has no start date in any source we read: it is in the list below, not on the maps." in text
    assert "Bradford" in text.partition("Without a start date")[2]
    assert "Bradford" not in page.partition("<svg")[2].partition("Without a start date")[0]
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"/models/{model.slug}/spread/?as=csv").content.decode("utf-8-sig")))
    )
    assert {row["Council"] for row in rows} >= {"Leeds", "Bradford"}
    assert len(rows) == len(get_sites(model))
    leeds = next(row for row in rows if row["Council"] == "Leeds")
    assert (leeds["Since"], leeds["Earliest start"], leeds["Latest start"]) == (
        "April 2016",
        "2016-04-01",
        "2016-04-30",
    )


def test_each_map_says_what_the_table_says(client, starter):
    model = PracticeModel.objects.get(slug="mockingbird")
    found = make_spread(get_sites(model), day=DAY)
    assert len(found.dated) + len(found.undated) == len(get_sites(model))
    counted = [one.counts[USING] + one.counts[STOPPED] + one.counts[UNSURE] for one in found.maps]
    assert counted == sorted(counted)  # added up over the years
    assert counted[-1] == len(found.dated) - len(found.off_the_map)
    for one in found.maps:
        stones = "".join(re.findall(r'<path class="t[1-4]" d="([^"]+)"', one.drawing))
        assert stones.count("Z") == sum(one.counts.values())  # the others are drawn once, in the larger map
    page = client.get(f"/models/{model.slug}/spread/?year=2017").content.decode()
    assert page.count('id="england"') == 1
    assert page.count('href="#england"') == len(found.maps)
    assert "At the end of 2017" in page
    assert "Leeds" in page.partition("At the end of 2017")[2].partition("Year by year")[0]


def test_many_years_make_no_more_than_twelve_maps_and_the_present_one_is_among_them(model, official_places):
    use(model, official_places, "leeds", ("starting", "1989"))
    years = list_years([SiteView(site) for site in get_sites(model)], day=DAY)
    assert len(years) <= 12
    assert years[-1] == 2026
    assert years[0] < 1993


@pytest.mark.parametrize("asked", ["1066", "soon", "%00", "20266"])
def test_a_year_without_a_map_says_which_years_have_one(client, model, official_places, asked):
    use(model, official_places, "leeds", ("starting", "2016-04"))
    text = read(client, f"/models/{model.slug}/spread/?year={asked}")
    assert "Choose a year from 2016 to " in text


def test_a_model_that_nobody_uses_says_so(client, model):
    assert "No council is recorded as using this model yet." in read(client, f"/models/{model.slug}/spread/")


def test_invented_councils_are_tagged_and_stand_on_no_map(client, model):
    publish_use(model, ("starting", "2020"), place=FictionalCouncilFactory(name="Ottenvale"))
    page = client.get(f"/models/{model.slug}/spread/").content.decode()
    assert "Not on the map" in page
    assert '<svg class="f-map"' not in page
    assert "Fictional" in page.partition("With a start date")[2]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2016, 4, 15), date(2016, 4, 15), "15 April 2016"),
        (date(2016, 4, 1), date(2016, 4, 30), "April 2016"),
        (date(2016, 1, 1), date(2016, 12, 31), "2016"),
        (date(2016, 1, 1), date(2018, 12, 31), "2016 to 2018"),
        (date(2016, 4, 1), date(2017, 3, 31), "between 1 April 2016 and 31 March 2017"),
    ],
)
def test_a_date_is_shown_no_more_exact_than_it_is(first, last, words):
    assert show_days(first, last) == words
