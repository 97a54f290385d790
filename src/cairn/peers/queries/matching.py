"""Who takes part in a matching, and who reads what it proposed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.peers.enums import RunState, ShownTo
from cairn.peers.models import Declared, Match, MatchOutcome, MatchRun, PeerAsk, PeerOffer
from cairn.peers.queries.partnerships import get_declined_pairs
from cairn.places.models import Membership, Organisation
from cairn.places.queries.belonging import get_belonging

RUNS_LOOKED_AT = 8


@dataclass(frozen=True)
class Entry:
    """An organisation that asks or offers anything; topics with hours."""

    organisation: Organisation
    asks: dict[str, int]
    offers: dict[str, int]
    since: str
    waited: int


def get_entries(*, fictional: bool) -> list[Entry]:
    """Everyone who asks or offers anything in one nation, by slug."""
    asks, offers = (_get_open(model, fictional=fictional) for model in (PeerAsk, PeerOffer))
    organisations = Organisation.objects.filter(pk__in=asks.keys() | offers.keys())
    waited = _count_waited(fictional=fictional)
    return [
        Entry(
            organisation=one,
            asks={row.topic: row.hours_a_quarter for row in asks.get(one.pk, ())},
            offers={row.topic: row.hours_a_quarter for row in offers.get(one.pk, ())},
            since=min((row.since.isoformat() for row in asks.get(one.pk, ())), default=""),
            waited=waited[one.pk],
        )
        for one in organisations.select_related("place__region").order_by("slug")
    ]


def _get_open(model: type[Declared], *, fictional: bool) -> dict[int, list[Declared]]:
    found: dict[int, list[Declared]] = {}
    for one in model.objects.open().filter(organisation__is_fictional=fictional).order_by("topic"):
        found.setdefault(one.organisation_id, []).append(one)
    return found


def _count_waited(*, fictional: bool) -> Counter[int]:
    """How many shared matchings in a row, up to the last, left an organisation without although it took part."""
    runs = get_shared_runs(fictional=fictional)[:RUNS_LOOKED_AT]
    waited: Counter[int] = Counter()
    still: set[int] | None = None
    for run in runs:
        without = set(run.outcomes.filter(is_served=False).values_list("organisation", flat=True))
        still = without if still is None else still & without
        waited.update(still)
    return waited


def get_shared_runs(*, fictional: bool) -> QuerySet[MatchRun]:
    shared = MatchRun.objects.filter(is_fictional=fictional, state=RunState.SHARED)
    return shared.order_by("-made_at", "-pk")


def get_runs() -> QuerySet[MatchRun]:
    return (
        MatchRun.objects.select_related("made_by")
        .annotate(
            number_of_matches=Count("matches", distinct=True),
            number_of_organisations=Count("outcomes", distinct=True),
            number_served=Count("outcomes", filter=Q(outcomes__is_served=True), distinct=True),
        )
        .order_by("-made_at", "-pk")
    )


def get_earlier_run(run: MatchRun) -> MatchRun | None:
    """The one before it of the same nation that was not discarded."""
    earlier = MatchRun.objects.filter(is_fictional=run.is_fictional, made_at__lt=run.made_at)
    return earlier.exclude(state=RunState.DISCARDED).order_by("-made_at", "-pk").first()


def get_apart(*, fictional: bool) -> set[frozenset[int]]:
    """Pairs of organisations that a matching must not propose again: one of the two said “not now”."""
    return get_declined_pairs(fictional=fictional)


def get_matches_of(run: MatchRun) -> QuerySet[Match]:
    return run.matches.select_related("run", "first", "second").order_by("first__name", "second__name")


def get_matches(organisation: Organisation) -> list[Match]:
    """Its matches of the last matching that was shared; those that go both ways first."""
    run = get_shared_runs(fictional=organisation.is_fictional).first()
    if run is None:
        return []
    found = get_matches_of(run).filter(Q(first=organisation) | Q(second=organisation))
    return sorted(found, key=lambda match: not match.is_two_way)


def get_outcome(organisation: Organisation) -> MatchOutcome | None:
    run = get_shared_runs(fictional=organisation.is_fictional).first()
    return run.outcomes.filter(organisation=organisation).select_related("run").first() if run else None


def get_people_who_declare(run: MatchRun) -> QuerySet[User]:
    """Those who say what the organisations of a matching ask and offer."""
    return User.objects.filter(
        memberships__organisation__in=run.outcomes.values("organisation"),
        memberships__state=Membership.State.ACTIVE,
        memberships__role__in=get_roles_with(Permission.PEERS_DECLARE),
    ).distinct()


def get_own_organisations(user: User) -> QuerySet[Organisation]:
    own = get_belonging(user).get_organisations_allowing(Permission.ORGANISATION_READ)
    return Organisation.objects.filter(pk__in=own).order_by("name")


def get_visible_matches(user: User) -> QuerySet[Match]:
    """Those of one's organisations, once they are shared; all of them for the matching coordinator."""
    found = Match.objects.select_related("run", "first", "second")
    belonging = get_belonging(user)
    if belonging.may_on_the_site(Permission.PEERS_MATCH):
        return found
    own = belonging.get_organisations_allowing(Permission.ORGANISATION_READ)
    return found.filter(Q(first__in=own) | Q(second__in=own), run__state=RunState.SHARED)


Declarations = dict[tuple[int, str], Declared]


def get_declarations(model: type[Declared], organisations: Iterable[int]) -> Declarations:
    """Open asks or offers by organisation and topic."""
    found = model.objects.open().filter(organisation__in=organisations)
    return {(one.organisation_id, one.topic): one for one in found}


def shows_name(declared: Declared | None) -> bool:
    """Whether an organisation agreed to be named in a match before an introduction."""
    return declared is not None and declared.shown_to != ShownTo.OWN
