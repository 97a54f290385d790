"""“Your council”: the one whose figures somebody wants to see, chosen once or known from their organisation."""

from django.http import HttpRequest

from cairn.places.models import Place
from cairn.places.queries.places import (
    UnableToFindPlace,
    describe_end,
    find_close,
    find_fictional_namesake,
    find_place,
    get_own_council,
)

SESSION_KEY = "your_council"  # in the session: {"code": of the council, "by": key of the account, None for a visitor}


def get_your_council(request: HttpRequest) -> Place | None:
    """What was chosen in this session, or the council of one's organisation; asked for once in a request.

    A choice made before signing in does not outrank the council that somebody works for.
    """
    if not hasattr(request, "_your_council"):
        request._your_council = _find(request)  # type: ignore[attr-defined]  # kept for the rest of this request
    return request._your_council  # type: ignore[attr-defined]  # as above


def _find(request: HttpRequest) -> Place | None:
    if not hasattr(request, "session"):  # a page that says what went wrong before there was one
        return None
    chosen = request.session.get(SESSION_KEY)
    if chosen and chosen["by"] == request.user.pk:
        return _get_place(chosen["code"])
    own = get_own_council(request.user)
    return own if own or not chosen else _get_place(chosen["code"])


def _get_place(code: str) -> Place | None:
    return Place.objects.councils().select_related("region").filter(code=code).first()


def find_council_to_remember(text: str) -> Place:
    """A council of today by name, code or postcode; an invented one where its own name is given."""
    try:
        place = find_place(text)
    except UnableToFindPlace as problem:
        invented = find_fictional_namesake(text)
        if invented is None:
            near = problem.near or find_close(text, fictional=True)
            raise UnableToFindPlace(str(problem), near) from problem
        place = invented
    if not place.is_current:
        raise UnableToFindPlace(*describe_end(place))
    return place
