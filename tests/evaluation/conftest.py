"""The fictional nation, loaded once for a module."""

import pytest


@pytest.fixture(scope="module")
def nation(request, django_db_setup, django_db_blocker):
    """The nation in a transaction around all tests of the module, which names its MEASURES."""
    from django.db import transaction

    from tests.evaluation.simulated import load_nation

    with django_db_blocker.unblock(), transaction.atomic():
        load_nation(*request.module.MEASURES)
        yield
        transaction.set_rollback(True)
