"""Who will and who will not see a record, in words."""

from dataclasses import dataclass
from typing import Any

from cairn.records.enums import Sharing
from cairn.records.models import Record


@dataclass(frozen=True)
class Audience:
    """Who will and who will not see a record at one level of sharing, in words."""

    label: str
    sees: str
    does_not: str


def describe_audience(record: Record, sharing: str, circle: Any = None) -> Audience:
    organisation = record.organisation.name if record.organisation else ""
    team = f"the team {record.team.name}" if record.team else "you"
    others = "Funders and inspectorates do not see it"
    match sharing:
        case Sharing.ORGANISATION:
            return Audience(
                f"Everybody in {organisation}",
                f"Everybody with a log-in who belongs to {organisation}, readers and guests included.",
                f"People of other organisations do not see it. {others}, unless they belong to {organisation} here.",
            )
        case Sharing.CIRCLE:
            return Audience(
                f"The circle {circle.name}",
                f"The people in the circle {circle.name}, whatever organisation they work for, and {team}.",
                f"The rest of {organisation} does not see it. {others}, unless they are in the circle.",
            )
        case Sharing.PUBLIC:
            return Audience(
                "Everybody",
                "Anybody, without a log-in: other councils, families, journalists, funders and inspectorates. "
                "Search engines can find it.",
                "Nobody is kept out. What people have downloaded or printed cannot be called back.",
            )
        case _:
            who = team[0].upper() + team[1:]
            return Audience(
                who if record.team else "Only you",
                f"{who}, and whoever wrote it." if record.team else "Only you.",
                f"Nobody else in {organisation} sees it, and nobody outside. {others}."
                if organisation
                else f"Nobody else sees it. {others}.",
            )
