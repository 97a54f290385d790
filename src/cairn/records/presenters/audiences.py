"""Who will and who will not see a record, in words."""

from dataclasses import dataclass

from cairn.places.models import Circle
from cairn.places.presenters import describe_terms
from cairn.records.enums import Sharing
from cairn.records.models import Record


@dataclass(frozen=True)
class Audience:
    """Who will and who will not see a record at one level of sharing, in words."""

    label: str
    sees: str
    does_not: str


def describe_way_to_everyone(record: Record) -> Audience:
    """“Everyone” where a colleague has not reviewed it yet: what happens first, and what comes next."""
    if record.organisation is None:
        return Audience(
            "Everyone, after another editor has reviewed it",
            "We ask the other editors to review it. Until then, only you can see it.",
            "When an editor approves it, come back here to share it with everyone.",
        )
    name = record.organisation.name
    now = f"everyone in {name}" if record.sharing == Sharing.TEAM else "the people it is shared with now"
    return Audience(
        "Everyone, after a colleague has reviewed it",
        f"We ask a colleague in your team to review it. Until then, {now} can see it.",
        "When a colleague approves it, come back here to share it with everyone.",
    )


def describe_audience(record: Record, sharing: str, circle: Circle | None = None) -> Audience:
    organisation = record.organisation.name if record.organisation else ""
    team = f"the team {record.team.name}" if record.team else "you"
    others = "Funders and inspectorates cannot see it"
    match sharing:
        case Sharing.ORGANISATION:
            return Audience(
                f"Everyone in {organisation}",
                f"Everyone with an account in {organisation}, including readers and guests.",
                f"People in other organisations cannot see it. {others}, unless they belong to {organisation} here.",
            )
        case Sharing.CIRCLE if circle is not None:
            outside = f"Others in {organisation} cannot see it. {others}" if organisation else others
            return Audience(
                f"The circle {circle.name}",
                f"The people in the circle {circle.name}, from any organisation, and {team}. {describe_terms(circle)}",
                f"{outside}, unless they are in the circle.",
            )
        case Sharing.PUBLIC:
            return Audience(
                "Everyone",
                "Anyone, without signing in: other councils, families, journalists, funders and "
                "inspectorates. Search engines can find it.",
                "No one is excluded. Copies that people have downloaded or printed cannot be recalled.",
            )
        case _:
            who = team[0].upper() + team[1:]
            return Audience(
                who if record.team else "Only you",
                f"{who}, and its author." if record.team else "Only you.",
                f"No one else in {organisation} or outside can see it. {others}."
                if organisation
                else f"No one else can see it. {others}.",
            )
