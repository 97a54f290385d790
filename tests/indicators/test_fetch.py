"""Fetching releases from the publisher's service: pages, retries, going on after a break, nothing twice."""

import time

import pytest
from django.core.management import CommandError, call_command

from cairn.indicators.models import FetchedVersion, Release
from cairn.indicators.services import UnableToFetch, fetch, fetching
from tests.factories.indicators import NOON
from tests.indicators.published import CLA, D3, REPEAT, cla, council
from tests.indicators.publisher import publishing

pytestmark = pytest.mark.django_db
LOOKED_AFTER = "Children looked after in England including adoptions"


@pytest.fixture
def publisher(settings, write):
    with publishing() as service:
        settings.EES_API, settings.FETCH_BACKOFF = service.address, 0.01
        table = write("cla.csv", CLA, [cla(2025, "383", 1498)]).read_bytes()
        repeat = write("d3.csv", D3, [council(2025, "383", REPEAT, 100, 20, 20.0)]).read_bytes()
        service.tables = {
            "a1": (LOOKED_AFTER, "CLA - numbers and rates", "1.0", table),
            "a2": (LOOKED_AFTER, "Something else", "1.0", b"colour,shape\nred,round\n"),
            "a3": ("Children in need", "D3", "2.1", repeat),
            "b1": ("Pupil absence", "Not asked for", "1.0", b"x"),
        }
        yield service


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "downloads"


def test_fetch_takes_every_page_and_imports_what_it_knows(publisher, folder):
    report = fetch(folder=folder, at=NOON)
    assert {one.identity for one in report.fetched} == {"a1", "a2", "a3"}
    assert [one.outcome for one in report.imported.files].count("loaded") == 2
    assert Release.objects.live().count() == 2
    assert [one.identity for one in report.not_taken] == ["a2"]
    assert set(FetchedVersion.objects.values_list("data_set", flat=True)) == {"a1", "a3"}
    assert [path.name for path in folder.iterdir()] == ["a2-1.0.csv"]
    assert not [path for path, _ in publisher.asked if "b1" in path]


def test_second_run_asks_for_nothing_it_has(publisher, folder):
    fetch(folder=folder, at=NOON)
    publisher.asked.clear()
    report = fetch(folder=folder, at=NOON)
    assert report.fetched == []
    assert not [path for path, _ in publisher.asked if path.endswith("/csv")]


def test_data_set_that_was_left_out_is_tried_again_without_a_download(publisher, folder, write):
    fetch(folder=folder, at=NOON)
    publisher.asked.clear()
    # As if the next version of Cairn knew this kind of table.
    (folder / "a2-1.0.csv").write_bytes(write("next.csv", CLA, [cla(2026, "383", 1450)]).read_bytes())
    report = fetch(folder=folder, at=NOON)
    assert (report.fetched, report.not_taken) == ([], [])
    assert FetchedVersion.objects.filter(data_set="a2").exists()
    assert not list(folder.iterdir())
    assert not [path for path, _ in publisher.asked if path.endswith("/csv")]


def test_download_that_was_never_taken_goes_when_there_is_a_newer_version(publisher, folder):
    fetch(folder=folder, at=NOON)
    publisher.tables["a2"] = (LOOKED_AFTER, "Something else", "1.1", b"colour,shape\nblue,round\n")
    fetch(folder=folder, at=NOON)
    assert [path.name for path in folder.iterdir()] == ["a2-1.1.csv"]


def test_data_set_that_is_too_large_costs_only_itself(publisher, folder, settings):
    settings.IMPORT_MAX_BYTES = 1000
    title, version = publisher.tables["a2"][1:3]
    publisher.tables["a2"] = (LOOKED_AFTER, title, version, b"x" * 2000)
    report = fetch(folder=folder, at=NOON)
    (refused,) = report.imported.with_outcome("refused")
    assert refused.reason == "Something else is larger than CAIRN_IMPORT_MAX_BYTES allows."
    assert [one.identity for one in report.not_taken] == ["a2"]
    assert FetchedVersion.objects.count() == 2
    assert not list(folder.iterdir())


