"""What the form refuses, and the sentence that says how to mend it."""

import time
from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from cairn.evaluation.forms import PlanForm
from cairn.evaluation.models import EvaluationPlan
from cairn.places.models import Place
from cairn.places.services import load_fictional_places, load_places
from tests.factories.evaluation import PlanFactory

pytestmark = pytest.mark.django_db
GOOD = {
    "measure": "cla_rate",
    "place": "888",
    "start_date_month": "2",
    "start_date_year": "2021",
    "direction": "-1",
}


@pytest.fixture(scope="module", autouse=True)
def places(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_places()
        load_fictional_places()
        yield
        transaction.set_rollback(True)


def fill(*, fictional: bool = False, **changes) -> PlanForm:
    return PlanForm({**GOOD, **changes}, fictional=fictional)


def errors(**changes) -> dict[str, list[str]]:
    return {name: list(problems) for name, problems in fill(**changes).errors.items()}


# --- what is taken -----------------------------------------------------------------------------


def test_four_answers_are_enough():
    form = fill()
    assert form.errors == {}
    assert form.answers() == {
        "measure": "cla_rate",
        "place": Place.objects.get(code="888"),
        "start_date": date(2021, 2, 1),
        "direction": -1,
        "smallest_change": 10.0,
        "harm_measure": "repeat_plan_pct",
        "what_was_started": "",
        "last_year": None,
        "is_national_reform": False,
    }
    assert form.cleaned_data["excluded"] == []


@pytest.mark.parametrize(("measure", "size"), [("cla_rate", 10.0), ("repeat_plan_pct", 2.0)])
def test_smallest_change_left_empty_is_that_of_the_measure(measure, size):
    form = fill(measure=measure)
    assert form.errors == {}
    assert form.answers()["smallest_change"] == size


def test_every_answer_is_taken():
    form = fill(
        smallest_change="12.5", what_was_started=" Family Safeguarding ", last_year="2024", is_national_reform="on"
    )
    assert form.errors == {}
    answers = form.answers()
    assert [answers[name] for name in ("smallest_change", "what_was_started", "last_year", "is_national_reform")] == [
        12.5,
        "Family Safeguarding",
        2024,
        True,
    ]


@pytest.mark.parametrize("given", ["10%", "10 %", " 10.0 % "])
def test_smallest_change_is_taken_with_the_sign_for_per_cent(given):
    form = fill(smallest_change=given)
    assert form.errors == {}
    assert form.answers()["smallest_change"] == 10.0


def test_smallest_change_of_50_points_is_taken_for_a_percentage_and_90_per_cent_for_a_rate():
    assert errors(measure="repeat_plan_pct", smallest_change="50") == {}
    assert errors(smallest_change="90") == {}


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ("Herefordshire, County of", ["884"]),
        ("Leeds, 383; Lambeth", ["383", "208"]),
        ("Leeds, Herefordshire, County of, Ealing", ["383", "884", "307"]),
        ("Bournemouth, Christchurch and Poole, Leeds", ["839", "383"]),
        ("Leeds;Kingston upon Hull, City of;\r\nEaling,", ["383", "810", "307"]),
        (" , ;\n;", []),
    ],
)
def test_left_out_councils_may_stand_on_one_line(given, codes):
    form = fill(excluded=given)
    assert form.errors == {}
    assert [place.code for place in form.cleaned_data["excluded"]] == codes


def test_unknown_council_on_a_line_with_others_is_named_by_itself():
    assert errors(excluded="Leeds, Nowhere, Ealing")["excluded"] == [
        "'Nowhere' is not a council we recognise. "
        "Enter the name of a council with children’s services, or its 3-digit code."
    ]


def test_left_out_councils_are_read_by_name_code_and_other_spelling():
    form = fill(
        excluded="Leeds\r\n383\n\n  stoke on trent council \nDorset since 2019\n".replace("Dorset since 2019", "838")
    )
    assert form.errors == {}
    assert {place.code for place in form.cleaned_data["excluded"]} == {"383", "861", "838"}


