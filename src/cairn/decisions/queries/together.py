"""Reads of groups that decide together. Nothing here says who proposed, spoke or voted."""

from collections import Counter
from itertools import chain

from django.db.models import Count, Prefetch, QuerySet

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.decisions.enums import ProposalState, WordsState
from cairn.decisions.models import Assembly, Ballot, BallotPaper, Comment, Meeting, Member, Proposal
from cairn.places.models import Membership

NOT_READ = (ProposalState.WAITING, ProposalState.HIDDEN)


def get_assemblies(user: User) -> QuerySet[Assembly]:
    """Those that somebody runs or belongs to."""
    found = Assembly.objects.seen_by(user).select_related("team__organisation")
    return found.annotate(number=Count("members")).order_by("name", "pk")


def get_proposals(assembly: Assembly) -> QuerySet[Proposal]:
    """Those that the members can read, in the order in which they were shown, with their votes."""
    votes = Prefetch("ballots", Ballot.objects.order_by("opened_at"))
    rows = Proposal.objects.filter(assembly=assembly).exclude(state__in=NOT_READ)
    return rows.select_related("overruled_by", "approves").prefetch_related(votes).order_by("position")


def get_comments(proposal: Proposal) -> QuerySet[Comment]:
    return proposal.comments.filter(state=WordsState.SHOWN).order_by("position")


def count_choices(ballot: Ballot) -> Counter[str]:
    return Counter(dict(ballot.papers.order_by().values_list("choice").annotate(Count("pk"))))


def count_papers(ballot: Ballot) -> int:
    """How many have voted; who they are nobody can see."""
    return ballot.envelopes.count()


def count_not_shown(assembly: Assembly) -> Counter[str]:
    """For all members: how much the worker did not show, by reason."""
    hidden = (
        Proposal.objects.filter(assembly=assembly),
        Comment.objects.filter(proposal__assembly=assembly),
        BallotPaper.objects.filter(ballot__proposal__assembly=assembly),
    )
    reasons = (rows.exclude(not_shown="").values_list("not_shown", flat=True) for rows in hidden)
    return Counter(chain.from_iterable(reasons))


def get_members(assembly: Assembly) -> list[Member]:
    return sorted(assembly.members.select_related("user"), key=lambda member: str(member).casefold())


def get_possible_members(assembly: Assembly) -> QuerySet[User]:
    """People with an account in the organisation who are no members yet."""
    roles = get_roles_with(Permission.RECORD_CREATE)
    there = Membership.objects.active().filter(organisation=assembly.team.organisation, role__in=roles)
    joined = Member.objects.filter(assembly=assembly, user__isnull=False).values("user")
    return User.objects.filter(pk__in=there.values("user"), is_active=True).exclude(pk__in=joined).order_by("name")


def get_meetings(assembly: Assembly) -> QuerySet[Meeting]:
    return assembly.meetings.select_related("worker", "room").order_by("-opened_at")
