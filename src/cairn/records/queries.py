"""Reads used by more than one page."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate
from wagtail.models import Revision

from cairn.accounts.models import Reader, SiteRole, User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.audit.models import AuditEntry
from cairn.places.models import Circle, CircleMembership, Membership, Place, Team
from cairn.places.policies import has_permission
from cairn.places.queries.belonging import get_belonging
from cairn.records.enums import RecordKind, Relation, Sharing
from cairn.records.kinds import Fact, get_kinds
from cairn.records.models import BulkImport, Follow, Guest, Record, Report, Review, SavedForm, Tie

LONGEST_CHAIN = 9  # as many links as the chain from a need to a result has


def get_own_teams(user: User) -> QuerySet[Team]:
    """Teams for which somebody may start a record."""
    return (
        Team.objects.filter(
            memberships__membership__user=user,
            memberships__membership__state=Membership.State.ACTIVE,
            memberships__membership__role__in=get_roles_with(Permission.RECORD_CREATE),
        )
        .select_related("organisation")
        .order_by("organisation__name", "name")
    )


def get_default_team(user: User) -> Team | None:
    """The team that owns what somebody starts without being asked for whom; none while they are in no team."""
    return get_own_teams(user).first()


def get_own_circles(user: User) -> QuerySet[Circle]:
    """Circles with which somebody may share: those that run, and to whose rules they agreed."""
    own = CircleMembership.objects.filter(user=user).agreed().values("circle")
    running = Circle.objects.running(on=localdate()).filter(pk__in=own)
    return running.select_related("organisation").order_by("name")


@dataclass(frozen=True)
class Step:
    """One record of a thread, with the link that leads to it."""

    record: Record
    tie: Tie
    label: str  # how the link reads from the record before


@dataclass
class Thread:
    """What a record came from and what came of it, as far as somebody may see."""

    record: Record
    upwards: list[Step] = field(default_factory=list)
    downwards: list[Step] = field(default_factory=list)
    others: list[Step] = field(default_factory=list)  # links outside the chain
    has_hidden: bool = False


def get_thread(record: Record, user: Reader) -> Thread:
    """Follow the links that somebody may see. Nothing is said of what lies behind a record they may not see."""
    thread = Thread(record)
    ties = _get_ties(Q(source=record.pk) | Q(target=record.pk))
    others = {tie.pk: tie.target_id if tie.source_id == record.pk else tie.source_id for tie in ties}
    visible = _get_visible(list(others.values()), user)
    # Whether, not how many and of what kind: from a number that changes a reader could learn what others do.
    thread.has_hidden = any(other not in visible for other in others.values())
    chain = [tie for tie in ties if tie.relation == Relation.COMES_FROM]
    _follow([tie for tie in chain if tie.source_id == record.pk], visible, thread.upwards, "source", "target", user)
    _follow([tie for tie in chain if tie.target_id == record.pk], visible, thread.downwards, "target", "source", user)
    for tie in ties:
        if tie.relation != Relation.COMES_FROM and others[tie.pk] in visible:
            thread.others.append(Step(visible[others[tie.pk]], tie, tie.label_from(record.pk)))
    return thread


# Keys of what a record is linked to outside the chain, such as the models of a project; apps above know them.
FindRelatives = Callable[[Record], Iterable[int]]
_relatives: list[FindRelatives] = []


def register_relatives(find: FindRelatives) -> None:
    """Called from `ready()`: what is linked to one of these is not called missing."""
    if find not in _relatives:
        _relatives.append(find)


def find_kinds_behind(record: Record, kinds: Collection[str], user: Reader) -> set[str]:
    """Which of these kinds somebody sees linked to what the record itself is linked to outside the chain."""
    keys = {key for find in _relatives for key in find(record)}
    near = list(Record.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)) if keys else []
    if not near:
        return set()
    up = Q(source__in=near, target__kind__in=kinds)
    down = Q(target__in=near, source__kind__in=kinds)
    ties = _get_ties(up | down, relation=Relation.COMES_FROM)
    ends = _get_visible([key for tie in ties for key in (tie.source_id, tie.target_id)], user)
    return {end.kind for end in ends.values()} & set(kinds)


def _follow(ties: list[Tie], visible: dict[int, Record], steps: list[Step], near: str, far: str, user: Reader) -> None:
    """Add the steps of these links, and of those behind them, level by level; `near` is the end we come from."""
    seen = {getattr(tie, f"{near}_id") for tie in ties}
    for _ in range(LONGEST_CHAIN):
        ends = []
        for tie in ties:
            other = getattr(tie, f"{far}_id")
            if other in visible and other not in seen:
                seen.add(other)
                ends.append(other)
                steps.append(Step(visible[other], tie, tie.label_from(getattr(tie, f"{near}_id"))))
        if not ends:
            return
        ties = _get_ties(Q(**{f"{near}__in": ends}), relation=Relation.COMES_FROM)
        visible = _get_visible([getattr(tie, f"{far}_id") for tie in ties], user)


def _get_ties(ends: Q, **conditions: Any) -> list[Tie]:
    """Links of these ends, without those to what was withdrawn: that is gone, not hidden."""
    there = {"source__withdrawn_at": None, "target__withdrawn_at": None}
    return list(Tie.objects.filter(ends, **there, **conditions).order_by("made_at", "pk"))


def _get_visible(ids: list[int], user: Reader) -> dict[int, Record]:
    if not ids:
        return {}
    return {
        record.pk: record
        for record in Record.objects.visible_to(user).filter(pk__in=ids).select_related("organisation")
    }


def get_pairs_coming_of(records: Iterable[int] | None, kind: RecordKind) -> list[tuple[int, int]]:
    """What of a kind comes of which of these records, or of any; as pairs of keys, whoever may see either."""
    ties = Tie.objects.filter(relation=Relation.COMES_FROM, source__kind=kind)
    if records is not None:
        ties = ties.filter(target__in=records)
    return list(ties.values_list("source", "target"))


def get_what_comes_of(records: Iterable[int], kind: RecordKind) -> list[int]:
    """Keys of what comes of these records, whoever may see it. Mostly nothing does, and no more need be asked."""
    return [source for source, _ in get_pairs_coming_of(records, kind)]


def get_linkable(record: Record, user: Reader, *, wanted: str = "") -> QuerySet[Record]:
    """Records to which somebody may link this one, the newest first; `wanted` is looked for in their titles."""
    # A list to choose from would otherwise tell the titles of everything.
    found = Record.objects.visible_to(user).exclude(pk=record.pk)
    if wanted:
        found = found.filter(Q(title__icontains=wanted) | Q(summary__icontains=wanted))
    return found.select_related("organisation", "team").order_by("-updated_at")


def get_mergeable(record: Record, user: Reader, *, wanted: str = "") -> QuerySet[Record]:
    """Records that somebody may merge with this one; `wanted` is looked for in their titles and summaries."""
    found = Record.objects.editable_by(user).filter(kind=record.kind, merged_into=None).exclude(pk=record.pk)
    if wanted:
        found = found.filter(Q(title__icontains=wanted) | Q(summary__icontains=wanted))
    return found.select_related("organisation", "team").order_by("-updated_at")


def get_revisions(record: Record) -> QuerySet[Revision]:
    return Revision.objects.for_instance(record.get_specific()).select_related("user").order_by("-created_at", "-pk")


def list_titles(record: Record) -> list[str]:
    """What it was ever called, for those who hold copies of that."""
    earlier = Revision.objects.for_instance(record.get_specific()).values_list("content__title", flat=True)
    return sorted({record.title, *filter(None, earlier)} - {""})


def export_records(*, person: User) -> list[dict[str, Any]]:
    """The words of what somebody wrote and did not withdraw."""
    own = [one.get_specific() for one in Record.objects.filter(author=person, withdrawn_at=None).order_by("pk")]
    return [{name: getattr(record, name) for name in record.TEXTS} for record in own]


def get_reports_to_answer(user: Reader) -> QuerySet[Report]:
    """Open reports that somebody can answer, the oldest first."""
    # By `live` as in `can_answer`: a report holds words about the record, often its own.
    mine = Q(record__in=Record.objects.editable_by(user).values("pk"))
    public_question = Q(is_question=True, record__live=True, record__sharing=Sharing.PUBLIC)
    wanted = mine
    if has_permission(user, Permission.REPORTS_ANSWER):
        wanted |= Q(record=None) | Q(record__live=True, is_question=False) | public_question
    elif user.is_authenticated and get_belonging(user).may_on_the_site(Permission.ORGANISATIONS_MANAGE):
        wanted |= public_question  # hosts hear of those that would reach nobody else
    return Report.objects.open().filter(wanted).select_related("record", "place", "reporter").order_by("reported_at")


def narrow_reports(reports: QuerySet[Report], about: str) -> QuerySet[Report]:
    """Mistakes in records, mistakes on pages of councils, questions, or all."""
    match about:
        case "question":
            return reports.filter(is_question=True)
        case "council":
            return reports.filter(record=None)
        case "record":
            return reports.filter(record__isnull=False, is_question=False)
        case _:
            return reports


def get_answered_reports(user: Reader) -> QuerySet[Report]:
    """Reports of what somebody writes, or as a moderator may see, that were answered; the newest answer first."""
    wanted = Q(record__in=Record.objects.editable_by(user).values("pk"))
    if has_permission(user, Permission.REPORTS_ANSWER):
        wanted |= Q(record=None) | Q(record__in=Record.objects.visible_to(user).values("pk"))
    found = Report.objects.filter(wanted, answered_at__isnull=False)
    return found.select_related("record", "place", "reporter", "answered_by").order_by("-answered_at", "-pk")


def get_audit(
    *, group: str = "", person: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[AuditEntry]:
    """Everything that was done, the newest first: of one group, by people of a name, between two days."""
    entries = AuditEntry.objects.order_by("-at", "-pk")
    if group:
        entries = entries.filter(Q(action__startswith=f"{group}.") | Q(action__startswith=f"{group}s."))
    if person:
        people = User.objects.filter(Q(name__icontains=person) | Q(email__iexact=person))
        entries = entries.filter(by__in=people.values("pk"))
    if since:
        entries = entries.filter(at__date__gte=since)
    if until:
        entries = entries.filter(at__date__lte=until)
    return entries


def get_record_audit(record: Record) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.about("record", record.slug).order_by("-at", "-pk")


def get_something_new(user: User, place: Place | None, alike: Iterable[Place]) -> tuple[Record | None, str]:
    """The newest thing that others published: from councils like one's own first; and why it is shown."""
    own = Membership.objects.active().filter(user=user).values("organisation")
    others = (
        Record.objects.visible_to(user)
        .published()
        .exclude(author=user)
        .exclude(organisation__in=own)
        .exclude(kind=RecordKind.QUESTION)  # the desk asks those by themselves
        # What stands on the desk already, because they follow it or were let into it.
        .exclude(pk__in=Follow.objects.filter(user=user).values("record"))
        .exclude(pk__in=Guest.objects.filter(user=user).values("record"))
        .select_related("organisation", "team", "circle")
        .order_by("-updated_at")
    )
    wanted: list[tuple[Q, str]] = []
    if keys := [one.pk for one in alike]:
        wanted.append((Q(organisation__place__in=keys), "From a council like yours"))
    if place is not None and place.region_id is not None:
        wanted.append((Q(organisation__place__region=place.region_id), "From your region"))
    # Not what the starter library brought: it is new to nobody.
    wanted.append((Q(organisation__isnull=False), "From another part of the country"))
    for whose, why in wanted:
        if (found := others.filter(whose).first()) is not None:
            return found, why
    return None, ""


