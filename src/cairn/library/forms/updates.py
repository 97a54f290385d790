"""An update in two minutes, a coach, an offer of help."""

from typing import Any

from django import forms

from cairn.common.forms import TextInput, long_text
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.forms.safeguarding import SafeguardingGate

AT_LEAST_ONE = "Write what moved, where it is stuck or what it needs. One of the three is enough"


class UpdateForm(SafeguardingGate):
    moved = long_text("What moved? (optional)", rows=2, most=500)
    stuck = long_text("Where is it stuck? (optional)", rows=2, most=500)
    needs = long_text(
        "What does it need? (optional)",
        rows=2,
        most=300,
        help_text="For example: Half a day with somebody who has set up a joint budget",
    )
    shows_need = forms.BooleanField(
        label="Show what it needs to others",
        help_text="To people with a log-in who may see the project, with its name, on the page “Help wanted”. What "
        "moved and where it is stuck stay with the team and the coach.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        if not any(given.get(name) for name in ("moved", "stuck", "needs")):
            self.add_error("moved", AT_LEAST_ONE)
        elif given.get("shows_need") and not given.get("needs"):
            self.add_error("needs", "Write what it needs, or do not show it")
        return given


class CoachForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address of the coach",
        help_text="The one with which they sign in here. They may work anywhere. They learn the name of the "
        "project, see its updates once they have said yes, and the project only as far as it is shared with them.",
        max_length=254,
        widget=TextInput(type="email", autocomplete="off"),
        error_messages={
            "required": "Enter the e-mail address of the coach",
            "invalid": "Enter an e-mail address in the right form, for example name@example.org",
        },
    )


class OfferForm(SafeguardingGate):
    words = long_text(
        "How could you help?",
        required=True,
        rows=3,
        most=500,
        help_text="The team of the project reads this, with your name and e-mail address. Nobody else does.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refuse_empty_answers(self)
