"""The fictional nation, loaded once for a module, and what it says, worked out once."""

import pytest


@pytest.fixture(scope="module")
def nation(request, django_db_setup, django_db_blocker):
    """The nation during all tests of the module, which names its MEASURES."""
    from tests.evaluation.simulated import load_nation
    from tests.snapshots import loaded

    measures = request.module.MEASURES
    with django_db_blocker.unblock(), loaded(("nation", measures), lambda: load_nation(*measures)):
        yield


@pytest.fixture
def pooled_once(monkeypatch):
    """What the figures say of a model is worked out once for the same list on the same figures: seconds each time."""
    from cairn.evaluation import analysis
    from tests.evaluation.simulated import make_pooling_once

    monkeypatch.setattr(analysis, "answer_measure", make_pooling_once(analysis.answer_measure))
