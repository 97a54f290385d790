"""What checks the HTML of all pages at the end (tests/validator.py) notices what is wrong."""

import pytest

from tests.validator import CannotValidate, find_repeated_titles, get_validator, validate

GOOD = "<!DOCTYPE html><html lang='en-GB'><head><title>{}</title></head><body><h1>A page</h1>{}</body></html>"


@pytest.fixture
def pages(tmp_path):
    def write(**bodies: str):
        for name, body in bodies.items():
            (tmp_path / f"{name}.html").write_text(GOOD.format("A page - Cairn", body))
        return tmp_path

    return write


@pytest.mark.e2e
def test_a_broken_row_is_noticed_on_the_page_that_has_it(pages, request):
    row = "<table><tr><th>One</th></tr><tr><td role='cell'>Two</td></table>"
    folder = pages(good="<p>Well.</p>", broken="<p>Not <b>closed</p>", row=row)
    try:
        problems = validate(get_validator(request.config), folder)
    except CannotValidate as reason:
        pytest.skip(str(reason))
    assert [one for one in problems if "role" in one and one.endswith(": row")]
    assert [one for one in problems if "“b”" in one and one.endswith(": broken")]
    assert not [one for one in problems if "good" in one]


def test_a_title_of_two_addresses_is_noticed(pages):
    folder = pages(records_share__a__visit="", records_history__a__visit="")
    assert find_repeated_titles(folder) == [
        "the title 'A page' is that of pages with different addresses: records_history, records_share"
    ]


def test_a_title_may_be_that_of_one_address_in_two_states(pages):
    assert find_repeated_titles(pages(rooms__none__visit="", rooms__some__visit="")) == []
