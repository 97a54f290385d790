"""What a board is made of: small blocks. A block that names a record keeps its number only, never a word of it.

So does a quote: it keeps the key of an answer, and its words are read from the answer for each reader.
"""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from wagtail import blocks
from wagtail.admin.telepath import register as register_adapter
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.chooser import BaseChooserAdapter

from cairn.boards.enums import KINDS_OF_EXAMPLE, KINDS_OF_INSIGHT, KINDS_OF_METHOD, VOCABULARIES, Side, Went
from cairn.common.privacy.copies import NEUTRAL
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.library.models import Source
from cairn.library.queries import get_sources
from cairn.records.enums import Sharing
from cairn.records.models import Record
from cairn.voice.enums import Purpose
from cairn.voice.models import Contribution
from cairn.voice.queries import get_published_words


def name_record(record: Record) -> str:
    """What the editing pages call a record that is chosen: its title where everybody may read it, and no word else.

    Several editors see these pages, and each may see other records.
    """
    if record.live and record.sharing == Sharing.PUBLIC:
        return record.title
    return f"{record.get_kind().label} {record.slug} (not public)"


class RecordChooser(BaseChooser):
    """Opens the list of records of some kinds that the editor may see."""

    model = Record
    choose_one_text = "Choose"
    choose_another_text = "Choose another"
    show_edit_link = False
    icon = "doc-full"

    def __init__(self, kinds: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.kinds = kinds
        super().__init__(**kwargs)

    def get_chooser_modal_url(self) -> str:
        return f"{reverse('board_records:choose')}?kinds={','.join(self.kinds)}"

    def get_display_title(self, instance: Record) -> str:
        return name_record(instance)


class SourceChooser(BaseChooser):
    model = Source
    choose_one_text = "Choose a source"
    choose_another_text = "Choose another source"
    show_edit_link = False
    icon = "openquote"
    chooser_modal_url_name = "board_sources:choose"

    def get_display_title(self, instance: Source) -> str:
        if get_sources(AnonymousUser()).filter(pk=instance.pk).exists():
            return instance.title
        return f"Source {instance.pk} (not public)"


class QuoteChooser(BaseChooser):
    model = Contribution
    choose_one_text = "Choose a quote"
    choose_another_text = "Choose another quote"
    show_edit_link = False
    icon = "openquote"
    chooser_modal_url_name = "board_quotes:choose"

    def get_display_title(self, instance: Contribution) -> str:
        """The words as everybody may read them today."""
        return get_published_words([instance.pk], day=localdate())[instance.pk] or NEUTRAL

    def get_value_data_from_instance(self, instance: Contribution) -> dict[str, Any]:
        # A key is longer than the numbers of JavaScript.
        return {**super().get_value_data_from_instance(instance), "id": str(instance.pk)}


register_adapter(BaseChooserAdapter(), RecordChooser)
register_adapter(BaseChooserAdapter(), SourceChooser)
register_adapter(BaseChooserAdapter(), QuoteChooser)


class ChosenBlock(blocks.FieldBlock):
    """Something that was chosen from a list. Its value is a number, so that no page of the office prints it as words.

    Wagtail's own block holds the row itself, and its comparison of drafts would print the title of any record.
    """

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        self._required = required
        super().__init__(**kwargs)

    def get_choosable(self) -> QuerySet[Any]:
        raise NotImplementedError

    def make_widget(self) -> BaseChooser:
        raise NotImplementedError

    @cached_property
    def widget(self) -> BaseChooser:
        return self.make_widget()

    @cached_property
    def field(self) -> forms.IntegerField:
        return forms.IntegerField(widget=self.widget, required=self._required, validators=[self._check])

    def _check(self, number: int) -> None:
        if not self.get_choosable().filter(pk=number).exists():
            raise ValidationError("This cannot be chosen here. Choose from the list.")

    def value_from_form(self, value: Any) -> int | None:
        return int(value) if str(value).isdecimal() else None

    def get_form_state(self, value: int | None) -> dict[str, Any] | None:
        return self.widget.get_value_data(value)

    def get_prep_value(self, value: Any) -> int | None:
        return getattr(value, "pk", value)

    def render_basic(self, value: int | None, context: Any = None) -> str:
        shown = self.get_form_state(value)
        return shown["title"] if shown else ""


class RecordBlock(ChosenBlock):
    """A record of some kinds."""

    def __init__(self, kinds: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        super().__init__(**kwargs)

    def get_choosable(self) -> QuerySet[Record]:
        return Record.objects.filter(kind__in=self.kinds)

    def make_widget(self) -> RecordChooser:
        return RecordChooser(kinds=self.kinds)


class SourceBlock(ChosenBlock):
    def get_choosable(self) -> QuerySet[Source]:
        return Source.objects.all()

    def make_widget(self) -> SourceChooser:
        return SourceChooser()


class QuoteBlock(ChosenBlock):
    """Words that somebody agreed to have published. One that is withdrawn has to be taken out before the next draft."""

    def get_choosable(self) -> QuerySet[Contribution]:
        return Contribution.objects.allowed(Purpose.PUBLISHED, day=localdate()).exclude(words="")

    def make_widget(self) -> QuoteChooser:
        return QuoteChooser()


def list_terms() -> list[tuple[str, list[tuple[str, str]]]]:
    """Conditions by vocabulary, as "conditions:cost"."""
    found = [get_vocabulary(key) for key in VOCABULARIES]
    return [(one.title, [(f"{one.key}:{term.key}", term.title) for term in one.terms]) for one in found]


class ExampleBlock(blocks.StructBlock):
    record = RecordBlock(kinds=KINDS_OF_EXAMPLE, label="Project, model, council using one, or lesson")
    what_happened = blocks.TextBlock(max_length=400, rows=3, label="What happened, in two or three sentences")
    went = blocks.ChoiceBlock(choices=Went.choices, default=Went.NOT_KNOWN, label="How it went")

    class Meta:
        icon = "thumbtack"
        label = "Example"


class ConditionBlock(blocks.StructBlock):
    term = blocks.ChoiceBlock(choices=list_terms, label="Condition")
    side = blocks.ChoiceBlock(choices=Side.choices, default=Side.HELPS, label="What it does")
    words = blocks.TextBlock(max_length=300, rows=2, label="How, in a sentence")

    class Meta:
        icon = "cog"
        label = "Condition"


class BodyBlock(blocks.StreamBlock):
    """In any order; the page sorts them by kind."""

    insight = RecordBlock(kinds=KINDS_OF_INSIGHT, label="Insight", icon="pick")
    example = ExampleBlock()
    method = RecordBlock(kinds=KINDS_OF_METHOD, label="Method", icon="list-ul")
    condition = ConditionBlock()
    reference = SourceBlock(label="Reference", icon="openquote")
    paragraph = blocks.TextBlock(max_length=600, rows=4, label="Paragraph", icon="pilcrow")
    quote = QuoteBlock(label="What a young person or family said", icon="openquote")
