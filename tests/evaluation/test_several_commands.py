"""cairn pool and cairn screen, on the fictional nation."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from cairn.evaluation.presenters.several import POOLED, POOLED_REASONS, describe_not_compared
from cairn.places.models import Place
from stepchange import PoolVerdict

MEASURES = ("cla_rate", "cpp_rate")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, "--fictional", stdout=out)
    return out.getvalue()


def write(tmp_path, text):
    path = tmp_path / "sites.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def sites(tmp_path, codes=("F002", "F010", "F011", "F012", "F013")):
    rows = "".join(f"{code},201{7 + number % 2}-06,,{number}\n" for number, code in enumerate(codes))
    return write(tmp_path, "council,start,stop,fidelity\n" + rows)


def test_pool_says_finding_range_and_every_council(tmp_path):
    printed = run("pool", "--sites", sites(tmp_path), "--indicator", "cla_rate")
    assert "5 councils together" in printed
    assert "The next council may expect" in printed
    assert "By Callaway and Sant'Anna's method" in printed
    for code in ("F002", "F010"):
        assert f"- {Place.objects.get(code=code).name}: " in printed
    assert "improved" not in printed.lower()  # fewer children in care is not good by itself


def test_pool_as_json_is_whole_and_the_same_twice(tmp_path):
    arguments = ("pool", "--sites", sites(tmp_path), "--indicator", "cla_rate", "--json")
    document = json.loads(run(*arguments))
    assert len(document["sites"]) == 5
    assert document["places"] == 150
    assert run(*arguments) == run(*arguments)


def test_too_few_councils_are_said_to_be_too_few(tmp_path):
    printed = run("pool", "--sites", sites(tmp_path, ("F002", "F010")), "--indicator", "cla_rate")
    assert "Too few councils: it takes four. Fewer than four councils can be used." in printed


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,start\nF002,2018-06\n", "needs the columns council and start"),
        ("council,start\nAtlantis,2018-06\n", "line 2: "),
        ("council,start\nF002,soon\n", "line 2: 'soon' is not a month"),
        ("council,start,stop\nF002,2018-06,2017-06\n", "not after its start"),
        ("council,start\nF002,2018-06\nF002,2019-06\n", "named twice"),
        ("council,start\n", "at least one site"),
        ("council;start\nF002;2018-06\n", "has no commas between its cells. Save the file as 'CSV UTF-8"),
        ("council,start\nF002,2018-06,2019-06\n", "line 2: there are more cells than columns"),
        ("council,start,fidelity\nF002,2018-06,high\n", "line 2: the fidelity 'high' is not a number"),
        ("council,start\nAtlantis,2018-06\nF002,soon\n", "line 2: .*\\n.*line 3: 'soon' is not a month"),
        ("council,start\n" + "F002,soon\n" * 25, "line 21: .*\\nand 5 more"),
    ],
)
def test_a_list_that_cannot_be_used_is_told_in_one_sentence(tmp_path, text, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("pool", "--sites", write(tmp_path, text), "--indicator", "cla_rate")


def test_a_list_in_another_encoding_is_named_with_the_remedy(tmp_path):
    path = tmp_path / "sites.csv"
    for raw in (
        "council,start\nM\u00f4n,2018-06\n".encode("latin-1"),
        "council,start\n".encode("utf-16"),
        b"PK\x03\x04\xff",
    ):
        path.write_bytes(raw)
        with pytest.raises(CommandError, match=r"sites\.csv, line [12]") as problem:
            run("pool", "--sites", str(path), "--indicator", "cla_rate")
        assert "Save the file as 'CSV UTF-8'" in str(problem.value)


def test_pool_says_which_councils_were_not_compared(tmp_path):
    document = json.loads(run("pool", "--sites", sites(tmp_path), "--indicator", "cla_rate", "--json"))
    assert document["not_compared"] == {}
    assert describe_not_compared({"B": "no figures", "A": "no figures"}) == ["Not compared: A, B (no figures)."]
    many = describe_not_compared({f"C{n:02d}": "no figures" for n in range(23)})
    assert many[0].endswith("C19 and 3 more (no figures).")


def test_other_mistakes(tmp_path):
    with pytest.raises(CommandError, match="could not be read"):
        run("pool", "--sites", str(tmp_path / "absent.csv"), "--indicator", "cla_rate")
    with pytest.raises(CommandError, match="fish"):
        run("pool", "--sites", sites(tmp_path), "--indicator", "fish")
    with pytest.raises(CommandError, match="fish"):
        run("screen", "--indicator", "fish")


def test_screen_finds_what_was_planted_and_says_what_a_lead_is():
    printed = run("screen", "--indicator", "cla_rate", "--indicator", "cpp_rate")
    assert "A lead is a question for people who know the place, never a finding." in printed
    document = json.loads(run("screen", "--indicator", "cla_rate", "--indicator", "cpp_rate", "--json"))
    assert document["hypotheses"] >= 150
    assert {lead["tier"] for lead in document["leads"]} <= {"lead", "strong_lead", "strict_lead"}


def test_every_verdict_of_the_engine_has_words():
    assert set(POOLED) == {verdict.value for verdict in PoolVerdict}
    assert all(text.endswith(".") for text in POOLED_REASONS.values())
