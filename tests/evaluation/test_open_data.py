"""Every real case on the published figures: a verdict for each, and one of them pinned."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from cairn.common.canonical import to_canonical_json
from cairn.evaluation import analysis
from cairn.evaluation.models.specification import PlanSpecification
from cairn.evaluation.presenters import ResultView, to_plain_text
from cairn.evaluation.presenters.words import VERDICTS
from cairn.indicators.models import Release, Series
from cairn.indicators.services import import_paths
from cairn.indicators.services.storage import remove_releases
from cairn.places.models import Place
from tests.factories.indicators import NOON

pytestmark = [pytest.mark.data, pytest.mark.django_db, pytest.mark.nightly]
MEASURES = ("cla_rate", "cla_number", "cin_rate", "cpp_rate")
CASES = 25


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker, open_data: Path, tmp_path_factory):
    """The published files in the test database, for this module."""
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path_factory.mktemp("kept")},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with django_db_blocker.unblock(), override_settings(STORAGES=storages):
        yield import_paths([open_data / "ees", open_data / "lait", open_data / "sfr"], at=NOON)
        remove_releases(Release.objects.all())
        Series.objects.all().delete()
        Place.objects.update(region=None)
        Place.objects.all().delete()


@pytest.fixture(scope="module")
def cases(open_data: Path) -> list[dict[str, str]]:
    with (open_data / "derived" / "real_cases.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def start_of(case: dict[str, str]) -> date:
    """The start as it is written; where no date was confirmed, the day after the last year before."""
    year, month, _ = (f"{case['start']}-04-01".split("-") if case["start"] else [case["last_pre_year"], "4", ""])[:3]
    return date(int(year), int(month), 1)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_real_case_gets_a_verdict_that_can_be_shown(imported, cases, measure):
    assert len(cases) == CASES
    for case in cases:
        document = analysis.answer(PlanSpecification(case["la_code_3"], measure, start_of(case), -1, 10.0))
        text = to_canonical_json(document)
        view = ResultView(document)
        assert document["finding"]["verdict"] in VERDICTS, case
        assert view.reasons, case
        assert '"F0' not in text
        assert to_plain_text(document).startswith(view.measure.title), case
        if document["finding"]["verdict"] == "not_enough_evidence":
            assert len(view.next_steps) == 3, case


def test_lancashire_children_looked_after_since_february_2021(imported):
    document = analysis.answer(PlanSpecification("888", "cla_rate", date(2021, 2, 1), -1, 10.0))
    estimate = document["estimate"]
    assert document["finding"] == {
        "verdict": "not_enough_evidence",
        "reasons": ["within_usual_variation"],
        "explanation": "",
    }
    assert document["years"] == {
        "before": list(range(2013, 2021)),
        "transition": [2021],
        "after": [2022, 2023, 2024, 2025],
    }
    assert (estimate["places"], estimate["rank"]) == (145, 10)
    assert estimate["p_value"] == pytest.approx(10 / 145, abs=1e-12)
    assert [estimate[key]["analysis"] for key in ("change", "low", "high")] == pytest.approx(
        [-0.1873524063, -0.3439670872, -0.0310037347], abs=1e-6
    )
