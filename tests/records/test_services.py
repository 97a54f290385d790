"""Drafts, publishing, review, sharing, links, reports, withdrawal: what changes and what must not."""

import io
import json

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import ModelLogEntry, Revision

from cairn.accounts.services import erase_account
from cairn.audit.models import AuditEntry
from cairn.common.documents import Document
from cairn.common.files import check_upload
from cairn.common.operations import ledger
from cairn.places.queries.belonging import asked_once
from cairn.records import policies, services
from cairn.records.models import Attachment, Follow, Record, RecordFile, SavedForm, Tie
from cairn.records.presenters import RecordView, compare
from cairn.records.queries import get_revisions, get_thread
from cairn.records.services.ties import tie_for_good
from cairn.records.tasks import check_attachment
from cairn.voice.models import Challenge, Need
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.records import NOON, approve, join, make_circle, make_draft, make_record, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ledger(settings, tmp_path):
    settings.LEDGER = tmp_path / "ledger.jsonl"


def test_draft_of_a_published_record_changes_nothing_that_others_read():
    record = make_record(title="Old words")
    services.save_draft(record=record, by=record.author, at=NOON, answers={"title": "New words"})
    assert Record.objects.get(pk=record.pk).title == "Old words"
    assert record.get_specific().get_draft().title == "New words"
    approve(Record.objects.get(pk=record.pk))
    services.publish_record(record=record, by=record.author, at=NOON)
    assert Record.objects.get(pk=record.pk).title == "New words"


def test_publishing_for_everybody_needs_a_colleague_and_every_change_another_look():
    record = make_draft()
    with pytest.raises(policies.UnableToShareRecord, match="Ask a colleague"):
        services.share_record(record=record, by=record.author, at=NOON, sharing="public")
    review = services.ask_for_review(record=record, by=record.author, at=NOON)
    with pytest.raises(policies.UnableToReview, match="Someone else"):
        services.decide_review(review=review, decision="approved", comment="", by=record.author, at=NOON)
    services.save_draft(record=record, by=record.author, at=NOON, answers={"summary": "Changed meanwhile."})
    assert not record.reviews.exists()
    approve(record)
    services.share_record(record=record, by=record.author, at=NOON, sharing="public")
    services.save_draft(record=record, by=record.author, at=NOON, answers={"summary": "Changed after."})
    with pytest.raises(policies.UnableToShareRecord):
        services.publish_record(record=record, by=record.author, at=NOON)


def test_older_revision_never_brings_an_older_decision_back():
    record = make_record(sharing="organisation", title="First")
    services.save_draft(record=record, by=record.author, at=NOON, answers={"title": "Second"})
    services.share_record(record=record, by=record.author, at=NOON, sharing="team")
    oldest = get_revisions(record).last()
    services.restore_revision(record=record, revision=oldest, by=record.author, at=NOON)
    services.publish_record(record=record, by=record.author, at=NOON)
    record = Record.objects.get(pk=record.pk)
    assert (record.title, record.sharing) == ("First", "team")


def test_history_marks_what_was_added_and_removed():
    record = make_draft(title="Fewer teenagers come into care")
    services.save_draft(record=record, by=record.author, at=NOON, answers={"title": "Fewer children come into care"})
    newest, oldest = get_revisions(record)
    assert compare(record, newest, oldest)[0].parts == [
        ("same", "Fewer"),
        ("removed", "teenagers"),
        ("added", "children"),
        ("same", "come into care"),
    ]


@pytest.mark.parametrize(
    ("level", "words"),
    [("organisation", "do not belong to an organisation"), ("public", "do not belong to an organisation")],
)
def test_record_of_nobody_s_organisation_stays_private(level, words, user):
    record = services.start_record(Challenge, by=user, at=NOON, team=None, answers={"title": "Mine"})
    with pytest.raises(policies.UnableToShareRecord, match="do not belong to an organisation"):
        services.share_record(record=record, by=user, at=NOON, sharing=level)


def test_share_with_a_circle_that_is_not_ones_own_is_refused():
    record, circle = make_draft(), make_circle()
    with pytest.raises(policies.UnableToShareRecord, match="circle that you belong to"):
        services.share_record(record=record, by=record.author, at=NOON, sharing="circle", circle=circle)


