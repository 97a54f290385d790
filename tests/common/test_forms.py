from datetime import date

import pytest
from django import forms

from cairn.common.forms import CHOOSE, MonthYearField, NumberInput, RadioSelect, SectionedForm, long_text
from tests.cases import each


class PlanForm(SectionedForm):
    optional = ("note",)
    optional_summary = "Add a note"
    start = MonthYearField(label="Since when?", help_text="For example 4 2021", first=date(2010, 1, 1))
    size = forms.DecimalField(label="How much?", widget=NumberInput(suffix="per cent", decimal=True))
    direction = forms.ChoiceField(
        choices=[("fewer", "Fewer"), ("more", "More")], widget=RadioSelect(hints={"fewer": "A good sign"})
    )
    agreed = forms.BooleanField(label="We agree")
    note = forms.CharField(max_length=3, required=False)


def clean_month(*parts, **options):
    return MonthYearField(**options).clean(list(parts))


@each(
    ("month", "year", "expected"),
    [
        ("4", "2021", date(2021, 4, 1)),
        ("04", " 2021 ", date(2021, 4, 1)),
        ("April", "2021", date(2021, 4, 1)),
        ("apr", "2021", date(2021, 4, 1)),
        ("Sept.", "2021", date(2021, 9, 1)),
        ("12", "1900", date(1900, 12, 1)),
    ],
)
def test_month_year_reads_numbers_and_names(month, year, expected):
    assert clean_month(month, year) == expected


@each(
    ("month", "year", "code", "message"),
    [
        ("", "", "required", "Enter a month and a year, for example 4 2021"),
        ("4", "", "year", "Enter a year as well as the month"),
        ("", "2021", "month", "Enter a month as well as the year"),
        ("13", "2021", "month", "“13” is not a month. Enter a number from 1 to 12, or a name such as April"),
        ("0", "2021", "month", "“0” is not a month. Enter a number from 1 to 12, or a name such as April"),
        ("ju", "2021", "month", "“ju” is not a month. Enter a number from 1 to 12, or a name such as April"),
        ("٤", "2021", "month", "“٤” is not a month. Enter a number from 1 to 12, or a name such as April"),
        ("4", "21", "year", "“21” is not a year. Enter four figures, for example 2021"),
        ("4", "1899", "year", "“1899” is not a year. Enter four figures, for example 2021"),
        ("4", "9" * 5000, "year", "“99999999999999999999” is not a year. Enter four figures, for example 2021"),
        ("4\x00", "2021", "month", "“4\x00” is not a month. Enter a number from 1 to 12, or a name such as April"),
        ("12", "2009", "date", "Enter January 2010 or a later month"),
        ("2", "2031", "date", "Enter January 2030 or an earlier month"),
    ],
)
def test_month_year_says_what_is_wrong(month, year, code, message):
    with pytest.raises(forms.ValidationError) as problem:
        clean_month(month, year, first=date(2010, 1, 1), last=lambda: date(2030, 1, 1))
    assert problem.value.messages == [message]
    assert problem.value.code == code


def test_month_year_not_required_may_stay_empty():
    assert clean_month("", "", required=False) is None


def test_month_year_shows_its_initial_value():
    html = str(PlanForm(initial={"start": date(2021, 4, 1)})["start"])
    assert 'name="start_month" value="4"' in html
    assert 'name="start_year" value="2021"' in html


def test_month_year_change_is_noticed():
    field = MonthYearField()
    assert field.has_changed(date(2021, 4, 1), ["4", "2021"]) is False
    assert field.has_changed(date(2021, 4, 1), ["5", "2021"]) is True
    assert field.has_changed(date(2021, 4, 1), ["rubbish", "2021"]) is True


def test_only_the_wrong_box_of_a_month_is_marked():
    form = PlanForm({"start_month": "4", "start_year": "21"})
    html = str(form["start"])
    assert html.count("govuk-input--error") == html.count('aria-invalid="true"') == 1
    assert form["start"].error_target == "id_start_1"
    assert PlanForm({})["start"].error_target == "id_start_0"


def test_empty_post_gives_an_error_for_every_required_field():
    assert set(PlanForm({}).errors) == {"start", "size", "direction", "agreed"}


def test_field_is_tied_to_its_hint_and_its_error():
    html = PlanForm({})["start"].as_field_group()
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_start_helptext id_start_error">' in html
    assert 'id="id_start_helptext"' in html
    assert 'id="id_start_error"' in html
    html = PlanForm({})["size"].as_field_group()
    assert 'aria-describedby="id_size_error"' in html
    assert 'aria-invalid="true"' in html
    assert "govuk-input--error" in html
    assert " required>" not in html
    assert " required " not in html


def test_number_shows_its_unit():
    html = str(PlanForm()["size"])
    assert '<div class="govuk-input__suffix" aria-hidden="true">per cent</div>' in html
    assert 'type="text"' in html
    assert 'inputmode="decimal"' in html


def test_radio_hint_describes_its_choice():
    html = str(PlanForm()["direction"])
    assert 'aria-describedby="id_direction_0_hint"' in html
    assert 'id="id_direction_0_hint">A good sign</div>' in html
    assert "id_direction_1_hint" not in html


def test_choices_of_a_wrong_group_are_not_each_called_wrong():
    assert "aria-invalid" not in str(PlanForm({})["direction"])
    assert PlanForm({})["direction"].error_target == "id_direction_0"


def test_single_checkbox_has_its_label_beside_it():
    html = PlanForm()["agreed"].as_field_group()
    assert html.index("<input") < html.index("We agree</label>")


def test_optional_fields_wait_behind_a_line_and_open_for_an_error():
    def opening(form):
        html = str(form)
        return html[html.index("<details") : html.index("</summary>")]

    assert "Add a note" in opening(PlanForm())
    assert " open" not in opening(PlanForm({"note": "abc"}))
    assert " open" in opening(PlanForm({"note": "abcd"}))
    assert str(PlanForm()).count('id="id_note"') == 1


def test_values_are_escaped():
    form = PlanForm({"start_month": '"><script>', "start_year": "2021", "size": "<b>"})
    assert "<script>" not in str(form)
    assert "<b>" not in str(form)


class AskingForm(forms.Form):
    kind = forms.ChoiceField(label="What is it about?", choices=[("a", "A")], error_messages={"required": CHOOSE})
    words = long_text("What happened", required=True)
    whose = forms.CharField(label="Whose view?", error_messages={"required": "Choose whose view it is"})


def test_summary_says_of_which_field_it_speaks():
    form = AskingForm({})
    assert [form[name].errors_in_summary for name in form.fields] == [
        ["What is it about? Choose one"],
        ["What happened: Enter a few words"],
        ["Choose whose view it is"],
    ]
