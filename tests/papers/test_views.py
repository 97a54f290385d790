"""Pages of papers: starting one, changing its words, options and figures."""

import re

import pytest
from django.test import Client

from cairn.library.models import PracticeModel, Programme, Project
from cairn.library.services import add_to_short_list
from cairn.papers.forms import get_sections
from cairn.papers.models import Paper
from cairn.records import services as records
from cairn.records.models import Record, SavedForm
from tests.factories.accounts import UserFactory
from tests.factories.indicators import ReleaseFactory, publish
from tests.factories.papers import ASSUMPTIONS, make_option, make_paper
from tests.factories.places import CouncilFactory, FictionalCouncilFactory
from tests.factories.records import NOON, join, make_draft, make_organisation, make_record, make_team

pytestmark = pytest.mark.django_db
COUNT = "ees.cla.on_31_march.children_count"


@pytest.fixture
def author():
    author = UserFactory()
    join(author, make_organisation(), role="coordinator", team=make_team())
    return author


@pytest.fixture
def client(author):
    client = Client()
    client.force_login(author)
    return client


def read(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def start(client, about, **given):
    answers = {"title": "Which way?", "council": "", "options": [], **given}
    return client.post(f"/papers/new/?about={about.slug}", answers)


def test_paper_is_drafted_from_a_challenge_and_the_short_list(client, author):
    leeds = CouncilFactory(name="Leeds")
    release = ReleaseFactory()
    publish(release, "ons.population_0_17", 2023, {leeds: 170_000})
    publish(release, COUNT, 2024, {leeds: 1500})
    challenge = make_record(author=author, measures=["cla_rate"])
    options = [make_option(author, "First"), make_option(author, "Second")]
    for option in options:
        add_to_short_list(record=option, by=author, at=NOON)
    page = client.get(f"/papers/new/?about={challenge.slug}&council=leeds").content.decode()
    assert page.count("checked") == 2
    assert 'value="Leeds"' in page
    assert 'value="Fewer teenagers come into care: options"' in page
    answer = start(client, challenge, council="leeds", options=[option.slug for option in reversed(options)])
    paper = Paper.objects.get()
    assert answer.headers["Location"] == paper.get_absolute_url()
    assert (paper.live, paper.sharing, paper.team, paper.place) == (False, "team", make_team(), leeds)
    assert paper.options == [option.slug for option in reversed(options)]
    assert paper.summary == "An options paper for Leeds."
    assert [row["own"] for row in paper.snapshot["figures"]] == ["88.2"]
    assert paper.ties_out.get().target_id == challenge.pk
    shown = read(client.get(paper.get_absolute_url()))
    assert "Looked after, rate, per 10,000 children 2024 88.2 first figure in 2024 [4]" in shown
    assert shown.index("A: Second") < shown.index("B: First")


def test_case_for_change_offers_what_the_programme_tried(client, author):
    programme = make_record(Programme, author=author, title="Innovation Programme")
    page = read(client.get(f"/papers/new/?about={programme.slug}"))
    assert "Write a case for change" in page
    assert "You need more options first." in page


def test_first_it_is_asked_what_the_paper_is_about(client, author):
    mine, hidden = make_record(author=author, title="Mine"), make_draft(author=UserFactory(), title="Hidden one")
    Record.objects.filter(pk=hidden.pk).update(team=None, organisation=None)
    page = client.get("/papers/new/").content.decode()
    assert f"?about={mine.slug}" in page
    assert "Hidden one" not in page
    assert "What is the paper about?" in client.get(f"/papers/new/?about={hidden.slug}").content.decode()


def test_from_the_page_of_a_model_the_paper_keeps_it(client, author):
    challenge, other = make_record(author=author, title="Its challenge"), make_record(author=author, title="Another")
    model = make_option(author, "A model")
    records.link(source=model, target=challenge, relation="comes_from", reason="", by=author, at=NOON)
    page = client.get(f"/papers/new/?option={model.slug}&council=leeds").content.decode()
    assert "A model was tried for" in page
    link = f"?about={challenge.slug}&amp;option={model.slug}&amp;council=leeds"
    assert page.index(link) < page.index(f"?about={other.slug}")
    for about in (challenge, other):
        form = client.get(f"/papers/new/?about={about.slug}&option={model.slug}").content.decode()
        assert re.search(rf'value="{model.slug}"[^>]* checked', form)
        assert form.count(f'value="{model.slug}"') == 1


def test_a_model_stands_for_projects_that_used_no_other(client, author):
    challenge = make_record(author=author)
    model, other = make_option(author, "A model"), make_option(author, "Another model")
    alone, both = (make_record(Project, author=author, title=title) for title in ("Used it alone", "Used both"))
    for project, models in ((alone, [model]), (both, [model, other])):
        project.models_used.set(models)
        project.save()
    for record in (model, other, alone, both):
        records.link(source=record, target=challenge, relation="comes_from", reason="", by=author, at=NOON)

    def offered() -> set[str]:
        form = client.get(f"/papers/new/?about={challenge.slug}").content.decode()
        return {record.slug for record in (model, other, alone, both) if f'value="{record.slug}"' in form}

    assert offered() == {model.slug, other.slug, both.slug}
    add_to_short_list(record=alone, by=author, at=NOON)
    assert alone.slug in offered()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, "Choose at least two options"),
        (1, "Choose at least 2 options: with only one there is nothing to decide."),
        (7, "You chose 7 options. A paper has room for 6: leave some out."),
    ],
)
def test_too_few_and_too_many_options_are_refused(client, author, number, sentence):
    challenge = make_record(author=author)
    options = [make_option(author, f"Option {name}") for name in range(number)]
    for option in options:
        add_to_short_list(record=option, by=author, at=NOON)
    assert sentence in read(start(client, challenge, options=[option.slug for option in options]))
    assert not Paper.objects.exists()


