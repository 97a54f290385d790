"""What somebody will do, and what came of it."""

from datetime import date
from typing import Any

from django import forms

from cairn.accounts.models import User
from cairn.common.forms import RadioSelect, TextInput, long_text, short_text
from cairn.places.models import Membership
from cairn.records.forms import TeamForm
from cairn.records.queries import get_own_teams
from cairn.records.sections import Section, SectionForm


def day(label: str, missing: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text="For example 31/3/2027",
        input_formats=["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"],
        widget=TextInput(width=10),
        error_messages={"required": missing, "invalid": "This is not a date. Enter it like 31/3/2027"},
    )


class StartForm(TeamForm):
    """Without an owner, a first step and a day it is a wish."""

    what = short_text("What will be done?", required=True, most=150)
    why = long_text("Why? (optional)", rows=2, most=500)
    first_step = short_text(
        "What is the first step?", required=True, help_text="Something small that can be done this week"
    )
    due_date = day("By when?", "Enter the date it is due")
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label="Who will do it?",
        empty_label=None,
        widget=RadioSelect(),
        error_messages={"required": "Choose an owner", "invalid_choice": "Choose someone in the team"},
    )

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.today = today
        teams = get_own_teams(user)
        people = User.objects.filter(
            memberships__team_memberships__team__in=teams, memberships__state=Membership.State.ACTIVE
        ) | User.objects.filter(pk=user.pk)
        self.fields["owner"].queryset = people.distinct().order_by("name")
        self.fields["owner"].label_from_instance = lambda person: person.name
        self.fields["owner"].initial = user.pk

    def clean_due_date(self) -> date:
        given = self.cleaned_data["due_date"]
        if given < self.today:
            raise forms.ValidationError(f"{given:%-d %B %Y} is past. Write a day that is still to come.")
        return given


class FinishForm(forms.Form):
    outcome = long_text(
        "What came of it?", required=True, help_text="What changed, for whom? “Nothing changed” is also an answer."
    )
    done_date = day("When was it done?", "Enter the date it was done")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_done_date(self) -> date:
        given = self.cleaned_data["done_date"]
        if given > self.today:
            raise forms.ValidationError(f"{given:%-d %B %Y} is still to come. Enter the date it was done.")
        return given


class ActionForm(SectionForm):
    title = short_text("What will be done?", required=True, most=150)
    summary = long_text("Why? (optional)", rows=2, most=500)
    first_step = short_text("What is the first step?", required=True)
    due_date = day("By when?", "Enter the date it is due")


def get_sections() -> tuple[Section, ...]:
    return (Section("what", "What will be done", ActionForm),)