def test_new_version_is_fetched(publisher, folder, write):
    fetch(folder=folder, at=NOON)
    table = write("next.csv", CLA, [cla(2026, "383", 1450)]).read_bytes()
    publisher.tables["a1"] = (LOOKED_AFTER, "CLA - numbers and rates", "2.0", table)
    report = fetch(folder=folder, at=NOON)
    assert [(one.identity, one.version) for one in report.fetched] == [("a1", "2.0")]
    assert Release.objects.live().count() == 3


def test_faults_of_the_service_are_tried_again(publisher, folder):
    publisher.faults = [503, 429, 500]
    assert len(fetch(folder=folder, at=NOON).fetched) == 3


def test_service_that_stays_away_is_told_in_a_sentence(publisher, folder):
    publisher.faults = [503] * 20
    with pytest.raises(UnableToFetch, match="Try again later"):
        fetch(folder=folder, at=NOON)
    assert not Release.objects.exists()


def test_broken_download_goes_on_where_it_stopped(publisher, folder, monkeypatch):
    monkeypatch.setattr("cairn.indicators.services.fetching.CHUNK", 10)
    publisher.breaks_after = 40
    with pytest.raises(UnableToFetch, match="goes on from there"):
        fetch(folder=folder, at=NOON)
    assert not Release.objects.exists()
    publisher.asked.clear()
    fetch(folder=folder, at=NOON)
    assert [asked for _, asked in publisher.asked if asked] == ["bytes=40-"]
    assert Release.objects.live().count() == 2


def test_bad_table_costs_only_itself_and_is_not_marked_as_fetched(publisher, folder, write):
    broken = write("broken.csv", CLA, [cla(2025, "383", "many")]).read_bytes()
    publisher.tables["a1"] = (LOOKED_AFTER, "CLA", "1.0", broken)
    report = fetch(folder=folder, at=NOON)
    (refused,) = report.imported.with_outcome("refused")
    assert "'many' is neither a number" in refused.reason
    assert [one.identity for one in report.not_taken] == ["a1", "a2"]
    assert Release.objects.get().family == "ees.d3"
    assert FetchedVersion.objects.get().data_set == "a3"


def test_answer_against_the_contract_is_refused(publisher, folder, settings):
    publisher.page = lambda rows, query: {"rows": rows}
    with pytest.raises(UnableToFetch, match="without results and paging"):
        fetch(folder=folder, at=NOON)


def test_command_looks_without_downloading(publisher, settings, tmp_path, capsys):
    settings.DATA_DIR = tmp_path
    call_command("data", "fetch", "--look")
    assert "new           CLA - numbers and rates, version 1.0" in capsys.readouterr().out
    assert not Release.objects.exists()
    call_command("data", "fetch")
    assert "2 files with" in capsys.readouterr().out
    call_command("data", "fetch")
    assert "Nothing new: 2 data sets were imported before." in capsys.readouterr().out


def test_service_without_our_publications_says_which_setting_to_check(publisher, folder):
    publisher.tables = {}
    with pytest.raises(CommandError, match="Check CAIRN_EES_API"):
        call_command("data", "fetch")


@pytest.mark.parametrize(
    ("identity", "version"),
    [
        *[("../../evil", "1.0"), ("a/b", "1.0"), ("a\0", "1.0"), ("*", "1.0"), ("", "1.0")],
        *[("a1", "../1.0"), ("a1", "1.0/.."), ("a1", "")],
    ],
)
def test_name_of_a_file_is_not_taken_from_outside(identity, version, publisher, folder):
    publisher.tables = {identity: (LOOKED_AFTER, "CLA", version, b"x")}
    with pytest.raises(UnableToFetch, match="an id or a version of a data set with other characters"):
        fetch(folder=folder, at=NOON)
    assert not folder.exists()


def test_download_that_drips_is_left_and_nothing_of_it_is_imported(publisher, folder, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.5)
    publisher.drips, began = True, time.monotonic()
    with pytest.raises(UnableToFetch, match=r"broke off after .* bytes"):
        fetch(folder=folder, at=NOON)
    assert time.monotonic() - began < 4
    assert not Release.objects.exists()
    assert not list(folder.glob("*.csv"))
