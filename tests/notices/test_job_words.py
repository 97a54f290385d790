"""Every job has words for hosts, and so has what went wrong."""

import ast
from pathlib import Path

import pytest

import cairn
from cairn.notices.presenters.jobs import JOB_WORDS, name_problem

SOURCES = Path(cairn.__file__).parent


def find_tasks():
    for path in (*SOURCES.glob("*/tasks.py"), *SOURCES.glob("*/tasks/*.py")):
        module = ".".join(("cairn", *path.relative_to(SOURCES).with_suffix("").parts))
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any("task" in ast.unparse(one) for one in node.decorator_list):
                yield f"{module}.{node.name}"


def test_every_job_is_named_in_words_and_no_other():
    assert sorted(find_tasks()) == sorted(JOB_WORDS)


@pytest.mark.parametrize(
    ("exception", "words"),
    [
        ("", ""),
        ("smtplib.SMTPRecipientsRefused", "The mail server did not accept it (SMTPRecipientsRefused)"),
        ("requests.exceptions.ConnectTimeout", "Another server did not answer (ConnectTimeout)"),
        ("builtins.ZeroDivisionError", "Unexpected error (ZeroDivisionError)"),
    ],
)
def test_a_problem_is_named_in_words_with_its_own_name_beside_them(exception, words):
    assert name_problem(exception) == words
