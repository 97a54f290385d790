"""Cost and break-even: what is stated is worked out, what is missing is asked for, and nothing is kept."""

from urllib.parse import urlencode

import pytest
from django.utils.html import strip_tags

from cairn.adoption.analysis.value import Assumptions, Basis, Kind, Line, Stated, work_out
from cairn.adoption.forms.value import MOST_LINES, ValueForm
from cairn.adoption.presenters.value import ValueView, show_pounds
from cairn.library.models import Grade, ModelCost, PracticeModel
from tests.factories.accounts import UserFactory
from tests.factories.records import make_draft

PAGE = "/cost-and-break-even/"
# The example of `stepchange.value.appraise`: a team for 100, and care avoided for a quarter of 20 children.
NUMBERS = {
    "people": "20",
    "helped_low": "20",
    "helped_likely": "25",
    "helped_high": "30",
    "anyway_likely": "0",
    "optimism_costs": "0",
    "optimism_benefits": "0",
    "lines": "3",
    "name1": "Team",
    "who1": "council",
    "kind1": "cost",
    "basis1": "scheme",
    "low1": "90",
    "likely1": "100",
    "high1": "110",
    "first1": "0",
    "last1": "0",
    "cash1": "on",
    "name2": "Care avoided",
    "who2": "health",
    "kind2": "benefit",
    "basis2": "person_helped",
    "low2": "30",
    "likely2": "£40",
    "high2": "50",
    "first2": "1",
    "last2": "1",
}


def read(client, numbers):
    page = client.get(f"{PAGE}?{urlencode(numbers)}").content.decode()
    return page, " ".join(strip_tags(page).split())


@pytest.mark.django_db
def test_the_page_works_out_what_was_stated(client):
    page, text = read(client, NUMBERS)
    assert "it costs £100 and brings £193 over 2 years, a gain of £93." in text
    assert "It breaks even from 11 children on. You plan to reach 20." in text
    assert "With every number at its unfavourable end, it breaks even from 19 children on." in text
    assert "Those who pay and those who gain differ. Pays more than it gains: The council." in text
    assert "It does not show that they are true" in text
    assert (
        "Care avoided: the nhs gains £40 (£30 to £50) for each child it helps, in year 1. No budget changes" not in text
    )
    assert "Care avoided: the NHS gains £40 (£30 to £50) for each child it helps, in year 1. No budget changes" in text
    assert "3.5% a year up to year 30" in text
    assert page.index("On the numbers you stated") < page.index("Who pays and who gains") < page.index("f-chart")


@pytest.mark.django_db
def test_a_page_without_numbers_asks_and_complains_of_nothing(client):
    page, text = read(client, {})
    assert "There is a problem" not in text
    assert 'id="result"' not in page
    assert page.count("<legend") == 2 + 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"people": ""}, "How many children do you plan to reach? Enter a number."),
        ({"people": "0"}, "Enter a number from 1 to 1,000,000"),
        ({"people": "many"}, "Enter a number, for example 25 or 60,000"),
        ({"helped_likely": ""}, "Enter the most likely number. The other two are optional"),
        ({"helped_high": "120"}, "Enter a number from 0 to 100"),
        ({"low1": "300"}, "Enter the smallest number first: you entered 300, 100 and 110"),
        ({"likely1": "-5", "low1": ""}, "Enter a number from 0 to 1,000,000,000"),
        ({"likely1": "1e999", "low1": "", "high1": ""}, "Enter a number, for example 25 or 60,000"),
        ({"who1": ""}, "Choose who pays or gains (line 1)"),
        ({"who1": "nobody"}, "Who pays or benefits? Choose one from the list"),
        ({"name1": ""}, "Enter what this cost or benefit is (line 1)"),
        ({"name2": "Team"}, "Two lines are called “Team”. Give each its own name"),
        ({"first1": "3"}, "The last year is 0 and the first is 3. Change one of them"),
        ({"last1": "999"}, "Enter a whole number of years from 0 to 60"),
        ({"name1": "", "low1": "", "likely1": "", "high1": "", "name2": "", "low2": "", "likely2": "", "high2": ""},
         "Enter at least one cost or benefit"),
    ],
)  # fmt: skip
def test_what_cannot_be_worked_out_says_what_is_allowed(client, changes, sentence):
    _, text = read(client, NUMBERS | changes)
    assert "There is a problem" in text
    assert sentence in text
    assert "On the numbers you stated" not in text


