"""What somebody will do, and what is done about it. Fields are named like the arguments of the services."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from cairn.accounts.models import User
from cairn.actions import services
from cairn.actions.enums import Act, Response
from cairn.actions.models import Action
from cairn.actions.queries import get_possible_owners
from cairn.actions.services import Ownership
from cairn.common.dates import add_months
from cairn.common.forms import CHOOSE, RadioSelect, TextInput, long_text, short_text
from cairn.places.models import Membership
from cairn.records.forms import TeamForm
from cairn.records.policies import can_edit
from cairn.records.queries import get_own_teams
from cairn.records.sections import Section, SectionForm

INVITE, BODY = "invite", "body"


def day(
    label: str, missing: str, *, required: bool = True, help_text: str = "For example 31/3/2027"
) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"],
        widget=TextInput(width=10),
        error_messages={"required": missing, "invalid": "This is not a date. Enter it like 31/3/2027"},
    )


def check_to_come(given: date | None, today: date) -> date | None:
    if given is not None and given < today:
        raise forms.ValidationError(f"{given:%-d %B %Y} is past. Enter a date that is still to come.")
    return given


class OwnerFields(forms.Form):
    """Who will do it: somebody of the team, somebody who is invited, or a body outside."""

    owner = forms.ChoiceField(
        label="Who will do it?",
        widget=RadioSelect(
            hints={
                INVITE: "They see this action and nothing else on the site.",
                BODY: "For example a health trust or a school. We do not e-mail them; the reminders come to you.",
            }
        ),
        error_messages={"required": "Choose an owner", "invalid_choice": "Choose someone in the team"},
    )
    email = forms.EmailField(
        label="E-mail address of the person you invite (optional)",
        required=False,
        widget=TextInput(type="email", autocomplete="off"),
        error_messages={"invalid": "Enter an e-mail address like name@example.org"},
    )
    body = short_text("Name of the organisation (optional)", most=120)
    contact = short_text("Your contact there (optional)", most=120, help_text="A name or a role")
    contact_email = forms.EmailField(
        label="Their e-mail address (optional)", required=False, widget=TextInput(type="email", autocomplete="off")
    )

    def offer(self, people: QuerySet[User], *, initial: User | None = None, outside: bool = True) -> None:
        self.people = {str(person.pk): person for person in people}
        names = [(key, person.name) for key, person in self.people.items()]
        if not outside:
            for name in ("email", "body", "contact", "contact_email"):
                del self.fields[name]
        others = [(INVITE, "Someone else, invited by e-mail"), (BODY, "Another organisation")]
        self.fields["owner"].choices = [*names, *others] if outside else names
        if initial is not None:
            self.fields["owner"].initial = str(initial.pk)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("owner") == INVITE and not given.get("email") and "email" not in self.errors:
            self.add_error("email", "Enter the e-mail address of the person you invite")
        if given.get("owner") == BODY and not given.get("body") and "body" not in self.errors:
            self.add_error("body", "Enter the name of the organisation")
        return given

    def get_ownership(self) -> Ownership:
        """Only what belongs to the choice: what was typed beside another one is left aside."""
        given = self.cleaned_data
        if given["owner"] == INVITE:
            return Ownership(email=given["email"])
        if given["owner"] == BODY:
            return Ownership(body=given["body"], contact=given["contact"], contact_email=given["contact_email"])
        return Ownership(owner=self.people[given["owner"]])


class StartForm(OwnerFields, TeamForm):
    """Without an owner, a first step and a day it is a wish."""

    what = short_text("What will be done?", required=True, most=150)
    why = long_text("Why? (optional)", rows=2, most=500)
    first_step = short_text(
        "What is the first step?", required=True, help_text="Something small that can be done this week"
    )
    due_date = day("By when?", "Enter the date it is due")
    review_date = day(
        "When will you look at it again? (optional)",
        "",
        required=False,
        help_text="We then ask what has changed, or why it was not done. Leave this empty and we ask in six months.",
    )

    field_order = ("team", "what", "why", "first_step", "due_date", "review_date", "owner", "email", "body")

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.today = today
        teams = get_own_teams(user)
        people = User.objects.filter(
            memberships__team_memberships__team__in=teams, memberships__state=Membership.State.ACTIVE
        ) | User.objects.filter(pk=user.pk)
        self.offer(people.distinct().order_by("name"), initial=user)
        self.fields["review_date"].initial = f"{add_months(today, 6):%-d/%-m/%Y}"

    def clean_due_date(self) -> date | None:
        return check_to_come(self.cleaned_data["due_date"], self.today)

    def clean_review_date(self) -> date | None:
        return check_to_come(self.cleaned_data["review_date"], self.today)


class GiveForm(OwnerFields):
    """Also for a coordinator who may not read the action: it names nothing of it."""

    reason = short_text("Why? (optional)", most=300)

    field_order = ("owner", "email", "body", "contact", "contact_email", "reason")

    def __init__(self, *args: Any, action: Action, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(get_possible_owners(action.team, user), outside=can_edit(action, user))


# --- Acts -----------------------------------------------------------------------------------------


class ActForm(forms.Form):
    def __init__(self, *args: Any, action: Action, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action, self.today = action, today


class RespondForm(ActForm):
    response = forms.ChoiceField(
        label="Will you do it?", choices=Response.choices, widget=RadioSelect(), error_messages={"required": CHOOSE}
    )
    reason = long_text(
        "Which part, or why not now? (optional)", rows=2, most=1000, help_text="Needed unless your answer is yes."
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("response") not in (None, Response.ACCEPTED) and not given.get("reason", "").strip():
            self.add_error("reason", "Say which part, or why not now")
        return given


class StartWorkForm(ActForm):
    words = long_text("What have you started with? (optional)", rows=2, most=1000)


class StuckForm(ActForm):
    on = long_text(
        "What are you stuck on?",
        required=True,
        rows=3,
        most=1000,
        help_text="Your team, its coach and your coordinator are told that you are stuck. Your team reads this.",
    )


class UnstuckForm(ActForm):
    words = long_text("What helped? (optional)", rows=2, most=1000)


class MoveForm(ActForm):
    to = day("When will it be done?", "Enter the new date")
    reason = long_text("Why does the date change?", required=True, rows=2, most=1000)

    def clean_to(self) -> date | None:
        return check_to_come(self.cleaned_data["to"], self.today)


class FinishForm(ActForm):
    is_different = forms.BooleanField(label="It was done differently from what was planned", required=False)
    outcome = long_text("What changed?", required=True, help_text="For whom? “Nothing changed” is also an answer.")
    evidence = long_text("How do you know? (optional)", rows=3, help_text="Figures, a file, what people said")
    done_date = day("When was it done?", "Enter the date it was done")

    def clean_done_date(self) -> date:
        given: date = self.cleaned_data["done_date"]
        if given > self.today:
            raise forms.ValidationError(f"{given:%-d %B %Y} is still to come. Enter the date it was done.")
        return given


class DropForm(ActForm):
    reason = long_text("Why will it not be done?", required=True, rows=3, most=1000)


class ReviewForm(ActForm):
    words = long_text("What has changed since?", required=True, rows=3, most=1000)
    next_review = day("When will you look at it again? (optional)", "", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.action.is_open:
            self.fields["words"].label = "Why has it not been done yet?"

    def clean_next_review(self) -> date | None:
        return check_to_come(self.cleaned_data["next_review"], self.today)


@dataclass(frozen=True)
class ActPage:
    """The page on which something is done about an action, and what does it."""

    act: Act
    question: str
    button: str
    saved: str
    form: type[ActForm]
    do: Callable[..., None]


ACT_PAGES: dict[str, ActPage] = {
    page.act.value: page
    for page in (
        ActPage(Act.RESPONDED, "Will you do it?", "Send answer", "Answer saved.", RespondForm, services.respond),
        ActPage(
            Act.STARTED, "You have started", "Mark as started", "Marked as started.", StartWorkForm, services.start_work
        ),
        ActPage(
            Act.STUCK,
            "You are stuck",
            "Ask for help",
            "Saved. Your team, its coach and your coordinator will hear that you are stuck.",
            StuckForm,
            services.say_stuck,
        ),
        ActPage(
            Act.UNSTUCK,
            "No longer stuck",
            "Carry on",
            "Saved. The action is in progress again.",
            UnstuckForm,
            services.get_unstuck,
        ),
        ActPage(
            Act.DATE_MOVED, "Change the due date", "Change date", "Due date changed.", MoveForm, services.move_due_date
        ),
        ActPage(
            Act.DONE, "What was the outcome?", "Mark as done", "Outcome saved.", FinishForm, services.finish_action
        ),
        ActPage(
            Act.DROPPED, "It will not be done", "Drop this action", "Action dropped.", DropForm, services.drop_action
        ),
        ActPage(Act.REVIEWED, "Review", "Save review", "Review saved.", ReviewForm, services.review_action),
    )
}


class ActionForm(SectionForm):
    title = short_text("What will be done?", required=True, most=150)
    summary = long_text("Why? (optional)", rows=2, most=500)
    first_step = short_text("What is the first step?", required=True)


def get_sections() -> tuple[Section, ...]:
    return (Section("what", "What will be done", ActionForm),)