def test_answers_of_a_plan_fill_the_form_and_come_out_the_same(user):
    plan = PlanFactory(
        author=user,
        place=Place.objects.get(code="888"),
        start_date=date(2021, 2, 1),
        smallest_change=12.5,
        last_year=2024,
        what_was_started="Something",
        is_national_reform=True,
        harm_measure="cpp_rate",
    )
    plan.excluded_places.set(Place.objects.filter(code__in=("383", "861")))
    initial = PlanForm.initial_from(plan)
    start = initial.pop("start_date")
    form = fill(**initial, start_date_month=str(start.month), start_date_year=str(start.year))
    assert form.errors == {}
    again = EvaluationPlan(author=user, **form.answers())
    assert {**again.specification().to_document(), "excluded": ["383", "861"]} == plan.specification().to_document()


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"measure": ""}, "measure", "Choose what you are trying to change"),
        ({"measure": "cla"}, "measure", "Choose what you are trying to change"),
        ({"measure": "x" * 10_000}, "measure", "Choose what you are trying to change"),
        ({"place": ""}, "place", "Choose the council where it was started"),
        ({"place": "999"}, "place", "Choose a council from the list"),
        ({"place": "F002"}, "place", "Choose a council from the list"),  # fictional
        ({"place": "835"}, "place", "Choose a council from the list"),  # abolished
        ({"place": "E12000002"}, "place", "Choose a council from the list"),  # a region
        ({"place": "8\x0088"}, "place", "Null characters are not allowed."),
        ({"start_date_month": "", "start_date_year": ""}, "start_date", "Enter a month and a year, for example 4 2021"),
        ({"start_date_month": ""}, "start_date", "Enter a month as well as the year"),
        ({"start_date_year": ""}, "start_date", "Enter a year as well as the month"),
        ({"start_date_month": "3", "start_date_year": "2011"}, "start_date", "Enter April 2011 or a later month"),
        (
            {"start_date_year": "9999"},
            "start_date",
            f"Enter December {timezone.localdate().year + 5} or an earlier month",
        ),
        ({"direction": ""}, "direction", "Choose a fall or a rise"),
        ({"direction": "0"}, "direction", "Choose a fall or a rise"),
        ({"smallest_change": "some"}, "smallest_change", "Enter the smallest change as a number, for example 10"),
        ({"smallest_change": "nan"}, "smallest_change", "Enter the smallest change as a number, for example 10"),
        ({"smallest_change": "inf"}, "smallest_change", "Enter the smallest change as a number, for example 10"),
        ({"smallest_change": "-inf"}, "smallest_change", "Enter the smallest change as a number, for example 10"),
        ({"smallest_change": "1e400"}, "smallest_change", "Enter the smallest change as a number, for example 10"),
        ({"smallest_change": "9" * 5000}, "smallest_change", "Enter the smallest change as a number, for example 10"),
        ({"smallest_change": "0"}, "smallest_change", "Enter a smallest change of 0.5 or more"),
        (
            {"smallest_change": "-10"},
            "smallest_change",
            "Enter it without a minus sign. Say above whether you hope for a fall or a rise",
        ),
        (
            {"smallest_change": "\N{MINUS SIGN}10 %"},
            "smallest_change",
            "Enter it without a minus sign. Say above whether you hope for a fall or a rise",
        ),
        ({"smallest_change": "%"}, "smallest_change", "Enter the smallest change as a number, for example 10"),
        (
            {"measure": "repeat_plan_pct", "smallest_change": "50.5"},
            "smallest_change",
            "Enter 50 points or fewer: this measure is a percentage, so its change is given in points",
        ),
        ({"smallest_change": "90.1"}, "smallest_change", "Enter a smallest change of 90 or less"),
        ({"last_year": "last"}, "last_year", "Enter the last year in four digits, for example 2024"),
        ({"last_year": "2024.5"}, "last_year", "Enter the last year in four digits, for example 2024"),
        ({"last_year": "9" * 5000}, "last_year", "Enter the last year in four digits, for example 2024"),
        ({"last_year": "24"}, "last_year", "Enter the last year in four digits, for example 2024"),
        ({"last_year": "-2024"}, "last_year", "Enter the last year in four digits, for example 2024"),
        (
            {"last_year": f"{timezone.localdate().year + 6}"},
            "last_year",
            f"Enter a last year of {timezone.localdate().year + 5} or earlier",
        ),
        ({"last_year": "2020"}, "last_year", "Enter a year after the start (February 2021), or leave it blank"),
        ({"last_year": "2021"}, "last_year", "Enter a year after the start (February 2021), or leave it blank"),
        (
            {"what_was_started": "x" * 121},
            "what_was_started",
            "Ensure this value has at most 120 characters (it has 121).",
        ),
        ({"excluded": "888"}, "excluded", "Lancashire is the council in the plan, so it cannot be left out."),
        (
            {"excluded": "Dorset"},
            "excluded",
            "'Dorset' is the name of 2 councils: Dorset (835, until 31 March 2019); Dorset (838, since 1 April 2019). "
            "Enter the code of the one you mean.",
        ),
    ],
)
def test_wrong_answer_is_refused_with_a_sentence(changes, field, sentence):
    assert errors(**changes) == {field: [sentence]}


def test_two_early_years_are_refused_each_with_its_sentence():
    assert errors(last_year="2011")["last_year"][0] == "Enter a last year of 2012 or later"


