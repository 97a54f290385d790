"""The command line, run as a reader would run it."""

import json
import subprocess
import sys

import pytest

from stepchange import cli

ROOM = ["--optimism-costs", "0", "--optimism-benefits", "0"]
PLAN = ["--start", "2019-06", "--direction", "fall", "--smallest-change", "10"]


def run(*arguments):
    command = [sys.executable, "-m", "stepchange.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "nation.csv"
    path.write_text(run("simulate", "--seed", 7).stdout)
    return path


def test_simulate_then_evaluate(file):
    answer = run("evaluate", file, "--unit", "U004", *PLAN)
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert lines[0] == "Not enough evidence (within_usual_variation)."
    assert lines[1].startswith("Change relative to similar places: -14.1% (90 % interval -25.")
    assert lines[2].startswith("In cases: -")
    assert lines[3] == "Rank 13 of 150 places, p = 0.087."


def test_the_same_seed_writes_the_same_file(file, capsys):
    assert cli.main(["simulate", "--seed", "7"]) == 0
    assert capsys.readouterr().out == file.read_text()


def test_evaluate_as_json(file):
    answer = run("evaluate", file, "--unit", "U004", *PLAN, "--json", "--exclude", "U001", "--neighbours", "U002")
    document = json.loads(answer.stdout)
    assert document["verdict"] == "not_enough_evidence"
    assert document["left_out"]["places"] == {"U001": "left out by the plan"}
    assert document["before"] == list(range(2013, 2020))
    assert document["places"] == 149
    assert [check["kind"] for check in document["checks"]].count("in_time") == 3


def test_counts_alone_are_enough_and_empty_cells_are_no_figures(file, tmp_path, capsys):
    rows = [line.split(",") for line in file.read_text().splitlines()]
    rows[15][3] = ""  # U002 in 2013
    path = tmp_path / "counts.csv"
    path.write_text("\n".join(",".join([row[0], row[1], row[3], row[4]]) for row in rows))
    assert cli.main(["evaluate", str(path), "--unit", "U004", *PLAN, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["places"] == 149
    assert rows[15][:2] == ["U002", "2014"] or document["left_out"]["places"] == {
        "U002": "figures missing in the years used"
    }


def test_a_rise_hoped_for_in_points(tmp_path, capsys, file):
    rows = [line.split(",") for line in file.read_text().splitlines()]
    path = tmp_path / "points.csv"
    path.write_text("\n".join(",".join(row[:3]) for row in rows))
    plan = ["--start", "2019-06-01", "--direction", "rise", "--smallest-change", "5", "--scale", "points"]
    assert cli.main(["evaluate", str(path), "--unit", "U004", *plan, "--timing", "flow"]) == 0
    assert "points would be found four times in five" in capsys.readouterr().out


def test_a_refusal_is_an_answer(file, capsys):
    assert cli.main(["evaluate", str(file), "--unit", "U004", *PLAN, "--last-period", "2021"]) == 0
    assert capsys.readouterr().out == (
        "Not enough evidence (only_pandemic_years).\n"
        "The only years after the start are 2020 and 2021, when the pandemic changed every figure.\n"
    )
    assert cli.main(["evaluate", str(file), "--unit", "U004", *PLAN, "--last-period", "2021", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["reasons"] == ["only_pandemic_years"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "has the columns []; unit, period and either value or count and denominator are needed."),
        ("unit,period,count\n", "has the columns ['count', 'period', 'unit']; unit, period and either"),
        ("unit,period,value\na,2020,3\na,2020,4\n", "line 3: a in 2020 is in the file twice; keep one row."),
        ("unit,period,value\na,2020/21,3\n", "line 2: the period '2020/21' is not a year"),
        ("unit,period,value\na\n", "line 2: the period '' is not a year"),
        ("unit,period,value\na,2020,c\n", "line 2: the value 'c' is not a number; leave the cell empty"),
        ("unit,period,value\na,2020,inf\n", "line 2: the value 'inf' is not a number; leave the cell empty"),
        ("unit,period,value\na,2020,3\n", "'U004' is not in the panel of 1 units."),
        ("unit,period,value\n", "holds no rows; use a file with figures."),
        ("unit,period,value\na,2020,-3\n", "holds a negative number"),
        ("unit,period,value\na,2020,3,4\n", "line 2: there are more cells than columns ('4' is the first without one)"),
        ("unit;period;value\na;2020;3\n", "has semicolons between its cells; commas are needed. Open it in"),
        ("unit\tperiod\tvalue\na\t2020\t3\n", "has tabs between its cells; commas are needed."),
        ("unit,period,value,Value\na,2020,3,4\n", "has the column 'value' twice; keep one of them."),
        ('unit,period,value\n"a"b,2020,3\n', "line 2: this is not CSV ("),
        ("unit,period,value\n ,2020,3\n", "line 2: the unit is empty; give the name of a place."),
        ("unit,period,value\na,2020,1_000\n", "line 2: the value '1_000' is not a number"),
        ("unit,period,value\na,20201,3\n", "line 2: the period '20201' is not a year; write 2021"),
        ("unit,period,value\nLeeds,2020,3\nleeds,2021,3\n", "'Leeds' and 'leeds' look like one place"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(tmp_path, capsys, text, sentence):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    assert cli.main(["evaluate", str(path), "--unit", "U004", *PLAN]) == 2
    error = capsys.readouterr().err
    assert error.startswith("stepchange: ")
    assert sentence in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"PK\x03\x04rest", "is a workbook or another packed file, not a CSV file."),
        (b"\xd0\xcf\x11\xe0rest", "is a workbook of an old kind, not a CSV file."),
        ("unit,period,value\n".encode("utf-16"), "is written in UTF-16."),
        ("unit,period,value\n".encode("utf-16-le"), "is not text in UTF-8."),
        ("unit,period,value\nYnys M\u00f4n,2020,3\n".encode("latin-1"), "line 2: this is not UTF-8."),
    ],
)
@pytest.mark.parametrize("command", ["evaluate", "pool", "screen", "watch", "value"])
def test_a_file_of_another_kind_is_named_with_the_remedy_by_every_command(tmp_path, capsys, command, raw, sentence):
    path = tmp_path / "odd.csv"
    path.write_bytes(raw)
    rest = {
        "evaluate": ["--unit", "a", *PLAN],
        "pool": ["--sites", str(path), *PLAN[2:]],
        "screen": [],
        "watch": ["--better", "up"],
        "value": ["--people", "9", "--share-helped", *"000", "--deadweight", *"000", *ROOM],
    }[command]
    assert cli.main([command, str(path), *rest]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"stepchange: {path}")
    assert sentence in error
    assert error.endswith("save the sheet as “CSV UTF-8 (comma delimited)”.\n")


def test_all_bad_cells_are_listed_twenty_of_them_and_a_count(tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_text("unit,period,value\n" + "".join(f"a,{1990 + year},c\n" for year in range(23)))
    assert cli.main(["evaluate", str(path), "--unit", "a", *PLAN]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "stepchange: There are 23 problems:"
    assert lines[1].endswith("line 2: the value 'c' is not a number; leave the cell empty where there is none.")
    assert len(lines) == 22
    assert lines[-1] == "- and 3 more."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--exclude", "U0O1"], "'U0O1' is not in the panel of 150 units. Did you mean"),
        (["--neighbours", "U001", "Nowhere"], "'Nowhere' is not in the panel of 150 units."),
        (["--exclude", "u004"], "'U004' is the place asked about, so it cannot be among `excluded`."),
        (["--last-period", "20211"], "`last_period` is 20211; give a year from 1000 to 2999"),
        (["--smallest-change", "nan"], "`smallest_change` is nan; give a number."),
        (["--start", "0001-01"], "`start.year` is 1; give a year from 1000 to 2999"),
        (["--per", "0"], "`per` is 0.0; give a number above 0."),
    ],
)
def test_an_option_that_is_not_understood_is_refused(file, capsys, given, sentence):
    assert cli.main(["evaluate", str(file), "--unit", "U004", *PLAN, *given]) == 2
    assert sentence in capsys.readouterr().err


def test_names_are_found_whatever_their_case_and_spaces(file, capsys):
    given = ["--unit", " u004 ", *PLAN, "--exclude", "u001", "--neighbours", "u002\u00a0"]
    assert cli.main(["evaluate", str(file), *given]) == 0
    told = capsys.readouterr().out
    assert "Not compared: U001 (left out by the plan)." in told


def test_per_without_anything_to_multiply_is_refused(tmp_path, capsys):
    path = tmp_path / "values.csv"
    path.write_text("unit,period,value\na,2020,3\n")
    assert cli.main(["evaluate", str(path), "--unit", "a", *PLAN, "--per", "100"]) == 2
    assert "--per says what count / denominator is multiplied by" in capsys.readouterr().err


def test_seeds_are_whole_numbers_from_0(file, tmp_path, capsys):
    sites = tmp_path / "sites.csv"
    sites.write_text("unit,start\nU001,2019-06\n")
    assert cli.main(["simulate", "--seed", "-1"]) == 2
    assert cli.main(["pool", str(file), "--sites", str(sites), *PLAN[2:], "--seed", "-1"]) == 2
    assert capsys.readouterr().err.count("`seed` is -1; give a whole number of 0 or more.") == 2


def test_unknown_and_doubled_sites_are_refused(file, tmp_path, capsys):
    sites = tmp_path / "sites.csv"
    for text, sentence in (
        ("unit,start\nU0001,2019-06\n", "'U0001' is not in the panel of 150 units. Did you mean 'U001'"),
        ("unit,start\nU001,2019-06\nu001,2019-06\n", "The site 'U001' is named twice"),
        ("unit,start\nU001,June\nU002,2019-13\n", "There are 2 problems:"),
        ("unit,start,stop\nU001,2019-06,2019-01\n", "line 2: U001 stopped on 2019-01-01"),
    ):
        sites.write_text(text)
        assert cli.main(["pool", str(file), "--sites", str(sites), *PLAN[2:]]) == 2
        assert sentence in capsys.readouterr().err


def test_other_mistakes(tmp_path, file):
    latin = tmp_path / "latin.csv"
    latin.write_bytes("unit,period,value\nYnys Môn,2020,3\n".encode("latin-1"))
    for given in (latin, tmp_path / "absent.csv"):
        answer = run("evaluate", given, "--unit", "U004", *PLAN)
        assert answer.returncode == 2
        assert "Traceback" not in answer.stderr
    answer = run("evaluate", file, "--unit", "U004", "--start", "June", *PLAN[2:])
    assert "'June' is not a day (2021-02-15) or a month (2021-02)" in answer.stderr
    assert run().returncode == 2


# --- the other commands ------------------------------------------------------------------------


def test_power_looks_before_the_start_only(file, capsys):
    assert cli.main(["power", str(file), "--unit", "U004", *PLAN]) == 0
    assert "would be found four times in five" in capsys.readouterr().out
    assert cli.main(["power", str(file), "--unit", "U004", *PLAN, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["detectable_fall"] < 0


def write_sites(tmp_path, text):
    path = tmp_path / "sites.csv"
    path.write_text(text)
    return str(path)


SITES = "unit,start,stop,fidelity\n" + "".join(
    f"U{number:03d},201{7 + number % 2}-06,{'2022-05' if number == 3 else ''},{number % 3}\n" for number in range(1, 8)
)


def test_pool_in_words_and_as_json(file, tmp_path, capsys):
    plan = ["--sites", write_sites(tmp_path, SITES), "--direction", "fall", "--smallest-change", "10"]
    assert cli.main(["pool", str(file), *plan]) == 0
    said = capsys.readouterr().out
    assert "Mean change of 7 sites" in said
    assert "The next site may expect" in said
    assert cli.main(["pool", str(file), *plan, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["sites"]) == 7
    assert document["pool"]["places"] == 150
    assert set(document["without_each"]) == {f"U{number:03d}" for number in range(1, 8)}


def test_a_site_with_a_bad_day_is_named(file, tmp_path, capsys):
    plan = ["--sites", write_sites(tmp_path, "unit,start\nU001,soon\n"), "--direction", "fall"]
    assert cli.main(["pool", str(file), *plan, "--smallest-change", "10"]) == 2
    assert "line 2: 'soon' is not a day (2021-02-15) or a month (2021-02)." in capsys.readouterr().err


def test_screen_reads_several_measures(tmp_path, capsys):
    rows = ["measure,family,unit,period,value,count,denominator"]
    for seed in (1, 2, 3, 4):
        lines = run("simulate", "--seed", seed).stdout.splitlines()[1:]
        rows += [f"m{seed},f,{line}" for line in lines]
    path = tmp_path / "many.csv"
    path.write_text("\n".join(rows))
    assert cli.main(["screen", str(path)]) == 0
    assert "places and measures;" in capsys.readouterr().out
    assert cli.main(["screen", str(path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["hypotheses"] == 600
    assert document["left_out"] == {}
    assert cli.main(["evaluate", str(path), "--unit", "U004", *PLAN]) == 2
    assert "holds 4 measures (m1, m2, m3, m4); use a file with one of them." in capsys.readouterr().err


def test_watch_a_series(tmp_path, capsys):
    path = tmp_path / "series.csv"
    path.write_text("period,value\n" + "".join(f"{2010 + n},{10 + n % 3 + (9 if n == 12 else 0)}\n" for n in range(13)))
    assert cli.main(["watch", str(path), "--better", "down", "--target", "15", "--start", "2018"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("A signal of concern: higher than usual.")
    assert "2022: outside the limits." in said
    assert "A display, not a finding" in said
    assert cli.main(["watch", str(path), "--better", "down", "--rebase", "2016=New recording system", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["limits"][1]["reason"] == "New recording system"
    assert document["variation_words"]
    assert cli.main(["watch", str(path), "--better", "down", "--rebase", "2016"]) == 2
    assert "Say why the limits begin anew at 2016" in capsys.readouterr().err


def test_watch_one_of_several_places(file, capsys):
    assert cli.main(["watch", str(file), "--better", "down"]) == 2
    assert "holds 150 places; name one with --unit." in capsys.readouterr().err
    assert cli.main(["watch", str(file), "--better", "down", "--unit", "U001"]) == 0
    assert cli.main(["watch", str(file), "--better", "down", "--unit", "Leeds"]) == 2
    assert "holds no row of 'Leeds'." in capsys.readouterr().err.replace("\n", "")[-60:]


def test_watch_puts_periods_in_order_or_refuses(tmp_path, capsys):
    path = tmp_path / "series.csv"
    figures = [f"{2010 + n},{10 + n % 3 + (9 if n == 12 else 0)}" for n in range(13)]
    said = []
    for rows in (figures, figures[::-1]):
        path.write_text("\n".join(["period,value", *rows]))
        assert cli.main(["watch", str(path), "--better", "down"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    for period, sentence in (("Apr 2021", "cannot be put in order; write all as"), ("2021-04", "in several ways;")):
        path.write_text("\n".join(["period,value", *figures, f"{period},3"]))
        assert cli.main(["watch", str(path), "--better", "down"]) == 2
        assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("text", ["No", " NO ", "no"])
def test_value_takes_no_for_no_however_it_is_written(tmp_path, capsys, text):
    path = tmp_path / "lines.csv"
    path.write_text(LINES.replace(",,,no", f",,,{text}"))
    assert cli.main(["value", str(path), *STATED, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["parties"][1]["cash"]["expected"] == 0
    path.write_text(LINES.replace(",,,no", ",,,never"))
    assert cli.main(["value", str(path), *STATED]) == 2
    assert "line 4: the cashable 'never' is not one of yes, no." in capsys.readouterr().err


LINES = (
    "name,party,kind,basis,low,likely,high,first_year,last_year,cashable\n"
    "Team,Council,cost,scheme,90,100,120,0,1,yes\n"
    "Care avoided,Council,benefit,person_helped,30,40,50,1,3,yes\n"
    "Time,Health,benefit,person_reached,1,2,3,,,no\n"
)
STATED = [
    *("--people", "20", "--share-helped", "0.2", "0.3", "0.4", "--deadweight", "0", "0.1", "0.2"),
    *("--optimism-costs", "0.1", "--optimism-benefits", "0.2"),
]


def test_value_in_words_and_as_json(tmp_path, capsys):
    path = tmp_path / "lines.csv"
    path.write_text(LINES)
    assert cli.main(["value", str(path), *STATED]) == 0
    said = capsys.readouterr().out
    assert "Benefits exceed costs in" in said
    assert "Health: pays 0 (0 to 0)" in said
    assert cli.main(["value", str(path), *STATED, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["parties"][1]["cash"]["expected"] == 0
    path.write_text(LINES.replace("scheme", "project"))
    assert cli.main(["value", str(path), *STATED]) == 2
    assert "the basis 'project' is not one of scheme, person_reached, person_helped." in capsys.readouterr().err


def test_value_has_no_defaults_for_what_nobody_knows(tmp_path):
    path = tmp_path / "lines.csv"
    path.write_text(LINES)
    answer = run("value", path, *STATED[:6])
    assert answer.returncode == 2
    assert "--deadweight" in answer.stderr
