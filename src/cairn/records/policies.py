"""What may happen to a record in the state it is in. Each rule raises and says what to do instead."""

from collections.abc import Mapping
from typing import Any

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.places.models import Circle, Membership, Team
from cairn.places.policies import has_permission
from cairn.records.enums import Consent, RecordKind, Sharing
from cairn.records.kinds import Kind
from cairn.records.models import Attachment, Record, Report, Review, Tie
from cairn.records.queries import get_own_circles, get_reviewers, get_writers

MOST_ATTACHMENTS = 20
# What was written down before anybody knew the answer, and the answer, stand as they are.
NEVER_MERGED = (RecordKind.EVALUATION_PLAN, RecordKind.EVALUATION)


class UnableToChangeRecord(Exception):
    """It belongs to somebody else, or it was withdrawn."""


class ChangedMeanwhile(UnableToChangeRecord):
    """Somebody else saved what a form asks for since it was opened.

    `theirs` is what they saved, by field; `seen` is what the form has to be sent with the next time.
    """

    def __init__(self, *, theirs: Mapping[str, Any], seen: str) -> None:
        super().__init__(
            "Someone else changed this while you were writing. Nothing is lost: their version is "
            "shown below, and yours is still in the form. Combine the two, then save again."
        )
        self.theirs, self.seen = theirs, seen


class UnableToShareRecord(UnableToChangeRecord):
    """It may not be shown to these people yet."""


class UnableToLink(UnableToChangeRecord):
    """These two records cannot be linked, or not by this person."""


class UnableToMerge(UnableToChangeRecord):
    """These two records cannot become one, or not by this person."""


class UnableToReview(UnableToChangeRecord):
    """There is nothing to review, or somebody else must do it."""


class UnableToAnswer(UnableToChangeRecord):
    """The report was answered, or is for somebody else to answer."""


def can_edit(record: Record, user: Reader) -> bool:
    return Record.objects.editable_by(user).filter(pk=record.pk).exists()


def check_can_edit(record: Record, user: Reader) -> None:
    check_not_withdrawn(record)
    if not can_edit(record, user):
        raise UnableToChangeRecord("Only its authors can edit this. You can report a mistake to them.")


def check_not_withdrawn(record: Record) -> None:
    if record.is_withdrawn:
        raise UnableToChangeRecord("This was withdrawn, so you cannot do anything more with it.")


def check_can_start(user: User, team: Team | None) -> None:
    """Somebody starts a record for one of their teams; without a team it is theirs alone until they join one."""
    if team is None:
        return
    # Otherwise a form with another number in it would put words into the mouth of a team of strangers.
    member = Membership.objects.active().filter(user=user, team_memberships__team=team)
    if not member.exists() or not has_permission(user, Permission.RECORD_CREATE, organisation=team.organisation_id):
        raise UnableToChangeRecord("Choose one of your own teams.")


def publishes_table(kind: Kind, user: Reader) -> bool:
    """Whether what somebody brings in as a table is read by everybody at their yes."""
    return kind.table_published_by is not None and has_permission(user, kind.table_published_by)


def can_withdraw(record: Record, user: Reader, *, edits: bool | None = None) -> bool:
    """`edits`: whether they may change it, where that was asked already."""
    if record.is_withdrawn or not record.get_kind().can_be_withdrawn:
        return False
    if can_edit(record, user) if edits is None else edits:
        return True
    # A coordinator withdraws what the organisation has shown, not what they may not read.
    return (
        record.organisation_id is not None
        and has_permission(user, Permission.RECORD_WITHDRAW, organisation=record.organisation_id)
        and Record.objects.visible_to(user).filter(pk=record.pk).exists()
    )


def check_can_withdraw(record: Record, user: Reader) -> None:
    check_not_withdrawn(record)
    if not record.get_kind().can_be_withdrawn:
        raise UnableToChangeRecord(
            f"A {record.get_kind().label.lower()} cannot be withdrawn, because later results rely on it. "
            "Make it private instead."
        )
    if not can_withdraw(record, user):
        raise UnableToChangeRecord("Only its authors or a coordinator can withdraw this.")
    if rule := record.get_kind().check_withdrawal:
        rule(record.get_specific())


def check_can_take_down(record: Record, user: Reader) -> None:
    check_not_withdrawn(record)
    if not (
        # The role alone would let a moderator learn, from the answer, which private records there are.
        has_permission(user, Permission.RECORD_TAKE_DOWN)
        and Record.objects.visible_to(user).filter(pk=record.pk).exists()
    ):
        raise UnableToChangeRecord("Only a moderator can take this down.")
    if record.sharing == Sharing.TEAM:
        raise UnableToChangeRecord("This is private already.")


