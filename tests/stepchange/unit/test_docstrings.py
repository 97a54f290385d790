"""The examples in the docstrings run."""

import doctest
import importlib
import pkgutil

import stepchange


def test_examples_in_docstrings():
    names = [found.name for found in pkgutil.walk_packages(stepchange.__path__, "stepchange.")]
    results = [doctest.testmod(importlib.import_module(name)) for name in names]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) > 5
