"""What is read in an e-mail of a stranger."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cairn.common.files.mail import cut_quotes, read_mail, read_mail_apart

MAILS = Path(__file__).parents[2] / "events" / "mails"


def read(name):
    return read_mail((MAILS / f"{name}.eml").read_bytes())


@pytest.mark.parametrize(
    ("name", "subject", "text"),
    [
        (
            "plain",
            "Working with housing",
            "Could the next event be about housing for care leavers?\n"
            "We could show what we tried – including what failed.",
        ),
        (
            "html",
            "Foster carers as trainers",
            "A session about foster carers as trainers & coaches, please.\n\nWhat it costs\n\nWho pays…",
        ),
        ("base64", "Kinship care", "How do you support kinship carers — before the order is made?"),
        ("latin1", "Café for parents", "A café for parents costs £40 a week."),
        ("quoted", "News of November", "Please repeat the session about caseloads."),
        ("broken_charset", "Café talks", "Talks over coffee at £3 each."),
        ("no_subject", "", "More about advocacy, please. It is what young people ask us for most."),
        ("nul", "Night shifts", "Who answers at night?"),
        ("forwarded_attached", "Short breaks", "An event about short breaks would help us."),
        ("empty", "", ""),
    ],
)
def test_read_mail_finds_what_is_new(name, subject, text):
    found = read(name)
    assert (found["subject"], found["text"]) == (subject, text)
    assert found["written_by"] == "person"


def test_read_mail_keeps_what_was_passed_on():
    found = read("forwarded")
    assert found["subject"] == "Idea from our forum"
    assert found["text"].endswith("an event about contact with brothers and sisters.")


@pytest.mark.parametrize(
    ("name", "writer"),
    [
        ("vacation", "machine"),
        ("precedence", "machine"),
        ("out_of_office", "machine"),
        ("bounce", "server"),
        ("null_sender", "server"),
        ("plain", "person"),
        ("own", "person"),
    ],
)
def test_read_mail_tells_people_from_programs(name, writer):
    assert read(name)["written_by"] == writer


@pytest.mark.parametrize(
    ("name", "sender", "address"),
    [
        ("plain", "Ada Planted-name", "ada@council.example"),
        ("html", "Lovelace, Ben", "ben@trust.example"),
        ("base64", "Eve O’Reilly", "eve@council.example"),
        ("latin1", "René Finn", "finn@council.example"),
        ("no_subject", "", "kim@council.example"),
        ("no_sender", "", ""),
    ],
)
def test_read_mail_finds_the_sender(name, sender, address):
    found = read(name)
    assert (found["name"], found["address"]) == (sender, address)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 100,
        b"no headers at all",
        b"From: " + b"(" * 50_000 + b"\nSubject: =?utf-8?b?" + b"=" * 50_000 + b"?=\n\nWords",
        b"Subject: =?x?q?=00?=\nContent-Type: multipart/mixed\n\nWords",
        b"Content-Type: text/plain; charset*=a'b'%\nContent-Transfer-Encoding: base64\n\n!!!",
        b"Message-ID: <a@[" + b"[" * 3000 + b"\n\nWords",
        b"Content-Disposition: ;;;=\nContent-Type: text/plain\n\nWords",
    ],
)
def test_read_mail_reads_something_of_anything(content):
    found = read_mail(content)
    assert set(found) == {"message_id", "address", "name", "subject", "text", "written_by"}
    assert "\0" not in json.dumps(found)


def test_read_mail_apart_is_read_in_a_process_of_its_own():
    content = (MAILS / "latin1.eml").read_bytes()
    assert read_mail_apart(content) == read_mail(content)


def test_a_mail_in_a_thousand_parts_ends():
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000))
    code = "import sys; from cairn.common.files.mail import main; main()"
    done = subprocess.run([sys.executable, "-c", code], input=nested, capture_output=True, timeout=60, check=False)
    assert len(done.stdout) < 10_000


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("New\n\n> old", "New"),
        ("> all\n> old", "all\nold"),
        ("New\n-----Original Message-----\nold", "New"),
        ("One\n\n\n\n\nTwo", "One\n\nTwo"),
        ("Only\n-- \nName", "Only"),
        ("On Monday I wrote:\nmore", "On Monday I wrote:\nmore"),
        ("", ""),
    ],
)
def test_cut_quotes(text, left):
    assert cut_quotes(text) == left