def test_what_is_not_offered_and_what_is_no_council_are_refused(client, author):
    challenge = make_record(author=author)
    hidden = make_draft(PracticeModel, author=UserFactory(), title="Hidden one")
    FictionalCouncilFactory(name="Ashmere")
    answer = read(start(client, challenge, council="Ashmere", options=[hidden.slug]))
    assert "Choose options from the list" in answer
    assert "is not a council we recognise" in answer
    assert not Paper.objects.exists()


def test_list_of_papers_takes_the_same_queries_for_one_and_for_three(client, author, django_assert_num_queries):
    make_paper(author)
    client.get("/papers/")
    with django_assert_num_queries(6):
        client.get("/papers/")
    make_paper(author)
    make_paper(author)
    with django_assert_num_queries(6):
        page = client.get("/papers/")
    assert page.content.decode().count("Fewer teenagers in care: options</a>") == 3


def test_stranger_sees_no_draft_in_the_list(author):
    make_paper(author)
    assert "No papers yet." in read(Client().get("/papers/"))


# --- Options -----------------------------------------------------------------------------------


def test_options_are_put_in_another_order_and_added(client, author):
    paper = make_paper(author)
    third = make_option(author, "Third")
    add_to_short_list(record=third, by=author, at=NOON)
    first, second = paper.options
    client.post(f"/papers/{paper.slug}/options/", {"place_0": "2", "place_1": "1", "add": [third.slug]})
    paper.refresh_from_db()
    assert paper.options == [second, first, third.slug]
    assert "Option C: one reported in favour" in paper.options_words
    assert set(paper.snapshot["claims"]) == {first, second, third.slug}


def test_options_cannot_be_fewer_than_two(client, author):
    paper = make_paper(author)
    answer = client.post(f"/papers/{paper.slug}/options/", {"place_0": "out", "place_1": "1"})
    assert "Choose at least 2 options" in read(answer)
    paper.refresh_from_db()
    assert len(paper.options) == 2


def test_option_that_a_colleague_may_not_see_stays_without_its_name(author):
    hidden = make_draft(PracticeModel, author=author, title="Hidden one")
    paper = make_paper(author, options=[hidden, make_option(author)])
    Record.objects.filter(pk=hidden.pk).update(team=None, organisation=None)
    colleague, client = UserFactory(), Client()
    join(colleague, paper.organisation, team=paper.team)
    client.force_login(colleague)
    page = client.get(f"/papers/{paper.slug}/options/").content.decode()
    assert "An option you cannot see" in page
    assert "Hidden one" not in page
    assert hidden.slug not in page
    client.post(f"/papers/{paper.slug}/options/", {"place_0": "2", "place_1": "1"})
    before = paper.options
    paper.refresh_from_db()
    assert paper.options == list(reversed(before))
    assert hidden.slug in paper.snapshot["claims"]


# --- Figures -----------------------------------------------------------------------------------


def test_bringing_up_to_date_keeps_what_was_written_and_says_what_changed(client, author):
    leeds = CouncilFactory(name="Leeds")
    publish(ReleaseFactory(), "ons.population_0_17", 2023, {leeds: 170_000})
    publish(ReleaseFactory(latest_year=2024), COUNT, 2024, {leeds: 1500})
    challenge = make_record(author=author, measures=["cla_rate"])
    paper = make_paper(author, about=challenge, place=leeds, costs="Our own words.")
    publish(ReleaseFactory(latest_year=2024), "ons.population_0_17", 2024, {leeds: 170_000})
    publish(ReleaseFactory(latest_year=2025), COUNT, 2025, {leeds: 1700})
    answer = client.post(f"/papers/{paper.slug}/numbers/", {"measures": ["cla_rate", "cpp_rate"]}, follow=True)
    assert "Looked after, rate: 88.2 in 2024 became 100.0 in 2025." in read(answer)
    paper.refresh_from_db()
    assert paper.costs == "Our own words."
    assert paper.measures == ["cla_rate", "cpp_rate"]
    assert "We found no figures for: child protection plans at" in paper.unknowns  # nobody had changed this text
    assert [row["year"] for row in paper.snapshot["figures"]] == [2025]


