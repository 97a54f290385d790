from cairn.places.queries.circles import get_circle_people, get_own_invitations
from cairn.places.queries.places import (
    AROUND,
    Names,
    UnableToFindPlace,
    find_fictional_namesake,
    find_named,
    find_place,
    get_day,
    get_joined,
    get_names,
    get_own_council,
    is_from_fictional_council,
    normalise,
    search_councils,
)
from cairn.places.queries.users import find_users
from cairn.places.queries.yours import SESSION_KEY, find_council_to_remember, get_your_council

__all__ = [
    "AROUND",
    "SESSION_KEY",
    "Names",
    "UnableToFindPlace",
    "find_council_to_remember",
    "find_fictional_namesake",
    "find_named",
    "find_place",
    "find_users",
    "get_circle_people",
    "get_day",
    "get_joined",
    "get_names",
    "get_own_council",
    "get_own_invitations",
    "get_your_council",
    "is_from_fictional_council",
    "normalise",
    "search_councils",
]
