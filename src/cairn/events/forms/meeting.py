"""What somebody who comes would like the others to know."""

from typing import Any

from django import forms

from cairn.common.forms import short_text
from cairn.events.presenters.events import get_topics
from cairn.records.forms.safeguarding import SafeguardingGate


class MeetingForm(SafeguardingGate):
    wants_to_meet = forms.BooleanField(
        label="Suggest people I could meet, and suggest me to them",
        help_text="They see your name, your organisation and the reason. You can change this at any time.",
        required=False,
    )
    may_show_name = forms.BooleanField(label="Show my name and organisation to others who have a place", required=False)
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
        self.fields["asks_about"].choices = topics
        self.fields["offers_about"].choices = topics