def test_nothing_new_is_said_so(client, author):
    paper = make_paper(author)
    answer = client.post(f"/papers/{paper.slug}/numbers/", {"measures": []}, follow=True)
    assert "Nothing has changed: the paper already has the latest figures and results." in read(answer)


def test_too_many_measures_are_refused(client, author):
    from cairn.indicators.definitions import get_definitions

    paper = make_paper(author)
    answer = client.post(f"/papers/{paper.slug}/numbers/", {"measures": [one.key for one in get_definitions()[:9]]})
    assert "You chose 9 measures. A paper has room for 8: leave some out." in read(answer)


# --- Doing nothing -----------------------------------------------------------------------------


def stated(**changes: str) -> dict[str, str]:
    boxes = {
        "children_likely": "20",
        "children_source": "Panel minutes",
        "cost_low": "£50,000",
        "cost_likely": "60,000",
        "cost_high": "",
        "cost_source": "Finance",
        "growth_likely": "0",
        "growth_source": "Last years",
        "years": "5",
        "years_source": "Our plan",
        "doing_nothing": "Children wait.",
    }
    return boxes | changes


def test_assumptions_are_kept_with_where_they_come_from(client, author):
    paper = make_paper(author)
    answer = client.post(f"/records/{paper.slug}/edit/nothing/", stated())
    assert answer.status_code == 302
    paper.refresh_from_db()
    assert paper.doing_nothing == "Children wait."
    assert paper.assumptions == {
        "children": {"low": 20, "likely": 20, "high": 20, "source": "Panel minutes"},
        "cost": {"low": 50_000, "likely": 60_000, "high": 60_000, "source": "Finance"},
        "growth": {"low": 0, "likely": 0, "high": 0, "source": "Last years"},
        "years": {"number": 5, "source": "Our plan"},
    }
    again = client.get(f"/records/{paper.slug}/edit/nothing/").content.decode()
    assert 'value="60,000"' in again
    assert 'value="Panel minutes"' in again


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"children_source": ""}, "Enter the source of this number"),
        ({"years_source": ""}, "Enter the reason for this number of years"),
        ({"years": "2.5"}, "Enter whole years, for example 5"),
        ({"growth_likely": ""}, "Enter this too. We cannot calculate anything without it"),
        ({"cost_likely": ""}, "Enter the most likely value. The other two are optional"),
        ({"cost_high": "55,000"}, "Enter the smallest number first: lowest, most likely, highest"),
        ({"children_likely": "many"}, "Enter a number, for example 25 or 60,000"),
    ],
)
def test_assumption_that_lacks_something_is_refused(client, author, changes, sentence):
    paper = make_paper(author)
    assert sentence in read(client.post(f"/records/{paper.slug}/edit/nothing/", stated(**changes)))
    paper.refresh_from_db()
    assert paper.assumptions == {}


def test_words_alone_are_enough_and_bring_no_number(client, author):
    paper = make_paper(author)
    client.post(f"/records/{paper.slug}/edit/nothing/", {"doing_nothing": "Children wait."})
    paper.refresh_from_db()
    assert (paper.doing_nothing, paper.assumptions) == ("Children wait.", {})
    assert "Not calculated: the number of children and the cost have not been entered." in read(
        client.get(paper.get_absolute_url())
    )


def test_published_cost_is_offered_with_its_release_and_counts_only_when_sent(client, author):
    paper = make_paper(author)
    weekly = {"pounds": 1_500.0, "year": 2025, "source": "Department for Education, Spending, to 2025"}
    records.save_draft(record=paper, by=author, at=NOON, answers={"snapshot": paper.snapshot | {"weekly_cost": weekly}})
    page = client.get(f"/records/{paper.slug}/edit/nothing/").content.decode()
    assert 'value="78,000"' in page
    assert "Department for Education, Spending, to 2025: £1,500 a week in 2025, times 52" in page
    paper.refresh_from_db()
    assert paper.assumptions == {}


def test_what_was_typed_and_not_sent_is_shown_again(client, author):
    paper = make_paper(author, assumptions=ASSUMPTIONS)
    client.post(f"/records/{paper.slug}/edit/nothing/", {"later": "yes", "children_likely": "about 30"})
    assert SavedForm.objects.get().answers["children_likely"] == ["about 30"]
    assert 'value="about 30"' in client.get(f"/records/{paper.slug}/edit/nothing/").content.decode()


def test_task_list_calls_done_only_what_somebody_wrote():
    author = UserFactory()
    paper = make_paper(author)
    states = {section.name: section.is_drafted(paper) for section in get_sections()}
    assert states == dict.fromkeys(("what", "local", "options", "nothing", "voices", "unknowns"), True)
    records.save_draft(record=paper, by=author, at=NOON, answers={"voices": "Our care council asked for evenings."})
    assert not next(one for one in get_sections() if one.name == "voices").is_drafted(paper.get_draft())
