"""Changes made to a model, the parts that are kept, and how faithfully it runs."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from cairn.adoption import services
from cairn.adoption.forms import ChangeForm, FidelityForm
from cairn.adoption.models import Adoption, FidelityCheck
from cairn.adoption.policies import UnableToSpeak
from cairn.adoption.presenters import FidelityView
from cairn.adoption.queries import Finding, find_practice, get_sites
from cairn.library.models import Component, PracticeModel
from cairn.notices.kinds import get_notice_kind
from cairn.notices.models import Notice
from cairn.records import services as records
from tests.factories.accounts import UserFactory, client_of
from tests.factories.adoption import publish_model
from tests.factories.figures import BEFORE, SINCE, make_measure
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, approve, join, make_organisation, make_record, make_team

pytestmark = pytest.mark.django_db
PARTS = (("One key worker", "must_keep"), ("A hub", "must_keep"), ("Age band", "may_change"))


@pytest.fixture
def model():
    found = publish_model("Evening Hub")
    for position, (what, keep) in enumerate(PARTS):
        Component.objects.create(model=found, position=position, what=what, keep=keep)
    return found


@pytest.fixture
def use(model):
    place = CouncilFactory(name="Ashdale", slug="ashdale", code="771")
    team = make_team(make_organisation("Ashdale Council", place=place))
    return make_record(Adoption, team=team, practice_model=model, place=place, grade="C", title="Ashdale: Evening Hub")


def parts_of(model):
    return {part.what: part for part in model.components.all()}


def publish(use):
    approve(use)
    records.publish_record(record=use, by=use.author, at=NOON)


def send(use, model, part, **answers):
    key = parts_of(model)[part].pk if part else "none"
    given = {"what": "A teacher joined the team", "part": key, "made_on": "2026-03", **answers}
    return client_of(use.author).post(f"/using/{use.slug}/changes/new/", given)


def test_a_change_takes_two_answers_and_the_day_is_given(use, model):
    page = client_of(use.author).get(f"/using/{use.slug}/changes/new/").content.decode()
    assert f'value="{localdate()}"' in page
    assert send(use, model, "Age band").status_code == 302
    (made,) = use.get_draft().adaptations.all()
    assert (made.what, made.part) == ("A teacher joined the team", "Age band")
    assert (made.must_keep, made.by) == (False, use.author)


def test_a_change_is_read_by_others_once_a_colleague_has_looked(use, model):
    send(use, model, None, nature="adding", decided_by=["young_people"], reason="fit_people", fits="not_sure")
    assert "A teacher joined" not in client_of(None).get(use.get_absolute_url()).content.decode()
    publish(use)
    page = client_of(None).get(use.get_absolute_url()).content.decode()
    said = ("March 2026", "None of its parts", "Something was added", "Young people", "To fit the people", "Not sure")
    assert [words for words in ("A teacher joined", *said) if words not in page] == []
    assert use.get_absolute_url() in client_of(None).get("/search/?q=teacher+joined").content.decode()


def test_a_change_to_a_part_that_must_be_kept_asks_for_reason_decider_and_view(use, model):
    page = send(use, model, "One key worker").content.decode()
    for question in ("Say why it was changed", "Choose who took part", "even if they have not answered"):
        assert page.count(question) == 2  # in the summary of errors and beside the field
    assert '<details class="govuk-details" open>' in page
    assert not use.get_draft().adaptations.exists()
    whole = {"why": "No posts", "decided_by": ["managers"], "originator_view": "Asked, no answer yet"}
    assert send(use, model, "One key worker", **whole).status_code == 302  # their silence stops nothing
    assert use.get_draft().adaptations.get().must_keep


@pytest.mark.parametrize("left_out", ["why", "decided_by", "originator_view"])
def test_the_service_asks_for_them_too(use, model, left_out):
    part = parts_of(model)["A hub"]
    answers = {"what": "No hub", "component": part, "part": part.what, "must_keep": True, "why": "Money"}
    answers |= {"decided_by": ["managers"], "originator_view": "They agree"}
    with pytest.raises(UnableToSpeak, match="must be kept"):
        services.add_change(use=use, answers={**answers, left_out: ""}, by=use.author, at=NOON)


def test_originator_is_told_of_a_change_to_a_core_part_once_it_is_published(use, model):
    origin = make_organisation("Larkfield University", kind="university")
    PracticeModel.objects.filter(pk=model.pk).update(originated_by=origin)
    person, reader = UserFactory(), UserFactory()
    join(person, origin)
    join(reader, origin, role="reader")
    whole = {"why": "No posts", "decided_by": ["managers"], "originator_view": "Not asked yet"}
    send(use, model, "A hub", **whole)
    assert not Notice.objects.filter(kind="use.core_changed").exists()
    publish(use)
    assert list(Notice.objects.filter(kind="use.core_changed").values_list("user", flat=True)) == [person.pk]
    assert get_notice_kind("use.core_changed").render(person, use.slug).heading == "Ashdale: Evening Hub"
    Adoption.objects.filter(pk=use.pk).update(sharing="team")
    assert get_notice_kind("use.core_changed").render(person, use.slug) is None


def test_a_change_is_removed_from_the_draft_that_was_seen(use, model):
    for what in ("First", "Second"):
        send(use, model, None, what=what)
    client = client_of(use.author)
    seen = use.get_draft().latest_revision_id
    client.post(f"/using/{use.slug}/changes/0/remove/", {"seen": "1"})
    assert use.get_draft().adaptations.count() == 2
    client.post(f"/using/{use.slug}/changes/0/remove/", {"seen": seen})
    client.post(f"/using/{use.slug}/changes/7/remove/", {"seen": use.get_draft().latest_revision_id})
    assert [one.what for one in use.get_draft().adaptations.all()] == ["First"]


def test_answers_that_say_nothing_or_are_none_are_refused(model):
    parts = list(model.components.all())
    for given, field in (({"what": "tbc"}, "what"), ({"made_on": "soon"}, "made_on"), ({"part": "77"}, "part")):
        form = ChangeForm({"what": "A teacher", "part": "none", "made_on": "2026", **given}, components=parts)
        assert list(form.errors) == [field]
    assert ChangeForm({"what": "A teacher", "part": "none"}, components=parts).is_valid()


# --- Parts ------------------------------------------------------------------------------------------


def test_parts_are_kept_changed_or_dropped_and_a_dropped_core_part_is_told_to_a_test(use, model):
    parts = parts_of(model)
    keys = {what: part.pk for what, part in parts.items()}
    client = client_of(use.author)
    client.post(f"/using/{use.slug}/move/", {"status": "starting", "moved_on": "2025"})
    refused = client.post(f"/using/{use.slug}/parts/", {f"note_{keys['A hub']}": "Smaller"}).content.decode()
    assert "Choose an answer as well" in refused
    given = {f"part_{keys['One key worker']}": "dropped", f"part_{keys['A hub']}": "changed"}
    client.post(f"/using/{use.slug}/parts/", {**given, f"note_{keys['A hub']}": "Smaller"})
    assert not get_sites(model)
    publish(use)
    page = client_of(None).get(use.get_absolute_url()).content.decode()
    assert "1 changed, 1 dropped of the parts that must be kept" in page
    assert "Smaller" in page
    assert get_sites(model)[0].parts_only
    client.post(f"/using/{use.slug}/parts/", {f"part_{keys['One key worker']}": "kept"})
    publish(use)
    assert [(one.part, one.state) for one in use.parts.all()] == [("One key worker", "kept")]
    assert not get_sites(model)[0].parts_only


# --- How faithfully it runs -------------------------------------------------------------------------


def rate(use, model, day, ratings, how="self"):
    parts = parts_of(model)
    answers = [(parts[what], rating, "A quiet note") for what, rating in ratings.items()]
    return services.save_check(use=use, checked_on=day, how=how, answers=answers, by=use.author, at=NOON)


def test_share_counts_what_must_be_kept_and_needs_half_of_it(use, model):
    rate(use, model, date(2026, 1, 5), {"One key worker": "fully", "A hub": "partly", "Age band": "not"})
    rate(use, model, date(2026, 6, 5), {"One key worker": "fully", "A hub": "fully"}, how="observed")
    rate(use, model, date(2026, 7, 1), {"Age band": "fully"})
    view = FidelityView(use.fidelity_checks.all(), with_notes=False)
    assert [(look.when, look.words) for look in view.looks] == [
        ("5 January 2026", "75%"),
        ("5 June 2026", "100%"),
        ("1 July 2026", "Too few parts rated"),
    ]
    assert view.latest.words == "100%"
    assert view.chart.sentence.startswith("Of the parts that must be kept, 75% were done as the model says")
    page = client_of(None).get(use.get_absolute_url()).content.decode()
    assert "75%" in page
    assert "A quiet note" not in page
    assert "A quiet note" in client_of(use.author).get(use.get_absolute_url()).content.decode()


def test_checklist_is_made_from_the_parts_and_takes_no_day_to_come(use, model):
    keys = {what: part.pk for what, part in parts_of(model).items()}
    client, address = client_of(use.author), f"/using/{use.slug}/fidelity/"
    page = client.get(address).content.decode()
    assert all(what in page for what, _ in PARTS)
    given = {"checked_on": "2026-01-05", "how": "self", f"part_{keys['A hub']}": "partly"}
    assert "today or an earlier day" in client.post(address, {**given, "checked_on": "2999-01-01"}).content.decode()
    assert (
        "Rate at least one part" in client.post(address, {"checked_on": "2026-01-05", "how": "self"}).content.decode()
    )
    client.post(address, given)
    client.post(address, {**given, f"part_{keys['A hub']}": "fully"})
    check = FidelityCheck.objects.get()
    assert [answer.rating for answer in check.answers.all()] == ["fully"]
    assert client_of(UserFactory()).post(f"{address}{check.pk}/remove/").status_code == 404
    client.post(f"{address}{check.pk}/remove/")
    client.post(f"{address}{check.pk}/remove/")
    assert not FidelityCheck.objects.exists()


def test_one_look_is_a_number_and_no_chart(use, model):
    rate(use, model, date(2026, 1, 5), {"One key worker": "fully", "A hub": "partly"})
    assert FidelityView(use.fidelity_checks.all(), with_notes=True).chart is None


def test_a_part_that_the_library_calls_as_before_stays_the_same_row(starter, db):
    """What councils say of the parts of a model outlasts the next loading of the library."""
    from cairn.library.services import load_starter

    model = PracticeModel.objects.get(slug="no-wrong-door")
    before = {part.what: part.pk for part in model.components.all()}
    Component.objects.filter(pk=before["Age band"]).update(form="Something else", position=20)
    load_starter(at=NOON)
    assert {part.what: part.pk for part in model.components.all()} == before
    assert Component.objects.get(pk=before["Age band"]).form.startswith("12 to 25")


def test_nobody_else_records_changes(use, model):
    for person in (None, UserFactory()):
        for page in ("parts/", "changes/", "changes/new/", "fidelity/", "move/"):
            assert client_of(person).get(f"/using/{use.slug}/{page}").status_code in (302, 404)
    assert not use.get_draft().adaptations.exists()


def test_form_of_a_model_without_parts_says_so(use, model):
    model.components.all().delete()
    assert "has no parts in the library yet" in client_of(use.author).get(f"/using/{use.slug}/parts/").content.decode()
    assert not FidelityForm({}, components=[], given={}, today=localdate()).is_valid()


# --- Practice beside outcomes -------------------------------------------------------------------------


def test_practice_figures_of_the_team_say_whether_practice_changed(use, model):
    use = Adoption.objects.get(pk=use.pk)
    assert find_practice(use, use.author).finding == Finding.CANNOT_TELL
    client_of(use.author).post(f"/using/{use.slug}/move/", {"status": "starting", "moved_on": "2026-01"})
    publish(use)
    make_measure(use, BEFORE + SINCE)
    found = find_practice(use, use.author)
    assert found.finding == Finding.STEP_CHANGE
    assert found.words.startswith("Evening visits: Higher since January 2026")
    assert found.url in client_of(use.author).get(use.get_absolute_url()).content.decode()
    make_measure(use, BEFORE + SINCE, title="Missed visits", better="down")
    assert find_practice(use, use.author).finding == Finding.CHANGED_FOR_THE_WORSE  # it is not hidden by the other


def test_practice_figures_that_are_not_shared_are_the_teams_own(use, model):
    make_measure(use, BEFORE + SINCE)
    assert find_practice(use, UserFactory()).finding == Finding.CANNOT_TELL
    page = client_of(None).get(use.get_absolute_url()).content.decode()
    assert "Evening visits" not in page
    assert "The team has entered no practice figures yet" in page
