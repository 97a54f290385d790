"""Giving a file in the site, seeing what it would change, saying yes or no, and taking it back."""

import csv
import errno
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cairn.audit.models import AuditEntry
from cairn.indicators import services
from cairn.indicators.enums import Status
from cairn.indicators.models import Observation, Release, Upload
from cairn.indicators.queries import get_changes, get_earlier_release, get_revisions
from cairn.indicators.services import import_paths, imports
from cairn.indicators.tasks import look_for_releases, notify_followers, read_upload
from cairn.notices.enums import Frequency
from cairn.notices.models import Notice
from cairn.notices.schedules import get_schedules
from cairn.notices.services import send_waiting
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.indicators import NOON, ReleaseFactory, publish
from tests.factories.places import CouncilFactory
from tests.indicators.published import CLA, cla

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]
COUNTED = "ees.cla.on_31_march.children_count"


@pytest.fixture
def host(client):
    person = give_site_role(UserFactory(), "host")
    client.force_login(person)
    return person


@pytest.fixture
def first(write) -> Release:
    """What was live before."""
    import_paths(
        [write("first.csv", CLA, [cla(2024, "383", 1500), cla(2024, "380", 900), cla(2024, "381", 400)])], at=NOON
    )
    return Release.objects.get()


def make_file(write, rows=None) -> SimpleUploadedFile:
    rows = rows or [cla(2025, "383", 1498), cla(2024, "383", 1501), cla(2024, "380", "c")]
    return SimpleUploadedFile("cla.csv", write("given.csv", CLA, rows).read_bytes())


def give(client, file) -> Upload:
    response = client.post(reverse("indicators:upload"), {"file": file})
    assert response.status_code == 302, response.content.decode()
    upload = Upload.objects.latest("pk")
    read_upload.func(upload.pk)
    upload.refresh_from_db()
    return upload


def test_given_file_is_read_shown_and_counts_only_after_a_yes(client, host, first, write):
    upload = give(client, make_file(write))
    assert (upload.state, upload.release.state) == (Upload.State.READY, Release.State.WAITING)
    page = client.get(reverse("indicators:given", args=[upload.pk])).content.decode()
    assert "Make it live?" in page
    assert "1,500" in client.get("/councils/leeds/cla_number/").content.decode()

    client.post(reverse("indicators:answer", args=[upload.pk]), {"answer": "yes"})

    page = client.get("/councils/leeds/cla_number/").content.decode()
    assert "1,498" in page
    assert "1,501" in page
    assert AuditEntry.objects.filter(action="data.confirmed", by=host.pk).exists()


def test_what_would_change_is_told_cell_by_cell(client, host, first, write):
    upload = give(client, make_file(write))
    changes = get_changes(upload.release, get_earlier_release(upload.release))
    # Two other columns stand beside the count: population and rate, the same in all rows of the test.
    assert changes.earlier == first
    assert (changes.revised, changes.suppressed, changes.new, changes.gone) == (1, 1, 3, 3)
    assert (changes.lost, changes.found, changes.years_gone, changes.same) == (0, 0, 0, 4)
    (revision,) = get_revisions(upload.release, first, most=10)
    assert (revision.series, revision.year, revision.place) == (COUNTED, 2024, "Leeds")
    assert (revision.before, revision.after) == (1500, 1501)


def test_no_keeps_nothing(client, host, first, write):
    upload = give(client, make_file(write))
    client.post(reverse("indicators:answer", args=[upload.pk]), {"answer": "no"})
    upload.refresh_from_db()
    assert (upload.state, upload.release) == (Upload.State.DROPPED, None)
    assert list(Release.objects.all()) == [first]
    assert Observation.objects.count() == 9
    assert not Path(upload.file.name or "nothing").exists()


def test_file_that_is_not_right_is_refused_in_a_sentence(client, host, first, write):
    upload = give(client, make_file(write, [cla(2025, "383", "1,498")]))
    assert upload.state == Upload.State.REFUSED
    page = client.get(reverse("indicators:given", args=[upload.pk])).content.decode()
    assert "cla.csv, line 2, column children_count: &#x27;1,498&#x27; is neither a number" in page
    assert list(Release.objects.all()) == [first]