@pytest.mark.parametrize("measure", ["repeat_plan_pct", "rereferral_pct"])
def test_wrong_direction_of_a_measure_with_a_better_side_is_refused(measure):
    assert errors(measure=measure, direction="1") == {
        "direction": [
            "For this measure lower is better, so choose a fall. If you fear the opposite, name it as the measure that "
            "would show harm."
        ]
    }
    assert errors(measure=measure, direction="-1") == {}


@pytest.mark.parametrize("direction", ["-1", "1"])
def test_either_direction_of_a_neutral_measure_is_taken(direction):
    assert errors(direction=direction) == {}


def test_nothing_at_all_is_refused_for_each_of_the_four_questions():
    form = PlanForm({})
    assert list(form.errors) == ["measure", "place", "start_date", "direction"]


def test_unknown_councils_are_all_named_at_once():
    problems = errors(excluded="Nowhere\nLeds\nLeeds")["excluded"]
    assert problems[0].startswith("'Nowhere' is not a council we recognise.")
    assert problems[1].startswith("'Leds' is not a council we recognise. Did you mean Leeds (383)")
    assert len(problems) == 2


def test_fictional_council_cannot_be_left_out_of_a_real_plan_nor_the_other_way_round():
    assert errors(excluded="F003")["excluded"][0].startswith("'F003' is not a council we recognise.")
    form = fill(fictional=True, place="F002", excluded="Leeds")
    assert list(form.errors) == ["excluded"]


def test_real_council_posted_to_the_fictional_form_is_refused():
    assert fill(fictional=True).errors == {"place": ["Choose a council from the list"]}


@pytest.mark.parametrize(
    "text",
    [
        "x\n" * 100_000,
        "Leeds\n" * 1000,
        "x" * 1_000_000,
        "\n".join(map(str, range(101))),
        "x, " * 1666,
        ",".join(map(str, range(101))),
    ],
)
def test_endless_list_of_councils_is_refused_quickly(text):
    before = time.process_time()
    problems = errors(excluded=text)["excluded"]
    assert time.process_time() - before < 3
    assert len(problems) == 1
    assert len(problems[0]) < 300


def test_long_line_of_councils_is_read_quickly():
    codes = [place.code for place in Place.objects.councils().real().exclude(code="888").order_by("code")[:100]]
    before = time.process_time()
    form = fill(excluded=", ".join(codes))
    assert form.errors == {}
    assert time.process_time() - before < 3
    assert [place.code for place in form.cleaned_data["excluded"]] == codes


def test_long_list_of_unknown_councils_stops_at_ten():
    assert len(errors(excluded="\n".join(f"Nowhere {number}" for number in range(50)))["excluded"]) == 10


def test_council_left_out_twice_is_left_out_once():
    form = fill(excluded="Leeds\nLeeds\n")
    assert form.errors == {}
    assert [place.code for place in form.cleaned_data["excluded"]] == ["383"]


def test_form_with_a_wrong_optional_answer_stands_open():
    assert fill(last_year="x").has_optional_errors()
    assert not fill(direction="").has_optional_errors()


def test_start_may_lie_five_years_ahead_and_no_more():
    year = timezone.localdate().year
    assert errors(start_date_month="12", start_date_year=str(year + 5)) == {}
    assert list(errors(start_date_month="1", start_date_year=str(year + 6))) == ["start_date"]


# --- the measure that would show harm ----------------------------------------------------------


def test_measure_of_harm_is_the_suggested_one_unless_another_is_chosen():
    for given, harm in (({}, "repeat_plan_pct"), ({"harm_measure": "cin_rate"}, "cin_rate")):
        form = fill(**given)
        assert form.errors == {}
        assert form.answers()["harm_measure"] == harm


@pytest.mark.parametrize(
    ("measure", "same"), [("cla_rate", "cla_rate"), ("cla_rate", "cla_number"), ("cla_number", "cla_rate")]
)
def test_the_same_figures_cannot_show_their_own_harm(measure, same):
    assert errors(measure=measure, harm_measure=same) == {
        "harm_measure": ["Choose a measure that counts something other than what you want to change"]
    }


def test_unknown_measure_of_harm_is_refused_beside_its_question():
    assert list(errors(harm_measure="nonsense")) == ["harm_measure"]


def test_both_questions_offer_the_measures_by_outcome():
    fields = PlanForm().fields
    (blank, suggested), *groups = fields["harm_measure"].choices
    assert (blank, suggested) == ("", "Use the suggested measure")
    assert groups == fields["measure"].choices
    assert len(groups) > 2


def test_a_suggestion_follows_when_the_measure_is_changed():
    place = Place.objects.get(code="888")
    for harm, offered in (("repeat_plan_pct", ""), ("cpp_rate", "cpp_rate")):
        assert PlanForm.initial_from(PlanFactory(place=place, harm_measure=harm))["harm_measure"] == offered
