"""Answers that say nothing are refused with a sentence; answers that only look so are kept."""

import pytest
from django.core.exceptions import ValidationError

from cairn.common.forms import long_text, short_text
from cairn.records.forms.empty_answers import check_says_something, find_blank, find_pointer
from cairn.records.sections import SectionForm
from tests.cases import each

BLANK = [
    *(
        "-",
        "--",
        "…",
        ".",
        "?",
        "???",
        "–",
        "/",
        "( )",
        "n/a",
        "N/A",
        "n.a.",
        "NA",
        "None",
        "none.",
        "nil",
        "tbc",
        "TBD",
    ),
    *("T.B.C.", "to be confirmed", "to follow", "To follow.", "unknown", "(unknown)", "Not known", "don’t know", "x"),
    *("xxx", "XXXX", "aaa", "asdf", "“none”", "pending", "not applicable", "Do not know", "_", "test", "zzzz"),
]
POINTERS = [
    *("see link", "See the link.", "see website", "See our website for more details", "see attached", "See attachment"),
    *(
        "https://example.org/report.pdf",
        "www.example.org",
        "example.org/page",
        "example.gov.uk",
        "Link: https://a.example.org",
    ),
    *(
        "attached",
        "As above",
        "see below",
        "Please see the attached document",
        "refer to the report",
        "link",
        "website",
    ),
    *(
        "See page 12 of the report",
        "(https://example.org)",
        "More information: https://example.org",
        "see here",
        "above",
    ),
    *("Details can be found at www.example.org/x", "https://example.org https://example.com", "1. https://example.org"),
    *("Visit the website", "click here", "see evaluation report"),
]
REAL = [
    *("None of the families left early.", "No", "Yes", "0", "86%", "12", "Nothing was lost", "Unknown to social care"),
    *(
        "See it through: a mentor for each family",
        "A website for all",
        "Link workers",
        "Not known to the council before",
    ),
    *("The report found no difference, see https://example.org", "Someone to call at night", "See and hear us"),
    *(
        "Online counselling",
        "Families wait to be seen",
        "Test and learn",
        "Nana’s house",
        "Links to school",
        "IT",
        "Ask A. Smith",
    ),
    *(
        "Above all, children stay at home",
        "Below the national rate",
        "The site is open at night. See www.example.org",
        "家族",
    ),
    *("N/A was written in the report for three of ten homes", "TBC in March 2027 by the board", "e.g. a night worker"),
    *("Sources of support for families", "Reports to the director every month", "A page for each child", "Go online"),
    *("%", "£", "£ a week"),
]


@each("text", BLANK)
def test_blank_in_words_is_found(text):
    assert find_blank(text)


@each("text", POINTERS)
def test_pointer_is_found(text):
    assert find_pointer(text)
    assert not find_blank(text)


@each("text", REAL)
def test_real_answer_is_kept(text):
    assert not find_blank(text)
    assert not find_pointer(text)


def test_refusal_names_the_field_and_what_to_do():
    with pytest.raises(ValidationError) as blank:
        check_says_something("n/a", label="Why now?", is_required=False)
    with pytest.raises(ValidationError) as required:
        check_says_something("?", label="Who needs it?", is_required=True)
    with pytest.raises(ValidationError) as pointer:
        check_says_something("see link", label="Why now?", is_required=False)
    assert blank.value.messages == [
        "“n/a” does not answer “Why now?”. If it is not known, leave it blank, or say what you looked for."
    ]
    assert required.value.messages == [
        "“?” does not answer “Who needs it?”. If it is not known, say what you looked for and did not find."
    ]
    assert pointer.value.messages == [
        "“see link” does not answer “Why now?”. Write a sentence, then add the address or a source."
    ]


class TwoFields(SectionForm):
    title = short_text("What is needed?", required=True)
    why = long_text("Why now? (optional)")


def test_section_refuses_text_that_says_nothing():
    form = TwoFields({"title": "tbc", "why": "https://example.org"})
    assert form.errors == {
        "title": [
            "“tbc” does not answer “What is needed?”. If it is not known, say what you looked for and did not find."
        ],
        "why": [
            "“https://example.org” does not answer “Why now?”. Write a sentence, then add the address or a source."
        ],
    }


def test_section_takes_an_optional_field_that_is_empty():
    assert TwoFields({"title": "Someone to call at night", "why": ""}).is_valid()


def test_rule_is_added_once_to_each_form():
    for _ in range(3):
        assert len(TwoFields({"title": "-", "why": ""}).errors["title"]) == 1
