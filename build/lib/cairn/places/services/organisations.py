"""Organisations and their teams."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.places import policies
from cairn.places.models import Membership, Organisation, OrganisationDomain, Place, Team, TeamMembership


@transaction.atomic
def make_organisation(
    *,
    name: str,
    kind: str,
    at: datetime,
    by: User | None = None,
    place: Place | None = None,
    domains: Iterable[str] = (),
    is_fictional: bool = False,
) -> Organisation:
    organisation = Organisation.objects.create(
        name=name, slug=slugify(name)[:60], kind=kind, place=place, is_fictional=is_fictional
    )
    for domain in domains:
        OrganisationDomain.objects.create(organisation=organisation, domain=domain.lower().lstrip("@"))
    audit.record("organisation.made", target="organisation", key=organisation.slug, by=by, at=at)
    return organisation


@transaction.atomic
def make_team(*, organisation: Organisation, name: str, by: User, at: datetime) -> Team:
    policies.check_can_manage(by, organisation)
    slug = slugify(name)[:60] or "team"
    if Team.objects.filter(organisation=organisation, slug=slug).exists():
        raise policies.UnableToChangeMembers(f"There is a team “{name}” already. Choose another name.")
    team = Team.objects.create(organisation=organisation, name=name, slug=slug)
    audit.record("team.made", target="organisation", key=organisation.slug, by=by, at=at, team=team.pk)
    return team


@transaction.atomic
def add_to_team(*, team: Team, membership: Membership, by: User, at: datetime) -> None:
    policies.check_can_manage(by, team.organisation)
    if membership.organisation_id != team.organisation_id or membership.state != Membership.State.ACTIVE:
        raise policies.UnableToChangeMembers("Choose a member of the organisation.")
    TeamMembership.objects.get_or_create(team=team, membership=membership)
    audit.record(
        "team.joined", target="organisation", key=team.organisation.slug, by=by, at=at, person=membership.user_id
    )


@transaction.atomic
def remove_from_team(*, team: Team, membership: Membership, by: User, at: datetime) -> None:
    policies.check_can_manage(by, team.organisation)
    TeamMembership.objects.filter(team=team, membership=membership).delete()
    audit.record(
        "team.left", target="organisation", key=team.organisation.slug, by=by, at=at, person=membership.user_id
    )
