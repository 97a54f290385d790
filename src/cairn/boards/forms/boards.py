"""Deciding on a board, outside Wagtail's office: whoever decides need not know how to edit one."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from wagtail.admin.forms import WagtailAdminPageForm

from cairn.accounts.models import User
from cairn.boards import policies
from cairn.boards.models.pages import BLOCKS_WITH_RECORD
from cairn.boards.models.tasks import get_possible_deciders
from cairn.boards.queries import get_topics
from cairn.common.forms import RadioSelect
from cairn.library.queries import get_sources
from cairn.records.models import Record

PUBLISH, CHANGE = "publish", "change"


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label="Your decision",
        choices=[(PUBLISH, "Publish it"), (CHANGE, "Ask for changes")],
        widget=RadioSelect(),
        error_messages={"required": "Choose your decision"},
    )
    comment = forms.CharField(
        label="What should change, or what you checked (optional)",
        help_text="Only editors can read this.",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == CHANGE and not given.get("comment"):
            self.add_error("comment", "Enter what should change")
        return given


def _list_sources(body: Any) -> list[int]:
    return [block.value for block in body if block.block_type == "reference" and block.value]


class BoardPageForm(WagtailAdminPageForm):
    """Wagtail's form of a board. A draft may lack anything; asking for a decision may not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "topic" in self.fields:
            self.fields["topic"] = forms.ChoiceField(
                label="Topic", choices=[("", "Choose"), *get_topics()], required=self.fields["topic"].required
            )
        if "decider" in self.fields:
            self.fields["decider"].queryset = self._list_deciders()
            self.fields["decider"].error_messages["invalid_choice"] = (
                "Another editor of this site. You cannot approve your own board."
            )
        if "replaces" in self.fields:
            others = self.fields["replaces"].queryset.live()
            self.fields["replaces"].queryset = others.exclude(pk=self.instance.pk)

    def _list_deciders(self) -> QuerySet[User]:
        """Nobody decides on what they ask for. Somebody who is named already can still save the draft."""
        deciders = get_possible_deciders()
        is_named = self.instance.decider_id == self.for_user.pk
        return deciders if is_named else deciders.exclude(pk=self.for_user.pk)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self._check_cited(given.get("body") or [])
        try:
            policies.check_slug(given.get("slug", ""), self.instance)
        except policies.UnableToSubmitBoard as problem:
            self._add(problem)
        if "action-submit" in self.data or "action-publish" in self.data:
            self._check_submit(given)
        return given

    def _add(self, problem: policies.UnableToSubmitBoard) -> None:
        self.add_error(problem.field if problem.field in self.fields else None, str(problem))

    def _check_cited(self, body: Any) -> None:
        """An editor names what they see; what another one named stays. A number that was guessed tells nothing."""
        before, sources = set(self.instance.cited), set(_list_sources(self.instance.body))
        records = {
            block.value["record"] if block.block_type == "example" else block.value
            for block in body
            if block.block_type in BLOCKS_WITH_RECORD
        }
        for new, seen in (
            (records - before - {None}, Record.objects.visible_to(self.for_user)),
            (set(_list_sources(body)) - sources, get_sources(self.for_user)),
        ):
            if seen.filter(pk__in=new).count() < len(new):
                self.add_error("body", "Choose from the list.")

    def _check_submit(self, given: dict[str, Any]) -> None:
        board = self.instance
        for name in ("topic", "decider", "replaces", "what_changed"):
            if name in given:
                setattr(board, name, given[name])
        for problem in policies.find_problems(board, self.for_user):
            self._add(problem)
