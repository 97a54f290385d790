"""What everything citable is: a record. Lists, threads, search, following and audit read this table and no other."""

import json
from functools import lru_cache
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, RevisionMixin

from cairn.accounts.models import Reader
from cairn.accounts.permissions import Permission
from cairn.common.canonical import sha256_of
from cairn.common.conditions import OnColumns
from cairn.common.privacy import BLANK, Declared, Exported, Kept, OfPerson, Run, Subject, names_record
from cairn.places.models import Circle, Organisation, Team
from cairn.places.queries.belonging import Belonging, get_belonging
from cairn.records.enums import Consent, RecordKind, Sharing
from cairn.records.kinds import Kind, get_kind, get_kind_choices

SLUG_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_slug() -> str:
    """Ten letters that cannot be guessed or misread, and that hold nothing of the title."""
    return get_random_string(10, SLUG_LETTERS)


@lru_cache(maxsize=4096)
def _make_address(page: str, slug: str) -> str:
    """A page names the same records again and again."""
    return reverse(page, args=[slug])


class RecordQuerySet(models.QuerySet[Any]):
    """Also the manager of every kind of record, so that `visible_to` is written once."""

    def create(self, **fields: Any) -> Any:
        return super().create(**{"kind": self.model.KIND, **fields})

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        if self.model is not Record:
            raise TypeError("Rows of a kind of record lie in two tables: create them one by one.")
        return super().bulk_create(*args, **kwargs)

    def visible_to(self, user: Reader) -> Self:
        """What somebody may read; the page `about` says the same in words.

        - what is published for everybody: everybody
        - what is published for an organisation or a circle: its members
        - everything of a team, drafts included: the members of the team
        - everything somebody wrote, drafts included: its author, while they belong to the organisation that owns it
        - the one record that somebody was let into by e-mail, drafts included: that guest
        - what is published, for however few, and reported as wrong: moderators, until the report is answered
        """
        own = get_belonging(user) if user.is_authenticated else None
        seen = Q(OnColumns(Record, Q(withdrawn_at=None) & _is_seen_by(user, own, published=Q(live=True))))
        if own is None:
            return self.filter(seen)
        seen |= Q(withdrawn_at=None, pk__in=Record.objects.filter(guests__user=user.pk).values("pk"))
        if not own.may_on_the_site(Permission.REPORTS_ANSWER):
            return self.filter(seen)
        # A report lets a moderator in only while it is open, and never into a draft: anybody can make a report, so it
        # must not open what its writers have shown to nobody.
        reported = Record.objects.filter(reports__is_question=False, reports__answered_at=None).values("pk")
        return self.filter(seen | Q(live=True, pk__in=reported))

    def withdrawn_from(self, user: Reader) -> Self:
        """What was withdrawn and somebody could read before; from the others it was hidden, and stays so.

        Withdrawing ends `live` and leaves whom it was shared with, so that is asked by the terms of `visible_to`. What
        was merged keeps its sharing too, but was a draft of its writers when it was withdrawn.
        Moderators hear of nothing: the reports that let them in go with the record.
        """
        own = get_belonging(user) if user.is_authenticated else None
        gone = ~Q(withdrawn_at=None) & _is_seen_by(user, own, published=Q(merged_into=None))
        return self.filter(OnColumns(Record, gone))

    def editable_by(self, user: Reader) -> Self:
        """What somebody may change: what they or their teams wrote, where their role allows writing."""
        if not user.is_authenticated:
            return self.none()
        own = get_belonging(user)
        # By the role of now: who was made a reader since still reads what they wrote, and changes it no more.
        may_write = Q(organisation=None) | Q(organisation__in=own.get_organisations_allowing(Permission.RECORD_EDIT))
        may_change = Q(withdrawn_at=None) & may_write & _is_written_or_teamed_by(user, own)
        return self.filter(OnColumns(Record, may_change))

    def copyable_by(self, user: Reader) -> Self:
        """What somebody may read and take a file of: not what a circle shares for reading only, unless it is theirs."""
        read_only = Q(sharing=Sharing.CIRCLE, circle__use=Circle.Use.READ)
        if user.is_authenticated:
            read_only &= ~_is_written_or_teamed_by(user, get_belonging(user))
        return self.visible_to(user).exclude(pk__in=Record.objects.filter(read_only).values("pk"))

    def of_kind(self, kind: RecordKind) -> Self:
        return self.filter(kind=kind)

    def published(self) -> Self:
        return self.filter(live=True, withdrawn_at=None)


def _is_seen_by(user: Reader, own: Belonging | None, *, published: Q) -> Q:
    """The one place that says who reads what; `published` is how a record is recognised that was shown to others.

    Each level of sharing asks for it by itself, because a draft carries the sharing that it had or shall have.
    """
    public = published & Q(sharing=Sharing.PUBLIC)
    if own is None:  # somebody without a log-in; what has lost its author must not seem to be theirs
        return public
    return (
        public
        | _is_written_or_teamed_by(user, own)
        | published & Q(sharing=Sharing.ORGANISATION, organisation__in=own.organisations)
        | published & Q(sharing=Sharing.CIRCLE, circle__in=own.circles)
    )


