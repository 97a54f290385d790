"""Tables out and tables in: what is shown before the yes is what is written, all of it or nothing."""

import csv
import io
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult
from python_calamine import CalamineWorkbook

from cairn.accounts.services import erase_account
from cairn.audit.models import AuditEntry
from cairn.common.addresses import make_absolute
from cairn.common.privacy import export
from cairn.library.models import Programme, Project
from cairn.records import services, tasks
from cairn.records.kinds import get_kinds
from cairn.records.models import BulkImport, Record
from cairn.records.queries import delete_waiting_tables
from cairn.records.sections import get_sections
from cairn.records.tables import check, take_table, taking
from cairn.voice.models import Need
from tests.factories.records import NOON, make_draft, make_record, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]
HEADER = ["Reference", "What is needed?", "In a few sentences", "Who needs it?", "Who told you?", "How do you know?"]
NIGHT = ["", "Someone to call at night", "Nobody answers.", "Young people", "families; care_experienced", "They said"]
LINES = "- one\r\n- two"
BED = ["", "A bed for one night", "There is none.", "Young people", "", ""]


def write_csv(*rows, header=HEADER):
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def read_csv(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def give(client, content, kind="need", name="table.csv", **more):
    return client.post("/records/import/", {"kind": kind, "file": SimpleUploadedFile(name, content), **more})


def say_yes(client, waiting, *, seen=None):
    """And let the job run; what its page says then."""
    answer = {"answer": "yes", "seen": seen or check(waiting).fingerprint}
    client.post(f"/records/import/{waiting.pk}/answer/", answer)
    tasks.write_table.func(waiting.pk)
    return client.get(f"/records/import/{waiting.pk}/")


def get_problems(client, *rows, header=HEADER):
    assert give(client, write_csv(*rows, header=header)).status_code == 302
    return [(one.row, one.column, one.sentence) for one in check(BulkImport.objects.get()).problems]


@pytest.fixture
def team(user):
    return make_team(None, "Edge of care", user)


# --- In ----------------------------------------------------------------------------------------


def test_table_is_shown_first_and_written_after_the_yes(team, user, logged_in_client):
    answer = give(logged_in_client, write_csv(NIGHT, BED))
    waiting = BulkImport.objects.get()
    assert answer.url == f"/records/import/{waiting.pk}/"
    page = logged_in_client.get(answer.url).content.decode()
    assert "Row 2: Someone to call at night" in page
    assert list(Record.objects.all()) == []

    page = say_yes(logged_in_client, waiting).content.decode()
    assert "2 drafts are started. You choose who else can see each one." in page
    first, second = Need.objects.order_by("pk")
    assert (first.title, first.viewpoints, first.how_we_know) == (
        NIGHT[1],
        ["families", "care_experienced"],
        "They said",
    )
    assert (second.title, second.viewpoints, second.how_we_know) == ("A bed for one night", [], "")
    assert {(one.author, one.team, one.live, one.sharing) for one in (first, second)} == {(user, team, False, "team")}
    waiting.refresh_from_db()
    assert (waiting.state, waiting.rows) == ("done", {"columns": [], "titles": {}, "rows": []})
    entry = AuditEntry.objects.get(action="records.imported")
    assert (entry.key, entry.detail) == ("need", {"started": 2, "changed": 0})


def test_no_deletes_the_table_and_writes_nothing(team, logged_in_client):
    give(logged_in_client, write_csv(NIGHT))
    logged_in_client.post(f"/records/import/{BulkImport.objects.get().pk}/answer/", {"answer": "no"})
    assert (list(BulkImport.objects.all()), list(Record.objects.all())) == ([], [])


def test_one_bad_cell_and_nothing_is_written(team, logged_in_client):
    give(logged_in_client, write_csv(NIGHT, [*BED[:3], "n/a", "", ""]))
    waiting = BulkImport.objects.get()
    page = say_yes(logged_in_client, waiting).content.decode()
    assert "There are cells to correct first. Nothing was saved." in page
    assert "“n/a” does not answer “Who needs it?”." in page
    assert list(Record.objects.all()) == []


def test_failure_in_the_middle_writes_nothing_and_can_be_tried_again(team, logged_in_client, monkeypatch, caplog):
    give(logged_in_client, write_csv(NIGHT, BED))
    waiting = BulkImport.objects.get()
    start, seen = taking.start_draft, []

    def fail_at_the_second(*args, **kwargs):
        seen.append(kwargs)
        if len(seen) == 2:
            raise RuntimeError(NIGHT[1])
        return start(*args, **kwargs)

    monkeypatch.setattr(taking, "start_draft", fail_at_the_second)
    page = say_yes(logged_in_client, waiting).content.decode()
    assert "Something went wrong, so nothing was saved. Try again." in page
    assert list(Record.objects.all()) == []
    assert "Someone to call" not in caplog.text
    monkeypatch.setattr(taking, "start_draft", start)
    assert "2 drafts are started." in say_yes(logged_in_client, waiting).content.decode()


def test_problems_name_the_row_the_column_and_what_to_do(team, logged_in_client):
    rows = [
        ["", "", "Nobody answers.", "Young people", "", ""],
        ["", "A bed " * 26, "-", "see link", "", ""],
        ["", "A bed", "There is none.", "Young people", "everybody", "They said"],
        ["", "A bath", "There is none.", "Young people", "", "They said"],
        ["", "A door", "There is none.", "Young people", "", "", "more"],
    ]
    told = "If it is not known, say what you looked for and did not find."
    assert get_problems(logged_in_client, *rows) == [
        (2, "What is needed?", "Enter what is needed"),
        (
            3,
            "What is needed?",
            "Ensure this value has at most 150 characters (it has 155).",
        ),
        (3, "In a few sentences", f"“-” does not answer “In a few sentences”. {told}"),
        (
            3,
            "Who needs it?",
            "“see link” does not answer “Who needs it?”. Write a sentence, then add the address or a source.",
        ),
        (
            4,
            "Who told you?",
            "“everybody” is not one of the options. Allowed are: Children and young people; Parents, carers and wider "
            "family; Care-experienced adults; Practitioners; Leaders and commissioners; Partner organisations; Figures "
            "only: no one has been asked yet.",
        ),
        (5, "Who told you?", "Choose who told you"),
        (6, "", "The row has 7 cells and the header 6. Check its commas."),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (write_csv(NIGHT, header=["Reference", "What is neded?"]), "Did you mean “What is needed?”?"),
        (write_csv(["a", "b"], header=["title", "favourite colour"]), "There is no column “favourite colour”."),
        (
            write_csv(["a", "b"], header=["title", "What is needed?"]),
            "The column “What is needed?” appears twice.",
        ),
        (write_csv(["a"], header=["Reference"]), "We did not recognise any column names."),
        (write_csv(), "There are no rows under the header."),
        (b"title\nIt\x92s\n", "The file, line 2, column 3: the byte 0x92 is not UTF-8"),
        (write_csv(*[NIGHT] * 510), "there are more than 502 rows."),
        (b"", "This file is empty."),
    ],
)
def test_table_that_is_not_right_as_a_whole_is_refused_at_once(content, sentence, team, logged_in_client):
    page = give(logged_in_client, content).content.decode()
    assert sentence in page
    assert list(BulkImport.objects.all()) == []


