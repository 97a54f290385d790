"""Starting a group, its members, its meetings, its minutes, and what members send."""

from typing import Any

from django import forms

from cairn.accounts.models import User
from cairn.common.forms import RadioSelect, RowField, TextInput, long_text, short_text
from cairn.decisions.enums import CHOICES, Choice, NotShown, Way
from cairn.decisions.models import Assembly, Ballot
from cairn.decisions.models.ballots import LONGEST_OBJECTION
from cairn.decisions.models.proposals import LONGEST_COMMENT, LONGEST_TITLE, LONGEST_WORDS
from cairn.decisions.queries.together import get_possible_members
from cairn.records.forms import TeamForm
from cairn.rooms.models import make_random_key

LONGEST_NAME = 40
HOURS = (1, 2, 3, 4)
DAYS = ((0, "When this meeting closes"), (7, "In 7 days"), (14, "In 14 days"))


class AssemblyForm(TeamForm):
    name = short_text(
        "What does the group call itself?",
        required=True,
        most=100,
        help_text="For example: The co-operative. Its members, and people in your team, see this name.",
    )
    about = long_text("What does it decide about? (optional)", rows=3, most=500)

    field_order = ("name", "about", "team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = "Enter the name of the group"
        if self.has_choice:
            self.fields["team"].help_text = "People who write for this team open meetings and read proposals first."


class CardsForm(forms.Form):
    names = long_text(
        "Nicknames, one on each line",
        required=True,
        rows=5,
        most=4000,
        help_text="Chosen by each, no real names. Only those who work with the group see them, to replace a card.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].error_messages["required"] = "Enter at least one nickname"

    def clean_names(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["names"].splitlines() if name.strip()]
        if too_long := next((name for name in names if len(name) > LONGEST_NAME), ""):
            raise forms.ValidationError(
                f"“{too_long[:30]}…” has {len(too_long)} characters. Shorten it to {LONGEST_NAME} or fewer."
            )
        return names


class AccountForm(forms.Form):
    user = RowField(
        queryset=User.objects.none(),
        label="Person with an account",
        empty_label="Choose a person",
        error_messages={"required": "Choose a person", "invalid_choice": "Choose a person from the list"},
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = get_possible_members(assembly)


class OpenForm(forms.Form):
    hours = forms.TypedChoiceField(
        label="How long will you be there?",
        choices=[(hours, f"{hours} hour{'s' if hours > 1 else ''}") for hours in HOURS],
        coerce=int,
        initial=2,
        widget=RadioSelect(inline=True),
        error_messages={"required": "Choose how long", "invalid_choice": "Choose how long"},
    )


class CardForm(forms.Form):
    card = forms.CharField(
        label="Your card",
        help_text="Type the ten letters and numbers on your card.",
        max_length=20,
        widget=TextInput(width=20, autocomplete="off", autocapitalize="none", spellcheck="false"),
        error_messages={"required": "Type what is on your card", "max_length": "That is too long for a card"},
    )


class ProposeForm(forms.Form):
    """The number is made by chance when the form is shown; it says nothing of when."""

    number = forms.IntegerField(widget=forms.HiddenInput(), initial=make_random_key, min_value=1, max_value=2**63 - 1)
    title = short_text(
        "What should we decide?", required=True, most=LONGEST_TITLE, help_text="For example: We paint the hall yellow"
    )
    words = long_text(
        "Say a little more (optional)", rows=3, most=LONGEST_WORDS, help_text="Leave out names and where people live."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].error_messages["required"] = "Write what we should decide"


class CommentForm(forms.Form):
    number = forms.IntegerField(widget=forms.HiddenInput(), initial=make_random_key, min_value=1, max_value=2**63 - 1)
    comment = long_text(
        "What do you think?",
        required=True,
        rows=3,
        most=LONGEST_COMMENT,
        help_text="Your worker reads it first. It is shown without a name.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].error_messages["required"] = "Write what you think first"


class BallotForm(forms.Form):
    """How a proposal is decided, and when that ends."""

    way = forms.ChoiceField(
        label="How do we decide?",
        choices=Way.choices,
        widget=RadioSelect(),
        initial=Way.CONSENT,
        error_messages={"required": "Choose how to decide", "invalid_choice": "Choose how to decide"},
    )
    days = forms.TypedChoiceField(
        label="When does it end?",
        choices=DAYS,
        coerce=int,
        initial=0,
        widget=RadioSelect(inline=True),
        error_messages={"required": "Choose when it ends", "invalid_choice": "Choose when it ends"},
    )


class VoteForm(forms.Form):
    choice = forms.ChoiceField(
        label="Your vote",
        widget=RadioSelect(),
        error_messages={"required": "Choose one", "invalid_choice": "Choose one of the answers shown"},
    )

    def __init__(self, *args: Any, ballot: Ballot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(one.value, one.label) for one in CHOICES[Way(ballot.way)]]
        if ballot.way == Way.CONSENT:
            self.fields["words"] = long_text(
                "If you object: why?",
                rows=3,
                most=LONGEST_OBJECTION,
                help_text="It is shown after the end, without a name. Your own words can still give you away.",
            )

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("choice") == Choice.OBJECT and not given.get("words") and "words" not in self.errors:
            self.add_error("words", "Say what you object to, so that the group can change it")


class ReadForm(forms.Form):
    """What the worker does with something that they read."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in ("proposal", "comment", "objection")])
    number = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    reason = forms.ChoiceField(choices=[("", ""), *NotShown.choices], required=False)


class OverruleForm(forms.Form):
    reason = long_text(
        "Why does the organisation overrule the group?",
        required=True,
        rows=5,
        most=2000,
        help_text="All members read this, with your name. Say what the group can do next.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = "Enter the reason. The group cannot be overruled without one"


class MinutesForm(forms.Form):
    minutes = long_text("Minutes", required=True, rows=16, most=10_000, help_text="Leave out who said or voted what.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].error_messages["required"] = "Enter the minutes"
