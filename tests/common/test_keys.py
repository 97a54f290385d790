"""Keys of rows and paths that a request names: the database and Django get only what can be one."""

import pytest

from cairn.common.addresses import is_path_of_site
from cairn.common.forms import RowsField
from cairn.common.keys import read_key, read_keys
from cairn.records.models import Record
from cairn.voice.models import Challenge
from tests.cases import each
from tests.factories.records import make_record

ODD = ("", "-1", "1.5", "½", "²", "9" * 30, str(2**63), "9" * 5000, "a", "1\0")


@each("typed", ODD)
def test_what_can_be_the_key_of_no_row(typed):
    assert read_key(typed) is None


def test_keys_are_read_and_the_rest_is_left_out():
    assert read_keys(["1", "x", str(2**63 - 1), "٣"]) == [1, 2**63 - 1, 3]


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize("typed", ODD)
def test_field_of_rows_refuses_them_with_its_sentence(typed):
    record = make_record(Challenge)
    field = RowsField(Record.objects.all(), error_messages={"invalid_choice": "Select from the list"})
    assert list(field.clean([str(record.pk)])) == [Record.objects.get()]
    with pytest.raises(Exception, match="Select from the list"):
        field.clean([str(record.pk), typed])


@each("address", ["/", "/councils/?q=a", "/records/%2e/"])
def test_path_of_this_site(address):
    assert is_path_of_site(address)


@each("address", ["", "home", "1", "a:b", "//evil.example/", "///evil.example", "/\\evil.example", "http://[", "\0/"])
def test_what_nobody_is_led_to(address):
    assert not is_path_of_site(address)
