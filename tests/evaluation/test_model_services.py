"""Fixing a model's list, working it out, keeping results, and the twenty working days of a council."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from cairn.adoption.models import AdoptionMove
from cairn.common.canonical import sha256_of
from cairn.evaluation import analysis, services
from cairn.evaluation.models import ModelChart, ModelPlan, ModelResult, ModelRun, RightOfReply
from cairn.evaluation.policies.pooled import UnableToFixList
from cairn.evaluation.policies.replies import UnableToReply
from cairn.evaluation.queries.pooled import find_shown, read_list
from cairn.evaluation.queries.replies import find_named, get_present_rights
from cairn.evaluation.services.replies import is_changed
from cairn.evaluation.tasks import refresh_models, work_out_model
from cairn.indicators.models import Release
from cairn.indicators.signals import releases_became_live
from cairn.library.models import PracticeModel
from cairn.notices.models import Notice
from cairn.places.models import Place
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.evaluation import NOON
from tests.factories.pooled import fix, get_plan, make_member, publish_fictional_model, publish_users

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation", "pooled_once")]
MEASURES = ("rereferral_pct", "referral_rate")
OTTENVALE = "F002"


@pytest.fixture
def model():
    found = publish_fictional_model()
    publish_users(found)
    return found


@pytest.fixture
def worked_out(model):
    """A model whose one measure is worked out."""
    run = fix(model)
    work_out_model.func(run.pk)
    return model


def test_the_list_is_fixed_before_anything_is_worked_out(model, user):
    run = services.fix_list(model=model, at=NOON, by=user)
    plan = run.plan
    assert (plan.version, plan.locked_by, plan.sha256) == (1, user, sha256_of(plan.document))
    document = json.loads(plan.document)
    assert [one["measure"] for one in document["measures"]] == list(analysis.USUAL_MEASURES)
    assert len(document["sites"]) == 15
    assert document["sites"][0]["place"] == OTTENVALE
    assert (run.state, run.total, run.done) == ("waiting", 4, 0)
    assert ModelResult.objects.count() == 0


def test_the_same_list_is_not_fixed_twice_and_a_longer_one_is_a_new_version(model):
    first = fix(model).plan
    with pytest.raises(UnableToFixList, match="Nothing has changed since list 1"):
        fix(model, at=NOON + timedelta(days=1))
    AdoptionMove.objects.filter(adoption__place__code=OTTENVALE).update(moved_on="2019-04")
    second = fix(model, at=NOON + timedelta(days=1)).plan
    assert (second.version, ModelPlan.objects.count()) == (2, 2)
    first.refresh_from_db()
    assert sha256_of(first.document) == first.sha256 != second.sha256


@pytest.mark.parametrize(
    ("changes", "sentence"), [({"live": False}, "published model"), ({"sharing": "team"}, "anyone can read")]
)
def test_only_a_published_model_is_tested(model, changes, sentence):
    PracticeModel.objects.filter(pk=model.pk).update(**changes)
    with pytest.raises(UnableToFixList, match=sentence):
        fix(model)


def test_a_list_without_councils_or_with_an_unknown_measure_is_refused(model):
    with pytest.raises(UnableToFixList, match="No council is recorded"):
        fix(publish_fictional_model("Nobody uses it"))
    with pytest.raises(UnableToFixList, match="“teeth” is not a measure"):
        fix(model, measures=("teeth",))
    with pytest.raises(UnableToFixList, match="at least one measure"):
        fix(model, measures=())


def test_a_run_keeps_results_with_charts_and_twice_does_nothing(worked_out):
    result = ModelResult.objects.get()
    run = ModelRun.objects.get()
    assert (run.state, run.done, run.problem, result.verdict) == ("done", 1, "", "improved")
    charts = ModelChart.objects.all()
    assert charts.filter(place=None).count() == 1
    assert charts.exclude(place=None).count() == 12
    event = charts.get(place=None)
    assert event.wide.startswith("<svg")
    assert event.narrow.startswith("<svg")
    assert bytes(event.png).startswith(b"\x89PNG")
    names = set(Place.objects.values_list("name", flat=True))
    drawn = " ".join(chart.wide + chart.title + chart.description for chart in charts)
    assert not [name for name in names if name in drawn]  # no council is named in any of them
    before = list(ModelResult.objects.values())
    work_out_model.func(run.pk)
    assert list(ModelResult.objects.values()) == before


def test_the_same_figures_again_store_nothing_and_say_when(worked_out):
    run = services.request_run(plan=get_plan(worked_out), at=NOON + timedelta(days=1))
    work_out_model.func(run.pk)
    result = ModelResult.objects.get()
    assert result.confirmed_at > result.worked_out_at
    assert ModelChart.objects.count() == 13


def test_one_run_at_a_time_and_a_lost_one_is_replaced(model):
    plan = fix(model).plan
    with pytest.raises(UnableToFixList, match="We are calculating"):
        services.request_run(plan=plan, at=NOON + timedelta(minutes=1))
    again = services.request_run(plan=plan, at=NOON + timedelta(hours=1))
    assert list(plan.runs.order_by("pk").values_list("state", flat=True)) == ["failed", "waiting"]
    assert again.state == "waiting"


def test_a_measure_that_fails_is_named_and_the_others_are_kept(model, monkeypatch, caplog):
    run = fix(model, measures=("rereferral_pct", "referral_rate"))
    true = analysis.answer_measure

    def refuse_one(listed, measure):
        if measure.measure == "referral_rate":
            raise ValueError
        return true(listed, measure)

    monkeypatch.setattr(analysis, "answer_measure", refuse_one)
    work_out_model.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, run.problem) == ("failed", 1, "referral_rate: ValueError")
    assert [one.result.measure for one in find_shown(model).measures] == ["rereferral_pct"]


def test_a_list_whose_row_was_altered_is_not_worked_out(model):
    run = fix(model)
    ModelPlan.objects.update(document=run.plan.document.replace("F004", "F005"))
    work_out_model.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem, ModelResult.objects.count()) == ("failed", "PlanWasAltered", 0)


def test_new_figures_ask_for_the_results_of_every_model_once(worked_out, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        releases_became_live.send(sender=Release, releases=[Release(), Release()])
    assert len(callbacks) == 1
    refresh_models.func()
    assert ModelRun.objects.filter(state="waiting").count() == 1


def test_while_a_new_list_is_worked_out_the_one_before_is_shown(worked_out):
    AdoptionMove.objects.filter(adoption__place__code="F004").update(moved_on="2018-04")
    run = fix(worked_out, at=NOON + timedelta(days=1))
    assert find_shown(worked_out).plan.version == 1
    work_out_model.func(run.pk)
    shown = find_shown(worked_out)
    assert (shown.plan.version, shown.measures[0].before.plan.version) == (2, 1)


def test_of_two_records_of_one_use_the_confirmed_one_counts(model):
    from tests.factories.adoption import publish_use

    publish_use(model, ("starting", "2012-01"), place=Place.objects.get(code=OTTENVALE))
    found = {site.place: site for site in read_list(model)}
    assert (len(found), found[OTTENVALE].first) == (15, date(2018, 4, 1))


# --- right of reply -------------------------------------------------------------------------------------------


@pytest.fixture
def speaker():
    """Somebody of the council of Ottenvale who may share its records."""
    return make_member(place=Place.objects.get(code=OTTENVALE))


def test_a_council_with_people_here_is_told_and_has_twenty_working_days(model, speaker):
    run = fix(model)
    work_out_model.func(run.pk)
    right = RightOfReply.objects.get()
    assert (right.place.code, right.told_how) == (OTTENVALE, "e-mail to its people on this site")
    assert right.ends_on > right.told_at.date() + timedelta(days=27)
    assert Notice.objects.get(user=speaker, kind="reply.opened").about == str(right.pk)
    rights = get_present_rights(model)
    codes = ["F002", "F004"]
    # A fictional council that nobody speaks for needs no days; one that somebody does is unnamed until they are over.
    assert find_named(rights, codes, fictional=True, day=right.ends_on) == {"F004"}
    assert find_named(rights, codes, fictional=True, day=right.ends_on + timedelta(days=1)) == {"F002", "F004"}
    assert find_named(rights, codes, fictional=False, day=right.ends_on + timedelta(days=1)) == {"F002"}


def make_finding(change, kind="little", measure="cla_rate"):
    return {measure: {"class": kind, "change": change, "smallest": 0.1}}


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (make_finding(-0.2, "fall"), make_finding(-0.2, "fall"), False),
        (make_finding(-0.2, "fall"), make_finding(-0.219, "fall"), False),
        (make_finding(-0.2, "fall"), make_finding(-0.22, "fall"), True),
        (make_finding(-0.101, "fall"), make_finding(-0.099), True),
        (make_finding(0.001), make_finding(0.010), False),
        (make_finding(0.001), make_finding(0.011), True),
        (make_finding(0.05), make_finding(0.05) | make_finding(0.05, measure="cin_rate"), True),
        (make_finding(0.05) | make_finding(0.05, measure="cin_rate"), make_finding(0.05), False),
        (make_finding(None, "not_enough_evidence"), make_finding(None, "not_enough_evidence"), False),
        (make_finding(None, "not_enough_evidence"), make_finding(0.02, "not_enough_evidence"), True),
    ],
)
def test_what_counts_as_another_finding(before, after, changed):
    assert is_changed(before, after) is changed


def open_rights(model, *documents, at=NOON):
    return services.open_rights_of_model(plan=get_plan(model), documents=documents, at=at)


def make_result(change, *, code="F002", kind="fall", verdict="improved"):
    return {
        "measure": {"key": "rereferral_pct", "kind": "percentage"},
        "smallest_change": 2.0,
        "finding": {"verdict": verdict},
        "primary": {"sites": [{"code": code, "change": change, "class": kind}]},
    }


def test_a_changed_finding_starts_the_days_again_and_the_reply_stays(model, speaker):
    fix(model)
    assert open_rights(model, make_result(-3.0)) == 1
    first = RightOfReply.objects.get()
    services.reply(right=first, text=" We changed how we count. ", by=speaker, at=NOON + timedelta(days=1))
    assert open_rights(model, make_result(-3.1), at=NOON + timedelta(days=60)) == 0
    assert open_rights(model, make_result(-4.0), at=NOON + timedelta(days=60)) == 1
    second = get_present_rights(model)[OTTENVALE]
    assert second.pk != first.pk
    assert second.ends_on > (NOON + timedelta(days=60)).date()
    first.refresh_from_db()
    assert (first.reply, first.replied_by) == ("We changed how we count.", speaker)


def test_of_too_few_councils_nothing_is_shown_and_nobody_is_told(model, speaker):
    fix(model)
    assert open_rights(model, make_result(-3.0, verdict="too_few_sites")) == 0
    assert open_rights(model, make_result(-3.0) | {"primary": None}) == 0


def test_a_reply_may_be_changed_until_the_days_are_over_and_then_stays(model, speaker):
    fix(model)
    open_rights(model, make_result(-3.0))
    right = RightOfReply.objects.get()
    services.reply(right=right, text="First", by=speaker, at=NOON)
    last = datetime.combine(right.ends_on, NOON.timetz())
    services.reply(right=right, text="Second", by=speaker, at=last)
    with pytest.raises(UnableToReply, match="Your reply stays"):
        services.reply(right=right, text="Third", by=speaker, at=last + timedelta(days=1))
    right.refresh_from_db()
    assert (right.reply, right.replied_at) == ("Second", last)


def test_only_those_who_may_share_for_the_council_reply(model, speaker):
    fix(model)
    open_rights(model, make_result(-3.0))
    right = RightOfReply.objects.get()
    for other in (UserFactory(), make_member(place=Place.objects.get(code="F004"))):
        with pytest.raises(UnableToReply, match="Only people of Ottenvale"):
            services.reply(right=right, text="Words", by=other, at=NOON)
    with pytest.raises(UnableToReply, match="Enter your reply"):
        services.reply(right=right, text="  ", by=speaker, at=NOON)


@pytest.fixture
def moderator():
    return give_site_role(UserFactory(), "moderator")


def test_without_people_here_the_days_start_when_a_moderator_says_how_it_was_told(model, moderator):
    right = RightOfReply.objects.create(
        place=Place.objects.get(code="F004"), record=model, finding="{}", finding_sha256="0", opened_at=NOON
    )
    at = datetime(2026, 12, 21, 9, tzinfo=UTC)
    with pytest.raises(UnableToReply, match="Only a moderator"):
        services.record_contact(right=right, how="Letter", by=UserFactory(), at=at)
    with pytest.raises(UnableToReply, match="Enter how"):
        services.record_contact(right=right, how=" ", by=moderator, at=at)
    told = services.record_contact(right=right, how="Letter to the director’s office", by=moderator, at=at)
    # 25, 28 December and 1 January are bank holidays.
    assert (told.told_by, told.ends_on) == (moderator, date(2027, 1, 21))
    with pytest.raises(UnableToReply, match="already told"):
        services.record_contact(right=right, how="Letter", by=moderator, at=at)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": date(2026, 12, 1)},
        {"reply": "Undated"},
    ],
)
def test_rows_that_say_half_are_refused_by_the_database(model, changes):
    given = {"record": model, "finding": "{}", "finding_sha256": "0", "opened_at": NOON} | changes
    with pytest.raises(IntegrityError), transaction.atomic():
        RightOfReply.objects.create(place=Place.objects.get(code="F004"), **given)
