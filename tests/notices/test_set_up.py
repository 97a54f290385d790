"""The set-up page for hosts: each step is worked out from facts, and the page goes green when all of them are there."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import OperationalError
from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts.models import SiteRole
from cairn.common.operations import health
from cairn.common.operations.checks import LATEST_BACKUP
from cairn.common.operations.set_up import (
    Part,
    SetUpCheck,
    State,
    count_open,
    decide,
    get_set_up_checks,
    run_set_up_checks,
)
from cairn.indicators.models import Release
from cairn.library.models import Project
from cairn.notices import services
from cairn.notices.models import Mail, Notice, ScheduledJob, WorkerHeartbeat
from cairn.places.models import Membership
from cairn.voice.models import SafetyPost
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.records import join, make_draft, make_organisation
from tests.factories.voice import make_post

pytestmark = pytest.mark.django_db
ADDRESS = "/set-up/"
NEEDS_A_SERVER = {"H007"}  # says which database the tests run on


@pytest.fixture
def host():
    return give_site_role(UserFactory(), "host")


@pytest.fixture
def finished(settings, tmp_path, host):
    """A site on which everything is set up."""
    settings.HOST_ORGANISATION, settings.CONTACT_EMAIL = "A charity", "hello@cairn.example.org"
    settings.DPO_EMAIL, settings.DPIA_DATE = "dpo@cairn.example.org", "1 November 2026"
    settings.HTTPS = settings.BEHIND_PROXY = True
    settings.ON_LOOPBACK_ONLY, settings.ALLOWED_HOSTS = False, ["cairn.example.org", "testserver"]
    settings.BASE_URL = "https://cairn.example.org"
    settings.EMAIL_CARRIER, settings.NOTIFY_API_KEY = "django.core.mail.backends.smtp.EmailBackend", ""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cairn_cache"}}
    settings.CLAMAV_ADDRESS = "localhost:3310"
    settings.DATA_DIR, settings.LEDGER = tmp_path / "data", tmp_path / "ledger" / "ledger.jsonl"
    (tmp_path / "data").mkdir()
    (tmp_path / "ledger").mkdir()
    set_backup(settings, now())
    WorkerHeartbeat.objects.create(worker_id="one", seen_at=now())
    ScheduledJob.objects.create(name="mail.retry", last_queued_at=now())
    Mail.objects.create(
        user=host, kind="digest", message_id="<1@x>", made_at=now(), sent_at=now(), attempts=1, try_after=now()
    )
    Release.objects.create(
        family="x", title="Children looked after", publisher="DfE", licence="OGL", original_name="x.csv", sha256="1",
        latest_year=2025, state=Release.State.LIVE, imported_at=now(),
    )  # fmt: skip
    Project.objects.filter(pk=make_draft(Project).pk).update(live=True)
    give_site_role(UserFactory(), "host")
    coordinator = UserFactory()
    join(coordinator, make_organisation(), role="coordinator")
    make_post(user=coordinator, organisation=make_organisation())
    return settings


def set_backup(settings, moment):
    (settings.DATA_DIR / "last-backup").write_text(moment.isoformat())


def find_open() -> dict[str, str]:
    found = {check.number: finding for check, finding in run_set_up_checks() if finding.state != State.DONE}
    return {number: finding.sentence for number, finding in found.items() if number not in NEEDS_A_SERVER}


def test_page_goes_green_when_everything_is_set_up(finished, host):
    assert find_open() == {}
    page = client_of(host).get(ADDRESS).content.decode()
    assert "Set-up is complete." in page
    assert page.count("To do") == 0
    assert "Set up this site" not in client_of(host).get("/desk/").content.decode()


def set_to(**changes):
    def change(settings):
        for name, value in changes.items():
            setattr(settings, name, value)

    return change


def fail_backup(settings):
    (settings.DATA_DIR / "last-backup-failed").write_text((now() + timedelta(seconds=1)).isoformat())


MISSING = [
    ("H001", set_to(HOST_ORGANISATION=""), "No organisation is named"),
    ("H002", set_to(CONTACT_EMAIL=""), "No contact address"),
    ("H003", set_to(DPO_EMAIL=""), "no data protection officer"),
    ("H004", set_to(HTTPS=False), "without HTTPS"),
    ("H004", set_to(BEHIND_PROXY=False), "does not know whether a proxy"),
    ("H005", set_to(ON_LOOPBACK_ONLY=True), "from this computer only"),
    ("H005", set_to(BASE_URL="https://other.example.org"), "does not answer to that address"),
    ("H005", set_to(BASE_URL="http://cairn.example.org"), "not an HTTPS address"),
    ("H006", set_to(EMAIL_CARRIER="django.core.mail.backends.console.EmailBackend"), "written to the log"),
    ("H006", lambda _: Mail.objects.all().delete(), "no e-mail has been sent yet"),
    ("H006", lambda _: Mail.objects.update(sent_at=None, problem="SMTPAuthenticationError"), "(SMTPAuthentication"),
    (
        "H008",
        set_to(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}),
        "counts separately",
    ),
    ("H009", lambda settings: set_backup(settings, now() - LATEST_BACKUP), "more than a day old"),
    ("H009", lambda settings: (settings.DATA_DIR / "last-backup").unlink(), "No backup has been made"),
    ("H009", fail_backup, "failed"),
    ("H010", lambda settings: set_to(LEDGER=settings.DATA_DIR / "ledger.jsonl")(settings), "lost together"),
    ("H012", set_to(CLAMAV_ADDRESS=""), "not scanned"),
    ("H013", set_to(DPIA_DATE=""), "No date"),
    ("H016", lambda _: WorkerHeartbeat.objects.update(seen_at=now() - timedelta(minutes=2)), "has not reported"),
    ("H017", lambda _: ScheduledJob.objects.update(last_queued_at=now() - timedelta(hours=1)), "queued nothing"),
    ("H018", lambda _: Release.objects.update(state=Release.State.WITHDRAWN), "No official figures"),
    ("H019", lambda _: Project.objects.update(live=False), "empty"),
    ("H020", lambda _: SiteRole.objects.create(user=UserFactory(), role="host"), "1 of 3 hosts has no second step"),
    ("H021", lambda _: SiteRole.objects.order_by("pk").last().delete(), "Fewer than two"),
    ("H022", lambda _: Membership.objects.update(role="member"), "no one can approve"),
    ("H023", lambda _: SafetyPost.objects.all().delete(), "No safeguarding lead is on duty at: "),
]


@pytest.mark.parametrize(("number", "take_away", "words"), MISSING)
def test_one_missing_fact_opens_its_step_and_no_other(finished, number, take_away, words):
    take_away(finished)
    found = find_open()
    assert set(found) == {number}
    assert words in found[number]


def test_every_step_is_taken_away_in_a_test():
    """Of those left out, one says which database it is, one asks PostgreSQL's programs, two are below."""
    assert {check.number for check in get_set_up_checks()} - {one[0] for one in MISSING} == {
        "H007", "H011", "H014", "H015",
    }  # fmt: skip


