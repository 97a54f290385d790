"""The organisations of the demonstration: all of them invented."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.places.models import Circle, CircleMembership, Membership, Organisation, Place, Team, TeamMembership
from cairn.places.services.organisations import make_organisation

# E-mail address, organisation, role, teams
PEOPLE = (
    ("lead@ottenvale.example", "Ottenvale Council", "coordinator", "Edge of care"),
    ("voice@ottenvale.example", "Ottenvale Council", "member", "Edge of care"),
    ("director@ottenvale.example", "Ottenvale Council", "coordinator", "Leadership"),
    ("lead@brindlebridge.example", "Brindlebridge Council", "coordinator", "Innovation"),
    ("evaluator@example.org", "Larkfield University", "member", "Evaluation"),
)
CIRCLE = (
    "Teenagers at the edge of care",
    (
        *("lead@ottenvale.example", "lead@brindlebridge.example"),
        *("voice@ottenvale.example", "director@ottenvale.example"),
    ),
)
RULES = (
    "Say what did not work as well as what did.\n\n"
    "Ask the council that shared something before you name it anywhere else."
)


@transaction.atomic
def load_demonstration_organisations(*, at: datetime) -> None:
    """Make them once; people are put back where they belong."""
    for email, name, role, team_name in PEOPLE:
        user = User.objects.get(email=email, is_demonstration=True)
        organisation = Organisation.objects.filter(name=name).first() or _make_organisation(name, email, at=at)
        membership, _ = Membership.objects.get_or_create(
            user=user,
            organisation=organisation,
            defaults={"role": role, "state": Membership.State.ACTIVE, "asked_at": at, "joined_at": at},
        )
        team, _ = Team.objects.get_or_create(
            organisation=organisation, slug=team_name.lower().replace(" ", "-"), defaults={"name": team_name}
        )
        TeamMembership.objects.get_or_create(team=team, membership=membership)
    name, emails = CIRCLE
    circle, _ = Circle.objects.get_or_create(
        slug="edge-of-care",
        defaults={
            "name": name,
            "purpose": "Two councils that share what they try, and what does not work.",
            "organisation": Organisation.objects.get(name="Ottenvale Council"),
            "rules": RULES,
            "rules_changed_at": at,
        },
    )
    for number, email in enumerate(emails):
        CircleMembership.objects.get_or_create(
            circle=circle,
            user=User.objects.get(email=email),
            defaults={"joined_at": at, "agreed_at": at, "leads": number == 0},
        )


def _make_organisation(name: str, email: str, *, at: datetime) -> Organisation:
    place = Place.objects.fictional().councils().filter(name=name.removesuffix(" Council")).first()
    kind = Organisation.Kind.COUNCIL if name.endswith("Council") else Organisation.Kind.UNIVERSITY
    domains = [email.split("@")[1]] if place else []
    return make_organisation(name=name, kind=kind, place=place, domains=domains, is_fictional=True, at=at)
