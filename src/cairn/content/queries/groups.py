"""What is known, by topic, by learning event, by board and by kind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cairn.accounts.models import Reader
from cairn.actions.queries import KNOWN_KINDS, Chain
from cairn.actions.queries.actions import THEME_FACETS
from cairn.boards.queries.boards import get_live_boards
from cairn.events.models import EventEvidence, LearningEvent, SessionNote
from cairn.records.enums import RecordKind, Relation
from cairn.records.kinds import get_kind
from cairn.records.models import Tie
from cairn.search.models import SearchTag

NO_TOPIC = "No topic"


@dataclass(frozen=True)
class Group:
    """Some of what is known, under one heading. One thing may belong to several groups."""

    label: str
    keys: frozenset[int]
    address: str = ""
    is_fictional: bool = False


def get_groups(by: str, chain: Chain, reader: Reader) -> list[Group]:
    """The largest first; those of which nothing is known are left out."""
    found = [group for group in GROUPS[by](chain, reader) if group.keys]
    return sorted(found, key=lambda group: (group.label == NO_TOPIC, -len(group.keys), group.label))


def _get_topics(chain: Chain, reader: Reader) -> list[Group]:
    """As actions have them: those of the boards, and what families need."""
    tags = SearchTag.objects.filter(facet__in=THEME_FACETS, document__kind__in=KNOWN_KINDS)
    keys: dict[tuple[str, str], set[int]] = {}
    labels: dict[tuple[str, str], str] = {}
    for document, facet, value, label in tags.values_list("document_id", "facet", "value", "label"):
        if document in chain:
            keys.setdefault((facet, value), set()).add(document)
            labels[facet, value] = label
    rest = chain.keys() - set().union(*keys.values())
    return [Group(labels[topic], frozenset(own)) for topic, own in keys.items()] + [Group(NO_TOPIC, frozenset(rest))]


def _get_kinds(chain: Chain, reader: Reader) -> list[Group]:
    return [
        Group(get_kind(kind).plural, frozenset(key for key, one in chain.items() if one.kind == kind))
        for kind in KNOWN_KINDS
    ]


def _get_events(chain: Chain, reader: Reader) -> list[Group]:
    """What was said in the sessions of an event, what its takeaways rest on, and what else came of it."""
    named: dict[int, set[int]] = {}
    notes = SessionNote.objects.filter(record__isnull=False).values_list("event", "record")
    evidence = EventEvidence.objects.filter(record__isnull=False).values_list("event", "record")
    ties = Tie.objects.filter(
        relation=Relation.COMES_FROM, target__kind=RecordKind.LEARNING_EVENT, source__kind__in=KNOWN_KINDS
    ).values_list("target", "source")
    for event, record in (*notes, *evidence, *ties):
        named.setdefault(event, set()).add(record)
    events = LearningEvent.objects.visible_to(reader).published().filter(pk__in=named)
    return [
        Group(one.title, _find_known(named[one.pk], chain), one.get_absolute_url(), one.is_fictional)
        for one in events.order_by("-held_on", "pk")
    ]


def _get_boards(chain: Chain, reader: Reader) -> list[Group]:
    """What the boards of now cite."""
    return [Group(one.title, _find_known(one.cited, chain), one.get_absolute_url()) for one in get_live_boards()]


def _find_known(records: Iterable[int], chain: Chain) -> frozenset[int]:
    """A lesson that is part of an insight is known as that insight."""
    wanted = set(records)
    return frozenset(key for key, one in chain.items() if key in wanted or not wanted.isdisjoint(one.backing))


GROUPS: dict[str, Callable[[Chain, Reader], list[Group]]] = {
    "topic": _get_topics,
    "event": _get_events,
    "board": _get_boards,
    "kind": _get_kinds,
}
