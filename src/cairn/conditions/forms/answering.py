"""What one person answers, one statement to a screen. Nothing is kept before it is sent: the page carries it along."""

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms

from cairn.common.forms import RadioSelect
from cairn.conditions.enums import Answer, Strength
from cairn.conditions.models import ReflectionRound
from cairn.conditions.models.reflection import MOST_LETTERS
from cairn.conditions.services import Said, SaidOfStatement
from cairn.records.forms.safeguarding import is_safeguarding_concern
from cairn.rooms.forms import make_key_field

FIELDS = ("answer", "strength", "words", "fine")
CONCERN = (
    "This sounds like a concern about someone’s safety, so we have not taken it. If it is, use the contact at the end "
    "of this page. If it is not, tick the box and continue."
)


class ReflectForm(forms.Form):
    """The first screen asks for the agency, the last shows everything before it is sent."""

    key = make_key_field()

    def __init__(self, data: Any = None, *, round: ReflectionRound) -> None:
        super().__init__(data)
        self.round, self.concerns = round, set[str]()
        self.fields["agency"] = forms.TypedChoiceField(
            label="Where do you work?",
            help_text="Choose the nearest. It is used only to show how agencies differ, where enough people answer.",
            choices=list(enumerate(round.agencies)),
            coerce=int,
            widget=RadioSelect(),
            error_messages={"required": "Choose where you work", "invalid_choice": "Choose one of the agencies shown"},
        )
        for key in round.list_keys():
            self._add_statement(key)

    def _add_statement(self, key: str) -> None:
        self.fields[f"answer_{key}"] = forms.ChoiceField(
            label="Does it help here, or does it get in the way?",
            choices=Answer.choices,
            required=False,
            widget=RadioSelect(),
            error_messages={"invalid_choice": "Choose one of the answers shown"},
        )
        self.fields[f"strength_{key}"] = forms.TypedChoiceField(
            label="How much? (optional)",
            choices=Strength.choices,
            required=False,
            coerce=int,
            empty_value=None,
            widget=RadioSelect(inline=True),
            error_messages={"invalid_choice": "Choose one of the three shown"},
        )
        if self.round.asks_words:
            self.fields[f"words_{key}"] = forms.CharField(
                label="Why? (optional)",
                help_text=f"What have you seen? No names. At most {MOST_LETTERS} characters.",
                required=False,
                validators=[check_length],
                widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
            )
            self.fields[f"fine_{key}"] = forms.BooleanField(label="It is not about someone’s safety", required=False)

    def clean(self) -> None:
        given = self.cleaned_data
        for key in self.round.list_keys():
            words = given.get(f"words_{key}", "")
            has_more = words or given.get(f"strength_{key}")
            if has_more and not given.get(f"answer_{key}") and f"answer_{key}" not in self.errors:
                self.add_error(f"answer_{key}", "Choose an answer, or delete what you wrote below it")
            if not given.get(f"fine_{key}") and is_safeguarding_concern([words], {}):
                self.concerns.add(key)
                self.add_error(f"words_{key}", CONCERN)

    # --- Screens -------------------------------------------------------------------------------------

    @property
    def last_screen(self) -> int:
        return len(self.round.statements) + 1

    def read_screen(self, text: str) -> int:
        return int(text) if text.isdecimal() and len(text) < 4 and int(text) <= self.last_screen else 0

    def get_statement(self, screen: int) -> dict[str, str] | None:
        """None on the first and the last screen."""
        return self.round.statements[screen - 1] if 0 < screen < self.last_screen else None

    def list_shown(self, screen: int) -> list[str]:
        """Names of the fields of a screen."""
        if screen == 0:
            return ["agency"]
        statement = self.get_statement(screen)
        names = [f"{name}_{statement['key']}" for name in FIELDS] if statement else []
        return [name for name in names if name in self.fields]

    def list_carried(self, screen: int) -> list[tuple[str, str]]:
        """What the other screens hold, as it was typed."""
        own = set(self.list_shown(screen))
        key = str(self.data.get("key") or uuid.uuid4())
        others = [name for name in self.fields if name not in own and name != "key"]
        return [("key", key), *((name, self.data[name]) for name in others if self.data.get(name))]

    def find_wrong_screen(self) -> int | None:
        return next(
            (screen for screen in range(self.last_screen) if self.errors.keys() & self.list_shown(screen)), None
        )

    def list_answers(self) -> Iterator[tuple[int, str, str]]:
        """For the last screen: the screen of each statement, its words and the answer in words."""
        for screen, statement in enumerate(self.round.statements, start=1):
            answer = self.data.get(f"answer_{statement['key']}", "")
            strength = self.data.get(f"strength_{statement['key']}", "")
            said = dict(Answer.choices).get(answer, "Not answered")
            if answer != Answer.NEITHER and strength in {str(one) for one in Strength.values}:
                said += f", {Strength(int(strength)).label.lower()}"
            yield screen, statement["short"], said

    # --- What is sent --------------------------------------------------------------------------------

    def get_said(self) -> Said:
        given = self.cleaned_data
        return Said(
            given["agency"],
            [
                SaidOfStatement(
                    key, Answer(answer), given.get(f"strength_{key}"), given.get(f"words_{key}", "").strip()
                )
                for key in self.round.list_keys()
                if (answer := given.get(f"answer_{key}"))
            ],
        )


def check_length(text: str) -> None:
    if len(text) > MOST_LETTERS:
        raise forms.ValidationError(f"You wrote {len(text)} characters. Shorten it to {MOST_LETTERS} or fewer.")
