"""Imports of small invented files: what is kept, what is chosen, what never mixes."""

import errno
import gzip
import hashlib
import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, OperationalError

from cairn.common.reading.refusals import UnableToImport
from cairn.indicators.enums import Status
from cairn.indicators.importers.base import find_date_in_name, read_cell
from cairn.indicators.importers.lait import Period, get_ranges, read_label
from cairn.indicators.models import Observation, PublishedYear, Release, Series
from cairn.indicators.services import delete_unfinished_imports, import_paths, imports, storage
from cairn.indicators.services.imports import FileReport, _get_planned_places, _get_stored_places
from cairn.indicators.signals import releases_became_live
from cairn.places.models import Place, PlaceCode
from cairn.places.services import load_places
from tests.factories.indicators import NOON, ReleaseFactory
from tests.factories.places import FictionalCouncilFactory
from tests.indicators.published import (
    CLA,
    COMMON,
    ON_31_MARCH,
    ONS,
    SFR,
    cla,
    council,
    england,
    population,
    region,
    write_lait,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]

ROWS = [
    cla(2024, "383", 1500),
    cla(2024, "201", "c"),
    cla(2024, "909", "z"),
    england(2024, ON_31_MARCH, 12_000_000, 83_000, 70),
    region(2024, "E13000001", ON_31_MARCH, 700_000, 4000, 60),
]


def read(series: str, year: int, code: str) -> list[tuple[float | None, str]]:
    """What is stored, of every live release."""
    rows = Observation.objects.filter(
        published_year__series__key=series,
        published_year__year=year,
        published_year__release__state=Release.State.LIVE,
        place__code=code,
    )
    return list(rows.order_by("published_year__release").values_list("value", "status"))


# --- What is kept ------------------------------------------------------------------------------------


def test_import_keeps_figures_reasons_file_and_checksum(write, kept_files):
    path = write("cla.csv", CLA, ROWS)

    report = import_paths([path], at=NOON)

    release = Release.objects.get()
    assert (release.state, release.family, release.latest_year, release.imported_at) == ("live", "ees.cla", 2024, NOON)
    assert (release.rows, release.counts) == (5, {"not_applicable": 1, "number": 13, "suppressed": 1})
    assert (kept_files / release.raw_file.name).read_bytes() == path.read_bytes()
    assert read("ees.cla.on_31_march.children_count", 2024, "383") == [(1500.0, "number")]
    assert read("ees.cla.on_31_march.children_count", 2024, "201") == [(None, "suppressed")]
    assert read("ees.cla.on_31_march.children_count", 2024, "909") == [(None, "not_applicable")]
    assert read("ees.cla.on_31_march.children_count", 2024, "E92000001") == [(83_000.0, "number")]
    assert read("ees.cla.on_31_march.children_count", 2024, "E13000001") == [(4000.0, "number")]
    (one,) = report.files
    assert (one.outcome, one.numbers, one.edition) == ("loaded", 13, "to 2024")


@pytest.mark.parametrize(
    ("mark", "status"),
    [
        ("c", "suppressed"),
        ("k", "rounds_to_zero"),
        ("u", "low_reliability"),
        ("x", "not_available"),
        ("z", "not_applicable"),
        ("low", "low"),
        ("", "missing"),
        ("..", "missing"),
        ("-", "missing"),
    ],
)
def test_every_mark_keeps_its_reason(write, mark, status):
    import_paths([write("cla.csv", CLA, [cla(2024, "383", mark), cla(2024, "888", 5)])], at=NOON)

    assert read("ees.cla.on_31_march.children_count", 2024, "383") == [(None, status)]


def test_marks_of_early_releases_have_meanings_of_their_own(write):
    rows = [
        ["E92000001", "NATIONAL", "999", "ENGLAND", 70440, "x", "#VALUE!"],
        ["E12000007", "REGION", "H", "INNER LONDON", 4050, 10, ".."],
        ["E08000035", "LA", "383", "Leeds ", 1226, "", -7],
        ["E06000053", "", "420", "Isles of Scilly", 0, 0, 0],
    ]
    import_paths([write("sfr.csv", SFR, rows)], at=NOON)

    assert read("sfr.cla.on_31_march", 2016, "383") == [(1226.0, "number")]
    assert read("sfr.cla.on_31_march", 2016, "420") == [(0.0, "number")]
    assert read("sfr.CLA", 2016, "E92000001") == [(None, "suppressed")]
    assert read("sfr.CLA", 2016, "383") == [(None, "missing")]
    assert read("sfr.CLA_NetGain", 2016, "E92000001") == [(None, "source_error")]
    assert read("sfr.CLA_NetGain", 2016, "E13000001") == [(None, "missing")]
    assert read("sfr.CLA_NetGain", 2016, "383") == [(-7.0, "number")]
    assert Release.objects.get().notes == ["Line 5 has no level; it was read as a council because its code is 420."]