def test_same_file_is_refused_with_what_became_of_it(client, host, write):
    give(client, make_file(write))
    assert "which is waiting for approval" in give(client, make_file(write)).problem
    services.confirm_upload(upload=Upload.objects.exclude(release=None).get(), by=host, at=now())
    assert "which is live" in give(client, make_file(write)).problem


def test_job_that_was_killed_is_run_again(client, host, write):
    upload = give(client, make_file(write))
    Upload.objects.update(state=Upload.State.READING)
    read_upload.func(upload.pk)
    upload.refresh_from_db()
    assert upload.state == Upload.State.READY
    assert Release.objects.count() == 1
    read_upload.func(upload.pk)  # and does no harm where nothing waits
    assert Release.objects.count() == 1


@pytest.mark.parametrize("died_at", ["_load", "save"])
def test_file_whose_job_died_on_a_full_disk_can_be_read_again(died_at, client, host, write, monkeypatch):
    """It does not stay "being read" for ever; what the job left stands in nobody's way."""
    full = OSError(errno.ENOSPC, "No space left on device")

    def fail(*_, **__):
        raise full

    client.post(reverse("indicators:upload"), {"file": make_file(write)})
    upload = Upload.objects.get()
    address = reverse("indicators:given", args=[upload.pk])
    page = client.get(address)
    assert page["Refresh"] == "5"
    assert "Try again" not in page.content.decode()

    with monkeypatch.context() as broken:
        broken.setattr(*((imports, "_load") if died_at == "_load" else (Upload, "save")), fail)
        with pytest.raises(OSError, match="No space left"):
            read_upload.func(upload.pk)
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)  # as the worker says
    page = client.get(address)
    assert "Refresh" not in page
    assert "We could not finish reading this file" in page.content.decode()

    for _ in range(2):  # pressed twice, it is asked for once
        client.post(reverse("indicators:answer", args=[upload.pk]), {"answer": "again"})
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1
    assert "Try again" not in client.get(address).content.decode()
    read_upload.func(upload.pk)
    assert "Make it live?" in client.get(address).content.decode()
    assert Release.objects.count() == 1
    client.post(reverse("indicators:answer", args=[upload.pk]), {"answer": "again"})
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1


def test_upload_without_a_file_says_so(client, host):
    response = client.post(reverse("indicators:upload"), {})
    assert "Choose a file." in response.content.decode()


def test_too_large_a_file_says_how_large_it_may_be(client, host, settings, write):
    settings.IMPORT_MAX_BYTES = 100
    response = client.post(reverse("indicators:upload"), {"file": make_file(write)})
    assert "at most 100" in response.content.decode()


def test_release_is_taken_back_and_made_live_again(client, host, first):
    address = reverse("indicators:change-release", args=[first.pk])
    client.post(address, {"state": "withdrawn"})
    first.refresh_from_db()
    assert first.state == Release.State.WITHDRAWN
    assert "1,500" not in client.get("/councils/leeds/cla_number/").content.decode()
    assert "is not live" in client.get(reverse("indicators:release", args=[first.pk])).content.decode()
    client.post(address, {"state": "live"})
    assert "1,500" in client.get("/councils/leeds/cla_number/").content.decode()
    assert [one.action for one in AuditEntry.objects.order_by("pk")][-2:] == ["data.withdrawn", "data.restored"]


def test_only_a_host_gives_and_takes_back(first):
    client = Client()
    client.force_login(UserFactory())
    for name, args in (("upload", []), ("given", [1])):
        assert client.get(reverse(f"indicators:{name}", args=args)).status_code == 403
    for name in ("answer", "change-release"):
        assert client.post(reverse(f"indicators:{name}", args=[first.pk])).status_code == 403
    assert Release.objects.get().state == Release.State.LIVE


