"""cairn evaluate and cairn demo."""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cairn.accounts.models import User
from cairn.adoption.models import AdoptionMove, EmbedReview
from cairn.common.canonical import to_canonical_json
from cairn.evaluation.analysis.nation import EXAMPLES
from cairn.evaluation.models import Evaluation, EvaluationPlan
from cairn.evaluation.models.specification import PlanSpecification
from cairn.indicators.models import Observation, Release
from cairn.lessons.models import Answer
from cairn.library.models import Claim, Milestone, ProjectUpdate
from cairn.places.models import Place
from cairn.places.services import load_places
from cairn.records.models import Record
from tests.database import copy_to
from tests.evaluation.simulated import answer_once
from tests.factories.evaluation import make_locked_plan, make_result

pytestmark = pytest.mark.django_db
MEASURES = ("cla_rate", "cpp_rate")
PLANTED = PlanSpecification("F002", "cla_rate", date(2018, 6, 1), -1, 10.0, "cpp_rate")
GOOD = {"place": "F002", "indicator": "cla_rate", "start": "2018-06", "harm": "cpp_rate"}


def evaluate(*flags: str, **options: str) -> tuple[str, str]:
    """What is printed, and what is printed as a problem."""
    arguments = [part for name, value in {**GOOD, **options}.items() for part in (f"--{name}", value)]
    out, err = io.StringIO(), io.StringIO()
    call_command("evaluate", *arguments, "--fictional", *flags, stdout=out, stderr=err)
    return out.getvalue().rstrip("\n"), err.getvalue().rstrip("\n")


@pytest.mark.usefixtures("nation")
def test_evaluate_as_json_is_the_stored_document_of_the_same_plan(user):
    printed, _ = evaluate("--json")
    plan = make_locked_plan(user, place=Place.objects.get(code="F002"))
    assert plan.specification() == PLANTED
    stored = make_result(plan, answer_once(PLANTED)).document
    assert printed == stored == to_canonical_json(answer_once(PLANTED))


@pytest.mark.usefixtures("nation")
def test_evaluate_prints_words_writes_the_chart_and_stores_nothing(tmp_path):
    before = Evaluation.objects.count(), EvaluationPlan.objects.count()
    printed, problems = evaluate("--svg", str(tmp_path / "chart.svg"))
    name = Place.objects.get(code="F002").name
    assert printed.startswith(
        f"Children looked after at 31 March, per 10,000 children: {name} [Fictional], since June 2018\n"
    )
    assert "\n\nStep change: a fall\n\n" in printed
    assert problems == ""
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (Evaluation.objects.count(), EvaluationPlan.objects.count()) == before


@pytest.mark.usefixtures("nation")
def test_evaluate_without_an_estimate_says_that_there_is_no_chart(tmp_path):
    printed, problems = evaluate("--svg", str(tmp_path / "chart.svg"), indicator="cin_rate")
    assert "Not enough evidence" in printed
    assert problems == "There is no chart: the figures cannot carry an estimate."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("nation")
def test_evaluate_to_a_folder_that_is_not_there_says_so(tmp_path):
    with pytest.raises(CommandError, match="could not be written"):
        evaluate("--svg", str(Path(tmp_path) / "nowhere" / "chart.svg"))


@pytest.mark.usefixtures("nation")
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"place": "Nowhere"}, "'Nowhere' is not a council we recognise"),
        ({"place": "Leeds"}, "'Leeds' is not a council we recognise"),
        ({"indicator": "cla"}, "'cla' is not a measure. Did you mean cla_rate or "),
        ({"harm": "cla"}, "'cla' is not a measure"),
        ({"harm": "cla_rate"}, "Name a different one that would show harm"),
        ({"leave-out": "F002"}, "so it cannot be left out"),
        ({"leave-out": "Nowhere"}, "'Nowhere' is not a council we recognise"),
        ({"start": "soon"}, "'soon' is not a month"),
        ({"start": "2021-13"}, "'2021-13' is not a month"),
        ({"start": "9999-12"}, "'9999-12' is not a month between 1990 and 2050"),
        ({"start": "0001-01"}, "'0001-01' is not a month between 1990 and 2050"),
        ({"smallest-change": "some"}, "invalid float value: 'some'"),
        ({"smallest-change": "nan"}, "Enter a smallest change of 0.5 or more"),
        ({"smallest-change": "inf"}, "Enter a smallest change of 90 or less"),
        ({"smallest-change": "0.4"}, "Enter a smallest change of 0.5 or more"),
        ({"smallest-change": "90.1"}, "Enter a smallest change of 90 or less"),
        ({"smallest-change": "51", "indicator": "repeat_plan_pct"}, "Enter 50 points or fewer"),
        ({"last-year": "last"}, "'last' is not a year from 1990 to 2050."),
        ({"last-year": "20211"}, "'20211' is not a year from 1990 to 2050."),
        ({"direction": "up"}, "invalid choice: 'up'"),
        ({"indicator": "repeat_plan_pct", "direction": "rise"}, "For this measure lower is better, so choose a fall."),
    ],
)
def test_evaluate_with_wrong_options_says_what_to_mend(options, sentence):
    with pytest.raises(CommandError) as problem:
        evaluate(**options)
    assert sentence in str(problem.value)


