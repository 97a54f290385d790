from cairn.places.models.circles import Circle, CircleInvitation, CircleMembership
from cairn.places.models.journey import JourneyPlace
from cairn.places.models.organisations import (
    Invitation,
    Membership,
    Organisation,
    OrganisationDomain,
    Team,
    TeamMembership,
)
from cairn.places.models.places import Place, PlaceAlias, PlaceChange, PlaceCode, PlacePart, PlaceQuerySet

__all__ = [
    "Circle",
    "CircleInvitation",
    "CircleMembership",
    "Invitation",
    "JourneyPlace",
    "Membership",
    "Organisation",
    "OrganisationDomain",
    "Place",
    "PlaceAlias",
    "PlaceChange",
    "PlaceCode",
    "PlacePart",
    "PlaceQuerySet",
    "Team",
    "TeamMembership",
]