def test_a_worry_about_safety_in_a_table_is_not_even_kept_to_be_looked_at(team, logged_in_client):
    concern = ["", "Help for a girl", "A girl told me that her stepfather hits her.", "Girls", "", ""]
    page = give(logged_in_client, write_csv(NIGHT, concern)).content.decode()
    assert "Row 3 sounds like a concern about someone’s safety" in page
    assert not BulkImport.objects.exists()


def test_reference_changes_a_draft_and_leaves_alone_what_the_table_does_not_name(team, user, logged_in_client):
    need = make_draft(Need, author=user, team=team, for_whom="Young people", how_we_know="They said so.\r\nTwice.")
    same = make_draft(Need, author=user, team=team, title="A bed", for_whom="Young people")
    header = ["slug", "title", "summary", "for_whom"]
    rows = [
        [need.slug.upper(), "Someone to call", "Too many do.", "Young people"],
        [same.slug, "A bed", "Too many do.", "Young people"],
    ]
    give(logged_in_client, write_csv(*rows, header=header))
    waiting = BulkImport.objects.get()
    checked = check(waiting)
    assert [(one.row, one.changed) for one in checked.changed] == [(2, ("What is needed?",))]
    assert [one.row for one in checked.same] == [3]
    page = say_yes(logged_in_client, waiting).content.decode()
    assert "1 draft is changed." in page
    need.refresh_from_db()
    assert (need.title, need.how_we_know) == ("Someone to call", "They said so.\r\nTwice.")
    assert AuditEntry.objects.filter(action="record.changed").count() == 1


