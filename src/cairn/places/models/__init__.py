from cairn.places.models.journey import JourneyPlace
from cairn.places.models.organisations import (
    Circle,
    CircleMembership,
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
