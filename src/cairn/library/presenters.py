"""Reported results in words, and in groups: for, against, nothing found, facts around it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cairn.library.models import Claim, Component, Direction, Grade, Keep, PracticeModel
from cairn.records.enums import RecordKind

GROUPS = (
    (Direction.FOR, "Reported in favour"),
    (Direction.AGAINST, "Reported against"),
    (Direction.NOTHING, "No difference found, or not shown"),
    (Direction.CONTEXT, "Facts around it"),
)
COMPARATOR_NOT_FOUND = "comparator not found"


@dataclass(frozen=True)
class ClaimView:
    """One reported result with everything a reader needs to weigh it."""

    claim: Claim

    @property
    def who(self) -> str:
        return str(Grade(self.claim.grade).label)

    @property
    def comparator(self) -> str:
        """Results without anything to compare with say so; facts need none."""
        if self.claim.comparator or self.claim.direction == Direction.CONTEXT:
            return self.claim.comparator
        return COMPARATOR_NOT_FOUND

    @property
    def details(self) -> str:
        """Of whom, when, how they know: what is known of it, in one line."""
        parts = (self.claim.denominator, self.claim.period, self.claim.design)
        text = "; ".join(part for part in parts if part)
        return text[:1].upper() + text[1:]


CLAIM_COLUMNS = (
    *("About", "Kind", "What is said", "In more words", "What it says", "Who says it", "Source", "Address"),
    *("Of whom or what", "When", "Compared with", "How they know"),
)


def claim_rows(claims: Iterable[Claim]) -> list[tuple[str, ...]]:
    return [
        (
            claim.about.title,
            str(RecordKind(claim.about.kind).label),
            claim.title,
            claim.summary,
            str(Direction(claim.direction).label),
            ClaimView(claim).who,
            claim.source.title,
            claim.source.address or "address not recorded",
            claim.denominator,
            claim.period,
            ClaimView(claim).comparator,
            claim.design,
        )
        for claim in claims
    ]


def compare(models: list[PracticeModel], claims: dict[int, list[Claim]]) -> list[tuple[str, list[list[str]]]]:
    """A row for each thing that can be compared, with the lines of each model."""
    rows = [
        (PracticeModel.TEXTS[name], [[text] if (text := getattr(model, name)) else [] for model in models])
        for name in ("summary", "for_whom", "aims", "takes")
    ]
    rows.append(("Parts", [[_tell_part(part) for part in model.components.all()] for model in models]))
    for direction, title in GROUPS:
        cells = [[_tell(claim) for claim in claims[model.pk] if claim.direction == direction] for model in models]
        rows.append((title, cells))
    rows.append(("What is not known", [[model.not_known] if model.not_known else [] for model in models]))
    return rows


def _tell_part(part: Component) -> str:
    return part.what if part.keep == Keep.NOT_SAID else f"{part.what} ({Keep(part.keep).label.lower()})"


def _tell(claim: Claim) -> str:
    shown = ClaimView(claim)
    compared = f"compared with {claim.comparator}" if claim.comparator else shown.comparator
    return f"{claim.title} ({'; '.join(filter(None, (shown.who, compared)))})"


def show_month(text: str) -> str:
    """A year, or a month of one: "2017" or "2017-01"."""
    year, _, month = text.partition("-")
    return f"{date(int(year), int(month), 1):%B %Y}" if month else year


def group_claims(claims: list[Claim]) -> list[tuple[str, list[ClaimView]]]:
    """In the order of the page; nothing reported against is a group that says so by being absent."""
    groups = [(title, [ClaimView(claim) for claim in claims if claim.direction == kind]) for kind, title in GROUPS]
    return [(title, views) for title, views in groups if views]