def test_published_words_stay_until_the_changes_are_published(team, user, logged_in_client):
    need = make_record(Need, author=user, team=team, for_whom="Young people")
    give(logged_in_client, write_csv([need.slug, "Someone to call", "Too many do.", "Young people", "", ""]))
    say_yes(logged_in_client, BulkImport.objects.get())
    need.refresh_from_db()
    assert (need.title, need.get_draft().title) == ("Fewer teenagers come into care", "Someone to call")


def test_references_that_are_not_ones_own_are_refused_alike(team, user, logged_in_client):
    readable = make_record(Need, team=make_team(None, "Others"), title="Planted readable")
    hidden = make_draft(Need, team=make_team(None, "Others"), title="Planted hidden")
    other_kind = make_draft(author=user, team=team)
    own = make_draft(Need, author=user, team=team)
    slugs = [readable.slug, hidden.slug, other_kind.slug, "not-there", "no slug", own.slug, own.slug]
    problems = get_problems(logged_in_client, *[[slug, *NIGHT[1:]] for slug in slugs])
    told = "You have no need with the reference “{}”. Leave the cell blank to start a new one."
    twice = f"“{own.slug}” appears in more than one row. Keep one of them."
    assert problems[:2] == [(7, "Reference", twice), (8, "Reference", twice)]
    assert problems[2:] == [(row, "Reference", told.format(slug)) for row, slug in enumerate(slugs[:5], start=2)]
    page = logged_in_client.get(f"/records/import/{BulkImport.objects.get().pk}/").content.decode()
    assert "Planted hidden" not in page


def test_possible_duplicates_are_told_as_far_as_they_may_be_seen(team, user, logged_in_client):
    there = make_record(Need, team=make_team(None, "Others"), title="A bed  for ONE night")
    make_draft(Need, team=make_team(None, "Others"), title=NIGHT[1])
    own = make_draft(Need, author=user, team=team, title="A kept title", for_whom="Young people")
    kept = [own.slug, "A kept title", "Another sentence.", "Young people", "", ""]
    give(logged_in_client, write_csv(NIGHT, BED, [*BED[:2], *NIGHT[2:]], kept))
    doubles = [(one.row, one.other and one.other.pk, one.rows) for one in check(BulkImport.objects.get()).doubles]
    assert doubles == [(3, there.pk, (4,)), (4, there.pk, (3,))]
    page = logged_in_client.get(f"/records/import/{BulkImport.objects.get().pk}/").content.decode()
    assert there.get_absolute_url() in page


def test_what_changed_since_it_was_shown_is_shown_again(team, user, logged_in_client):
    need = make_draft(Need, author=user, team=team, for_whom="Young people")
    give(logged_in_client, write_csv([need.slug, "Someone to call", "Too many do.", "Young people", "", ""]))
    waiting = BulkImport.objects.get()
    seen = check(waiting).fingerprint
    services.save_draft(record=need, by=user, at=NOON, answers={"how_we_know": "They said so."})
    page = say_yes(logged_in_client, waiting, seen=seen).content.decode()
    assert "Something has changed since you last looked. There are cells to correct first. Nothing was saved." in page
    need.refresh_from_db()
    assert need.title == "Fewer teenagers come into care"


def test_table_is_for_whoever_gave_it(team, logged_in_client, other_user):
    give(logged_in_client, write_csv(NIGHT))
    waiting = BulkImport.objects.get()
    stranger = Client()
    stranger.force_login(other_user)
    make_team(None, "Edge of care", other_user)
    assert stranger.get(f"/records/import/{waiting.pk}/").status_code == 404
    answered = stranger.post(f"/records/import/{waiting.pk}/answer/", {"answer": "no"})
    assert answered.headers["Location"] == "/records/import/"  # as for one that was answered already
    assert "waits since" not in stranger.get("/records/import/").content.decode()
    assert "waits since" in logged_in_client.get("/records/import/").content.decode()