def test_england_in_2010_is_not_the_isle_of_wight(write):
    header = ["geog_l", "geog_c", "geog_n", "MarTotal_2010", "Mid2009Pop0-17"]
    rows = [
        ["National", "921", "England", 64400, 11012300],
        ["LA", "921", "Isle of Wight", 170, 26000],
        ["GOR", "G", "East of England ", 6180, 1],
        ["GOR", "H", "London ", 10980, 1],
    ]
    import_paths([write("sfr.csv", header, rows)], at=NOON)

    assert read("sfr.cla.on_31_march", 2010, "E92000001") == [(64400.0, "number")]
    assert read("sfr.cla.on_31_march", 2010, "921") == [(170.0, "number")]
    assert read("sfr.cla.on_31_march", 2010, "E12000006") == [(6180.0, "number")]
    assert read("sfr.cla.on_31_march", 2010, "E12000007") == [(10980.0, "number")]
    assert read("sfr.population_0_17", 2009, "921") == [(26000.0, "number")]


def test_older_words_of_the_same_table_make_the_same_series(write):
    header = [*COMMON, "population_count", "population_estimate", "number", "rate_per_10000"]
    import_paths(
        [write("a.csv", header, [council(2018, "815", ON_31_MARCH.replace("on 31", "at 31"), 1, 437, 38)])], at=NOON
    )

    assert read("ees.cla.on_31_march.children_count", 2018, "815") == [(437.0, "number")]


def test_unknown_column_is_left_out_and_noted(write):
    import_paths([write("ons.csv", [*ONS, "mood"], [[*population(2024, "383", 5), "good"]])], at=NOON)

    assert Release.objects.get().notes == ["Unknown columns were left out: mood."]


def test_table_without_a_row_is_refused_and_a_rehearsal_removes_nothing(write):
    loading = ReleaseFactory(state=Release.State.LOADING)
    with pytest.raises(UnableToImport, match="it contains nothing that could be stored"):
        import_paths([write("a.csv", CLA, [])], at=NOON, dry_run=True)
    assert Release.objects.get() == loading
    with pytest.raises(UnableToImport, match="it contains nothing that could be stored"):
        import_paths([write("a.csv", CLA, [])], at=NOON)


def test_each_file_that_is_refused_is_told_and_the_rest_counted(write):
    bad = [write(f"{number}.csv", CLA, [cla(2024, "383", f"{number} or so")]) for number in range(5)]
    with pytest.raises(UnableToImport, match=r" 1 more file was refused\.$"):
        import_paths(bad[:4], at=NOON)
    with pytest.raises(UnableToImport, match=r" 2 more files were refused\.$"):
        import_paths(bad, at=NOON)
    with pytest.raises(UnableToImport) as found:
        import_paths(bad[:3], at=NOON)
    assert "more file" not in str(found.value)


def test_byte_order_mark_and_crlf_are_read(write):
    path = write("cla.csv", CLA, ROWS)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    import_paths([path], at=NOON)

    assert read("ees.cla.on_31_march.children_count", 2024, "383") == [(1500.0, "number")]


# --- Packed files ------------------------------------------------------------------------------------


