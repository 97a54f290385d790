"""What the library says of one condition, for and against, with its source."""

from dataclasses import dataclass, field

from cairn.accounts.models import Reader
from cairn.conditions.definitions.statements import Statement
from cairn.conditions.enums import Side
from cairn.library.models import Claim
from cairn.records.enums import RecordKind, Relation
from cairn.records.models import Record, Tie

BUILDING = (RecordKind.INSIGHT, RecordKind.LESSON)


@dataclass(frozen=True)
class FoundLine:
    record: Record
    words: str
    source: str  # of a reported result: where it was published


@dataclass
class FoundView:
    """By side, and lessons and insights that are based on one of these results."""

    helps: list[FoundLine] = field(default_factory=list)
    hinders: list[FoundLine] = field(default_factory=list)
    both: list[FoundLine] = field(default_factory=list)
    building: list[Record] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.helps or self.hinders or self.both or self.building)

    @property
    def sides(self) -> list[tuple[str, str, list[FoundLine]]]:
        return [
            ("It helped", "No results that say it helped.", self.helps),
            ("It got in the way", "No results that say it got in the way.", self.hinders),
            ("Both, or it depends", "", self.both),
        ]


def find_found(statement: Statement, user: Reader) -> FoundView:
    """As far as somebody may read it; in four questions to the database, however much there is."""
    slugs = {one.record: one for one in statement.found}
    records = {one.slug: one for one in Record.objects.visible_to(user).published().filter(slug__in=slugs)}
    claims = [one.pk for one in records.values() if one.kind == RecordKind.CLAIM]
    sources = {
        claim.pk: str(claim.source)
        for claim in Claim.objects.filter(pk__in=claims).select_related("source").only("source__title")
    }
    found = FoundView()
    lists = {Side.HELPS: found.helps, Side.HINDERS: found.hinders, Side.BOTH: found.both}
    for slug, one in slugs.items():
        if (record := records.get(slug)) is not None:
            lists[one.says].append(FoundLine(record, one.words, sources.get(record.pk, "")))
    found.building = _find_building(claims, set(records), user)
    return found


def _find_building(claims: list[int], known: set[str], user: Reader) -> list[Record]:
    """What people concluded from these results since, and the list does not name by itself."""
    if not claims:
        return []
    ties = Tie.objects.filter(source__in=claims, relation__in=(Relation.SUPPORTS, Relation.CONTRADICTS)).values(
        "target"
    )
    based = Tie.objects.filter(target__in=claims, relation=Relation.COMES_FROM).values("source")
    shown = Record.objects.visible_to(user).published().filter(kind__in=BUILDING).exclude(slug__in=known)
    return list((shown.filter(pk__in=ties) | shown.filter(pk__in=based)).order_by("title", "pk"))
