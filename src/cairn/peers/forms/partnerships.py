"""What is asked of two organisations that learn from each other."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate

from cairn.common.forms import CHOOSE, NumberInput, RadioSelect, RowField, TextInput, long_text, short_text
from cairn.peers.enums import Travel, Used, VisitState
from cairn.peers.models import Aim, Exchange, Partnership, PartnershipRow, Visit
from cairn.places.models import Organisation
from cairn.records.forms.safeguarding import SafeguardingGate

NO_NAMES = "Do not name a person, a child or a family."
DAY = "Enter a date"
MONEY = "Enter an amount in pounds, for example 48 or 48.50"
NUMBER = "Enter a whole number"
MEET_WITHIN = timedelta(days=90)


def _day(label: str, *, help_text: str = "", **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=TextInput(type="date", width=10),
        error_messages={"required": DAY, "invalid": DAY},
        **kwargs,
    )


def _number(label: str, *, most: int, least: int = 0, suffix: str = "", **kwargs: Any) -> forms.IntegerField:
    words = f"{NUMBER} from {least} to {most}"
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=NumberInput(width=4, suffix=suffix),
        error_messages={"required": words, "invalid": words, "min_value": words, "max_value": words},
        **kwargs,
    )


def _money(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        required=False,
        widget=NumberInput(width=5, prefix="£"),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"), MONEY
        ),
    )


def _choice(label: str, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}, **kwargs
    )


class IntroductionForm(SafeguardingGate):
    """Both directions are asked for: whoever only asks learns less, and nobody only gives."""

    asker = RowField(Organisation.objects.none(), label="Which of your organisations asks?", empty_label=None)
    asked = RowField(
        Organisation.objects.none(),
        label="Which organisation would you like to learn from?",
        empty_label="Choose one",
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    asker_learns = short_text("What would you like to learn from them?", required=True)
    asked_learns = short_text("What could they learn from you?", required=True)
    words = long_text("Anything else they should know? (optional)", rows=3, most=1000)
    meet_by = _day("By when would you like to have met, face to face?")

    def __init__(
        self, *args: Any, own: QuerySet[Organisation], others: QuerySet[Organisation], is_matched: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meet_by"].initial = localdate() + MEET_WITHIN
        if is_matched:  # the match says who asks whom, and may keep a name back
            del self.fields["asker"], self.fields["asked"]
            return
        self.fields["asker"].queryset = own
        self.fields["asked"].queryset = others
        if len(own) == 1:
            self.fields["asker"].initial = own[0]
            self.fields["asker"].widget = forms.HiddenInput()


class PartnershipForm(SafeguardingGate):
    summary = long_text("What is it about?", rows=3, most=500)
    first_learns = short_text("", required=True, help_text=NO_NAMES)
    second_learns = short_text("", required=True, help_text=NO_NAMES)
    meet_by = _day("By when will you have met, face to face?")

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, side in (("first_learns", partnership.first), ("second_learns", partnership.second)):
            self.fields[name].label = f"What would {side} like to learn?"


class RowForm(SafeguardingGate):
    """One row of a partnership; `organisation` is the field that names one of the two."""

    MODEL: type[PartnershipRow]
    ORGANISATION = ""
    TITLE = ""

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = Organisation.objects.filter(pk__in=[one.pk for one in partnership.sides])
        self.fields[self.ORGANISATION].queryset = sides


def _side(label: str) -> RowField:
    return RowField(
        Organisation.objects.none(),
        label=label,
        empty_label=None,
        widget=RadioSelect(),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )


class AimForm(RowForm):
    MODEL, ORGANISATION, TITLE = Aim, "proposed_by", "an aim"

    title = short_text("What do you want to reach together?", required=True, most=200, help_text=NO_NAMES)
    shown_by = short_text(
        "What would show that you have?", required=True, help_text="Something both of you could see or count."
    )
    proposed_by = _side("Which organisation proposes it?")


class VisitForm(RowForm):
    MODEL, ORGANISATION, TITLE = Visit, "host", "a visit"

    host = _side("Who is the host?")
    on = _day("Day of the visit")
    place = short_text("Where?", required=True, most=200, help_text="The building or the town.")
    about = short_text("What will the visitors see? (optional)", help_text=NO_NAMES)
    capacity = _number("How many visitors can the host take?", most=500, least=1, suffix="people")
    travel = _choice("How do most of them travel? (optional)", [("", "Not known yet"), *Travel.choices], required=False)
    travel_minutes = _number("How long does it take, one way? (optional)", most=1440, suffix="minutes", required=False)
    travel_cost = _money("Travel cost of everyone, there and back (optional)")
    other_cost = _money("Other cost, such as rooms and food (optional)")
    follow_up_on = _day("When do you talk about what you do with it?", help_text="We remind both of you.")
    state = _choice(
        "Did it take place?", VisitState.choices, widget=RadioSelect(inline=True), initial=VisitState.PLANNED
    )
    people = _number("How many visitors came? (once it took place)", most=500, suffix="people", required=False)
    followed_up = short_text("What was done with it? (once you have talked)", most=500, help_text=NO_NAMES)


class ExchangeForm(RowForm):
    MODEL, ORGANISATION, TITLE = Exchange, "giver", "an exchange"

    giver = _side("Who gave something?")
    what = short_text(
        "What?", required=True, help_text="For example: The rota of a night team, with its costs. " + NO_NAMES
    )
    on = _day("When?")
    used = _choice("Was it used by the other side?", Used.choices, widget=RadioSelect(), initial=Used.UNKNOWN)
    how = short_text("How was it used, or why not? (once you know)", most=500, help_text=NO_NAMES)


ROW_FORMS: dict[str, type[RowForm]] = {"aims": AimForm, "visits": VisitForm, "exchanges": ExchangeForm}


class CloseForm(SafeguardingGate):
    what_changed = long_text(
        "What changed in either organisation?",
        help_text="Say so too if it is little or nothing. " + NO_NAMES,
        rows=5,
    )
