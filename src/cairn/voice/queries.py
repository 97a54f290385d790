"""What was tried for a challenge, as the reader may see it; who is asked about posts of safety; who was heard."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Count, Min, Q, QuerySet
from django.utils.crypto import salted_hmac

from cairn.accounts.models import Reader, SiteRole, User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.common.privacy.copies import list_phrases, normalise
from cairn.library.models import PracticeModel, Project
from cairn.library.queries.known import KnownAbout, find_known
from cairn.places.models import Membership, Organisation, Place
from cairn.places.queries.belonging import get_belonging
from cairn.records.enums import RecordKind, Relation, Sharing
from cairn.records.models import Record, Tie
from cairn.voice.enums import Purpose, State
from cairn.voice.models import (
    Challenge,
    Contribution,
    ListeningSession,
    Need,
    NeedVoice,
    PrivateCode,
    SafetyPost,
    Story,
    TranslationCheck,
    WithdrawnSentence,
)
from cairn.voice.translations import get_languages


@dataclass(frozen=True)
class Tried:
    """Something that answers a challenge: why somebody says so, what is reported of it, and where it was."""

    record: Record
    reason: str
    known: KnownAbout
    places: list[Place]


def get_tried(challenge: Challenge, user: Reader) -> list[Tried]:
    """Models and projects that came of this challenge, the models first."""
    ties = Tie.objects.filter(target=challenge, relation=Relation.COMES_FROM)
    reasons = dict(ties.values_list("source_id", "reason"))
    visible = Record.objects.visible_to(user).filter(pk__in=reasons).values_list("pk", "kind")
    kinds = dict(visible)
    models = list(PracticeModel.objects.filter(pk__in=_of(kinds, RecordKind.PRACTICE_MODEL)).order_by("title"))
    projects = list(
        Project.objects.filter(pk__in=_of(kinds, RecordKind.PROJECT))
        .prefetch_related("places", "models_used")
        .order_by("title")
    )
    found = [*models, *projects]
    known = find_known(found, Record.objects.visible_to(user))
    return [
        Tried(
            record,
            reasons[record.pk],
            known[record.pk],
            list(record.places.all()) if isinstance(record, Project) else [],
        )
        for record in found
    ]


def _of(kinds: dict[int, str], kind: RecordKind) -> list[int]:
    return [pk for pk, one in kinds.items() if one == kind]


def get_coordinators(organisation: Organisation) -> list[User]:
    roles = get_roles_with(Permission.MEMBERS_MANAGE)
    found = Membership.objects.active().filter(organisation=organisation, role__in=roles, user__is_active=True)
    return [one.user for one in found.select_related("user")]


def get_asked_for_another_yes(post: SafetyPost) -> list[User]:
    """The other coordinators; where there is none, the hosts of the site."""
    own = post.membership.user
    if others := [user for user in get_coordinators(post.organisation) if user != own]:
        return others
    return [user for user in get_hosts() if user != own]


def get_hosts() -> list[User]:
    hosts = SiteRole.objects.allowing(Permission.ORGANISATIONS_MANAGE).filter(user__is_active=True)
    return [role.user for role in hosts.select_related("user")]


def get_sessions(user: User) -> QuerySet[ListeningSession]:
    """Those whose worker somebody is, the newest first, with how many answers wait and were kept."""
    return (
        ListeningSession.objects.run_by(user)
        .select_related("team__organisation")
        .annotate(
            waiting=Count("contributions", filter=Q(contributions__state=State.WAITING)),
            kept=Count("contributions", filter=Q(contributions__state=State.KEPT)),
        )
        .order_by("-held_on", "-opened_at")
    )


def get_sessions_to_see_to(user: User, *, day: date, soon: date) -> QuerySet[ListeningSession]:
    """Those of a worker in which answers wait (`waiting`) or a consent ends soon (`ends`)."""
    return (
        ListeningSession.objects.run_by(user)
        .annotate(
            waiting=Count("contributions", filter=Q(contributions__state=State.WAITING), distinct=True),
            ends=Min("contributions__consents__until", filter=Q(contributions__consents__until__range=(day, soon))),
        )
        .filter(Q(waiting__gt=0) | Q(ends__isnull=False))
        .order_by("opened_at", "pk")
    )


def get_sessions_of_others(user: User) -> QuerySet[ListeningSession]:
    """For a coordinator, who may hand them over and reads none of it."""
    found = ListeningSession.objects.overseen_by(user).exclude(worker=user.pk)
    return found.select_related("team__organisation", "worker").order_by("-held_on", "-opened_at")


def get_possible_workers(session: ListeningSession | Story) -> QuerySet[User]:
    """Who writes for the team."""
    roles = get_roles_with(Permission.RECORD_CREATE)
    teams = Membership.objects.active().filter(team_memberships__team=session.team, role__in=roles)
    return (
        User.objects.filter(pk__in=teams.values("user"), is_active=True)
        .exclude(pk__in=[session.worker_id] if session.worker_id else [])
        .order_by("name")
    )


def get_checks() -> dict[str, TranslationCheck]:
    """The newest check of each language whose text is still the one that was checked."""
    languages = get_languages()
    found = TranslationCheck.objects.filter(ended_at=None, sum__in=[one.sum for one in languages.values()])
    return {one.language: one for one in found.order_by("recorded_at") if one.sum == languages[one.language].sum}


def get_offered(session: ListeningSession) -> list[str]:
    """Codes of the languages, beside English, in which people can answer in this session."""
    checked = get_checks() if session.questions else {}
    return [code for code in get_languages() if code in checked and code in session.questions]


# --- The voices behind a need ---------------------------------------------------------------------


def get_answers_to_link(user: User, *, day: date) -> QuerySet[Contribution]:
    """What was kept in sessions of somebody's teams, where whoever said it agreed that the team reads it."""
    teams = get_belonging(user).teams
    allowed = Contribution.objects.allowed(Purpose.INSIDE, day=day).filter(session__team__in=teams)
    return allowed.select_related("session").with_files().shuffled()