def test_table_goes_with_a_new_one_with_time_and_with_the_account(team, user, logged_in_client):
    give(logged_in_client, write_csv(NIGHT))
    give(logged_in_client, write_csv(BED))
    waiting = BulkImport.objects.get()
    assert waiting.rows["rows"] == [[2, BED]]
    assert delete_waiting_tables(waiting.made_at) == 0
    assert delete_waiting_tables(waiting.made_at + timedelta(seconds=1)) == 1
    give(logged_in_client, write_csv(BED))
    erase_account(user=user, at=NOON)
    assert list(BulkImport.objects.all()) == []


def test_table_that_waits_is_part_of_what_somebody_takes_with_them(team, user, logged_in_client):
    give(logged_in_client, write_csv(BED))
    (told,) = export(user, names={"email": []})["tables_that_wait"]
    assert (told["kind"], told["rows"]["rows"]) == ("need", [[2, BED]])


def test_what_changed_and_is_still_right_is_looked_at_again(team, user, logged_in_client):
    need = make_draft(Need, author=user, team=team, for_whom="Young people")
    row = [need.slug, "Someone to call", "Too many do.", "Young people"]
    give(logged_in_client, write_csv(row, header=HEADER[:4]))
    waiting = BulkImport.objects.get()
    seen = check(waiting).fingerprint
    services.save_draft(record=need, by=user, at=NOON, answers={"for_whom": "Girls"})
    page = say_yes(logged_in_client, waiting, seen=seen).content.decode()
    assert "Something has changed since you last looked. Nothing was saved. Check again, then confirm." in page
    assert "Try again" in page
    assert "1 draft is changed." in say_yes(logged_in_client, waiting).content.decode()


# --- The job -----------------------------------------------------------------------------------


def accept(client, waiting):
    return client.post(
        f"/records/import/{waiting.pk}/answer/", {"answer": "yes", "seen": check(waiting).fingerprint}, follow=True
    )


def test_yes_queues_one_job_and_the_page_says_that_it_is_being_written(
    team, logged_in_client, django_capture_on_commit_callbacks
):
    give(logged_in_client, write_csv(NIGHT, BED))
    waiting = BulkImport.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        page = accept(logged_in_client, waiting).content.decode()
        accept(logged_in_client, waiting)
    assert "Importing your spreadsheet" in page
    assert "It has 2 rows." in page
    assert 'data-reload-after="3"' in page
    assert "is being written" in logged_in_client.get("/records/import/").content.decode()
    (job,) = DBTaskResult.objects.filter(task_path="cairn.records.tasks.write_table")
    assert (job.args_kwargs, list(Record.objects.all())) == ({"args": [waiting.pk], "kwargs": {}}, [])


def test_job_that_runs_twice_writes_once(team, logged_in_client):
    give(logged_in_client, write_csv(NIGHT, BED))
    waiting = BulkImport.objects.get()
    accept(logged_in_client, waiting)
    stale = BulkImport.objects.get()
    for _ in range(2):
        tasks.write_table.func(waiting.pk)
        take_table(waiting=stale, at=NOON)
    assert Record.objects.count() == 2
    page = logged_in_client.get(f"/records/import/{waiting.pk}/").content.decode()
    assert 'href="/records/?kind=need"' in page
    assert "Import complete" in page
    assert "2 drafts are started." in page
    answered = logged_in_client.post(
        f"/records/import/{waiting.pk}/answer/", {"answer": "yes", "seen": "x"}, follow=True
    )
    assert "This spreadsheet has already been imported." in answered.content.decode()
    assert "is written." in logged_in_client.get("/records/import/").content.decode()
    tasks.write_table.func(12345)  # one that is gone


@pytest.mark.parametrize("lost", ["team", "log-in"])
def test_who_lost_the_right_in_the_meantime_is_refused_with_a_sentence(lost, team, user, logged_in_client):
    give(logged_in_client, write_csv(NIGHT))
    waiting = BulkImport.objects.get()
    accept(logged_in_client, waiting)
    if lost == "team":
        team.memberships.all().delete()
    else:
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    tasks.write_table.func(waiting.pk)
    waiting.refresh_from_db()
    told = {
        "team": "You can no longer write for the team Edge of care of Otterdale Council, so nothing was saved. Ask "
        "its coordinator, or upload the spreadsheet again for another team.",
        "log-in": "The person who uploaded this no longer has an account. Nothing was saved.",
    }
    assert (waiting.state, waiting.problem) == ("waiting", told[lost])
    assert list(Record.objects.all()) == []
    if lost == "team":
        assert told["team"] in logged_in_client.get(f"/records/import/{waiting.pk}/").content.decode()


