"""An update in two minutes, a coach, an offer of help."""

from typing import Any

from django import forms

from cairn.common.forms import TextInput, long_text
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.forms.safeguarding import SafeguardingGate

AT_LEAST_ONE = "Enter what has moved, where you are stuck or what you need. One of the three is enough"


class UpdateForm(SafeguardingGate):
    moved = long_text("What has moved? (optional)", rows=2, most=500)
    stuck = long_text("Where are you stuck? (optional)", rows=2, most=500)
    needs = long_text(
        "What do you need? (optional)",
        rows=2,
        most=300,
        help_text="For example: Half a day with someone who has set up a joint budget",
    )
    shows_need = forms.BooleanField(
        label="Show others what you need",
        help_text=(
            "People with an account who can see the project will see this, with the project’s name, on "
            "the “Help wanted” page. The rest of the update stays with the team and the coach."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        if not any(given.get(name) for name in ("moved", "stuck", "needs")):
            self.add_error("moved", AT_LEAST_ONE)
        elif given.get("shows_need") and not given.get("needs"):
            self.add_error("needs", "Enter what you need, or untick the box")
        return given


class CoachForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address of the coach",
        help_text=(
            "The address they sign in with here. They can work for any organisation. We tell them the "
            "project’s name. Once they accept, they can read its updates. They can read the project only "
            "if it is shared with them."
        ),
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
        help_text="Only the project team will see this, with your name and e-mail address.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refuse_empty_answers(self)
