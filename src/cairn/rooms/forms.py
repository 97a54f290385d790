"""Opening a room, answering in one, typing in for somebody, entering a code."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.common.forms import RadioSelect, TextInput, long_text, short_text
from cairn.records.forms import TeamForm
from cairn.rooms.enums import PromptKind
from cairn.rooms.models import MOST_LETTERS, Prompt
from cairn.rooms.policies import MOST_PROMPTS
from cairn.rooms.purposes import get_purpose, get_purposes
from cairn.rooms.queries import read_code
from cairn.rooms.services import Answer, PromptWords

FEWEST_CHOICES, MOST_CHOICES, LONGEST_CHOICE = 2, 8, 80
ENDS_OF_SCALE = 2
HOURS = (1, 2, 3, 4, 8, 12)
SHOWN_PROMPTS = 2  # the others wait behind a line that can be opened


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Room code",
        help_text="Six letters. You can find them on the screen or on the paper.",
        widget=TextInput(width=10, autocomplete="off", autocapitalize="characters", spellcheck="false"),
        error_messages={"required": "Enter the code of the room"},
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        if not (code := read_code(typed)):
            raise forms.ValidationError(
                f"“{typed[:20]}” is not a room code. A code has six letters, such as BCD FGH. Check it and try again."
            )
        return code


class RoomForm(TeamForm):
    """What the room is about, its questions, and how long it is open."""

    title = short_text("What is the room about?", required=True, most=150, help_text="Everyone in the room sees this.")
    purpose = forms.ChoiceField(label="What is it for?", widget=RadioSelect())
    hours = forms.TypedChoiceField(
        label="How long will it be open?",
        help_text="You can close it at any time.",
        choices=[(hours, f"{hours} hour{'s' if hours > 1 else ''}") for hours in HOURS],
        coerce=int,
        initial=2,
    )
    has_shared_devices = forms.BooleanField(
        label="People share a phone or tablet",
        help_text="Unsent answers will not be kept on the device.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purposes = [one for one in get_purposes() if one.is_offered]
        self.fields["purpose"].choices = [(one.name, one.label) for one in purposes]
        self.fields["purpose"].widget.hints = {one.name: one.about for one in purposes}
        self.fields["purpose"].initial = purposes[0].name
        if len(purposes) == 1:
            self.fields["purpose"].widget = forms.HiddenInput()
        if self.has_choice:
            self.fields["team"].help_text = "This team can read and release the answers."
        for number in range(1, MOST_PROMPTS + 1):
            self.fields[f"text_{number}"] = short_text(
                f"Question {number}" if number == 1 else f"Question {number} (optional)", required=number == 1, most=200
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=f"How do people answer question {number}?",
                choices=PromptKind.choices,
                widget=RadioSelect(inline=True),
                initial=PromptKind.TEXT,
                required=False,
            )
            self.fields[f"options_{number}"] = long_text(
                f"Choices for question {number}",
                rows=3,
                most=700,
                help_text="Choices: one on each line. Scale: what 1 and 5 mean. Own words: leave this empty.",
            )

    def get_blocks(self) -> list[list[forms.BoundField]]:
        """The fields of each question."""
        return [
            [self[f"{name}_{number}"] for name in ("text", "kind", "options")] for number in range(1, MOST_PROMPTS + 1)
        ]

    def get_shown_blocks(self) -> list[list[forms.BoundField]]:
        return self.get_blocks()[:SHOWN_PROMPTS]

    def get_further_blocks(self) -> list[list[forms.BoundField]]:
        return self.get_blocks()[SHOWN_PROMPTS:]

    def has_further_words(self) -> bool:
        """Whether the rest must stand open."""
        return any(self.data.get(block[0].html_name) or block[2].errors for block in self.get_further_blocks())

    def clean(self) -> None:
        given = self.cleaned_data
        self.prompts = []
        for number in range(1, MOST_PROMPTS + 1):
            if text := given.get(f"text_{number}", ""):
                kind = PromptKind(given.get(f"kind_{number}") or PromptKind.TEXT)
                lines = [line.strip() for line in given.get(f"options_{number}", "").splitlines() if line.strip()]
                if problem := find_problem(kind, lines):
                    self.add_error(f"options_{number}", problem)
                self.prompts.append(PromptWords(text, kind, tuple(lines)))

    def get_answers(self) -> dict[str, Any]:
        """What the service is given."""
        given = self.cleaned_data
        return {
            "title": given["title"],
            "purpose": get_purpose(given["purpose"]),
            "hours": given["hours"],
            "has_shared_devices": given["has_shared_devices"],
            "prompts": self.prompts,
        }


def find_problem(kind: PromptKind, lines: Sequence[str]) -> str:
    """What is wrong with the lines that somebody wrote for a question of this kind; nothing where they will do."""
    number = len(lines)
    if too_long := next((line for line in lines if len(line) > LONGEST_CHOICE), ""):
        return f"“{too_long[:30]}…” has {len(too_long)} characters. Shorten it to {LONGEST_CHOICE} or fewer."
    if kind == PromptKind.CHOICE and not FEWEST_CHOICES <= number <= MOST_CHOICES:
        given = f"You gave {number} choice{'' if number == 1 else 's'}."
        return f"{given} Enter {FEWEST_CHOICES} to {MOST_CHOICES}, one on each line."
    if kind == PromptKind.SCALE and number not in (0, ENDS_OF_SCALE):
        return "Enter two lines for a scale: what 1 means, then what 5 means. Or leave this empty."
    if kind == PromptKind.TEXT and number:
        return "People answer this question in words, so it has no choices. Delete them, or change how people answer."
    return ""


def make_answer_field(prompt: Prompt, *, required: bool, rows: int = 3) -> Any:
    """What a question asks for, as a field of a form."""
    choices = prompt.get_choices()
    if prompt.kind == PromptKind.TEXT:
        return forms.CharField(
            label=prompt.text,
            required=required,
            # Without maxlength, by which browsers cut what is pasted and say nothing; the answer says how long it is.
            validators=[check_length],
            widget=forms.Textarea({"rows": rows, "autocomplete": "off"}),
            error_messages={"required": "Write your answer first"},
        )
    is_scale = prompt.kind == PromptKind.SCALE
    return forms.TypedChoiceField(
        label=prompt.text,
        help_text=f"1 is “{prompt.options[0]}”, 5 is “{prompt.options[1]}”." if is_scale and prompt.options else "",
        required=required,
        choices=choices,
        coerce=int,
        empty_value=None,
        widget=RadioSelect(inline=is_scale),
        error_messages={
            "required": "Choose one",
            "invalid_choice": "“%(value)s” is not one of the choices. Choose one of those shown.",
        },
    )


def check_length(text: str) -> None:
    if len(text) > MOST_LETTERS:
        raise forms.ValidationError(
            f"Your answer has {len(text)} characters. Shorten it to {MOST_LETTERS} or fewer and send it again."
        )


def make_key_field() -> forms.UUIDField:
    """The random key under which something is sent once, however often it is sent."""
    return forms.UUIDField(
        widget=forms.HiddenInput(),
        initial=uuid.uuid4,
        error_messages={
            "required": "This answer came without its key. Reload the page and send it again.",
            "invalid": "This answer came with a key that no page of ours makes. Reload the page and send it again.",
        },
    )


class AnswerForm(forms.Form):
    """One answer to one question."""

    key = make_key_field()

    def __init__(self, given: Any = None, *, prompt: Prompt) -> None:
        super().__init__(given, prefix=f"q{prompt.position}")
        self.prompt = prompt
        self.fields["answer"] = make_answer_field(prompt, required=True)

    def get_answer(self) -> Answer:
        return make_answer(self.prompt, self.cleaned_data["answer"])


class SheetForm(forms.Form):
    """All questions at once: what somebody types in for another, or a form. Each may stay empty, but not all."""

    key = make_key_field()

    def __init__(self, *args: Any, prompts: Sequence[Prompt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prompts = prompts
        for prompt in prompts:
            self.fields[f"answer_{prompt.position}"] = make_answer_field(prompt, required=False, rows=2)

    def clean(self) -> None:
        if not self.errors and not self.get_answers():
            raise forms.ValidationError("Every question is empty. Answer at least one.")

    def get_answers(self) -> list[Answer]:
        given = [(prompt, self.cleaned_data.get(f"answer_{prompt.position}")) for prompt in self.prompts]
        return [make_answer(prompt, value) for prompt, value in given if value not in (None, "")]


def make_answer(prompt: Prompt, value: Any) -> Answer:
    return Answer(prompt, text=value) if prompt.kind == PromptKind.TEXT else Answer(prompt, number=value)
