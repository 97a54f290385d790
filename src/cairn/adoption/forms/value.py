"""What is stated to work out what a service may cost and save. It stands in the address, and nothing of it is kept."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from cairn.adoption.analysis.value import Assumptions, Basis, Kind, Line, Stated
from cairn.common.forms import NumberField, TextInput

FIRST_LINES, MOST_LINES = 3, 12
MOST_MONEY, MOST_PEOPLE, MOST_YEARS = 1_000_000_000, 1_000_000, 60
ENDS = {"low": "At least", "likely": "Most likely", "high": "At most"}
PARTIES = (
    *(("council", "The council"), ("health", "The NHS"), ("police", "The police"), ("courts", "Courts and justice")),
    *(
        ("schools", "Schools and education"),
        ("national", "Other national government"),
        ("charity", "A charity or funder"),
    ),
    ("families", "Children and families"),
)
KINDS = ((Kind.COST.value, "A cost to them"), (Kind.BENEFIT.value, "A benefit to them"))
BASES = (
    (Basis.SCHEME.value, "The whole service, a year"),
    (Basis.PERSON_REACHED.value, "Each child reached, a year"),
    (Basis.PERSON_HELPED.value, "Each child it helps, a year"),
)
PARTS_OF_LINE = ("name", "who", "kind", "basis", *ENDS, "first", "last", "cash")
TRIPLES = ("helped", "anyway")


class ValueForm(forms.Form):
    """People, what changes for them, and one line for each cost or benefit; lines without an answer are left out."""

    use_required_attribute = False

    people = NumberField(label="How many children do you plan to reach?", min_value=1, max_value=MOST_PEOPLE)
    optimism_costs = NumberField(
        label="By what percentage may costs turn out higher than planned?",
        help_text="0 if the amounts below already allow for it.",
        min_value=0,
        max_value=500,
        width=5,
    )
    optimism_benefits = NumberField(
        label="By what percentage may benefits turn out lower than planned?",
        help_text="0 if the amounts below already allow for it.",
        min_value=0,
        max_value=100,
        width=5,
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, lines: int = FIRST_LINES, **kwargs: Any) -> None:
        super().__init__(data, auto_id="v-%s", **kwargs)
        self.line_count = min(max(lines, 1), MOST_LINES)
        for name in TRIPLES:
            for end, label in ENDS.items():
                self.fields[f"{name}_{end}"] = NumberField(label=label, min_value=0, max_value=100, width=5)
        for number in range(1, self.line_count + 1):
            self.fields |= {f"{part}{number}": field for part, field in _make_line_fields().items()}

    def stop_complaints(self) -> None:
        """Show what was typed so far, without saying what is missing."""
        self._errors = ErrorDict()  # taken for cleaned

    def list_triples(self) -> dict[str, list[forms.BoundField]]:
        return {name: [self[f"{name}_{end}"] for end in ENDS] for name in TRIPLES}

    def list_lines(self) -> Iterator[tuple[int, dict[str, forms.BoundField]]]:
        for number in range(1, self.line_count + 1):
            yield number, {part: self[f"{part}{number}"] for part in PARTS_OF_LINE}

    @property
    def can_add(self) -> bool:
        return self.line_count < MOST_LINES

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("people", "optimism_costs", "optimism_benefits"):
            if given.get(name) is None and name not in self.errors:
                self.add_error(name, _missing(str(self.fields[name].label)))
        shares = {name: self._read_triple(name, f"{name}_", divisor=100) for name in TRIPLES}
        lines = [line for number in range(1, self.line_count + 1) if (line := self._read_line(number))]
        if not lines and not self.errors:
            self.add_error("name1", "Enter at least one cost or benefit")
        names = [line.name for line in lines]
        for name in {one for one in names if names.count(one) > 1}:
            number = next(n for n in range(self.line_count, 0, -1) if given.get(f"name{n}") == name)
            self.add_error(f"name{number}", f"Two lines are called “{name}”. Give each its own name")
        helped, anyway = shares.values()
        if helped and anyway and not self.errors:
            given["lines"] = lines
            given["assumptions"] = Assumptions(
                people_reached=given["people"],
                share_helped=helped,
                deadweight=anyway,
                optimism_costs=given["optimism_costs"] / 100,
                optimism_benefits=given["optimism_benefits"] / 100,
            )
        return given

    def _read_triple(self, name: str, prefix: str, *, suffix: str = "", divisor: float = 1) -> Stated | None:
        """One number is enough: the ends are then the same."""
        low, likely, high = (self.cleaned_data.get(f"{prefix}{end}{suffix}") for end in ENDS)
        field = f"{prefix}likely{suffix}"
        if any(f"{prefix}{end}{suffix}" in self.errors for end in ENDS):
            return None
        if likely is None:
            self.add_error(field, "Enter the most likely number. The other two are optional")
            return None
        low, high = likely if low is None else low, likely if high is None else high
        if not low <= likely <= high:
            self.add_error(field, f"Enter the smallest number first: you entered {low:g}, {likely:g} and {high:g}")
            return None
        return Stated(low / divisor, likely / divisor, high / divisor)

    def _read_line(self, number: int) -> Line | None:
        given: dict[str, Any] = {part: self.cleaned_data.get(f"{part}{number}") for part in PARTS_OF_LINE}
        touched = ("name", *ENDS)
        if not any(given[part] not in (None, "") or f"{part}{number}" in self.errors for part in touched):
            return None
        for part, words in (
            ("name", "Enter what this cost or benefit is"),
            ("who", "Choose who pays or gains"),
            ("kind", "Choose whether they pay it or gain it"),
            ("basis", "Choose what the amount is for"),
        ):
            if not given[part] and f"{part}{number}" not in self.errors:
                self.add_error(f"{part}{number}", f"{words} (line {number})")
        amount = self._read_triple("amount", "", suffix=str(number))
        first, last = int(given["first"] or 0), int(given["last"] if given["last"] is not None else given["first"] or 0)
        if first > last:
            self.add_error(f"last{number}", f"The last year is {last} and the first is {first}. Change one of them")
        if amount is None or any(f"{part}{number}" in self.errors for part in PARTS_OF_LINE):
            return None
        return Line(
            name=given["name"],
            party=dict(PARTIES)[given["who"]],
            kind=Kind(given["kind"]),
            basis=Basis(given["basis"]),
            amount=amount,
            first_year=first,
            last_year=last,
            is_cashable=bool(given["cash"]),
        )


def _missing(label: str) -> str:
    return f"{label} Enter a number. We cannot calculate anything without it"


def _make_line_fields() -> dict[str, forms.Field]:
    return {
        "name": forms.CharField(label="What is it?", max_length=60, required=False, widget=TextInput()),
        "who": _choose("Who pays or benefits?", PARTIES),
        "kind": _choose("Cost or benefit?", KINDS),
        "basis": _choose("What is the amount for?", BASES),
        **{end: NumberField(label=f"{label}, £", min_value=0, max_value=MOST_MONEY) for end, label in ENDS.items()},
        "first": _ask_year("From year"),
        "last": _ask_year("To year"),
        "cash": forms.BooleanField(label="Cashable: it would change an actual budget", required=False),
    }


def _ask_year(label: str) -> forms.IntegerField:
    allowed = f"Enter a whole number of years from 0 to {MOST_YEARS}"
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_YEARS,
        widget=TextInput(width=3, inputmode="numeric"),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), allowed),
    )


def _choose(label: str, choices: tuple[tuple[str, str], ...]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=(("", "Choose"), *choices),
        required=False,
        error_messages={"invalid_choice": f"{label} Choose one from the list"},
    )
