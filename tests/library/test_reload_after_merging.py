"""Loading the starter library again leaves what was merged and what was added in care."""

import pytest

from cairn.adoption.forms import HISTORY
from cairn.adoption.models import Adoption
from cairn.library.models import PracticeModel
from cairn.library.services import add_row
from cairn.records import services
from cairn.records.models import Record
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def test_starter_after_merging_and_moves_in_care(starter):
    from cairn.library.models import Claim
    from cairn.library.services import load_starter
    from tests.factories.records import make_team

    editor = UserFactory()
    team = make_team(None, "Edge of care", editor)
    first, second = PracticeModel.objects.get(slug="no-wrong-door"), PracticeModel.objects.get(slug="mockingbird")
    use = Adoption.objects.get(slug="no-wrong-door-in-bradford")
    Record.objects.filter(pk__in=[first.pk, second.pk, use.pk]).update(team=team, organisation=team.organisation)
    use.refresh_from_db()
    add_row(record=use, kind=HISTORY, answers={"status": "stopped", "moved_on": "2026"}, by=editor, at=NOON)
    number = Claim.objects.filter(about=first).count()
    services.merge_records(kept=second, other=first, by=editor, at=NOON)
    assert number > 0
    load_starter(at=NOON)
    assert not Claim.objects.filter(about=first).exists()
    assert not Adoption.objects.filter(practice_model=first).exists()
    assert [move.status for move in use.get_draft().moves.all()] == ["starting", "stopped"]
