"""Suggesting what a learning event should be about, following a suggestion, and what those who answer write."""

from typing import Any

from django import forms

from cairn.accounts.models import Reader, User
from cairn.common.dates import show_day
from cairn.common.forms import CHOOSE, RadioSelect, RowField, RowsField, TextInput, long_text, short_text
from cairn.events.models import Suggestion
from cairn.events.queries.suggestions import get_events_to_choose
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.records.forms import TeamForm
from cairn.records.forms.safeguarding import SafeguardingGate

ADDRESS = "Enter an e-mail address in the right form, for example name@example.org"
NO_CHILD = "Do not include anything that could identify a child or family."


def list_topics(none: str) -> list[tuple[str, str]]:
    return [("", none), *((term.key, term.title) for term in get_vocabulary("boards").terms)]


def make_address_field(label: str, help_text: str, *, required: bool = False) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=254,
        widget=TextInput(type="email", autocomplete="email"),
        error_messages={"required": "Enter your e-mail address", "invalid": ADDRESS},
    )


class SuggestionForm(SafeguardingGate):
    title = short_text("What should a learning event be about?", required=True, most=150)
    words = long_text(
        "What would you like to learn, or what could you share? (optional)", rows=4, most=2000, help_text=NO_CHILD
    )
    topic = forms.ChoiceField(label="Which board topic does it belong to? (optional)", required=False, choices=[])
    name = short_text("Your name (optional)", most=100)
    organisation = short_text("Your organisation (optional)", most=150)
    email = make_address_field(
        "Your e-mail address (optional)", "We send you the answer. We never publish your name or address."
    )

    def __init__(self, *args: Any, user: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = list_topics("Not sure")
        if user.is_authenticated:
            del self.fields["name"], self.fields["email"]


class FollowForm(forms.Form):
    email = make_address_field(
        "Your e-mail address",
        "We send you one e-mail with a link to confirm. You can stop, and delete your address, at any time.",
        required=True,
    )


class ReleaseForm(SafeguardingGate):
    """What a moderator makes public of a suggestion."""

    public_title = short_text(
        "Title for everyone", required=True, most=150, help_text="Leave out names of people, and anything private."
    )
    public_words = long_text("Text for everyone (optional)", rows=4, most=1000)
    topic = forms.ChoiceField(label="Board topic", required=False, choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = list_topics("None of the five")


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label="What is the answer?",
        choices=[one for one in Suggestion.State.choices if one[0] != Suggestion.State.WAITING],
        widget=RadioSelect(
            hints={
                Suggestion.State.PLANNED: "There is an event for it. Choose the event below.",
                Suggestion.State.ANSWERED: "It needs no event. Say what was done instead.",
                Suggestion.State.DECLINED: "Say why, and what would change that.",
            }
        ),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    event = RowField(
        queryset=Suggestion.objects.none(),
        label="Which event? (only if planned)",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose an event from the list"},
    )
    answer = long_text(
        "Answer",
        required=True,
        rows=4,
        most=1000,
        help_text="Everyone who follows the suggestion gets this by e-mail. If the suggestion is public, so is the "
        "answer.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = get_events_to_choose(user)
        self.fields["event"].label_from_instance = lambda event: event.title

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        is_planned = given.get("state") == Suggestion.State.PLANNED
        if is_planned and not given.get("event") and "event" not in self.errors:
            self.add_error("event", "Choose the event that is planned")
        if "state" in given and not is_planned:
            given["event"] = None
        return given


class MergeForm(forms.Form):
    other = RowField(
        queryset=Suggestion.objects.none(),
        label="Which suggestion says the same?",
        help_text="It is merged into this one. Its followers then follow this one.",
        empty_label="Choose a suggestion",
        error_messages={"required": "Choose a suggestion", "invalid_choice": "Choose a suggestion from the list"},
    )

    def __init__(self, *args: Any, into: Suggestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = Suggestion.objects.kept().exclude(pk=into.pk).order_by("-sent_at")
        self.fields["other"].label_from_instance = lambda one: (
            f"{one.public_title or one.title or 'Untitled'} ({show_day(one.sent_at)})"
        )


class PlanEventForm(SafeguardingGate, TeamForm):
    """A draft of an event from one or several suggestions."""

    suggestions = RowsField(
        queryset=Suggestion.objects.none(),
        label="Suggestions",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one suggestion", "invalid_choice": "Choose from the list"},
    )
    title = short_text("What will the event be called?", required=True, most=150)
    field_order = ("suggestions", "title", "team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suggestions"].queryset = Suggestion.objects.waiting().order_by("sent_at")
        self.fields["suggestions"].label_from_instance = lambda one: one.public_title or one.title or "Untitled"
