"""Telling the safeguarding lead, closing what they were told, and naming who that is."""

from datetime import date
from typing import Any

from django import forms

from cairn.common.forms import RadioSelect, TextInput, long_text
from cairn.places.models import Membership, Organisation
from cairn.voice.models import SafetyPost

DAY_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"]


class SafeguardingConcernForm(forms.Form):
    words = forms.CharField(
        label="What are you worried about?",
        help_text="What you saw or were told, when, and where the child or person is now. A few "
        "words are enough: the lead will ask for more. Leave out full names, dates of "
        "birth and addresses.",
        max_length=3000,
        widget=forms.Textarea({"rows": 8, "autocomplete": "off"}),
        error_messages={
            "required": "Say what you are worried about, in a few words",
            "max_length": "This is longer than 3,000 characters. Shorten it: the lead will ask for more",
        },
    )
    contact = forms.CharField(
        label="How can they contact you? (optional)",
        help_text="A phone number or e-mail address. Without it they cannot ask you anything.",
        max_length=200,
        required=False,
        widget=TextInput(autocomplete="off"),
    )


class ConcernAboutForm(SafeguardingConcernForm):
    """The same, with the question whom it must go past."""

    about = forms.ChoiceField(
        label="Is it about the safeguarding lead or the deputy?",
        choices=[
            ("", "No"),
            *((value, f"It is about the {label.lower()}") for value, label in SafetyPost.Role.choices),
        ],
        help_text="If it is, that person is not told and cannot read it. The other one is.",
        required=False,
        widget=RadioSelect(),
    )


class RecordedForm(forms.Form):
    reference = forms.CharField(
        label="Reference in your own system",
        help_text="Not a name. The lead and the deputy enter the same reference.",
        max_length=60,
        widget=TextInput(width=20, autocomplete="off"),
        error_messages={"required": "Enter the reference under which it is recorded"},
    )


class CloseForm(forms.Form):
    done = long_text(
        "What action was taken?",
        required=True,
        rows=3,
        most=1000,
        help_text="For example: Handed on to the front door of the council at 14:20, and noted in our case system. "
        "Do not name or describe the child: this line is kept when the concern itself is deleted.",
    )


class NameForm(forms.Form):
    """Who is told. Both are asked for their yes."""

    lead = forms.ModelChoiceField(
        Membership.objects.none(),
        label="Safeguarding lead",
        widget=RadioSelect(),
        empty_label=None,
        error_messages={"required": "Choose the lead", "invalid_choice": "Choose someone from the list"},
    )
    deputy = forms.ModelChoiceField(
        Membership.objects.none(),
        label="Deputy",
        help_text="Told at the same time, and on duty while the lead is away.",
        widget=RadioSelect(),
        required=False,
        empty_label="No one yet",
        error_messages={"invalid_choice": "Choose someone from the list"},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        people = Membership.objects.active().filter(organisation=organisation, user__is_active=True)
        posts = SafetyPost.objects.filter(organisation=organisation)
        initial = dict(posts.values_list("role", "membership_id"))
        super().__init__(*args, initial=initial, **kwargs)  # type: ignore[misc]  # only data and files are given by position
        for name in ("lead", "deputy"):
            self.fields[name].queryset = people.select_related("user").order_by("user__name")
            self.fields[name].label_from_instance = lambda one: one.user.name


def make_day_field(label: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text="For example 31/3/2027",
        required=required,
        input_formats=DAY_FORMATS,
        widget=TextInput(width=10),
        error_messages={"required": "Enter a date", "invalid": "This is not a date. Enter it like 31/3/2027"},
    )


class AwayForm(forms.Form):
    """Both days or neither; the last day counts."""

    away_from = make_day_field("First day away")
    away_until = make_day_field("Last day away")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first: date | None = given.get("away_from")
        last: date | None = given.get("away_until")
        if self.errors:
            return given
        if bool(first) != bool(last):
            missing = "away_until" if first else "away_from"
            self.add_error(missing, "Enter both days, or leave both blank if you are not away")
        elif first and last and last < first:
            self.add_error(
                "away_until", f"{last:%-d %B %Y} is before {first:%-d %B %Y}. Write a day that is not earlier"
            )
        return given
