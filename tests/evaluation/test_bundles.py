"""A result worked out again from its file alone, on a site without a single figure."""

import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command

from cairn.common.canonical import to_canonical_json
from cairn.evaluation import analysis
from cairn.evaluation.analysis import bundles
from cairn.evaluation.analysis.bundles import UnableToReproduce, make_bundle, read_bundle, reproduce
from cairn.evaluation.models import ResultBundle
from cairn.evaluation.models.specification import PlanSpecification
from cairn.evaluation.tasks import work_out
from cairn.places.models import Place
from tests.factories.evaluation import SPECIFICATION, make_locked_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]
MEASURES = ("cla_rate", "cpp_rate")


@pytest.fixture(scope="module")
def made(nation, django_db_blocker):
    """A result of a council in which a fall was planted, with its file."""
    with django_db_blocker.unblock():
        document = json.loads(to_canonical_json(analysis.answer(SPECIFICATION)))
        return document, make_bundle(SPECIFICATION, document)


def rewrite(content: bytes, *, seal: bool = False, **changes) -> bytes:
    """The file with some of its texts replaced by what the given functions make of them; `seal` mends the checksums."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, change in changes.items():
        key = next(one for one in texts if one.startswith(name))
        texts[key] = change(texts[key])
    if seal:
        manifest = json.loads(texts["manifest.json"])
        manifest["sha256"] = {one: bundles.sha256(texts[one].encode()).hexdigest() for one in manifest["sha256"]}
        texts["manifest.json"] = json.dumps(manifest)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def test_the_same_comes_out_and_no_figure_is_read_from_the_site(made, monkeypatch):
    document, content = made
    for reads in ("find_panel", "make_question"):
        monkeypatch.setattr(bundles, reads, None)
    bundle = read_bundle(content)
    assert bundle.document == document
    assert [asked.role for asked in bundle.asked] == ["main", "harm"]
    assert reproduce(bundle) == []


def test_the_same_result_gives_the_same_file(made):
    document, content = made
    assert make_bundle(SPECIFICATION, document) == content


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda document: document["estimate"]["change"].update(people=-99.0), "main.estimate.change.people"),
        (lambda document: document["finding"].update(verdict="not_enough_evidence"), "main.finding.verdict"),
        (lambda document: document["estimate"].update(rank=7), "main.estimate.rank"),
        (lambda document: document["years"]["after"].pop(), "main.years.after"),
        (lambda document: document["estimate"]["weights"][0].update(weight=0.5), "main.estimate.weights[0].weight"),
        (lambda document: document["harm"]["estimate"].update(p_value=0.5), "harm.estimate.p_value"),
        (lambda document: document["harm"]["finding"].update(reasons=[]), "harm.finding.reasons"),
    ],
)
def test_a_result_that_says_something_else_is_noticed(made, change, where):
    document = json.loads(json.dumps(made[0]))
    change(document)
    bundle = read_bundle(rewrite(made[1], seal=True, result=lambda _: to_canonical_json(document)))
    assert reproduce(bundle) == [where]


def test_another_figure_gives_another_result(made):
    code = SPECIFICATION.place

    def raise_last(text: str) -> str:
        lines = text.splitlines(keepends=True)
        number = max(n for n, line in enumerate(lines) if line.startswith(f"{code},"))
        cells = lines[number].split(",")
        cells[3] = repr(float(cells[3]) * 1.001)
        lines[number] = ",".join(cells)
        return "".join(lines)

    differing = reproduce(read_bundle(rewrite(made[1], seal=True, **{"figures-main": raise_last})))
    assert any(path.startswith("main.estimate.change") for path in differing)
    assert not any(path.startswith("harm") for path in differing)


@pytest.mark.parametrize("name", ["result", "questions", "figures-main", "figures-harm", "README"])
def test_a_file_that_was_altered_is_refused(made, name):
    with pytest.raises(UnableToReproduce, match="was altered after it was made"):
        read_bundle(rewrite(made[1], **{name: lambda text: text + " "}))


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"place,year\n383,2020\n"],
)
def test_something_else_is_refused_with_a_sentence(content):
    with pytest.raises(UnableToReproduce, match="Download one from the page of a result"):
        read_bundle(content)


def test_a_file_without_its_parts_or_of_another_format_or_of_other_rules_is_refused(made, monkeypatch):
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(UnableToReproduce, match="not complete"):
        read_bundle(empty.getvalue())
    with pytest.raises(UnableToReproduce, match=r"format 'cairn.bundle/9'.*made with Cairn"):
        read_bundle(rewrite(made[1], manifest=lambda text: text.replace("bundle/1", "bundle/9")))
    monkeypatch.setattr(bundles, "MOST_BYTES", 1000)
    with pytest.raises(UnableToReproduce, match="no result does"):
        read_bundle(made[1])
    monkeypatch.undo()
    monkeypatch.setattr("stepchange.RULES", 99)
    with pytest.raises(UnableToReproduce, match="this program has rules 99"):
        reproduce(read_bundle(made[1]))


def test_figures_that_arrived_meanwhile_make_no_file_for_an_older_result(made):
    document = json.loads(json.dumps(made[0]))
    document["data"][0]["sha256"] = "0" * 64
    with pytest.raises(UnableToReproduce, match="Newer figures arrived"):
        make_bundle(SPECIFICATION, document)


def test_a_result_without_figures_has_no_file():
    specification = PlanSpecification("F002", "cin_rate", SPECIFICATION.start, -1, 10.0)
    document = json.loads(to_canonical_json(analysis.answer(specification)))
    assert make_bundle(specification, document) is None


def test_from_the_page_of_a_result_to_the_command(client, user, tmp_path, capsys):
    evaluation = make_locked_plan(user, place=Place.objects.get(code="F002")).evaluations.get()
    work_out.func(evaluation.pk)
    address = f"/plans/{evaluation.plan.slug}/result.zip"
    assert client.get(address).status_code in (302, 404)
    client.force_login(user)
    assert address in client.get(evaluation.plan.get_absolute_url()).content.decode()
    response = client.get(address)
    assert response["Content-Type"] == "application/zip"
    path = tmp_path / "result.zip"
    path.write_bytes(response.content)
    call_command("reproduce", str(path))
    said = capsys.readouterr().out
    assert "The same comes out from the figures in the file." in said
    path.write_bytes(rewrite(response.content, seal=True, result=lambda text: text.replace('"rank":1', '"rank":2', 1)))
    with pytest.raises(CommandError, match=r"Something else comes out than is stored: (main|harm)\.estimate\.rank\."):
        call_command("reproduce", str(path))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("reproduce", str(tmp_path / "nowhere.zip"))


def test_a_result_older_than_files_gets_one_when_it_is_worked_out_again(user):
    plan = make_locked_plan(user, place=Place.objects.get(code="F002"))
    first = plan.evaluations.get()
    work_out.func(first.pk)
    content = bytes(ResultBundle.objects.get().content)
    ResultBundle.objects.all().delete()
    again = type(first).objects.create(
        plan=plan,
        title="Again",
        requested_at=first.requested_at,
        created_at=first.created_at,
        updated_at=first.updated_at,
    )
    work_out.func(again.pk)
    assert bytes(ResultBundle.objects.get(evaluation=first).content) == content
    assert not type(first).objects.filter(pk=again.pk).exists()
