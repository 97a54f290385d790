"""The sections in which it is told how a model is used somewhere, and the short forms beside them."""

from typing import Any

from django import forms

from cairn.accounts.models import User
from cairn.adoption.models import Adoption, AdoptionMove
from cairn.common.dates import is_before
from cairn.common.forms import CHOOSE, NumberInput, PartialDateField, RadioSelect, TextInput, long_text, short_text
from cairn.library.forms.fields import choice, web_address
from cairn.library.forms.rows import RowForm
from cairn.library.models import Grade
from cairn.places.models import Place
from cairn.places.queries import UnableToFindPlace, find_place, is_from_fictional_council
from cairn.records.forms import TeamForm
from cairn.records.forms.empty_answers import refuse_empty_answers
from cairn.records.forms.safeguarding import SafeguardingGate
from cairn.records.sections import Section, SectionForm

STATUS_HINTS = {
    AdoptionMove.Status.EXPLORING: "Finding out whether it fits. Nothing has changed for families yet.",
    AdoptionMove.Status.STARTING: "The first families or young people get it.",
    AdoptionMove.Status.CHANGING: "In use, and being changed to fit.",
    AdoptionMove.Status.SUSTAINING: "In use as everyday work.",
}


def status() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="What is the status?",
        choices=AdoptionMove.Status.choices,
        widget=RadioSelect(hints=STATUS_HINTS),
        error_messages={"required": CHOOSE},
    )


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=10**6,
        widget=NumberInput(),
        error_messages={
            "invalid": "Enter a whole number, for example 120",
            "min_value": "Enter 0 or more",
            "max_value": "Enter at most 1,000,000",
        },
    )