@pytest.mark.both_databases
@pytest.mark.parametrize("consent", ["waiting", "taken_back"])
def test_without_consent_a_record_goes_back_to_its_team(consent):
    record = make_record(sharing="public")
    services.record_consent(record=record, consent=consent, by=record.author, at=NOON)
    record = Record.objects.get(pk=record.pk)
    assert record.sharing == "team"
    with pytest.raises(policies.UnableToShareRecord, match="consent"):
        services.share_record(record=record, by=record.author, at=NOON, sharing="organisation")
    with (
        pytest.raises(IntegrityError, match=r"record_published_beyond_team_only_with_consent|CHECK"),
        transaction.atomic(),
    ):
        Record.objects.filter(pk=record.pk).update(sharing="organisation")


def test_withdrawal_leaves_no_word_anywhere(django_capture_on_commit_callbacks):
    secret = "SECRET-WORDS"
    record = make_record(title=secret, why_now=secret, summary=secret)
    author, other = record.author, make_record(title="Another")
    services.save_form(record=record, by=author, section="what", answers={"title": [secret]}, at=NOON)
    services.make_report(text=secret, by=author, at=NOON, record=record)
    services.link(source=record, target=other, relation="supports", reason=secret, by=author, at=NOON)
    checked = check_upload("a.txt", io.BytesIO(secret.encode()))
    attachment = services.attach_file(record=record, checked=checked, title=secret, by=author, at=NOON)
    check_attachment.call(attachment.pk)
    assert Attachment.objects.get().text == secret
    services.request_file(record=record, form="pdf", document=Document(secret), at=NOON)
    names = [Attachment.objects.get().file.name, RecordFile.objects.get().file.name]
    assert all(default_storage.exists(name) for name in names)

    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_record(record=record, by=author, at=NOON)

    kept = [list(model.objects.values()) for model in (Record, Challenge, SavedForm, Tie, Attachment, AuditEntry)]
    kept += [list(Revision.objects.values("content", "object_str")), list(ModelLogEntry.objects.values())]
    assert secret not in str(kept)
    assert not any(default_storage.exists(name) for name in names)
    assert [entry.key for entry in ledger.read(ledger.settings.LEDGER).entries] == [record.slug]
    with pytest.raises(policies.UnableToChangeRecord, match="withdrawn"):
        services.save_draft(record=record, by=author, at=NOON, answers={"title": "Back"})


def test_withdrawn_record_says_one_neutral_phrase(logged_in_client):
    record = make_record(title="SECRET-WORDS")
    services.withdraw_record(record=record, by=record.author, at=NOON)
    for client in (logged_in_client, Client()):
        for address in (
            f"/records/{record.slug}/",
            f"/challenges/{record.slug}/",
            f"/records/{record.slug}/document.pdf",
        ):
            page = client.get(address)
            assert page.status_code == 410
            assert "This was withdrawn" in page.content.decode()
            assert "SECRET" not in page.content.decode()
    assert logged_in_client.get(f"/needs/{record.slug}/").status_code == 404


def test_file_of_a_withdrawn_record_says_so_to_those_who_could_read_it(logged_in_client):
    for sharing, status in (("public", 410), ("organisation", 404)):
        record = make_record(sharing=sharing)
        checked = check_upload("notes.txt", io.BytesIO(b"What we learnt."))
        added = services.attach_file(record=record, checked=checked, title="Notes", by=record.author, at=NOON)
        address = added.get_absolute_url()
        services.withdraw_record(record=record, by=record.author, at=NOON)
        assert logged_in_client.get(address).status_code == status
        assert client_of(record.author).get(address).status_code == 410


def test_withdrawn_record_says_nothing_to_those_who_could_not_read_it(logged_in_client):
    record = make_record(sharing="organisation")
    services.withdraw_record(record=record, by=record.author, at=NOON)
    assert logged_in_client.get(f"/records/{record.slug}/").status_code == 404
    assert Client().get(f"/records/{record.slug}/").status_code == 302  # to the log-in, as for what never was
    assert client_of(record.author).get(f"/challenges/{record.slug}/").status_code == 410


def test_plan_cannot_be_withdrawn_because_results_rest_on_it(user):
    from tests.factories.evaluation import make_locked_plan

    with pytest.raises(policies.UnableToChangeRecord, match="Make it private instead"):
        services.withdraw_record(record=make_locked_plan(user), by=user, at=NOON)


