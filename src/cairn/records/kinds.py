"""The kinds of record that apps have registered: what each is called, where its page is, what its thread asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cairn.accounts.permissions import Permission
from cairn.records.enums import RecordKind

if TYPE_CHECKING:
    from cairn.common.documents import Document
    from cairn.common.files import CheckedFile
    from cairn.records.models import Record
    from cairn.records.tables import TableLinks


@dataclass(frozen=True)
class Gap:
    """A link that a thread should have; the sentence stands where it is missing."""

    kind: RecordKind
    sentence: str


@dataclass(frozen=True)
class StartWords:
    """What somebody reads who wants to start a record of a kind: what it is called, what it is, what its title says."""

    action: str  # "Write down a need"
    about: str
    question: str
    example: str


@dataclass(frozen=True)
class Kind:
    """`page` is the name of the address of one record, which takes its slug."""

    name: RecordKind
    model: "type[Record]"
    page: str
    plural: str
    asks_for: tuple[Gap, ...] = ()  # what it should come from
    leads_to: tuple[Gap, ...] = ()  # what should come of it
    can_be_withdrawn: bool = True
    start: StartWords | None = None  # None: people do not start one by its title alone
    # Raises UnableToShare where records of this kind have a rule of their own; takes the record, with whom, the circle.
    check_sharing: Callable[[Any, str, Any], None] | None = None
    # Who on the site shares one that belongs to no organisation, with the yes of another who may.
    shared_by: Permission | None = None
    # Raises UnableToLink; takes both ends of the link that is to be made.
    check_link: Callable[[Any, Any], None] | None = None
    # The record as a file, where it is more than its texts. The file is one for all: only what every reader may see.
    make_document: "Callable[[Any], Document] | None" = None
    # Raises UnableToTakeFile where files of such records must be readable by everybody; takes the text beside it too.
    check_file: "Callable[[CheckedFile, str], None] | None" = None
    # Sentences for whoever decides who sees it, as that person may read them.
    warn_before_sharing: Callable[[Any, Any], list[str]] | None = None
    # Columns of a table that no form has. With them records come as a table even where nobody starts one by its title.
    links: "type[TableLinks] | None" = None

    @property
    def label(self) -> str:
        return str(self.name.label)

    @property
    def slug(self) -> str:
        """The kind in an address."""
        return self.name.value.replace("_", "-")


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Called from `ready()` of the app that owns the model."""
    _kinds[kind.name] = kind


def get_kind(name: str) -> Kind:
    return _kinds[name]


def get_kinds_to_start() -> list[Kind]:
    return [kind for kind in get_kinds() if kind.start is not None]


def get_kinds() -> list[Kind]:
    """In the order of the chain."""
    return [_kinds[name] for name in RecordKind.values if name in _kinds]