@pytest.mark.django_db
def test_another_line_keeps_what_was_typed_and_complains_of_nothing(client):
    page, text = read(client, NUMBERS | {"people": "", "add": "line"})
    assert "There is a problem" not in text
    assert page.count("<legend") == 2 + 4
    assert 'value="Care avoided"' in page
    assert 'name="lines" value="4"' in page
    page, _ = read(client, NUMBERS | {"lines": "99", "add": "line"})
    assert page.count("<legend") == 2 + MOST_LINES
    assert "Add another line" not in page


@pytest.mark.django_db
def test_the_form_begins_with_the_costs_of_a_model_and_says_whose_they_are(client):
    model = make_draft(PracticeModel, title="A Model")
    ModelCost.objects.create(
        model=model, position=0, amount=180000, unit="year", covers="A local project", grade=Grade.COUNCIL
    )
    ModelCost.objects.create(model=model, position=1, amount=900, unit="week", covers="A bed")
    address = {"about": model.slug}
    assert "A local project" not in read(client, address)[0]  # not published
    PracticeModel.objects.filter(pk=model.pk).update(live=True, sharing="public")
    page, text = read(client, address)
    assert "£180,000 a year: A local project its team" in text
    assert 'value="A local project"' in page
    assert 'value="180,000"' in page
    assert "£900 a week: A bed" in text  # shown, and nothing is made of it
    assert 'value="A bed"' not in page


@pytest.mark.django_db
def test_a_record_that_the_reader_may_not_see_is_not_named(client):
    hidden = make_draft(PracticeModel, author=UserFactory(), title="A secret model")
    assert "A secret model" not in read(client, {"about": hidden.slug})[0]
    assert client.get(f"{PAGE}?about=%00&lines=%D9%A4&people=%00").status_code == 200


def test_both_ends_have_every_number_at_that_end():
    lines = [
        Line("Team", "Council", Kind.COST, Basis.SCHEME, Stated(90, 100, 110)),
        Line("Care avoided", "Council", Kind.BENEFIT, Basis.PERSON_HELPED, Stated(30, 40, 50), 1, 1),
    ]
    found = work_out(lines, Assumptions(20, Stated(0.2, 0.25, 0.3), Stated(0, 0.1, 0.2), 0, 0))
    assert found.best.net.expected == pytest.approx(20 * 0.3 * 50 / 1.035 - 90)
    assert found.worst.net.expected == pytest.approx(20 * 0.2 * 0.8 * 30 / 1.035 - 110)


def test_a_service_that_never_pays_says_so():
    lines = [Line("Team", "Council", Kind.COST, Basis.PERSON_REACHED, Stated(90, 100, 110))]
    view = ValueView(work_out(lines, Assumptions(20, Stated(0, 0, 0), Stated(0, 0, 0), 0, 0)))
    assert "a loss of £2,000. At no number of children do the benefits exceed the costs." in view.sentence
    assert view.payback == "Within the years stated, it does not pay back."


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0.2, "£0"), (-0.2, "£0"), (93.4, "£93"), (1234.0, "£1,230"), (84_321, "£84,300"), (-84_321, "−£84,300"),
     (999_960, "£1 million"), (2_143_000, "£2.14 million"), (3.1e9, "£3.1 billion"), (6e16, "£60,000,000 billion")],
)  # fmt: skip
def test_pounds_are_said_with_three_figures(amount, words):
    assert show_pounds(amount) == words


def test_an_empty_line_is_left_out():
    form = ValueForm(NUMBERS, lines=3)
    assert form.is_valid(), form.errors
    assert [line.name for line in form.cleaned_data["lines"]] == ["Team", "Care avoided"]
    assert form.cleaned_data["lines"][0].is_cashable
    assert not form.cleaned_data["lines"][1].is_cashable