def test_who_may_not_change_a_draft_any_more_is_refused_for_that_row(team, user, logged_in_client):
    other = make_team(None, "Others", user)
    need = make_draft(Need, author=user, team=other)
    need_of_others = make_draft(Need, team=other, title="Of others")
    give(logged_in_client, write_csv([need.slug, *NIGHT[1:]], [need_of_others.slug, *NIGHT[1:]]), team=team.pk)
    waiting = BulkImport.objects.get()
    accept(logged_in_client, waiting)
    other.memberships.filter(membership__user=user).delete()
    tasks.write_table.func(waiting.pk)
    page = logged_in_client.get(f"/records/import/{waiting.pk}/").content.decode()
    assert "Something has changed since you last looked. There are cells to correct first. Nothing was saved." in page
    assert f"You have no need with the reference “{need_of_others.slug}”." in page
    need.refresh_from_db()
    assert need.title == "Fewer teenagers come into care"


def test_table_under_way_is_neither_deleted_nor_replaced_and_a_lost_job_can_be_asked_for_again(team, logged_in_client):
    give(logged_in_client, write_csv(NIGHT))
    waiting = BulkImport.objects.get()
    accept(logged_in_client, waiting)
    address = f"/records/import/{waiting.pk}/answer/"
    page = logged_in_client.post(address, {"answer": "no"}, follow=True).content.decode()
    assert "This spreadsheet is being imported. Wait until it has finished." in page
    page = give(logged_in_client, write_csv(BED)).content.decode()
    assert "Your last spreadsheet of needs is being imported. Wait until it has finished." in page
    assert BulkImport.objects.get().rows["rows"] == [[2, NIGHT]]

    BulkImport.objects.update(answered_at=now() - BulkImport.LONG)
    page = logged_in_client.get(f"/records/import/{waiting.pk}/").content.decode()
    assert "Import not finished" in page
    logged_in_client.post(address, {"answer": "yes", "seen": waiting.seen or check(waiting).fingerprint})
    assert BulkImport.objects.get().is_underway(now())
    tasks.write_table.func(waiting.pk)
    assert Need.objects.get().title == NIGHT[1]
    logged_in_client.post(address, {"answer": "no"})
    assert (BulkImport.objects.count(), Need.objects.count()) == (0, 1)


def test_team_of_others_is_refused(user, logged_in_client, other_user):
    make_team(None, "Edge of care", user)
    make_team(None, "Fostering", user)
    strange = make_team(None, "Planted team", other_user)
    page = give(logged_in_client, write_csv(NIGHT), team=strange.pk).content.decode()
    assert "Choose one of your teams" in page
    assert "Planted team" not in page


# --- The template ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["need", "challenge", "practice-model", "project", "programme", "method", "claim"])
def test_template_is_taken_back_and_its_remarks_are_not_read(kind, form, team, logged_in_client):
    template = logged_in_client.get(f"/records/import/template/{kind}.{form}")
    assert template.status_code == 200
    page = give(logged_in_client, template.content, kind, f"t.{form}").content.decode()
    assert "There are no rows under the header." in page


def test_template_tells_what_each_column_takes(team, logged_in_client):
    rows = list(
        csv.reader(io.StringIO(logged_in_client.get("/records/import/template/need.csv").content.decode("utf-8-sig")))
    )
    header, told, example = rows
    assert header == [*HEADER, "What do they say would help?"]
    assert told[3] == "Required. Up to 300 characters."
    assert told[4].startswith("Required. Select all that apply. Any of these, with “;” between: Children and")
    assert example[1] == "Someone to call at night"
    assert example[4] == "Children and young people; Parents, carers and wider family"


def test_filled_template_of_a_workbook_is_taken(team, logged_in_client):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([HEADER, ["# Help"], NIGHT]):
            sheet.write_row(number, 0, row)
    give(logged_in_client, out.getvalue(), name="t.xlsx")
    say_yes(logged_in_client, BulkImport.objects.get())
    assert Need.objects.get().title == NIGHT[1]


# --- Out ---------------------------------------------------------------------------------------