def get_words_to_link(user: User, *, day: date) -> QuerySet[Contribution]:
    """Those of them that are words, for pages that show no picture."""
    return get_answers_to_link(user, day=day).exclude(words="")


def get_answers_to_quote(user: User, *, day: date) -> QuerySet[Contribution]:
    """Those of them whose words everybody may read, for pages that everybody reads."""
    published = Contribution.objects.allowed(Purpose.PUBLISHED, day=day).exclude(words="")
    return get_answers_to_link(user, day=day).filter(pk__in=published.values("pk"))


def get_published_words(numbers: Collection[int], *, day: date) -> dict[int, str]:
    """What everybody may read of these answers today, by their keys: empty where it is withdrawn, or has expired."""
    if not numbers:
        return {}
    allowed = Contribution.objects.allowed(Purpose.PUBLISHED, day=day).filter(pk__in=numbers)
    words = dict(allowed.values_list("pk", "words"))
    return {key: words.get(key, "") for key in Contribution.objects.filter(pk__in=numbers).values_list("pk", flat=True)}


def get_voices(need: Need) -> list[NeedVoice]:
    """By theme; within one, in an order that says nothing."""
    found = need.voices.select_related("contribution__session", "contribution__file")
    found = found.defer("contribution__file__content").prefetch_related("contribution__consents")
    return list(found.order_by("theme", "contribution"))


@dataclass(frozen=True)
class Use:
    """Something that answers were used for, with its address: whoever gave one may read it without a log-in."""

    title: str
    url: str


FindUses = Callable[[Collection[int]], Mapping[int, list[Use]]]
_uses: list[FindUses] = []


def register_uses(find: FindUses) -> None:
    """Called from `ready()` of an app above; it takes keys of answers."""
    if find not in _uses:
        _uses.append(find)


def find_uses(answers: Collection[int]) -> dict[int, list[Use]]:
    """What everybody may read of what was done with these answers, by their keys."""
    found: dict[int, list[Use]] = {}
    for find in _uses:
        for key, uses in find(answers).items():
            found.setdefault(key, []).extend(uses)
    return found


class LinksAnswer(Protocol):
    """That an answer stands behind a record: a need here, a decision in the app above."""

    contribution: Contribution


def can_read_words(voice: LinksAnswer, record: Record, user: Reader, *, day: date) -> bool:
    """Whether whoever said it agreed that this reader reads it on this record, today."""
    if voice.contribution.state != State.KEPT:
        return False
    agreed = {one.purpose for one in voice.contribution.consents.all() if one.until >= day}
    wanted = {Purpose.PUBLISHED}
    if record.sharing == Sharing.CIRCLE:
        wanted.add(Purpose.CIRCLE)
    if user.is_authenticated and voice.contribution.session.team_id in get_belonging(user).teams:
        wanted.add(Purpose.INSIDE)
    return bool(agreed & wanted)


# --- Stories of change ----------------------------------------------------------------------------


def get_readable_stories(*, day: date) -> QuerySet[Story]:
    """For everybody, the newest first."""
    found = Story.objects.readable(day=day).select_related("page__recording", "team__organisation")
    return found.order_by("-published_on", "key")


def get_own_stories(user: User) -> QuerySet[Story]:
    found = Story.objects.run_by(user).filter(ended="").select_related("page", "team__organisation")
    return found.order_by("-started_at", "key")


def get_stories_of_others(user: User) -> QuerySet[Story]:
    """For a coordinator, who may hand them over and reads no draft."""
    found = Story.objects.overseen_by(user).filter(ended="").exclude(worker=user.pk)
    return found.select_related("team__organisation", "worker").order_by("-started_at", "key")


def get_answers_for_story(user: User, *, day: date) -> QuerySet[Contribution]:
    """What may be part of a story, and the worker may read: their own sessions, and what their teams may read."""
    readable = Q(session__in=ListeningSession.objects.run_by(user)) | Q(pk__in=get_answers_to_link(user, day=day))
    return Contribution.objects.allowed(Purpose.STORY, day=day).filter(readable).select_related("session").shuffled()


def get_stories_of_code(code: PrivateCode) -> QuerySet[Story]:
    return code.stories.filter(ended="").order_by("key")


# --- Words that were withdrawn ----------------------------------------------------------------------


def sum_sentences(texts: Iterable[str]) -> set[str]:
    """Of each of them as a whole and of each sentence that is long enough to be known again."""
    phrases = {normalise(phrase) for text in texts for phrase in list_phrases(text)}
    return {salted_hmac("voice.withdrawn", phrase, algorithm="sha256").hexdigest() for phrase in phrases}


def has_withdrawn_words(texts: Iterable[str]) -> bool:
    """Whether a sentence in these was taken back here. As long as the secret key of the site stays what it is."""
    sums = sorted(sum_sentences(texts))
    return any(
        WithdrawnSentence.objects.filter(pk__in=sums[start : start + 500]).exists()
        for start in range(0, len(sums), 500)
    )
