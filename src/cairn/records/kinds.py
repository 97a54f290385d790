"""The kinds of record: one `Kind` says everything that the site knows of one.

DEVELOPERS.md, "Add a kind of record", walks through one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from cairn.accounts.models import Reader
from cairn.accounts.permissions import Permission
from cairn.common.panels import Panel
from cairn.notices.kinds import NoticeKind
from cairn.records.desk import FindDigest, FindDue, FindQuestion, FindWork
from cairn.records.enums import RecordKind
from cairn.records.indexing import TEXTS_ONLY, Indexing

if TYPE_CHECKING:
    from cairn.common.documents import Document
    from cairn.common.files import CheckedFile
    from cairn.records.models import Record
    from cairn.records.sections import Section
    from cairn.records.tables import TableLinks


Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Gap:
    """A link that a thread should have; the sentence stands where it is missing."""

    kind: RecordKind
    sentence: str


@dataclass(frozen=True)
class StartWords:
    """What somebody reads who wants to start a record of a kind: what it is called, what it is, what its title says."""

    action: str  # "Add a need"
    about: str
    question: str
    example: str


@dataclass(frozen=True)
class Evidence:
    """Of a record whose results are rated: how strong they are, and which way they point."""

    strength: int  # 0 to 4
    direction: str  # a kind of sign
    words: str
    line: str  # both in one line, for a document


@dataclass(frozen=True)
class Fact:
    """One fact on the page of a record, as far as a reader may see it: what somebody says is wrong, or still right.

    Its key is its anchor on the page. A fact that is a record of its own has that one's reference as its key.
    """

    key: str
    label: str
    record: "Record | None" = None


class ListOfRows(Protocol):
    """A list that hangs on a record and is edited on a page of its own."""

    @property
    def title(self) -> str: ...

    @property
    def relation(self) -> str:
        """What the list is called on the record, and in the log of what was changed."""

    def get_address(self, record: "Record") -> str: ...


@dataclass(frozen=True)
class Kind:
    """Everything that the site knows of one kind of record, in the order in which somebody meets it.

    What must happen to its words when a record is withdrawn or an account erased is said by its models, not here.
    """

    model: "type[Record]"  # its KIND is the name
    page: str  # name of the address of one record, which takes its slug
    plural: str

    # --- Writing one
    start: StartWords | None = None  # None: people do not start one by its title alone
    sections: "Callable[[], tuple[Section, ...]] | None" = None  # of its form; asked for when a form is opened
    rows: tuple[ListOfRows, ...] = ()
    # Columns of a table that no form has. With them records come as a table even where nobody starts one by its title.
    links: "type[TableLinks] | None" = None
    # Who on the site brings in a table of them for everybody: what the preview shows is looked at by somebody who may
    # say so, and is published with the yes. A table of anybody else makes drafts of their team.
    table_published_by: Permission | None = None
    # Raises UnableToTakeFile where files of such records must be readable by everybody; takes the text beside it too.
    check_file: "Callable[[CheckedFile, str], None] | None" = None

    # --- What may be done with one
    can_be_withdrawn: bool = True
    # Raises UnableToChangeRecord where somebody would have to be told before.
    check_withdrawal: Callable[[Any], None] | None = None
    # Raises UnableToShare where records of this kind have a rule of their own; takes the record, with whom, the circle.
    check_sharing: Callable[[Any, str, Any], None] | None = None
    # Who on the site shares one that belongs to no organisation, with the yes of another who may.
    shared_by: Permission | None = None
    # Sentences for whoever decides who sees it, as that person may read them.
    warn_before_sharing: Callable[[Any, Reader], list[str]] | None = None
    # Raises UnableToLink; takes both ends of the link that is to be made.
    check_link: Callable[[Any, Any], None] | None = None

    # --- Where others meet it
    asks_for: tuple[Gap, ...] = ()  # what its thread should come from
    leads_to: tuple[Gap, ...] = ()  # what should come of it
    indexing: Indexing = TEXTS_ONLY  # its texts are found in any case
    # The facts on its page, for a record and its reader, so that a report can name one of them.
    list_facts: "Callable[[Any, Reader], list[Fact]] | None" = None
    panels: tuple[Panel, ...] = ()  # what it adds to other pages
    due: tuple[FindDue, ...] = ()  # what of it waits on somebody's desk
    work: tuple[FindWork, ...] = ()  # what of it is somebody's own and under way, drafts with a form apart
    questions: tuple[FindQuestion, ...] = ()  # what a desk asks about it
    digest: tuple[FindDigest, ...] = ()  # what the digest of an organisation says of it
    notices: tuple[NoticeKind, ...] = ()
    # How strong the evidence of each is, by key, as far as somebody may read it; for search results and documents.
    find_evidence: "Callable[[Sequence[Record], Reader], dict[int, Evidence]] | None" = None
    # The page on which each is shown, by key, where that is the page of another record and its own leads on to it.
    find_addresses: "Callable[[Sequence[Record]], dict[int, str]] | None" = None
    # The record that each is about, by key, as far as somebody may read it: a hit says little without it.
    find_subjects: "Callable[[Sequence[Record], Reader], dict[int, Record]] | None" = None
    # The record as a file, where it is more than its texts. The file is one for all: only what every reader may see.
    make_document: "Callable[[Any], Document] | None" = None

    @property
    def name(self) -> RecordKind:
        return self.model.KIND

    @property
    def label(self) -> str:
        return str(self.name.label)

    @property
    def slug(self) -> str:
        """The kind in an address."""
        return self.name.value.replace("_", "-")


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Called by `registry.register_app`."""
    _kinds[kind.name] = kind


def get_kind(name: str) -> Kind:
    return _kinds[name]


def get_kinds_to_start() -> list[Kind]:
    return [kind for kind in get_kinds() if kind.start is not None]


def get_kinds() -> list[Kind]:
    """In the order of the chain."""
    return [_kinds[name] for name in RecordKind.values if name in _kinds]


def get_kind_choices() -> list[tuple[str, str]]:
    """Of the column `Record.kind`. A function, so that another kind changes no migration of this app."""
    return [(kind.name.value, kind.label) for kind in get_kinds()]


def ask_kinds(
    records: "Sequence[Record]", choose: Callable[[Kind], Callable[..., dict[int, Answer]] | None], *args: Any
) -> dict[int, Answer]:
    """By key of a record, what the function that `choose` takes from its kind finds; each is asked once."""
    found: dict[int, Answer] = {}
    for kind in get_kinds():
        find = choose(kind)
        of_kind = [record for record in records if record.kind == kind.name] if find else []
        if find and of_kind:
            found |= find(of_kind, *args)
    return found