class RangeMixin(forms.Form):
    """A day that is known as exactly as two days are: the later one may not come first."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("moved_on", ""), given.get("moved_until", "")
        if last and not first and "moved_on" not in self.errors:
            self.add_error("moved_on", "Enter the earliest date as well")
        elif last and is_before(last, first):
            self.add_error("moved_until", "Enter a date that is not before the first one")
        return given


# --- Sections ---------------------------------------------------------------------------------------


class UseForm(SectionForm):
    title = forms.CharField(
        label="Who uses which model?",
        max_length=150,
        widget=TextInput(),
        error_messages={"required": "Enter who uses which model"},
    )
    summary = forms.CharField(
        label="In a few sentences (optional)", required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )
    version = short_text(
        "Which version of the model? (optional)", most=100, help_text="For example: The manual of 2021"
    )


class WhyForm(SectionForm):
    why_need = long_text(
        "What was the need? (optional)", most=2000, rows=3, help_text="What your figures, families or workers said."
    )
    why_evidence = long_text("What made you think that it would help? (optional)", most=2000, rows=3)
    why_ready = long_text(
        "How ready were you? (optional)", most=2000, rows=3, help_text="People, money, partners, leaders, time."
    )


class TermsForm(SectionForm):
    """On what terms it is used: who helps, and what the owner of the model asks for."""

    supported_by = short_text("Who supports you in using it? (optional)")
    licence = short_text("Is there a licence? (optional)", help_text="For example: Yes, for three years from 2024")
    name_use = choice(
        "May you use its name? (optional)",
        [("", "Not known"), *Adoption.NameUse.choices],
        required=False,
        help_text="Some names are registered marks.",
    )
    fee = short_text("What fee do you pay for it? (optional)", most=200)


class HowForm(SectionForm):
    changes = forms.CharField(
        label="What was changed? (optional)",
        help_text="In short. You can record each change with its date under “Changes made”.",
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 5}),
    )
    cost = long_text("What does it cost here? (optional)", most=1000, rows=3)
    people_trained = _number("How many people were trained? (optional)")
    children_reached = _number("How many children and young people were reached? (optional)")
    families_reached = _number("How many families were reached? (optional)")
    reached_until = PartialDateField("Until when do these numbers count? (optional)")


class WhoForm(SectionForm):
    who_says = forms.CharField(
        label="Who says so?",
        max_length=300,
        widget=TextInput(),
        error_messages={"required": "Enter who says so"},
    )
    counted_with = forms.ModelChoiceField(
        Place.objects.councils().order_by("name"),
        label="Are its children counted in the figures of another council? (optional)",
        help_text="For example where one trust serves two councils. Leave it blank otherwise.",
        required=False,
        empty_label="No",
        error_messages={"invalid_choice": "Choose a council from the list"},
    )
    who_to_ask = long_text(
        "Who can be asked about it? (optional)",
        most=1000,
        rows=3,
        help_text="A role or a team, and how to contact them. Do not give a private phone number.",
    )


def get_sections() -> tuple[Section, ...]:
    return (
        Section("what", "Who uses what", UseForm),
        Section("why", "Why here", WhyForm),
        Section("terms", "Support, licence and name", TermsForm),
        Section("how", "Changes, cost and reach", HowForm),
        Section("who", "Who says so, and who to ask", WhoForm),
    )


# --- Short forms ------------------------------------------------------------------------------------


class PlaceForm(forms.Form):
    """Names a council of the nation in which somebody works."""

    place = short_text("Which council?", required=True, most=100, help_text="Its name, or a postcode")

    def clean_place(self) -> Place:
        user: User = self.user
        try:
            return find_place(self.cleaned_data["place"], fictional=is_from_fictional_council(user))
        except UnableToFindPlace as problem:
            raise forms.ValidationError(str(problem)) from None


class StartForm(RangeMixin, PlaceForm, TeamForm):
    """A council says that it uses a model."""

    status = status()
    moved_on = PartialDateField("Since when? (optional)")
    moved_until = PartialDateField("If you know only a range: until when at the latest? (optional)")
    who_says = short_text(
        "Who says so?", required=True, help_text="Your council, or the title and year of what you read"
    )
    grade = forms.ChoiceField(
        label="What type of source is that?",
        choices=Grade.choices,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )

    field_order = ("place", "status", "moved_on", "moved_until", "who_says", "grade", "team")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        refuse_empty_answers(self)


class ProposalForm(RangeMixin, PlaceForm, SafeguardingGate):
    """Somebody has read that a council uses a model."""

    status = status()
    moved_on = PartialDateField("Since when? (optional)")
    moved_until = PartialDateField("If you know only a range: until when at the latest? (optional)")
    source_title = short_text(
        "Where can people read it?", required=True, help_text="The title and year of the report, paper or page"
    )
    source_address = web_address()
    grade = forms.ChoiceField(
        label="What type of source is that?",
        choices=Grade.choices,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE},
    )
    note = short_text("Anything the reviewer should know? (optional)", most=500, help_text="Only reviewers see this.")
    field_order = ("place", "status", "moved_on", "moved_until", "source_title", "source_address", "grade", "note")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        refuse_empty_answers(self)

    def get_answers(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "place"}


class MoveForm(RangeMixin, RowForm):
    """How it stands with the model from a day on."""

    status = status()
    moved_on = PartialDateField("Since when? (optional)")
    moved_until = PartialDateField("If you know only a range: until when at the latest? (optional)")
    reason = short_text("Why? (optional)", help_text="Stopping and pausing are normal. The reason helps others.")
    note = short_text("What else happened? (optional)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        refuse_empty_answers(self)


class DecideForm(forms.Form):
    """Whether a proposal is accepted, and who says that its date is right."""

    decision = forms.ChoiceField(
        label="Your decision",
        choices=[("accept", "Accept: everyone can see it"), ("refuse", "Do not accept")],
        widget=RadioSelect(),
        error_messages={"required": "Choose a decision"},
    )
    confirms = forms.ChoiceField(label="Is the start date confirmed?", required=False, widget=RadioSelect())
    answer = forms.CharField(
        label="Reason, or a note to the person who proposed it (optional if you accept)",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, who: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if who:
            self.fields["confirms"].choices = [("", "Not yet"), *who]
        else:
            del self.fields["confirms"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == "refuse" and not given.get("answer"):
            self.add_error("answer", "Enter why, so that the person who proposed it can understand")
        return given


class ConfirmForm(forms.Form):
    """Who says that a start is right; a moderator names where they say so."""

    who = forms.ChoiceField(
        label="Who confirms the start date?", widget=RadioSelect(), error_messages={"required": CHOOSE}
    )
    source_title = short_text(
        "Where do they say so?", required=True, help_text="The title and year of the report, paper or page"
    )
    source_address = web_address()

    def __init__(self, *args: Any, who: list[tuple[str, str]], needs_source: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = who
        if not needs_source:
            del self.fields["source_title"], self.fields["source_address"]
        refuse_empty_answers(self)


class CommentForm(SafeguardingGate):
    text = long_text(
        "Your comment",
        required=True,
        most=1000,
        rows=4,
        help_text="Everyone who can see this page sees it, with your name, your organisation and the date.",
    )