def test_everybody_reads_live_releases_and_nothing_else(host, first):
    stranger = Client()
    assert "Children looked after" in stranger.get(reverse("indicators:releases")).content.decode()
    page = stranger.get(reverse("indicators:release", args=[first.pk])).content.decode()
    assert first.sha256 in page
    assert "Withdraw" not in page
    Release.objects.update(state=Release.State.WAITING)
    assert stranger.get(reverse("indicators:release", args=[first.pk])).status_code == 404
    assert "No official figures are loaded yet." in stranger.get(reverse("indicators:releases")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_often_for_three_releases_as_for_one(client, django_assert_num_queries, rows):
    for _ in range(rows):
        publish(ReleaseFactory(), COUNTED, 2025, {CouncilFactory(code="383"): Status.SUPPRESSED})
    with django_assert_num_queries(2):
        client.get(reverse("indicators:releases"))


def test_everything_is_one_archive_with_a_dictionary_and_only_what_is_live(client, first, host):
    publish(ReleaseFactory(state=Release.State.WITHDRAWN), COUNTED, 2023, {CouncilFactory(code="383"): 7777})
    response = client.get(reverse("indicators:everything"))
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        rows = list(csv.DictReader(io.StringIO(archive.read("figures.csv").decode("utf-8-sig"))))
        columns = archive.read("columns.csv").decode("utf-8-sig")
        assert set(archive.namelist()) >= {"README.txt", "releases.csv", "series.csv", "measures.csv", "statuses.csv"}
    assert len(rows) == 9
    leeds = next(row for row in rows if row["place_code"] == "383" and row["series"] == COUNTED)
    assert (leeds["value"], leeds["status"], leeds["release"]) == ("1500.0", "number", str(first.pk))
    assert all(name in columns for name in rows[0])
    assert "7777" not in str(rows)


def follow(person, measure="cla_number"):
    services.follow_measure(user=person, measure=measure, at=NOON)


def test_followers_of_a_measure_hear_of_a_release_that_has_its_figures(client, host, first, write, mailoutbox):
    follower, other = UserFactory(), UserFactory()
    follow(follower)
    follow(other, "sw_caseload")
    upload = give(client, make_file(write))
    services.confirm_upload(upload=upload, by=host, at=NOON)
    for _ in range(2):  # safe to do twice
        notify_followers.func(upload.release_id)
    notice = Notice.objects.get()
    assert notice.user == follower
    send_waiting(frequency=Frequency.DAILY, at=NOON + timedelta(days=1))
    (mail,) = mailoutbox
    assert mail.to == [follower.email]
    assert "New figures: Looked after, number" in mail.body
    assert "3 cells are new and 1 are revised" in mail.body
    assert "/measures/cla_number/" in mail.body


def test_release_that_was_taken_back_is_not_news(first):
    follow(UserFactory())
    services.withdraw_release(release=first, by=None, at=NOON)
    first.refresh_from_db()
    notify_followers.func(first.pk)
    assert not Notice.objects.exists()


def test_import_queues_news_only_where_somebody_follows(write, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as queued:
        import_paths([write("one.csv", CLA, [cla(2024, "383", 1500)])], at=NOON)
    assert queued == []
    follow(UserFactory())
    with django_capture_on_commit_callbacks() as queued:
        import_paths([write("two.csv", CLA, [cla(2025, "383", 1500)])], at=NOON)
    assert len(queued) == 1


def test_page_lets_people_follow_and_stop(client, user):
    client.force_login(user)
    address = reverse("indicators:follow", args=["cla_number"])
    client.post(address)
    assert "Stop following this measure" in client.get("/measures/cla_number/").content.decode()
    client.post(address, {"stop": ""})
    assert "Follow this measure" in client.get("/measures/cla_number/").content.decode()
    assert "Follow this measure" not in Client().get("/measures/cla_number/").content.decode()


def test_site_looks_for_releases_only_where_the_host_asked(settings):
    settings.EES_API = "http://127.0.0.1:9/nothing"
    look_for_releases.func()
    settings.FETCH_BY_ITSELF, settings.FETCH_BACKOFF = True, 0.001
    with pytest.raises(services.UnableToFetch):
        look_for_releases.func()
    assert "data.look" in [one.name for one in get_schedules()]