def test_demonstration_is_no_site_to_rely_on(finished):
    finished.DEMONSTRATION = True
    assert set(find_open()) == {"H006", "H011", "H020"}


def test_database_that_does_not_answer_leaves_the_page_standing(finished, host, monkeypatch):
    def fail():
        raise OperationalError("password authentication failed for secret-host")

    monkeypatch.setitem(health.CHECKS, "database", fail)
    assert find_open() == {"H015": "Not ready: database."}
    lost = SetUpCheck("H999", Part.SERVER, "Lost", fail, "Do this.")
    assert lost.run().state == State.UNKNOWN
    assert "secret-host" not in lost.run().sentence


def test_advice_does_not_keep_the_page_from_going_green():
    needed, advice = (
        SetUpCheck(n, Part.SITE, n, lambda: decide(False, "", "No"), "Do", is_advice=n == "b") for n in "ab"
    )
    assert count_open([(needed, needed.run()), (advice, advice.run())]) == 1
    assert count_open([(advice, advice.run())]) == 0


def test_every_step_says_what_to_do_and_leads_to_a_page():
    numbers = [check.number for check in get_set_up_checks()]
    assert len(set(numbers)) == len(numbers)
    for check in get_set_up_checks():
        assert check.action.endswith(".")
        assert not check.view or reverse(check.view)


@pytest.mark.parametrize("role", [None, "moderator", "editor"])
def test_only_a_host_sees_what_is_left_and_sends_a_test(role):
    person = give_site_role(UserFactory(), role) if role else UserFactory()
    client = client_of(person)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(reverse("notices:send-test-mail")).status_code == 403
    assert "Set up this site" not in client.get("/desk/").content.decode()
    assert client_of(None).get(ADDRESS).status_code == 302
    assert not Notice.objects.exists()


def test_host_without_a_second_step_sees_nothing_yet():
    person = UserFactory()
    SiteRole.objects.create(user=person, role="host")
    assert client_of(person).get(ADDRESS).status_code == 403


def test_desk_of_a_host_leads_to_what_is_left(host):
    page = client_of(host).get("/desk/").content.decode()
    assert f'href="{ADDRESS}"' in page
    assert "steps are left" in page


def test_test_mail_goes_the_way_of_every_mail_and_turns_its_step_green(finished, host):
    Mail.objects.all().delete()
    assert set(find_open()) == {"H006"}
    answer = client_of(host).post(reverse("notices:send-test-mail"), follow=True)
    assert "in the queue" in answer.content.decode()
    finished.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    services.send_duties(at=now())
    assert [message.to for message in mail.outbox] == [[host.email]]
    assert find_open() == {}
