"""Opening a room for a session, writing an action there, and looking after it by a private link."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from cairn.actions.enums import Act
from cairn.actions.forms import check_to_come, day
from cairn.common.forms import CHOOSE, RadioSelect, TextInput, long_text, short_text
from cairn.events.enums import Keeper, Met
from cairn.events.presenters.followup import QUESTIONS, USEFUL
from cairn.records.forms import TeamForm
from cairn.rooms.forms import HOURS, make_key_field


class SessionRoomForm(TeamForm):
    session = forms.ChoiceField(
        label="Which session?", widget=RadioSelect(), error_messages={"required": "Choose a session"}
    )
    hours = forms.TypedChoiceField(
        label="How long will the room be open?",
        choices=[(hours, f"{hours} hour{'s' if hours > 1 else ''}") for hours in HOURS],
        coerce=int,
        initial=2,
    )
    has_shared_devices = forms.BooleanField(
        label="People share a phone or tablet",
        help_text="Unsent answers will not be kept on the device.",
        required=False,
    )
    field_order = ("session", "hours", "has_shared_devices", "team")

    def __init__(self, *args: Any, sessions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = sessions

    def get_session(self) -> uuid.UUID:
        return uuid.UUID(self.cleaned_data["session"])


class WriteActionForm(forms.Form):
    """One action of somebody who is there. Names of fields begin as the script of rooms knows them."""

    key = make_key_field()
    answer_what = short_text(
        "What will you do?", required=True, most=150, help_text="For example: Ask our young people what the hub is for"
    )
    answer_first_step = short_text(
        "What is your first step?", required=True, help_text="Something small that you can do this week"
    )
    answer_due = day("By when?", "Enter the date by which you will do it")
    answer_name = short_text("Your name", required=True, most=120)
    answer_organisation = short_text("Your organisation (optional)", most=120)
    answer_email = forms.EmailField(
        label="Your e-mail address",
        help_text="Young people: use the address of the worker you came with.",
        widget=TextInput(type="email", autocomplete="email"),
        error_messages={
            "required": "Enter your e-mail address, so that the action is yours",
            "invalid": "Enter an e-mail address like name@example.org",
        },
    )
    answer_keeper = forms.ChoiceField(
        label="How do you want to keep it?",
        choices=Keeper.choices,
        widget=RadioSelect(
            hints={
                Keeper.LINK: "No account. The link lets you say how it is going.",
                Keeper.ACCOUNT: "We send an invitation. You see this one action.",
            }
        ),
        error_messages={"required": "Choose how you want to keep it"},
    )

    def clean_answer_due(self) -> date | None:
        return check_to_come(self.cleaned_data["answer_due"], localdate())

    def get_answers(self) -> dict[str, Any]:
        """What the service is given."""
        given = {name.removeprefix("answer_"): value for name, value in self.cleaned_data.items()}
        return {**given, "email": given["email"].lower()}


class OwnActionForm(forms.Form):
    """How an action is going, by its private link."""

    act = forms.ChoiceField(
        label="How is it going?",
        choices=[
            (Act.STARTED, "I have started"),
            (Act.DONE, "It is done"),
            (Act.DATE_MOVED, "I need more time"),
            (Act.STUCK, "I am stuck"),
            (Act.DROPPED, "It will not be done"),
        ],
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    words = long_text(
        "What changed, or why? (optional if you have started)",
        rows=3,
        most=1000,
        help_text="If it is done: what changed. Otherwise: what you are stuck on, or why.",
    )
    day = day("New date (if you need more time)", "", required=False)


class FeedbackForm(forms.Form):
    """Four questions; each may stay empty, but not all."""

    useful = forms.TypedChoiceField(
        label=QUESTIONS["useful"], choices=USEFUL, coerce=int, empty_value=None, required=False, widget=RadioSelect()
    )
    will_use = long_text(f"{QUESTIONS['will_use']} (optional)", rows=3, most=500)
    better = long_text(f"{QUESTIONS['better']} (optional)", rows=3, most=500)
    met = forms.ChoiceField(label=QUESTIONS["met"], choices=Met.choices, required=False, widget=RadioSelect())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not any(given.values()):
            raise forms.ValidationError("Every question is empty. Answer at least one.")
        return given
