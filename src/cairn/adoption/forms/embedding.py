"""From which day the months are counted, and one look at what is in place."""

from collections.abc import Iterator
from typing import Any

from django import forms

from cairn.actions.forms import day
from cairn.adoption.definitions import get_factors
from cairn.adoption.models import EmbedAnswer, EmbedReview
from cairn.common.forms import RadioSelect, short_text
from cairn.records.forms.safeguarding import SafeguardingGate


class EmbeddingForm(forms.Form):
    started_on = day("When do the months start?", "Enter the date it began")


class ReviewForm(SafeguardingGate):
    """Three fields for each factor: how it stands, a note, what next. None must be answered."""

    def __init__(self, *args: Any, review: EmbedReview | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = {answer.factor: answer for answer in review.answers.all()} if review else {}
        for factor in get_factors():
            answer = given.get(factor.key)
            state = forms.ChoiceField(
                label=factor.title,
                help_text=factor.meaning,
                choices=EmbedAnswer.State.choices,
                widget=RadioSelect(inline=True),
                required=False,
                initial=answer and answer.state,
                error_messages={"invalid_choice": "Choose one of the four answers"},
            )
            note, step = short_text(f"Note on “{factor.title}” (optional)"), short_text("What next? (optional)")
            note.initial, step.initial = (answer.note, answer.next_step) if answer else ("", "")
            step.label = f"What next with “{factor.title}”? (optional)"
            self.fields |= {factor.key: state, f"{factor.key}_note": note, f"{factor.key}_next": step}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for factor in get_factors():
            said = given.get(f"{factor.key}_note") or given.get(f"{factor.key}_next")
            if said and not given.get(factor.key) and factor.key not in self.errors:
                self.add_error(factor.key, "Choose the status as well")
        return given

    def get_answers(self) -> dict[str, dict[str, str]]:
        """Of the factors that were answered."""
        given = self.cleaned_data
        return {
            factor.key: {
                "state": given[factor.key],
                "note": given[f"{factor.key}_note"],
                "next_step": given[f"{factor.key}_next"],
            }
            for factor in get_factors()
            if given.get(factor.key)
        }

    def list_groups(self) -> Iterator[tuple[str, list[Any]]]:
        """Fields under the name of their cluster."""
        groups = dict.fromkeys(factor.group for factor in get_factors())
        for group in groups:
            keys = [factor.key for factor in get_factors() if factor.group == group]
            yield group, [self[name] for key in keys for name in (key, f"{key}_note", f"{key}_next")]
