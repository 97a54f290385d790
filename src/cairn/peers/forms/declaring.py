"""What an organisation asks or offers."""

from typing import Any

from django import forms

from cairn.accounts.models import User
from cairn.common.forms import CHOOSE, NumberInput, RadioSelect, RowField, long_text
from cairn.peers.definitions import get_topic_groups
from cairn.peers.enums import ShownTo, Side
from cairn.peers.models import LEAST_HOURS, MOST_HOURS, Declared
from cairn.places.models import Organisation
from cairn.records.forms.safeguarding import SafeguardingGate

HOURS = f"Enter a whole number from {LEAST_HOURS} to {MOST_HOURS}"
LABELS = {
    Side.ASKS: (
        "What would you like to learn about?",
        "What have you tried, and where are you stuck? (optional)",
        "How many hours a quarter can your people spend on it?",
    ),
    Side.OFFERS: (
        "What can you show or tell others about?",
        "What did you do, for whom, and what did not work? (optional)",
        "How many hours a quarter can you give to others?",
    ),
}


class DeclaredForm(SafeguardingGate):
    topic = forms.ChoiceField(error_messages={"required": CHOOSE, "invalid_choice": CHOOSE})
    context = long_text("", help_text="Do not include anything that could identify a child or family.", most=1000)
    hours_a_quarter = forms.IntegerField(
        min_value=LEAST_HOURS,
        max_value=MOST_HOURS,
        help_text=f"At least {LEAST_HOURS}: a visit, or two long calls.",
        widget=NumberInput(width=3, suffix="hours"),
        error_messages={"required": HOURS, "invalid": HOURS, "min_value": HOURS, "max_value": HOURS},
    )
    contact = RowField(
        User.objects.none(),
        label="Who is the contact? (optional)",
        help_text="Other organisations see the name only after both of you agree to an introduction.",
        required=False,
        empty_label="No one yet",
    )
    shown_to = forms.ChoiceField(
        label="Who can see it?",
        choices=ShownTo.choices,
        widget=RadioSelect(
            hints={
                ShownTo.OWN: "A match shows others the topic, without your name.",
                ShownTo.MATCHED: "They see your name, the topic and what you wrote.",
                ShownTo.MEMBERS: "It is listed by topic. Information requests may reach it.",
            }
        ),
        initial=ShownTo.OWN,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    hosts_visits = forms.BooleanField(label="We can host a visit", required=False)

    def __init__(
        self, *args: Any, organisation: Organisation, side: Side, declared: Declared | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        topic, context, hours = LABELS[side]
        self.fields["topic"].label = topic
        self.fields["topic"].choices = [("", "Choose a topic"), *get_topic_groups()]
        self.fields["context"].label = context
        self.fields["hours_a_quarter"].label = hours
        members = User.objects.filter(memberships__organisation=organisation, memberships__state="active")
        self.fields["contact"].queryset = members.order_by("name")
        self.fields["contact"].label_from_instance = lambda user: user.name
        if side == Side.ASKS:
            del self.fields["hosts_visits"]
        if declared is not None:
            del self.fields["topic"]
            self.initial = {name: getattr(declared, name) for name in self.fields}