def test_the_same_table_packed_or_not_is_one_release(write, tmp_path):
    path = write("cla.csv", CLA, ROWS)
    (tmp_path / "again.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    with zipfile.ZipFile(tmp_path / "again.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/cla.csv", path.read_bytes())
        archive.writestr("data-guidance/read me.txt", "hello")

    import_paths([tmp_path / "again.zip"], at=NOON)
    report = import_paths([path, tmp_path / "again.csv.gz"], at=NOON)

    assert Release.objects.get().original_name == "cla.csv"
    assert [one.outcome for one in report.files] == ["already here", "already here"]


def test_zip_with_several_tables_gives_several_releases(write, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(write("cla.csv", CLA, ROWS), "cla.csv")
        archive.write(write("ons.csv", ONS, [population(2023, "383", 160_000)]), "ons.csv")

    import_paths([tmp_path / "all.zip"], at=NOON)

    assert sorted(Release.objects.live().values_list("family", flat=True)) == ["ees.cla", "ons.population"]


def test_same_file_twice_in_one_command_is_loaded_once(write, tmp_path):
    path = write("cla.csv", CLA, ROWS)
    (tmp_path / "copy.csv").write_bytes(path.read_bytes())

    report = import_paths([path, tmp_path / "copy.csv"], at=NOON)

    assert [one.outcome for one in report.files] == ["loaded", "already here"]


# --- All or nothing ----------------------------------------------------------------------------------


def test_second_import_of_the_same_changes_nothing(write):
    path = write("cla.csv", CLA, ROWS)
    import_paths([path], at=NOON)
    before = list(Release.objects.values())

    import_paths([path], at=datetime(2027, 1, 1, tzinfo=UTC))

    assert list(Release.objects.values()) == before


def test_a_rehearsal_knows_every_place_by_its_long_code():
    places = _get_planned_places()
    assert all(places.get_by_gss(code, column="code") == number for code, number in places.gss.items())


def test_a_rehearsal_knows_the_places_that_an_import_knows():
    load_places()
    fictional = FictionalCouncilFactory()
    PlaceCode.objects.create(place=fictional, code="E09999999")
    planned, stored = _get_planned_places(), _get_stored_places()
    assert planned.other_names == stored.other_names
    assert all(stored.names[name] == codes for name, codes in planned.names.items())
    assert fictional.name.casefold() not in stored.names
    for one, other in ((planned.gss, stored.gss), (planned.councils, stored.councils), (planned.others, stored.others)):
        assert one.keys() == other.keys()


def test_a_rehearsal_passes_over_the_same_file_that_another_import_is_reading(write):
    path = write("cla.csv", CLA, ROWS)
    ReleaseFactory(sha256=hashlib.sha256(path.read_bytes()).hexdigest(), state=Release.State.LOADING)
    assert [one.outcome for one in import_paths([path], at=NOON, dry_run=True).files] == ["would load"]


def test_dry_run_reads_everything_and_keeps_nothing(write, kept_files):
    path = write("cla.csv", CLA, ROWS)

    report = import_paths([path], at=NOON, dry_run=True)

    (one,) = report.files
    assert (one.outcome, one.rows, one.counts) == (
        "would load",
        5,
        {"not_applicable": 1, "number": 13, "suppressed": 1},
    )
    assert [model.objects.count() for model in (Release, Series, PublishedYear, Observation, Place)] == [0] * 5
    assert list(kept_files.iterdir()) == []


def test_nothing_is_seen_until_everything_is_loaded(write, monkeypatch):
    seen = []
    original = storage._insert
    monkeypatch.setattr(storage, "_insert", lambda rows: (original(rows), seen.append(Release.objects.live().count())))

    import_paths([write("a.csv", CLA, ROWS), write("b.csv", ONS, [population(2023, "383", 1)])], at=NOON)

    assert seen == [0, 0]
    assert Release.objects.live().count() == 2


def test_interrupt_leaves_nothing_behind(write, monkeypatch, kept_files):
    def interrupt(rows):
        raise KeyboardInterrupt

    monkeypatch.setattr(storage, "_insert", interrupt)
    with pytest.raises(KeyboardInterrupt):
        import_paths([write("a.csv", CLA, ROWS)], at=NOON)

    assert (Release.objects.count(), PublishedYear.objects.count()) == (0, 0)
    assert [path for path in kept_files.rglob("*") if path.is_file()] == []


def test_what_a_killed_import_left_is_removed_by_the_next(write, kept_files):
    (kept_files / "releases").mkdir()
    (kept_files / "releases" / "old.csv").write_text("half")
    killed = ReleaseFactory(state=Release.State.LOADING, raw_file="releases/old.csv", latest_year=None)
    series = Series.objects.create(key="ees.b1.At31_episodes", unit="count")
    year = PublishedYear.objects.create(release=killed, series=series, year=2024, label="2024")
    Observation.objects.create(published_year=year, place=_leeds(), value=1, status=Status.NUMBER)

    import_paths([write("a.csv", CLA, ROWS)], at=NOON)

    assert not Release.objects.filter(pk=killed.pk).exists()
    assert not (kept_files / "releases" / "old.csv").exists()
    assert Observation.objects.filter(published_year=year.pk).count() == 0


@pytest.mark.parametrize("also_fails", [False, True])
def test_full_disk_is_told_and_what_an_import_left_goes_in_the_night(
    write, monkeypatch, kept_files, caplog, also_fails
):
    original = storage._insert

    def fill_up(rows):
        original(rows)
        raise OSError(errno.ENOSPC, "No space left on device")

    def fail(releases):
        if list(releases):
            raise OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(storage, "_insert", fill_up)
        if also_fails:
            patched.setattr(imports, "remove_releases", fail)
        caplog.clear()
        with pytest.raises(OSError, match="No space left on device"):
            import_paths([write("a.csv", CLA, ROWS)], at=NOON)
    assert not Release.objects.live().exists()
    assert Release.objects.loading().exists() == also_fails
    assert ("could not be taken away" in caplog.text) == also_fails

    delete_unfinished_imports(NOON)  # one that runs at this moment
    assert Release.objects.loading().exists() == also_fails
    delete_unfinished_imports(NOON + timedelta(days=1))
    assert (Release.objects.count(), PublishedYear.objects.count(), Observation.objects.count()) == (0, 0, 0)
    assert [path for path in kept_files.rglob("*") if path.is_file()] == []


def test_import_overtaken_by_another_says_so_and_keeps_nothing(write, monkeypatch, kept_files):
    original = storage._insert

    def overtaken(rows):
        original(rows)
        storage.remove_releases(Release.objects.loading())

    monkeypatch.setattr(storage, "_insert", overtaken)
    with pytest.raises(UnableToImport, match="Another import was started while this one ran"):
        import_paths([write("a.csv", CLA, ROWS)], at=NOON)

    assert Release.objects.count() == 0
    assert [path for path in kept_files.rglob("*") if path.is_file()] == []


def test_import_overtaken_after_its_first_file_says_so_and_keeps_nothing(write, monkeypatch, kept_files):
    """What the first file brought is gone when the last one is read: one half must not become live alone."""
    original = storage._insert

    def overtaken(rows):
        original(rows)
        storage.remove_releases(Release.objects.loading().filter(original_name="a.csv", rows__gt=0))

    monkeypatch.setattr(storage, "_insert", overtaken)
    files = [write("a.csv", CLA, ROWS), write("b.csv", CLA, [cla(2025, "383", 1498)])]
    with pytest.raises(UnableToImport, match="Another import was started while this one ran"):
        import_paths(files, at=NOON)

    assert Release.objects.count() == 0
    assert [path for path in kept_files.rglob("*") if path.is_file()] == []


def test_withdrawn_release_is_not_taken_again(write):
    path = write("a.csv", CLA, ROWS)
    import_paths([path], at=NOON)
    Release.objects.update(state=Release.State.WITHDRAWN)

    with pytest.raises(UnableToImport, match="imported on 01 May 2026 and has since been withdrawn"):
        import_paths([path], at=NOON)
    import_paths([write("b.csv", CLA, [cla(2025, "383", 1498)])], at=NOON)
    assert list(Release.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "live"]


def test_release_that_waits_for_a_yes_is_not_taken_past_it(write):
    path = write("a.csv", CLA, ROWS)
    import_paths([path], at=NOON)
    Release.objects.update(state=Release.State.WAITING)

    with pytest.raises(UnableToImport, match="uploaded on the site and is waiting for approval"):
        import_paths([path], at=NOON)


# --- Beside another import ---------------------------------------------------------------------------


@pytest.fixture
def another(monkeypatch):
    """Another import has just begun whenever a batch is stored."""
    original = storage._insert

    def begin(rows):
        original(rows)
        ReleaseFactory(original_name="of another.csv", state=Release.State.LOADING)

    monkeypatch.setattr(storage, "_insert", begin)


def test_import_leaves_alone_what_another_has_begun(write, another):
    import_paths([write("a.csv", CLA, ROWS)], at=NOON)

    assert list(Release.objects.order_by("pk").values_list("original_name", "state")) == [
        ("a.csv", "live"),
        ("of another.csv", "loading"),
    ]


def test_file_that_is_refused_late_goes_and_nothing_else(write, another, monkeypatch, kept_files):
    import_paths([write("first.csv", CLA, ROWS)], at=NOON)
    monkeypatch.setattr(storage, "BATCH", 1)
    bad = write("bad.csv", CLA, [cla(2025, "383", 1498), cla(2025, "201", "1498 or so")])

    report = import_paths([bad, write("good.csv", CLA, [cla(2025, "383", 1499)])], at=NOON)

    assert [one.outcome for one in report.files] == ["refused", "loaded"]
    assert set(Release.objects.live().values_list("original_name", flat=True)) == {"first.csv", "good.csv"}
    assert set(Release.objects.loading().values_list("original_name", flat=True)) == {"of another.csv"}
    kept = {path.name for path in kept_files.rglob("*") if path.is_file()}
    assert kept == {f"{one.sha256}.csv" for one in Release.objects.live()}


def test_file_that_another_import_has_taken_too_is_left_to_it(write, monkeypatch, kept_files):
    original = storage._insert

    def overtaken(rows):
        original(rows)
        own = Release.objects.loading().get()
        storage.remove_releases(Release.objects.loading())
        theirs = ReleaseFactory(sha256=own.sha256, raw_file=own.raw_file.name)
        theirs.raw_file.storage.save(theirs.raw_file.name, io.BytesIO(b"theirs"))

    monkeypatch.setattr(storage, "_insert", overtaken)
    with pytest.raises(UnableToImport, match="Another import was started"):
        import_paths([write("a.csv", CLA, ROWS)], at=NOON)

    assert [path.read_bytes() for path in kept_files.rglob("*") if path.is_file()] == [b"theirs"]


def test_what_a_host_took_away_while_it_was_loaded_does_not_become_live(write, monkeypatch):
    original = storage._insert
    monkeypatch.setattr(
        storage,
        "_insert",
        lambda rows: (original(rows), Release.objects.loading().update(state=Release.State.WITHDRAWN)),
    )
    with pytest.raises(UnableToImport, match="Another import was started"):
        import_paths([write("a.csv", CLA, ROWS)], at=NOON)
    assert not Release.objects.live().exists()


def test_half_a_file_of_an_earlier_try_is_replaced(write, kept_files):
    path = write("a.csv", CLA, ROWS)
    (kept_files / "releases").mkdir()
    (kept_files / "releases" / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.csv").write_text("half")

    import_paths([path], at=NOON)

    assert [one.read_bytes() for one in kept_files.rglob("*") if one.is_file()] == [path.read_bytes()]


@pytest.mark.parametrize("problem", [IntegrityError("the place is gone"), DataError("out of\nrange")])
def test_what_the_database_refuses_is_an_error_or_a_sentence(write, monkeypatch, problem):
    def refuse(release, figures):
        raise problem

    monkeypatch.setattr(imports, "write_figures", refuse)
    wanted = IntegrityError if isinstance(problem, IntegrityError) else UnableToImport
    says = "the place is gone" if wanted is IntegrityError else r"a cell cannot be stored \(out of range\)\. Correct"
    with pytest.raises(wanted, match=says):
        import_paths([write("a.csv", CLA, ROWS)], at=NOON)
    assert not Release.objects.exists()


def test_others_hear_what_became_live(write):
    heard = []

    def hear(releases, **_):
        heard.append([one.original_name for one in releases])

    releases_became_live.connect(hear)
    try:
        import_paths([write("a.csv", CLA, ROWS)], at=NOON)
    finally:
        releases_became_live.disconnect(hear)
    assert heard == [["a.csv"]]


# --- Which files -------------------------------------------------------------------------------------


def test_file_of_an_unknown_kind_is_a_fault_where_somebody_named_it(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(UnableToImport, match="do not match any known layout"):
        import_paths([tmp_path / "notes.txt"], at=NOON)
    report = import_paths([tmp_path / "notes.txt"], at=NOON, unattended=True)
    assert [one.outcome for one in report.files] == ["left out"]
    assert import_paths([], at=NOON, unattended=True).files == []


def test_folder_of_unknown_files_names_three_of_them(tmp_path):
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("hello")
    with pytest.raises(UnableToImport, match="None of the files is a type that Cairn can read") as found:
        import_paths([tmp_path], at=NOON)
    assert [f"{number}.txt" in str(found.value) for number in range(4)] == [True, True, True, False]


def test_name_of_a_file_is_cut_to_the_length_of_its_column(write, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(write("cla.csv", CLA, ROWS), f"{'a' * 300}.csv")
    import_paths([tmp_path / "all.zip"], at=NOON)
    assert Release.objects.get().original_name == "a" * 255


def test_rehearsal_of_a_table_without_a_number_is_refused(write):
    with pytest.raises(UnableToImport, match="it contains nothing that could be stored"):
        import_paths([write("a.csv", CLA, [council(2024, "383", ON_31_MARCH, "c", "c", "c")])], at=NOON, dry_run=True)
    assert FileReport("a.csv", "refused").numbers == 0


def test_unknown_files_of_a_folder_are_left_out_with_a_reason(write, tmp_path):
    write("a.csv", CLA, ROWS)
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / ".hidden").write_text("hello")

    report = import_paths([tmp_path], at=NOON)

    (left,) = report.with_outcome("left out")
    assert left.name.endswith("notes.txt")
    assert left.reason == "its columns ('hello') do not match any known layout."


# --- The long table ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "period"),
    [
        ("2016", (2016, 1)),
        ("2016 (prov)", (2016, 1)),
        ("2018 (Rev)", (2018, 1)),
        ("2018 (Revised)", (2018, 1)),
        ("2020 (Final)", (2020, 1)),
        ("2015/16", (2016, 1)),
        ("2015-16", (2016, 1)),
        ("2016-17 (OT)", (2017, 1)),
        ("1999-00", (2000, 1)),
        ("2014-16", (2016, 3)),
        ("2013/14-15/16", (2016, 3)),
        ("0", None),
    ],
)
def test_year_labels(label, period):
    assert read_label(label) == (period and Period(*period))


def test_pooled_years_never_stand_with_single_ones(tmp_path):
    path = write_lait(
        tmp_path / "x.parquet",
        [("RTA", "2014-16", 383, "12.13"), ("RTA", "2015-16", 383, "1"), ("RTA", "2016-18", 383, "3")],
    )
    import_paths([path], at=NOON)

    rows = PublishedYear.objects.order_by("year", "span").values_list("year", "span", "label")
    assert list(rows) == [(2016, 1, "2015-16"), (2016, 3, "2014-16"), (2018, 3, "2016-18")]


def test_long_table_strips_binary_noise_and_sets_placeholders_aside(tmp_path):
    rows = [
        ("ReReferral", "2024", 919, "16.899999999999999"),
        ("Score", "2024", 919, "-0.5"),
        ("Small", "2024", 919, "4.7980000000000002E-2"),
        ("Small", "0", 919, "-"),
        ("Small", "0", 383, "-"),
        ("LACnum", "2024", 970, "83000"),
        ("LACnum", "2024", 835, "-"),
    ]
    import_paths([write_lait(tmp_path / "bds 2026-04-08.parquet", rows)], at=NOON)

    release = Release.objects.get()
    assert read("lait.ReReferral", 2024, "919") == [(16.9, "number")]
    assert read("lait.Score", 2024, "919") == [(-0.5, "number")]
    assert read("lait.Small", 2024, "919") == [(0.04798, "number")]
    assert read("lait.LACnum", 2024, "E92000001") == [(83_000.0, "number")]
    assert read("lait.LACnum", 2024, "835") == [(None, "missing")]
    assert release.notes == ["2 rows with the year label 0 and no number were set aside: rows 4-5."]
    assert (release.edition, release.file_date) == ("to 2024 (file of 8 April 2026)", date(2026, 4, 8))


def test_small_things():
    assert get_ranges([1, 2, 3, 7]) == "1-3, 7"
    assert find_date_in_name("bds_long_0_2026-04-08.parquet") == date(2026, 4, 8)
    assert find_date_in_name("bds_2026-13-08.parquet") is None
    assert find_date_in_name("12026-04-089.csv") is None
    assert read_cell("16.899999999999999", {}, Series.Unit.RATE, column="x") == (16.9, "number")


# --- The command -------------------------------------------------------------------------------------


def test_command_imports_and_tells_what_became_of_each_file(write, tmp_path):
    write("cla.csv", CLA, ROWS)
    (tmp_path / "notes.txt").write_text("hello")
    out = io.StringIO()

    call_command("data", "import", str(tmp_path), stdout=out)

    assert "5 rows, 13 numbers; not numbers: 1 does not apply" in out.getvalue()
    assert "1 files with 15 figures loaded; 0 already here; 1 left out; 0 refused." in out.getvalue()
    assert Place.objects.councils().real().current().count() == 153


def test_command_on_a_full_disk_ends_with_the_sentence(write, monkeypatch):
    def fill_up(rows):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage, "_insert", fill_up)
    with pytest.raises(CommandError, match=r"is full\. Nothing of this import counts"):
        call_command("data", "import", write("a.csv", CLA, ROWS))
    assert not Release.objects.exists()


def test_command_with_a_bad_file_ends_with_the_sentence(write):
    path = write("cla.csv", CLA, [cla(2024, "999", 1)])

    with pytest.raises(CommandError, match="line 2, column old_la_code: '999'"):
        call_command("data", "import", str(path))


def test_command_dry_run_says_that_nothing_was_kept(write):
    out = io.StringIO()

    call_command("data", "import", "--dry-run", str(write("cla.csv", CLA, ROWS)), stdout=out)

    assert "would be loaded; nothing was stored (--dry-run)" in out.getvalue()
    assert Release.objects.count() == 0


def test_status_tells_measures_years_gaps_and_releases(write):
    rows = [*ROWS, cla(2022, "383", 1400)]
    import_paths([write("cla.csv", CLA, rows), write("ons.csv", ONS, [population(2023, "383", 160_000)])], at=NOON)
    out = io.StringIO()

    call_command("data", "status", stdout=out)

    assert "cla_rate         2022 to 2024; missing years: 2023; nothing to divide by in: 2022" in out.getvalue()
    assert "cin_rate         no figures yet" in out.getvalue()
    assert "Releases: 2 live" in out.getvalue()


def test_status_without_figures_says_what_to_run():
    out = io.StringIO()

    call_command("data", "status", stdout=out)

    assert "none; run `cairn data import PATH`" in out.getvalue()


def test_command_without_tables_says_what_to_run(monkeypatch):
    monkeypatch.setattr("django.db.connection.introspection.table_names", list)

    with pytest.raises(CommandError, match="The database has no tables yet"):
        call_command("data", "status")


def _leeds() -> Place:
    from cairn.places.services import load_places

    load_places()
    return Place.objects.get(code="383")


@pytest.mark.django_db(transaction=True)
def test_import_overtaken_between_two_batches_says_so(write, monkeypatch):
    original = storage._batched

    def overtaken(figures):
        for number, batch in enumerate(original(figures)):
            if number == 1:
                storage.remove_releases(Release.objects.loading())
            yield batch

    monkeypatch.setattr(storage, "BATCH", 6)
    monkeypatch.setattr(storage, "_batched", overtaken)
    with pytest.raises(UnableToImport, match="Another import was started while this one ran"):
        import_paths([write("a.csv", CLA, ROWS)], at=NOON)

    assert (Release.objects.count(), Observation.objects.count()) == (0, 0)


def test_columns_of_an_early_release_that_are_unknown_are_left_out_and_noted(write):
    header = [*SFR, "Mid2015Pop0-17", "CLA_2015", "Weather"]
    import_paths([write("a.csv", header, [["", "LA", "383", "Leeds", 1226, 1, 0, 9, 9, "wet"]])], at=NOON)

    assert Release.objects.get().notes == ["Unknown columns were left out: CLA_2015, Weather."]
    assert read("sfr.population_0_17", 2015, "383") == [(9.0, "number")]


def test_command_tells_notes_and_what_was_already_here(tmp_path):
    path = write_lait(tmp_path / "x.parquet", [("LACnum", "2016", 383, "1239"), ("LACnum", "0", 383, "-")])
    first, second = io.StringIO(), io.StringIO()

    call_command("data", "import", str(path), stdout=first)
    call_command("data", "import", str(path), stdout=second)

    assert "note: 1 rows with the year label 0 and no number were set aside: rows 2." in first.getvalue()
    assert f"already here  {path}: Local Authority Interactive Tool, to 2016" in second.getvalue()