def _is_written_or_teamed_by(user: Reader, own: Belonging) -> Q:
    # What somebody wrote at work stays with their employer: who has left reads no more than any stranger.
    wrote = Q(author=user.pk) & (Q(organisation=None) | Q(organisation__in=own.organisations))
    return wrote | Q(team__in=own.teams)


class Record(DraftStateMixin, RevisionMixin, ClusterableModel):
    """Something that can be cited, linked, followed, shared and withdrawn. Each kind is a table of its own below it.

    Drafts and revisions are saved on the specific class only. A kind names its fields of text in `TEXTS` (field and
    label, in the order of the page): its history, its document and its withdrawal go by them.
    """

    KIND: ClassVar[RecordKind]
    TEXTS: ClassVar[dict[str, str]] = {"title": "Title", "summary": "Summary"}

    kind = models.CharField(max_length=20, choices=get_kind_choices, editable=False)
    slug = models.SlugField(max_length=60, unique=True, default=new_slug, editable=False)
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=500, blank=True)
    sharing = models.CharField(max_length=12, choices=Sharing, default=Sharing.TEAM)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="records")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="records")
    circle = models.ForeignKey(Circle, models.PROTECT, null=True, blank=True, related_name="records")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="records")
    consent = models.CharField(max_length=12, choices=Consent, default=Consent.NOT_NEEDED)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # A duplicate names the record that stays; it is a draft of its writers until they publish it again.
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    # Said by people of a fictional council. Kept on the record, because a lesson without names has no organisation.
    is_fictional = models.BooleanField(default=False, editable=False)
    # Nothing is shown before somebody decided to show it.
    live = models.BooleanField(default=False, editable=False)

    # Decided about the record as a whole: no older revision brings an earlier answer back.
    DECIDED: ClassVar[tuple[str, ...]] = (
        *("kind", "slug", "sharing", "organisation", "team", "circle", "author", "is_fictional"),
        *("consent", "created_at", "updated_at", "withdrawn_at", "merged_into", "live", "has_unpublished_changes"),
        *("first_published_at", "last_published_at", "live_revision", "go_live_at", "expire_at", "expired"),
    )

    SUBJECT = Subject.RECORD
    PRIVACY: ClassVar[tuple[Declared, ...]] = (
        OfPerson(
            "author",
            # What only they could see goes with them; what they shared stays, without their name.
            erase=(Run("cairn.records.services.withdrawing.leave_records"), BLANK),
            exported=(Exported("records", run=Run("cairn.records.queries.export_records")),),
        ),
        names_record("merged_into"),
        Kept("What was decided about it, by whom it may be asked about and since when; not a word of it", DECIDED),
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="record_in_a_circle_names_it",
                condition=Q(sharing=Sharing.CIRCLE, circle__isnull=False) | ~Q(sharing=Sharing.CIRCLE) & Q(circle=None),
            ),
            models.CheckConstraint(
                name="record_team_belongs_to_an_organisation",
                condition=Q(team=None) | Q(organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="record_of_an_organisation_needs_one",
                condition=~Q(sharing=Sharing.ORGANISATION) | Q(organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="record_published_beyond_team_only_with_consent",
                condition=Q(live=False) | Q(sharing=Sharing.TEAM) | Q(consent__in=[Consent.NOT_NEEDED, Consent.GIVEN]),
            ),
            models.CheckConstraint(
                name="record_withdrawn_is_not_live_and_has_no_words",
                condition=Q(withdrawn_at=None) | Q(live=False, title="", summary=""),
            ),
            models.CheckConstraint(
                name="record_merged_is_not_live",
                condition=Q(merged_into=None) | Q(live=False) & ~Q(merged_into=F("id")),
            ),
        ]
        indexes = [
            models.Index(fields=["-updated_at"], name="record_newest_first"),
            models.Index(fields=["kind", "-updated_at"], name="record_newest_of_kind"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs:
            super().__init__(*args, **kwargs)
        else:  # a row that was read: modelcluster would look through all relations for rows given by name
            super(ClusterableModel, self).__init__(*args)

    def __str__(self) -> str:
        return self.title or "Withdrawn"

    def get_absolute_url(self) -> str:
        return _make_address(self.get_kind().page, self.slug)

    def get_kind(self) -> Kind:
        return get_kind(self.kind)

    def get_specific(self) -> Any:
        """The row of its own kind, with the fields of that kind."""
        model = self.get_kind().model
        return self if isinstance(self, model) else model.objects.get(pk=self.pk)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        draft = super().with_content_json(content)
        for name in self.DECIDED:
            setattr(draft, name, getattr(self, name))
        return draft

    def get_draft(self) -> Any:
        """The newest words, published or not, as the database has them. Only for those who may change the record."""
        rows = self.get_kind().model.objects.select_related("latest_revision")
        return rows.get(pk=self.pk).get_latest_revision_as_object()

    def get_fingerprint(self) -> str:
        """Stands for what the record says: the same words and answers give the same one."""
        structural = {"id", "pk", "record_ptr", "latest_revision", *self.DECIDED}
        said = {name: value for name, value in self.serializable_data().items() if name not in structural}
        return sha256_of(json.dumps(said, sort_keys=True, default=str))

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