def test_evaluate_with_the_name_of_two_councils_asks_for_the_code():
    load_places()
    with pytest.raises(CommandError, match=r"'Dorset' is the name of 2 councils: .*835.*838.*Enter the code"):
        call_command("evaluate", "--place", "Dorset", "--indicator", "cla_rate", "--start", "2021-02")


@pytest.mark.usefixtures("nation")
def test_evaluate_of_a_fictional_council_without_saying_so_says_what_to_add():
    name = Place.objects.get(code="F002").name
    with pytest.raises(CommandError) as problem:
        call_command("evaluate", "--place", name, "--indicator", "cla_rate", "--start", "2018-06")
    assert str(problem.value) == f"{name} is a fictional council: add --fictional."


def run_demo() -> str:
    out = io.StringIO()
    call_command("demo", "--no-serve", stdout=out)
    return out.getvalue()


def count_rows() -> dict[str, int]:
    models = (
        *(User, Place, Release, Observation, EvaluationPlan, Evaluation, Record, Answer, ProjectUpdate, EmbedReview),
        *(AdoptionMove, Milestone, Claim),
    )
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.nightly
def test_demo_twice_sets_up_once_and_the_second_time_writes_little():
    first = run_demo()
    rows = count_rows()
    assert EvaluationPlan.objects.examples().count() == len(EXAMPLES)
    assert Release.objects.live().in_nation(fictional=True).count() == 1
    asked: list[str] = []  # more than the log of queries holds

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        second = run_demo()
    assert re.sub(r"[\d.]+ s\n", "", second) == re.sub(r"[\d.]+ s\n", "", first)
    assert f"{len(EXAMPLES)} example results are calculated in the background" in first
    assert "password: " in first
    assert count_rows() == rows
    written = [sql for sql in asked if sql.startswith("INSERT") and "evaluation" in sql]
    assert written == []


def test_demo_on_a_site_for_others_is_refused(settings):
    settings.ON_LOOPBACK_ONLY = False
    before = count_rows()
    with pytest.raises(CommandError, match="this computer only"):
        run_demo()
    assert count_rows() == before


@pytest.mark.parametrize(
    ("hosts", "is_refused"), [("127.0.0.1,localhost", False), ("127.0.0.1,cairn.example.org", True)]
)
def test_demo_is_refused_when_the_site_answers_to_one_other_host(hosts, is_refused):
    """The setting itself, read in another process from the environment."""
    code = "from cairn.config import settings; print(settings.ON_LOOPBACK_ONLY)"
    environment = os.environ | {"CAIRN_ALLOWED_HOSTS": hosts, "CAIRN_SECRET_KEY": "x" * 50}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(not is_refused)


def is_answering(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def wait_until(happened: Callable[[], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


STEPS = [
    "Prepare the database",
    "Load councils",
    "Load the library of projects, models and evidence",
    "Make figures for the fictional councils",
    "Prepare example evaluations",
    "Create people and what they wrote",
    "Start the site, the worker and the scheduler",
]


def printed_text(folder: Path) -> str:
    return (folder / "printed").read_text(encoding="utf-8")


def is_running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.nightly
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_demo_that_is_told_to_end_takes_site_and_worker_with_it(tmp_path, request):
    copy_to(tmp_path / "cairn.sqlite3", request.config.cache.mkdir("databases"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with (tmp_path / "printed").open("wb") as printed:
        demo = subprocess.Popen(
            [sys.executable, "-m", "cairn.cli", "demo", "--port", str(port)],
            env=environment | {"CAIRN_DATA_DIR": str(tmp_path)},
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            # It loads the library and the nation first.
            wait_until(lambda: "Stop with Ctrl+C." in printed_text(tmp_path), seconds=180)
            with urlopen(f"http://127.0.0.1:{port}/static/cairn/reload.js") as answer:
                assert answer.headers["Server"] == "gunicorn"
            demo.terminate()
            assert demo.wait(20) == 0
            # The group has the session's number; it is gone when site and worker are.
            wait_until(lambda: not is_running(demo.pid), seconds=2)
        finally:
            if is_running(demo.pid):
                os.killpg(demo.pid, signal.SIGKILL)
            demo.wait()
    assert not is_answering(port)
    lines = printed_text(tmp_path).splitlines()
    assert lines[0].startswith("Starting Cairn.")
    assert [line.partition(" ..")[0] for line in lines[1:8]] == STEPS
    assert all(re.search(r"\.\. +\d+\.\d s$", line) for line in lines[1:8])
    assert "What to do first" in lines
    assert lines[-1] == "Stopped."
    # What operators read is in the log and nowhere else.
    assert not [line for line in lines if re.match(r"\[|INFO|WARNING|Task id", line)]
    assert "Listening at" in (tmp_path / "demonstration.log").read_text(encoding="utf-8")


def test_demo_on_a_port_in_use_says_so_before_it_does_anything():
    before = count_rows()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match=r"Port \d+ cannot be used: .*another port, for example: --port 8001"):
            call_command("demo", "--port", str(taken.getsockname()[1]))
    assert count_rows() == before
