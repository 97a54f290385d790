"""What somebody who comes would like the others to know."""

from typing import Any

from django import forms

from cairn.common.forms import short_text
from cairn.events.presenters.events import get_topics
from cairn.records.forms.safeguarding import SafeguardingGate


class MeetingForm(SafeguardingGate):
    may_show_name = forms.BooleanField(
        label="Show my name and organisation to the others who are coming", required=False
    )
    wants_to_meet = forms.BooleanField(
        label="Suggest me to people I might want to talk to, and suggest them to me", required=False
    )
    asks_about = forms.MultipleChoiceField(
        label="What would you like to hear about? (optional)", required=False, widget=forms.CheckboxSelectMultiple
    )
    asks = short_text(
        "In your own words (optional)",
        most=200,
        help_text="For example: how others kept a team after the grant ended",
    )
    offers_about = forms.MultipleChoiceField(
        label="What could you help others with? (optional)", required=False, widget=forms.CheckboxSelectMultiple
    )
    offers = short_text("In your own words (optional)", most=200, help_text="Do not write about a child or family.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = [(term.key, term.title) for term in get_topics()]
        self.fields["asks_about"].choices = topics  # type: ignore[attr-defined]  # fields with choices
        self.fields["offers_about"].choices = topics  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("wants_to_meet") and not given.get("may_show_name"):
            self.add_error("may_show_name", "Tick this as well: we can only suggest you to others by your name")
        return given