def check_can_share(record: Record, user: User, sharing: str, circle: Circle | None) -> None:
    check_can_edit(record, user)
    if sharing == Sharing.TEAM:
        return
    if record.organisation_id is None:
        _check_shares_for_the_site(record, user, sharing)
    elif not has_permission(user, Permission.RECORD_SHARE, organisation=record.organisation_id):
        raise UnableToShareRecord("Your role does not let you share. Ask a coordinator of your organisation.")
    if record.consent == Consent.WAITING:
        raise UnableToShareRecord("Record the consent of the people it is about before you share it.")
    if record.consent == Consent.TAKEN_BACK:
        raise UnableToShareRecord("The people this is about withdrew their consent, so it stays with your team.")
    # A circle left over beside another level would read along as soon as the level becomes “circle” again.
    if (sharing == Sharing.CIRCLE) != (circle is not None):
        raise UnableToShareRecord("Choose a circle, or choose who else to share with.")
    # Nobody pushes words into a circle in which they could not read them.
    if circle is not None and not get_own_circles(user).filter(pk=circle.pk).exists():
        raise UnableToShareRecord("Choose a circle that you belong to, that is running, and whose rules you agree to.")
    check_own_rule(record, sharing, circle)


def shares_for_the_site(record: Record, user: Reader) -> bool:
    """Whether somebody with a role on the site may share it, or review it: what belongs to no organisation."""
    permission = record.get_kind().shared_by
    is_of_the_site = record.organisation_id is None and record.author_id is not None
    return is_of_the_site and permission is not None and has_permission(user, permission)


def _check_shares_for_the_site(record: Record, user: Reader, sharing: str) -> None:
    if not shares_for_the_site(record, user):
        raise UnableToShareRecord(
            "You do not belong to an organisation here yet, so only you can see this. Ask your organisation to add you."
        )
    if sharing != Sharing.PUBLIC:
        raise UnableToShareRecord("This belongs to the site and not to an organisation. Share it with everyone.")


def check_own_rule(record: Record, sharing: str, circle: Circle | None) -> None:
    """What its own kind asks before others read its newest words: when it is shared, and when it is published again."""
    rule = record.get_kind().check_sharing
    if rule and sharing != Sharing.TEAM:
        rule(record.get_specific(), sharing, circle)


def needs_review(record: Record, sharing: str) -> bool:
    """A colleague looks before everybody may read it."""
    return sharing == Sharing.PUBLIC and not is_approved(record)


def is_approved(record: Record) -> bool:
    """Whether what the record says now is what a colleague approved."""
    fingerprint = record.get_draft().get_fingerprint()
    return record.reviews.filter(decision=Review.Decision.APPROVED, fingerprint=fingerprint).exists()


def check_is_reviewed(record: Record, sharing: str) -> None:
    if needs_review(record, sharing):
        who = "another editor" if record.organisation_id is None else "a colleague in your team"
        raise UnableToShareRecord(f"Ask {who} to review it first. Then you can share it with everyone.")


def check_has_reviewer(record: Record, by: User) -> None:
    if not get_reviewers(record).exclude(pk=by.pk).exists():
        raise UnableToShareRecord(
            "A colleague must review it before everyone can see it, and no one else in your team can review yet. "
            "Ask your coordinator to add someone to the team."
        )


def check_can_ask_for_review(record: Record, user: Reader) -> None:
    check_can_edit(record, user)
    if record.reviews.filter(decision=Review.Decision.WAITING).exists():
        raise UnableToReview("A review has already been requested.")
    if is_approved(record):
        raise UnableToReview("This version has already been reviewed.")


def can_read_review(review: Review, user: Reader) -> bool:
    """The people who wrote the record; for one of the site's own, the other editors too, while it waits."""
    record = review.record
    if record.is_withdrawn or review.decision != Review.Decision.WAITING:
        return False
    return can_edit(record, user) or shares_for_the_site(record, user)


def check_can_review(review: Review, user: Reader) -> None:
    check_not_withdrawn(review.record)
    if not (can_edit(review.record, user) or shares_for_the_site(review.record, user)):
        raise UnableToReview("Only a colleague of its authors can review this.")
    if review.decision != Review.Decision.WAITING:
        raise UnableToReview("This review already has a decision.")
    newest = review.record.get_draft().latest_revision
    if user.pk in (review.asked_by_id, newest and newest.user_id):  # nobody approves what they asked for or wrote
        raise UnableToReview("Someone else must review this, because you wrote it or asked for the review.")
    if review.record.get_draft().get_fingerprint() != review.fingerprint:
        raise UnableToReview("It was changed after the review was asked for. Ask for a new review.")


