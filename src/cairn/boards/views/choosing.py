"""Choosing records and sources in Wagtail's office. Each editor is offered what they may see, and nothing else."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cairn.boards.enums import KINDS_OF_EXAMPLE, KINDS_OF_INSIGHT, KINDS_OF_METHOD
from cairn.boards.models.blocks import QuoteChooser, RecordChooser, SourceChooser
from cairn.common.keys import read_keys
from cairn.library.models import Source
from cairn.library.presenters.claims import cite
from cairn.library.queries import get_sources
from cairn.records.models import Record
from cairn.voice.models import Contribution
from cairn.voice.queries import get_answers_to_quote

KINDS = (*KINDS_OF_INSIGHT, *KINDS_OF_EXAMPLE, *KINDS_OF_METHOD)
MOST_WORDS = 8


class SearchForm(BaseFilterForm):
    """All the words, in any order."""

    q = forms.CharField(
        label="Search term", required=False, widget=forms.TextInput({"placeholder": "Search by words in the title"})
    )
    fields_to_search: tuple[str, ...] = ("title", "summary")

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter(objects)
        wanted = self.cleaned_data.get("q", "").replace("\x00", "")
        for word in wanted.split()[:MOST_WORDS]:
            any_field = Q()
            for name in self.fields_to_search:
                any_field |= Q(**{f"{name}__icontains": word})
            objects = objects.filter(any_field)
        if wanted:
            self.is_searching, self.search_query = True, wanted
        return objects


class SourceSearchForm(SearchForm):
    fields_to_search = ("title", "publisher", "year")


def _get(offered: QuerySet[Any], pk: str) -> Any:
    """What is not offered is not there."""
    if not pk.isdecimal():
        raise offered.model.DoesNotExist
    return offered.get(pk=pk)


class RecordLimits:
    """What every view about records goes by."""

    request: Any
    title_column: Column  # of Wagtail's view
    ordering = ("title", "pk")
    filter_form_class = SearchForm

    def get_object_list(self) -> QuerySet[Record]:
        kinds = [kind for kind in self.request.GET.get("kinds", "").split(",") if kind in KINDS]
        return Record.objects.visible_to(self.request.user).published().filter(kind__in=kinds or KINDS)

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,
            Column("kind", label="Kind", accessor="get_kind_display"),
            Column("sharing", label="Who can read it", accessor="get_sharing_display"),
        ]


class ChooseRecord(RecordLimits, chooser.ChooseView):
    pass


class ChooseRecordResults(RecordLimits, chooser.ChooseResultsView):
    pass


class ChosenRecord(RecordLimits, chooser.ChosenView):
    def get_object(self, pk: str) -> Record:
        return _get(self.get_object_list(), pk)


class ChosenRecords(RecordLimits, chooser.ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[Record]:
        return self.get_object_list().filter(pk__in=read_keys(pks))


class SourceLimits:
    request: Any
    title_column: Column  # of Wagtail's view
    ordering = ("title", "pk")
    filter_form_class = SourceSearchForm

    def get_object_list(self) -> QuerySet[Source]:
        return get_sources(self.request.user)

    @property
    def columns(self) -> list[Column]:
        return [self.title_column, Column("citation", label="Citation", accessor=cite)]


class ChooseSource(SourceLimits, chooser.ChooseView):
    pass


class ChooseSourceResults(SourceLimits, chooser.ChooseResultsView):
    pass


class ChosenSource(SourceLimits, chooser.ChosenView):
    def get_object(self, pk: str) -> Source:
        return _get(self.get_object_list(), pk)


class ChosenSources(SourceLimits, chooser.ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[Source]:
        return self.get_object_list().filter(pk__in=read_keys(pks))


class QuoteSearchForm(SearchForm):
    """Not by the words: what somebody looks for stands in an address."""

    fields_to_search = ("session__title",)


class QuoteLimits:
    """What people said in sessions of the editor's own teams, and agreed to have published."""

    request: Any
    title_column: Column  # of Wagtail's view
    ordering = ("pk",)
    filter_form_class = QuoteSearchForm

    def get_object_list(self) -> QuerySet[Contribution]:
        return get_answers_to_quote(self.request.user, day=localdate())

    @property
    def columns(self) -> list[Column]:
        words = self.title_column
        words.label, words.accessor = "What they said", "words"
        return [words, Column("session", label="Session", accessor="session.title")]


class ChooseQuote(QuoteLimits, chooser.ChooseView):
    pass


class ChooseQuoteResults(QuoteLimits, chooser.ChooseResultsView):
    pass


class ChosenQuote(QuoteLimits, chooser.ChosenView):
    def get_object(self, pk: str) -> Contribution:
        return _get(self.get_object_list(), pk)

    def get_display_title(self, instance: Contribution) -> str:
        return instance.words


class ChosenQuotes(QuoteLimits, chooser.ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[Contribution]:
        return self.get_object_list().filter(pk__in=read_keys(pks))

    def get_display_title(self, instance: Contribution) -> str:
        return instance.words


class RecordChooserViewSet(ChooserViewSet):
    model = Record
    icon = "doc-full"
    choose_one_text = "Choose a record"
    register_widget = False
    base_widget_class = RecordChooser
    preserve_url_parameters = ["multiple", "kinds"]
    choose_view_class = ChooseRecord
    choose_results_view_class = ChooseRecordResults
    chosen_view_class = ChosenRecord
    chosen_multiple_view_class = ChosenRecords


class SourceChooserViewSet(ChooserViewSet):
    model = Source
    icon = "openquote"
    choose_one_text = "Choose a source"
    register_widget = False
    base_widget_class = SourceChooser
    choose_view_class = ChooseSource
    choose_results_view_class = ChooseSourceResults
    chosen_view_class = ChosenSource
    chosen_multiple_view_class = ChosenSources


class QuoteChooserViewSet(ChooserViewSet):
    model = Contribution
    icon = "openquote"
    choose_one_text = "Choose a quote"
    register_widget = False
    base_widget_class = QuoteChooser
    choose_view_class = ChooseQuote
    choose_results_view_class = ChooseQuoteResults
    chosen_view_class = ChosenQuote
    chosen_multiple_view_class = ChosenQuotes


quotes_to_choose = QuoteChooserViewSet("board_quotes", url_prefix="board-quotes")
records_to_choose = RecordChooserViewSet("board_records", url_prefix="board-records")
sources_to_choose = SourceChooserViewSet("board_sources", url_prefix="board-sources")
