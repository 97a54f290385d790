"""Records of the first kinds, with who may see them."""

from datetime import UTC, datetime
from typing import Any

from cairn.accounts.models import User
from cairn.places.models import Circle, CircleMembership, Membership, Organisation, Team, TeamMembership
from cairn.places.queries.belonging import asked_once
from cairn.records import services
from cairn.records.enums import Sharing
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def make_organisation(name: str = "Otterdale Council", **fields: Any) -> Organisation:
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Organisation.objects.get_or_create(name=name, defaults={"slug": slug, "kind": "council", **fields})[0]


def join(user: User, organisation: Organisation, *, role: str = "member", team: Team | None = None) -> Membership:
    membership, _ = Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        defaults={"role": role, "state": "active", "asked_at": NOON, "joined_at": NOON},
    )
    if team:
        TeamMembership.objects.get_or_create(team=team, membership=membership)
    return membership


def make_team(organisation: Organisation | None = None, name: str = "Edge of care", *people: User) -> Team:
    organisation = organisation or make_organisation()
    team, _ = Team.objects.get_or_create(
        organisation=organisation, slug=name.lower().replace(" ", "-"), defaults={"name": name}
    )
    for person in people:
        join(person, organisation, team=team)
    return team


def make_circle(*people: User, name: str = "Partners", organisation: Organisation | None = None) -> Circle:
    circle, _ = Circle.objects.get_or_create(
        slug=name.lower(),
        defaults={"name": name, "purpose": "To learn together", "organisation": organisation or make_organisation()},
    )
    for person in people:
        CircleMembership.objects.get_or_create(circle=circle, user=person, defaults={"joined_at": NOON})
    return circle


def make_draft(model: Any = Challenge, *, author: User | None = None, team: Team | None = None, **answers: Any) -> Any:
    """A draft of a team whose author is in it."""
    author = author or UserFactory()
    team = team or make_team()
    join(author, team.organisation, team=team)
    answers = {"title": "Fewer teenagers come into care", "summary": "Too many do.", **answers}
    with asked_once():
        return services.start_record(model, by=author, at=NOON, team=team, answers=answers)


def make_record(
    model: Any = Challenge, *, sharing: str = Sharing.PUBLIC, circle: Circle | None = None, **given: Any
) -> Any:
    """A published record; what everybody may read was reviewed by a colleague."""
    record = make_draft(model, **given)
    if circle:
        CircleMembership.objects.get_or_create(circle=circle, user=record.author, defaults={"joined_at": NOON})
    if sharing == Sharing.PUBLIC:
        approve(record)
    with asked_once():
        services.share_record(record=record, by=record.author, at=NOON, sharing=sharing, circle=circle)
    record.refresh_from_db()
    return record


def approve(record: Any) -> None:
    """A colleague reviews the draft as it stands."""
    review = services.ask_for_review(record=record, by=record.author, at=NOON)
    colleague = UserFactory()
    join(colleague, record.organisation, team=record.team)
    with asked_once():  # where nobody joins or leaves meanwhile, as on a page that only reads
        services.decide_review(review=review, decision="approved", comment="", by=colleague, at=NOON)


def share_with_all(record: Any) -> None:
    services.share_record(record=record, by=record.author, at=NOON, sharing=Sharing.PUBLIC)
