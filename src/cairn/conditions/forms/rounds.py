"""Starting a reflection, opening a round, asking people."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cairn.actions.forms import day
from cairn.common.forms import RadioSelect, long_text, short_text
from cairn.conditions import policies
from cairn.conditions.definitions.statements import get_statements
from cairn.conditions.enums import Promise, StatementSet
from cairn.records.forms import TeamForm
from cairn.records.sections import Section, SectionForm
from cairn.rooms.forms import HOURS

AGENCIES = (
    "Children’s social care",
    "Health",
    "Schools and early years",
    "Police and justice",
    "Voluntary and community sector",
    "Another agency",
)


class StartProfileForm(TeamForm):
    title = short_text(
        "What do you want to look at?",
        required=True,
        most=150,
        help_text="For example: What helps our key workers, and what gets in their way",
    )
    summary = long_text("Why now? (optional)", rows=2, most=500)


class ProfileForm(SectionForm):
    title = short_text("What do you want to look at?", required=True, most=150)
    summary = long_text("Why now? (optional)", rows=2, most=500)


def get_sections() -> tuple[Section, ...]:
    return (Section("what", "What you look at", ProfileForm),)


class OpenRoundForm(forms.Form):
    which = forms.ChoiceField(
        label="How many statements?",
        widget=RadioSelect(),
        initial=StatementSet.SHORT,
        error_messages={"required": "Choose how many statements"},
    )
    promise = forms.ChoiceField(
        label="What do you ask for?",
        choices=Promise.choices,
        initial=Promise.WORDS,
        widget=RadioSelect(
            hints={
                Promise.WORDS: "Once the round has closed, words are shown without names and in no order.",
                Promise.COUNTS: "People choose answers and write nothing.",
            }
        ),
        error_messages={"required": "Choose what you ask for"},
    )
    agencies = long_text(
        "Which agencies do people come from?",
        required=True,
        rows=6,
        most=500,
        help_text="One on each line. You cannot change the list once the round is open.",
    )
    closes_on = day("What is the last day to answer?", "Enter the last day to answer")
    reason = short_text("Why do you ask again?", most=300, help_text="For example: We have a new director")

    def __init__(self, *args: Any, is_first: bool, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        numbers = {which: len(get_statements(which)) for which in StatementSet}
        self.fields["which"].choices = [
            (StatementSet.SHORT, f"{numbers[StatementSet.SHORT]}, about ten minutes"),
            (StatementSet.LONG, f"{numbers[StatementSet.LONG]}, about twenty-five minutes"),
        ]
        self.fields["agencies"].initial = "\n".join(AGENCIES)
        if is_first:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = "Enter why you ask again"

    def clean_agencies(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["agencies"].splitlines() if line.strip()]
        given: list[str] = _check(policies.check_agencies, lines)
        return given

    def clean_closes_on(self) -> date:
        given: date = _check(partial(policies.check_last_day, at=self.at), self.cleaned_data["closes_on"])
        return given

    def get_answers(self) -> dict[str, Any]:
        """What the service is given."""
        given = self.cleaned_data
        return given | {
            "which": StatementSet(given["which"]),
            "promise": Promise(given["promise"]),
            "reason": given.get("reason", ""),
        }


def _check(check: Callable[[Any], None], given: Any) -> Any:
    """The rule of the policy as an error of the field."""
    try:
        check(given)
    except policies.UnableToReflect as problem:
        raise ValidationError(str(problem)) from problem
    return given


class InviteForm(forms.Form):
    emails = long_text(
        "E-mail addresses",
        required=True,
        rows=6,
        most=4000,
        help_text="One on each line. Each person gets a link of their own that works once.",
    )

    def clean_emails(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["emails"].replace(",", "\n").splitlines() if line.strip()]
        for line in lines:
            try:
                validate_email(line)
            except ValidationError:
                raise ValidationError(
                    f"“{line[:40]}” is not an e-mail address. Enter addresses like name@example.org, one on each line."
                ) from None
        return lines


class RoomForm(forms.Form):
    hours = forms.TypedChoiceField(
        label="How long will the room be open?",
        choices=[(hours, f"{hours} hour{'s' if hours > 1 else ''}") for hours in HOURS],
        coerce=int,
        initial=2,
        error_messages={"required": "Choose how long"},
    )
    has_shared_devices = forms.BooleanField(label="People share a phone or tablet", required=False)