def test_export_has_what_the_reader_may_see_and_no_formula(client):
    need = make_record(Need, title="=1+1", for_whom="Young people", viewpoints=["families"], how_we_know=LINES)
    make_draft(Need, title="Planted hidden")
    (row,) = read_csv(client.get("/records/export/need.csv"))
    assert row == {
        "Reference": need.slug,
        "What is needed?": "'=1+1",
        "In a few sentences": "Too many do.",
        "Who needs it?": "Young people",
        "Who told you?": "Parents, carers and wider family",
        "How do you know?": "'- one\n- two",
        "What do they say would help?": "",
        "Kind": "Need",
        "Who can see it": "Everyone",
        "Address": make_absolute(need.get_absolute_url()),
        "Changed on": "2026-11-24",
    }
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/records/export/need.xlsx").content))
    assert [row[:2] for row in book.get_sheet_by_index(0).to_python()][1:] == [[need.slug, "=1+1"]]


def test_export_tells_nothing_that_is_hidden_of_any_kind(client, user, logged_in_client):
    for kind in get_kinds():
        if not get_sections(kind.name):
            assert client.get(f"/records/export/{kind.slug}.csv").status_code == 404
            continue
        for address in (f"/records/export/{kind.slug}.csv", f"/records/export/{kind.slug}.csv?mine=yes"):
            for reader in (client, logged_in_client):
                assert reader.get(address).status_code == 200
    make_draft(Need, title="Planted hidden")
    make_record(Need, title="Planted of others", sharing="organisation")
    for reader in (client, logged_in_client):
        assert read_csv(reader.get("/records/export/need.csv")) == []
        assert read_csv(reader.get("/records/export/need.csv?mine=yes")) == []
    assert client.get("/records/export/need.pdf").status_code == 404


def test_own_export_has_the_newest_words_and_comes_back_as_the_same(team, user, logged_in_client):
    need = make_record(
        Need, author=user, team=team, title="=1+1", for_whom="A", viewpoints=["families"], how_we_know=LINES
    )
    services.save_draft(record=need, by=user, at=NOON, answers={"for_whom": "Newer words"})
    make_record(Need, team=make_team(None, "Others"), title="Of others")
    assert {row["Who needs it?"] for row in read_csv(logged_in_client.get("/records/export/need.csv"))} == {"A", ""}
    for form in ("csv", "xlsx"):
        export = logged_in_client.get(f"/records/export/need.{form}?mine=yes")
        give(logged_in_client, export.content, name=f"mine.{form}")
        checked = check(BulkImport.objects.get())
        assert (checked.problems, checked.new, checked.changed, len(checked.same)) == ([], [], [], 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_export_asks_as_often_for_three_rows_as_for_one(rows, client, django_assert_num_queries):
    for number in range(rows):
        make_record(Need, title=f"Need {number}")
    with django_assert_num_queries(1):
        client.get("/records/export/need.csv")


def test_link_to_another_record_is_told_only_where_everybody_may_see_it(team, user, logged_in_client):
    shown = make_record(Programme, author=user, team=team, title="Shown programme")
    hidden = make_draft(Programme, author=user, team=team, title="Planted programme")
    told = {"target_group": "Young people", "aims": "To stay at home"}
    make_record(Project, author=user, team=team, title="A", in_programme=hidden, **told)
    make_record(Project, author=user, team=team, title="B", in_programme=shown, age_from=0, **told)
    rows = read_csv(logged_in_client.get("/records/export/project.csv"))
    assert [(row["In which programme?"], row["Lowest age"]) for row in rows] == [("", ""), ("Shown programme", "0")]
    give(
        logged_in_client,
        b"Name,In a few sentences,In which programme?,Who pays for it?\nC,D,shown Programme,funded\n",
        "project",
    )
    say_yes(logged_in_client, BulkImport.objects.get())
    assert Project.objects.get(title="C").in_programme == shown
    give(logged_in_client, b"Name,In a few sentences,In which programme?\nC,D,Planted programme\n", "project")
    (problem,) = check(BulkImport.objects.get()).problems
    assert problem.sentence == "“Planted programme” is not one of the options. Allowed are: Shown programme."


def test_list_of_one_kind_offers_its_tables(client):
    make_record(Need)
    assert '/records/export/need.csv"' in client.get("/records/?kind=need").content.decode()
    assert "/records/export/" not in client.get("/records/").content.decode()
