"""The same result always has the same text and the same checksum."""

import hashlib
import json
from datetime import date

import numpy as np
import pytest

from cairn.common.canonical import sha256_of, to_canonical_json
from tests.cases import each


@each(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "é"]}, '{"a":[true,null,"é"],"b":1}'),
        ({2021: "year"}, '{"2021":"year"}'),
        ((1, 2), "[1,2]"),
        (1 / 3, "0.3333333333"),
        (123456789012.5, "123456789000.0"),
        (1e-15, "1e-15"),
        (2.0, "2.0"),
        (-0.0, "0.0"),
        (float("nan"), "null"),
        (float("inf"), "null"),
        ({"deep": [{"x": -float("inf")}]}, '{"deep":[{"x":null}]}'),
        (np.float64(0.1) + np.float64(0.2), "0.3"),
        ("a line\nand “quotes”", '"a line\\nand “quotes”"'),
    ],
)
def test_canonical_json_of_a_value_is_fixed(value, text):
    assert to_canonical_json(value) == text


def test_canonical_json_read_back_and_written_again_is_the_same():
    text = to_canonical_json({"x": [1 / 3, 1e-7 / 3, 12345.678901234567], "name": "Añasco"})
    assert to_canonical_json(json.loads(text)) == text


def test_canonical_json_ignores_the_order_of_keys_and_the_last_digits():
    assert to_canonical_json({"a": 0.1 + 0.2, "b": 1}) == to_canonical_json({"b": 1, "a": 0.3})


@each("value", [date(2021, 2, 1), {1, 2}, b"bytes", np.int64(3)])
def test_canonical_json_of_something_else_is_refused(value):
    with pytest.raises(TypeError, match="not JSON serializable"):
        to_canonical_json(value)


def test_sha256_is_that_of_the_utf8_text():
    assert sha256_of("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()
    assert sha256_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
