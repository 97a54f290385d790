"""Two records that say the same become one: what moves, what stays, who is led where, who hears nothing."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Revision

from cairn.adoption.models import Adoption
from cairn.audit.models import AuditEntry
from cairn.library.models import (
    Claim,
    Component,
    EvaluationReport,
    MethodUse,
    PracticeModel,
    Programme,
    Project,
    ShortListed,
)
from cairn.papers.models import Paper
from cairn.records import policies, services
from cairn.records.models import Attachment, Follow, Record, RecordFile, Report, Tie
from cairn.records.queries import get_mergeable, get_reports_to_answer
from cairn.voice.models import Challenge, Need
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.evaluation import make_locked_plan
from tests.factories.library import make_claim
from tests.factories.papers import make_paper
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, make_draft, make_organisation, make_record, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ledger(settings, tmp_path):
    settings.LEDGER = tmp_path / "ledger.jsonl"


@pytest.fixture
def writer():
    return UserFactory()


@pytest.fixture
def kept(writer):
    return make_record(Challenge, author=writer, title="Kept title", summary="")


@pytest.fixture
def other(writer):
    return make_record(Challenge, author=writer, title="Other title", summary="Other summary")


def merge(kept, other, by):
    services.merge_records(kept=kept, other=other, by=by, at=NOON)
    kept.refresh_from_db()
    other.refresh_from_db()


def as_(person):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def attach(record, number=1):
    for count in range(number):
        Attachment.objects.create(
            record_id=record.pk, title=f"File {count}", name="a.txt", content_type="text/plain", size=1, added_at=NOON
        )


def test_words_stay_as_they_are_and_what_hangs_on_the_other_moves(kept, other, writer):
    reader, follower = UserFactory(), UserFactory()
    services.follow(record=kept, user=reader, at=NOON)
    services.follow(record=other, user=reader, at=NOON)
    services.follow(record=other, user=follower, at=NOON)
    attach(other)
    report = services.make_report(record=other, by=reader, text="It is not so.", at=NOON)
    merge(kept, other, writer)
    assert (kept.title, kept.summary, kept.live) == ("Kept title", "", True)
    assert (other.title, other.summary) == ("Other title", "Other summary")
    assert (other.merged_into_id, other.live, other.sharing) == (kept.pk, False, "team")
    assert set(Follow.objects.values_list("user", "record")) == {(reader.pk, kept.pk), (follower.pk, kept.pk)}
    assert Attachment.objects.get().record_id == kept.pk
    report.refresh_from_db()
    assert report.record_id == kept.pk
    assert Revision.objects.for_instance(other.get_specific()).exists()


def ask(record):
    return services.make_report(record=record, by=UserFactory(), text="A question.", at=NOON, is_question=True)


@pytest.mark.parametrize("answered", [False, True])
def test_question_does_not_move_to_where_more_people_would_read_it(kept, writer, answered):
    """It was put to the people who wrote the hidden one; at the public one moderators and hosts would read it."""
    hidden = make_record(Challenge, author=writer, title="Hidden", sharing="team")
    question = ask(hidden)
    report = services.make_report(record=hidden, by=UserFactory(), text="It is not so.", at=NOON)
    if answered:
        services.answer_report(report=question, by=writer, answer="Yes.", at=NOON)
    merge(kept, hidden, writer)
    question.refresh_from_db()
    report.refresh_from_db()
    assert (question.record_id, report.record_id) == (hidden.pk, kept.pk)
    moderator = give_site_role(UserFactory(), "moderator")
    assert not policies.can_read_report(question, moderator)
    assert policies.can_read_report(question, writer)
    if not answered:
        assert question in get_reports_to_answer(writer)  # nobody has lost it


def test_question_moves_where_nobody_else_reads_it(kept, other, writer):
    hidden, also_hidden = (make_record(Challenge, author=writer, title=name, sharing="team") for name in ("A", "B"))
    for near, far in ((kept, other), (hidden, also_hidden)):
        question = ask(far)
        merge(near, far, writer)
        question.refresh_from_db()
        assert question.record_id == near.pk


def test_question_stays_with_its_team_where_another_team_wrote_the_kept_one(writer):
    organisation = make_organisation()
    ours = make_team(organisation, "Ours", writer)
    theirs = make_team(organisation, "Theirs", writer, UserFactory())
    first = make_record(Challenge, title="Ours", team=ours, author=writer, sharing="organisation")
    second = make_record(Challenge, title="Theirs", team=theirs, author=writer, sharing="organisation")
    question = ask(first)
    merge(second, first, writer)
    question.refresh_from_db()
    assert question.record_id == first.pk


def test_ties_move_without_doubles_and_none_leads_to_itself(kept, other, writer):
    need, second = (make_record(Need, author=writer, title=title) for title in ("Need", "Second need"))
    for source, target, relation in (
        (kept, need, "comes_from"),
        (other, need, "comes_from"),
        (other, second, "comes_from"),
        (second, other, "supports"),
        (other, kept, "supports"),
        (kept, other, "contradicts"),
    ):
        services.link(source=source, target=target, relation=relation, reason="", by=writer, at=NOON)
    merge(kept, other, writer)
    assert set(Tie.objects.values_list("source", "target", "relation")) == {
        (kept.pk, need.pk, "comes_from"),
        (kept.pk, second.pk, "comes_from"),
        (second.pk, kept.pk, "supports"),
    }


def test_both_histories_say_it(kept, other, writer):
    merge(kept, other, writer)
    entries = AuditEntry.objects.filter(action__in=["record.merged", "record.took_in"]).order_by("action")
    assert [(one.action, one.key, one.detail["other"], one.by) for one in entries] == [
        ("record.merged", other.slug, kept.slug, writer.pk),
        ("record.took_in", kept.slug, other.slug, writer.pk),
    ]
    page = as_(writer).get(f"/records/{kept.slug}/history/").content.decode()
    assert "Merged a duplicate into it" in page


@pytest.mark.parametrize("who", ["anonymous", "stranger"])
@pytest.mark.parametrize("path", ["/records/{}/", "/challenges/{}/"])
def test_address_leads_readers_to_the_one_that_stays(kept, other, writer, who, path):
    merge(kept, other, writer)
    answer = as_(None if who == "anonymous" else UserFactory()).get(path.format(other.slug))
    assert (answer.status_code, answer.headers["Location"]) == (302, kept.get_absolute_url())
    assert "Other title" not in as_(None).get("/records/?q=title").content.decode()


def test_address_leads_nobody_to_what_they_may_not_see(other, writer):
    kept = make_draft(Challenge, author=writer, title="Hidden title")
    merge(kept, other, writer)
    client = as_(UserFactory())
    for path in (f"/records/{other.slug}/", other.get_absolute_url()):
        answer = client.get(path)
        assert answer.status_code == 404
        assert kept.slug not in answer.content.decode()
    assert as_(None).get(f"/records/{other.slug}/").headers["Location"].startswith("/log-in/")


def test_what_changes_a_record_does_not_lead_on(kept, other, writer):
    merge(kept, other, writer)
    assert as_(UserFactory()).post(f"/records/{other.slug}/follow/").status_code == 404
    assert not Follow.objects.exists()


def test_writers_still_read_it_and_publish_it_again(kept, other, writer):
    merge(kept, other, writer)
    page = as_(writer).get(other.get_absolute_url()).content.decode()
    assert "Merged into" in page
    assert kept.get_absolute_url() in page
    assert "Other summary" in page
    services.share_record(record=other, by=writer, at=NOON, sharing="public")
    other.refresh_from_db()
    assert (other.merged_into, other.live, other.title) == (None, True, "Other title")
    assert as_(None).get(other.get_absolute_url()).status_code == 200


def test_publishing_changes_publishes_it_again_too_for_the_team(kept, other, writer):
    merge(kept, other, writer)
    services.publish_record(record=other, by=writer, at=NOON)
    other.refresh_from_db()
    assert (other.merged_into, other.live, other.sharing) == (None, True, "team")


def test_earlier_revision_brings_neither_the_merging_nor_the_time_before_it_back(kept, other, writer):
    merge(kept, other, writer)
    services.save_draft(record=other, by=writer, at=NOON, answers={"title": "Rewritten"})
    other.refresh_from_db()
    assert (other.merged_into_id, other.live, other.title) == (kept.pk, False, "Rewritten")


def test_withdrawn_phrase_stands_at_the_addresses_of_what_was_merged(kept, other, writer):
    merge(kept, other, writer)
    services.withdraw_record(record=kept, by=writer, at=NOON)
    answer = as_(UserFactory()).get(f"/records/{other.slug}/")
    assert answer.status_code == 410
    assert "This was withdrawn" in answer.content.decode()
    assert as_(writer).get(f"/records/{other.slug}/", follow=True).status_code == 200


def test_what_was_merged_into_the_other_follows(kept, other, writer):
    first = make_record(Challenge, author=writer, title="First")
    merge(other, first, writer)
    merge(kept, other, writer)
    first.refresh_from_db()
    assert first.merged_into_id == kept.pk


def test_refusals_say_what_to_do(kept, other, writer):
    elsewhere = make_record(Challenge, team=make_team(make_organisation("Elsewhere"), "Others"))
    need = make_record(Need, author=writer)
    for stays, goes, sentence in (
        (kept, kept, "cannot be merged with itself"),
        (kept, elsewhere, "only if you can edit both"),
        (elsewhere, other, "only if you can edit both"),
        (kept, need, "of different kinds"),
    ):
        with pytest.raises(policies.UnableToMerge, match=sentence):
            services.merge_records(kept=stays, other=goes, by=writer, at=NOON)
    assert not Record.objects.exclude(merged_into=None).exists()


def test_plans_withdrawn_and_merged_records_are_refused(kept, other, writer):
    first, second = make_locked_plan(writer), make_locked_plan(writer)
    with pytest.raises(policies.UnableToMerge, match="Plans and evaluations cannot change"):
        services.merge_records(kept=first, other=second, by=writer, at=NOON)
    third = make_record(Challenge, author=writer)
    merge(kept, other, writer)
    with pytest.raises(policies.UnableToMerge, match="was merged before"):
        services.merge_records(kept=third, other=other, by=writer, at=NOON)
    with pytest.raises(policies.UnableToMerge, match="was merged before"):
        services.merge_records(kept=other, other=third, by=writer, at=NOON)
    services.withdraw_record(record=third, by=writer, at=NOON)
    with pytest.raises(policies.UnableToMerge, match="only if you can edit both"):
        services.merge_records(kept=kept, other=third, by=writer, at=NOON)


def test_what_people_did_not_agree_to_moves_to_nothing_that_others_see(kept, writer):
    private = make_draft(Challenge, author=writer, title="No consent")
    attach(private)
    services.record_consent(record=private, consent="waiting", by=writer, at=NOON)
    with pytest.raises(policies.UnableToMerge, match="have not consented"):
        services.merge_records(kept=kept, other=private, by=writer, at=NOON)
    assert Attachment.objects.get().record_id == private.pk


def test_too_many_files_are_refused(kept, other, writer):
    attach(kept, 11)
    attach(other, 10)
    with pytest.raises(policies.UnableToMerge, match="Together they have 21 files, and a record can have 20"):
        services.merge_records(kept=kept, other=other, by=writer, at=NOON)


# --- Apps above ---------------------------------------------------------------------------------


def test_what_says_something_about_a_model_says_it_about_the_one_that_stays(writer):
    kept, other, third = (
        make_record(PracticeModel, author=writer, title=title) for title in ("Kept", "Other", "Third")
    )
    claim = make_claim(other, author=writer)
    untouched = make_claim(third, author=writer)
    both = make_draft(Project, author=writer, title="Both")
    for project, used in ((both, [kept, other]), (make_draft(Project, author=writer, title="One"), [other, third])):
        project.models_used.set(used)
        project.save()
        project.save_revision()
    adoption = make_draft(Adoption, author=writer, practice_model=other, place=FictionalCouncilFactory(), grade="E")
    report = make_draft(EvaluationReport, author=writer, title="Report")
    report.about.set([other.record_ptr])
    reader = UserFactory()
    for record in (kept, other):
        ShortListed.objects.create(user=reader, record_id=record.pk, added_at=NOON)
    merge(kept, other, writer)
    assert Claim.objects.get(pk=claim.pk).about_id == kept.pk
    assert Claim.objects.get(pk=untouched.pk).about_id == third.pk
    assert {project.title: {one.title for one in project.models_used.all()} for project in Project.objects.all()} == {
        "Both": {"Kept"},
        "One": {"Kept", "Third"},
    }
    assert Adoption.objects.get(pk=adoption.pk).practice_model_id == kept.pk
    assert [one.pk for one in report.about.all()] == [kept.pk]
    assert ShortListed.objects.get().record_id == kept.pk


def test_drafts_of_what_names_the_other_do_not_bring_it_back(writer):
    kept, other = (make_record(PracticeModel, author=writer, title=title) for title in ("Kept", "Other"))
    claim = make_claim(other, author=writer)
    project = make_draft(Project, author=writer, title="One")
    project.models_used.set([other])
    project.save()
    project.save_revision()
    merge(kept, other, writer)
    services.save_draft(record=claim, by=writer, at=NOON, answers={"title": "Rewritten"})
    for record in (claim, project):
        services.share_record(record=record, by=writer, at=NOON, sharing="organisation")
    assert Claim.objects.get(pk=claim.pk).about_id == kept.pk
    assert [one.pk for one in Project.objects.get(pk=project.pk).models_used.all()] == [kept.pk]
    kind = ContentType.objects.get_for_model(Claim)
    assert {one.content["about"] for one in Revision.objects.filter(content_type=kind)} == {kept.pk}


def test_projects_and_awards_of_a_programme_follow_it(writer):
    kept, other = (make_record(Programme, author=writer, title=title) for title in ("Kept", "Other"))
    project = make_draft(Project, author=writer, title="One", in_programme=other)
    project.awards.create(from_programme=other, words="Some money")
    project.save()
    project.save_revision()
    merge(kept, other, writer)
    services.share_record(record=project, by=writer, at=NOON, sharing="organisation")
    project = Project.objects.get()
    assert project.in_programme_id == kept.pk
    assert [award.from_programme_id for award in project.awards.all()] == [kept.pk]
    assert not MethodUse.objects.exists()


def test_papers_speak_of_the_one_that_stays_and_their_files_are_made_anew(writer):
    team = make_team()
    about, again = (make_record(Challenge, author=writer, team=team, title=name) for name in ("About", "Again"))
    kept, other, third = (make_record(PracticeModel, author=writer, title=name) for name in ("Kept", "Other", "Third"))
    paper = make_paper(writer, about=again, options=[other, third, kept])
    for gone, stays in ((again, about), (other, kept)):
        RecordFile.objects.create(record_id=paper.pk, form="pdf", fingerprint="0" * 64, requested_at=NOON)
        merge(stays, gone, writer)
        assert not RecordFile.objects.exists()
    assert Paper.objects.get().about_id == about.pk
    for words in (Paper.objects.get(), Paper.objects.get().get_draft()):
        assert (words.about_id, words.options) == (about.pk, [kept.slug, third.slug])
        assert other.slug not in str(words.snapshot)


# --- The page -----------------------------------------------------------------------------------


def test_page_finds_the_duplicate_by_words_among_what_one_may_change(kept, other, writer):
    make_record(Need, author=writer, title="Other need")
    elsewhere = make_team(make_organisation("Elsewhere"), "Others")
    hidden = make_record(Challenge, team=elsewhere, title="Other of strangers")
    client = as_(writer)
    page = client.get(f"/records/{kept.slug}/merge/", {"q": "other"}).content.decode()
    assert f"?other={other.slug}" in page
    assert "Other need" not in page
    assert "Other of strangers" not in page
    assert list(get_mergeable(kept, writer, wanted="nothing of the sort")) == []
    refused = client.get(f"/records/{kept.slug}/merge/", {"other": hidden.slug}).content.decode()
    assert "Choose a record from the list." in refused
    assert "Other of strangers" not in refused


def test_page_shows_both_and_makes_them_one(kept, other, writer):
    client, path = as_(writer), f"/records/{kept.slug}/merge/"
    page = client.get(path, {"other": other.slug}).content.decode()
    assert "Kept title" in page
    assert "Other summary" in page
    assert "Nothing is copied into it" in page
    unsaid = client.post(path, {"other": other.slug})
    assert "Choose which one stays" in unsaid.content.decode()
    answer = client.post(path, {"other": other.slug, "kept": other.slug})
    assert (answer.status_code, answer.headers["Location"]) == (302, other.get_absolute_url())
    kept.refresh_from_db()
    assert kept.merged_into_id == other.pk


def test_page_says_a_refusal_beside_the_choice(kept, writer):
    private = make_draft(Challenge, author=writer, title="No consent")
    services.record_consent(record=private, consent="waiting", by=writer, at=NOON)
    given = {"other": private.slug, "kept": kept.slug}
    page = as_(writer).post(f"/records/{kept.slug}/merge/", given).content.decode()
    assert "have not consented" in page


def test_page_of_a_merged_record_and_of_a_plan_leads_back_with_the_reason(kept, other, writer):
    plan = make_locked_plan(writer)
    merge(kept, other, writer)
    client = as_(writer)
    for record, sentence in ((other, "was merged before"), (plan, "Plans and evaluations cannot change")):
        page = client.get(f"/records/{record.slug}/merge/", follow=True).content.decode()
        assert sentence in page


def test_page_is_for_writers(kept):
    assert as_(UserFactory()).get(f"/records/{kept.slug}/merge/").status_code == 404
    assert as_(None).get(f"/records/{kept.slug}/merge/").headers["Location"].startswith("/log-in/")


def test_report_of_a_fact_that_the_kept_one_does_not_state_is_about_its_page(writer):
    kept, other = (make_record(PracticeModel, author=writer, title=title) for title in ("Kept", "Other"))
    for model, what in ((kept, "Same part"), (other, "Same part"), (other, "Part of the other")):
        Component.objects.create(model_id=model.pk, position=model.components.count(), what=what)
    parts = {row.what: row.anchor for row in other.components.all()}
    for what in parts:
        services.make_report(record=other, text=what, by=writer, at=NOON, part=parts[what])
    services.make_report(record=other, text="The page", by=writer, at=NOON)
    merge(kept, other, writer)
    found = {report.text: (report.record_id, report.part) for report in Report.objects.all()}
    assert found == {
        "Same part": (kept.pk, parts["Same part"]),
        "Part of the other": (kept.pk, ""),
        "The page": (kept.pk, ""),
    }