def get_followed(user: User) -> QuerySet[Record]:
    """What somebody follows and may still see, with `since`, the newest first."""
    own = Record.objects.filter(follows__user=user).values("pk")
    found = Record.objects.visible_to(user).filter(pk__in=own)
    since = Follow.objects.filter(user=user, record=OuterRef("pk")).values("since")[:1]
    return found.annotate(since=Subquery(since)).order_by("-since", "-pk")


def get_writers(record: Record) -> QuerySet[User]:
    """Everybody who may change a record."""
    writing = get_roles_with(Permission.RECORD_EDIT)
    active = Q(memberships__state=Membership.State.ACTIVE, memberships__role__in=writing)
    in_team = active & Q(memberships__team_memberships__team=record.team_id)
    wrote = Q(pk=record.author_id)
    if record.organisation_id is not None:
        wrote &= active & Q(memberships__organisation=record.organisation_id)
    return User.objects.filter(wrote | in_team if record.team_id else wrote).distinct()


def get_reviewers(record: Record) -> QuerySet[User]:
    """Everybody who may review a record, whoever asks included."""
    permission = record.get_kind().shared_by
    if record.organisation_id is not None or permission is None:
        return get_writers(record)
    return User.objects.filter(pk__in=SiteRole.objects.allowing(permission).values("user"))