def test_moderator_takes_down_what_was_reported_and_nothing_else():
    record = make_record(sharing="organisation")
    moderator = give_site_role(UserFactory(), "moderator")
    with pytest.raises(policies.UnableToChangeRecord, match="Only a moderator"):
        services.take_down(record=record, by=moderator, at=NOON)
    services.make_report(text="A child can be recognised.", by=record.author, at=NOON, record=record)
    services.take_down(record=record, by=moderator, at=NOON)
    assert Record.objects.get(pk=record.pk).sharing == "team"


def test_link_needs_one_record_of_ones_own_and_both_in_sight(user):
    mine = make_draft(author=user)
    public, hidden = make_record(team=make_team(name="Others")), make_draft(Need, team=make_team(name="Hidden team"))
    services.link(source=mine, target=public, relation="comes_from", reason="Why", by=user, at=NOON)
    stranger = UserFactory()
    for source, target, by in ((mine, hidden, user), (mine, public, stranger), (public, public, user)):
        with pytest.raises(policies.UnableToLink):
            services.link(source=source, target=target, relation="supports", reason="", by=by, at=NOON)


def test_thread_shows_both_directions_gaps_and_that_something_is_hidden(user):
    team = make_team()
    join(user, team.organisation, team=team)
    challenge = make_record(author=user, team=team)
    view = RecordView(challenge, user)
    assert view.thread.missing_above == ["No need expressed by young people or families is linked to this challenge."]
    need = make_draft(Need, author=user, team=team, title="Someone to call")
    services.link(source=challenge, target=need, relation="comes_from", reason="They said so", by=user, at=NOON)
    own = RecordView(challenge, user).thread
    assert [step.record.title for step in own.above] == ["Someone to call"]
    assert (own.missing_above, own.has_hidden) == ([], False)
    stranger = RecordView(challenge, UserFactory()).thread
    assert (stranger.above, stranger.missing_above, stranger.has_hidden) == ([], [], True)
    assert [step.record.pk for step in get_thread(need, user).downwards] == [challenge.pk]


def test_thread_of_a_long_chain_asks_a_fixed_number_of_times(user, django_assert_num_queries):
    team = make_team()
    chain = [make_draft(author=user, team=team, title=str(number)) for number in range(4)]
    for newer, older in zip(chain[1:], chain, strict=False):
        services.link(source=newer, target=older, relation="comes_from", reason="", by=user, at=NOON)
    with asked_once(), django_assert_num_queries(8):
        thread = get_thread(chain[-1], user)
    assert [step.record.title for step in thread.upwards] == ["2", "1", "0"]


def test_erased_person_takes_along_what_only_they_could_see(user):
    alone = services.start_record(Challenge, by=user, at=NOON, team=None, answers={"title": "Mine alone"})
    shared = make_record(author=user)
    services.follow(record=shared, user=user, at=NOON)
    erase_account(user=user, at=NOON)
    assert Record.objects.get(pk=alone.pk).is_withdrawn
    assert (Record.objects.get(pk=shared.pk).title, Record.objects.get(pk=shared.pk).author) == (shared.title, None)
    assert not Follow.objects.exists()  # the row of the account stays, so nothing takes them along


def test_document_of_a_record_is_made_once_for_the_same_words():
    record = make_record()
    services.request_file(record=record, form="docx", document=Document("The same"), at=NOON)
    made_at = RecordFile.objects.get().made_at
    services.request_file(record=record, form="docx", document=Document("The same"), at=NOON)
    assert RecordFile.objects.get().made_at == made_at
    assert RecordFile.objects.get().file.size > 1000


def test_audit_holds_ids_only():
    record = make_record(title="SECRET-WORDS", why_now="SECRET-WORDS")
    services.save_draft(record=record, by=record.author, at=NOON, answers={"title": "SECRET-WORDS 2"})
    entries = list(AuditEntry.objects.values())
    assert {entry["action"] for entry in entries} >= {"record.started", "record.shared", "record.changed"}
    assert "SECRET-WORDS" not in json.dumps(entries, default=str)
    assert record.author.email not in json.dumps(entries, default=str)


def test_reason_of_a_link_for_good_follows_its_file_unless_somebody_gave_another():
    source, target = make_record(), make_record(title="Another")
    ends = {"source": source, "target": target, "at": NOON}
    for reason in ("With what to compare it was not found.", "No comparison group is reported."):
        tie_for_good(**ends, reason=reason)
        assert source.ties_out.get().reason == reason
    services.link(**ends, relation="comes_from", reason="We know better.", by=source.author)
    tie_for_good(**ends, reason="From the file.")
    assert source.ties_out.get().reason == "We know better."