def check_can_link(source: Record, target: Record, user: Reader) -> None:
    """Both must be visible; one of them must be one's own, so that nobody writes on the pages of strangers."""
    if source.pk == target.pk:
        raise UnableToLink("Choose another record: this one cannot be linked to itself.")
    # One sentence for what is not there and what is hidden, so that trying numbers tells nothing.
    if Record.objects.visible_to(user).filter(pk__in=[source.pk, target.pk]).count() != 2:
        raise UnableToLink("Choose a record from the list.")
    if not (can_edit(source, user) or can_edit(target, user)):
        raise UnableToLink("You can link records only if one of them belongs to you or your team.")
    for rule in {source.get_kind().check_link, target.get_kind().check_link}:
        if rule is not None:
            rule(source, target)


def check_can_unlink(tie: Tie, user: Reader) -> None:
    if tie.is_structural:
        raise UnableToLink("This link is part of the record, so it cannot be removed.")
    if not (can_edit(tie.source, user) or can_edit(tie.target, user)):
        raise UnableToLink("Only the authors of one of the two records can remove this link.")


def can_be_asked(record: Record) -> bool:
    """Whether a question about it would reach anybody: hosts answer only about what everybody may read."""
    return record.sharing == Sharing.PUBLIC or get_writers(record).exists()


def can_answer(report: Report, user: Reader) -> bool:
    """The people who wrote the record; moderators where it is published, and for the pages of councils.

    Questions about what everybody may read can be answered by hosts too.
    """
    if not user.is_authenticated:
        return False
    if report.record is not None and can_edit(report.record, user):
        return True
    # A draft reaches no moderator: whoever reports a guessed address must not open it to others.
    if report.answered_at is not None or not (report.record is None or report.record.live):
        return False
    if report.is_question and report.record is not None and report.record.sharing != Sharing.PUBLIC:
        return False  # a question opens nothing that a moderator could not read before
    answers = has_permission(user, Permission.REPORTS_ANSWER)
    return answers or (report.is_question and has_permission(user, Permission.ORGANISATIONS_MANAGE))


def can_read_report(report: Report, user: Reader) -> bool:
    """Whoever made it, whoever answers it, and moderators once it is answered, of what they may see anyway."""
    # Without the first part everybody without a log-in would be whoever reported without one: both have no key.
    if (user.is_authenticated and report.reporter_id == user.pk) or can_answer(report, user):
        return True
    is_public = report.record is None or Record.objects.visible_to(user).filter(pk=report.record_id).exists()
    return is_public and has_permission(user, Permission.REPORTS_ANSWER)


def check_can_answer(report: Report, user: Reader) -> None:
    if not can_answer(report, user):
        raise UnableToAnswer("This report is for someone else to answer.")
    if report.answered_at is not None:
        raise UnableToAnswer("This report has already been answered.")


def may_copy(record: Record, user: Reader) -> bool:
    """Whether the site hands somebody files of a record that they may read."""
    return Record.objects.copyable_by(user).filter(pk=record.pk).exists()


def check_can_attach(record: Record, user: Reader) -> None:
    check_can_edit(record, user)
    if Attachment.objects.filter(record=record).count() >= MOST_ATTACHMENTS:
        raise UnableToChangeRecord(f"A record can have up to {MOST_ATTACHMENTS} files. Remove one first.")


def can_be_merged(record: Record) -> bool:
    return record.kind not in NEVER_MERGED and not record.is_withdrawn and record.merged_into_id is None


def check_can_be_merged(record: Record) -> None:
    check_not_withdrawn(record)
    if record.kind in NEVER_MERGED:
        raise UnableToMerge("Plans and evaluations cannot change, so they cannot be merged. You can link them.")
    if record.merged_into_id is not None:
        raise UnableToMerge(f"“{record.title}” was merged before. Choose the record that it was merged into.")


def check_can_merge(kept: Record, other: Record, user: Reader) -> None:
    """Of two records of a kind that the same person may change, one may stay for both."""
    if kept.pk == other.pk:
        raise UnableToMerge("Choose another record: this one cannot be merged with itself.")
    if not (can_edit(kept, user) and can_edit(other, user)):
        raise UnableToMerge("You can merge two records only if you can edit both. Choose one from the list.")
    if kept.kind != other.kind:
        raise UnableToMerge("These two are of different kinds. Choose a record of the same kind, or link the two.")
    check_can_be_merged(kept)
    check_can_be_merged(other)
    _check_what_moves(kept, other)


def _check_what_moves(kept: Record, other: Record) -> None:
    """What belongs to the other is read by those who see the one that stays."""
    if other.consent in (Consent.WAITING, Consent.TAKEN_BACK) and kept.sharing != Sharing.TEAM:
        raise UnableToMerge(
            f"The people “{other.title}” is about have not consented, so nothing from it can move to "
            "a record that others can see. Keep that one instead, or make the other one private "
            "first."
        )
    number = Attachment.objects.filter(record__in=[kept.pk, other.pk]).count()
    if number > MOST_ATTACHMENTS:
        raise UnableToMerge(
            f"Together they have {number} files, and a record can have {MOST_ATTACHMENTS}. Remove some first."
        )