def get_reviews_to_decide(user: User) -> QuerySet[Review]:
    """What colleagues, or other editors of the site, have asked for; the one that has waited longest first."""
    meant = Q(record__in=Record.objects.editable_by(user).values("pk"))
    kinds = [kind.name for kind in get_kinds() if kind.shared_by and has_permission(user, kind.shared_by)]
    if kinds:
        meant |= Q(record__kind__in=kinds, record__organisation=None, record__author__isnull=False)
    waiting = Review.objects.filter(meant, decision=Review.Decision.WAITING, record__withdrawn_at=None)
    return waiting.exclude(asked_by=user).select_related("record").order_by("asked_at")


def delete_old_saved_forms(before: datetime) -> int:
    """Retention: what was typed and never sent."""
    deleted, _ = SavedForm.objects.filter(saved_at__lt=before).delete()
    return deleted


def delete_waiting_tables(before: datetime) -> int:
    """Retention: tables that nobody said yes or no to."""
    deleted, _ = BulkImport.objects.filter(made_at__lt=before).delete()
    return deleted


def find_fact(record: Record, key: str, user: Reader) -> Fact | None:
    """The fact on the page of a record that has this key now; its words may have changed since it was named."""
    list_facts = record.get_kind().list_facts
    if not key or list_facts is None:
        return None
    return next((fact for fact in list_facts(record.get_specific(), user) if fact.key == key), None)


def count_by_kind(user: Reader) -> dict[str, int]:
    """How many published records of each kind somebody may read."""
    found = Record.objects.visible_to(user).published().order_by()
    return dict(found.values_list("kind").annotate(count=Count("pk")))
