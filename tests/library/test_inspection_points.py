"""What inspectors told four councils to improve, read from their reports and brought in as a table."""

import csv
import io
import re

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.actions.models import Action
from cairn.actions.services import finish_action
from cairn.library.models import Recommendation
from cairn.places.services import load_places
from cairn.records.models import BulkImport, Record
from cairn.records.services import share_record
from cairn.records.tables import accept_table, check, take_table
from tests.cases import by_day
from tests.factories.guidance import make_guidance
from tests.factories.records import NOON, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.data]
REPORTS = {
    "80445_cambridgeshire_18_february_2019": ("Cambridgeshire", 4),
    "80564_stoke-on-trent_18_march_2019": ("Stoke-on-Trent", 15),
    "80574_walsall_26_november_2021": ("Walsall", 4),
    "80575_warrington_19_august_2019": ("Warrington", 3),
}


def read_points(path):
    """The points below the heading, up to the next one."""
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages[:4])
    part = re.split(r"What needs to improve[:?]?", text, maxsplit=1)[1].partition("The experiences and progress")[0]
    points = [" ".join(re.sub(r"\n\s*\d+\s*\n", "\n", one).split()) for one in part.split("◼")[1:]]
    return [one.removesuffix(" 3") for one in points]


@pytest.mark.parametrize("name", by_day(REPORTS, one_in=4))
def test_points_of_a_report_become_recommendations_to_its_council(open_data, logged_in_client, user, name):
    council, number = REPORTS[name]
    load_places()
    make_team(None, "Quality", user)
    document = make_guidance(title=f"Inspection of {council}", type="inspection")
    points = read_points(open_data / "ofsted" / "reports" / f"{name}.pdf")
    assert len(points) == number
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Document", "Councils", "Number", "Recommendation"])
    writer.writerows([document.title, council, at, one] for at, one in enumerate(points, start=1))
    file = SimpleUploadedFile("points.csv", out.getvalue().encode())
    logged_in_client.post("/records/import/", {"kind": "recommendation", "file": file})
    waiting = BulkImport.objects.get()
    assert check(waiting).problems == []
    accept_table(waiting=waiting, seen=check(waiting).fingerprint, by=user, at=NOON)
    take_table(waiting=waiting, at=NOON)
    made = Recommendation.objects.filter(guidance=document).order_by("pk")
    assert [one.summary for one in made] == points
    assert {place.name for one in made for place in one.places.all()} == {council}
    # Each is answered by an action, from its own page, and shows what came of it.
    for one in made:
        given = {"what": "Answer it", "first_step": "Read it", "due_date": "31/12/2099", "owner": user.pk}
        link = f"/actions/new/?of={one.slug}"
        assert link in logged_in_client.get(one.get_absolute_url()).content.decode()
        assert logged_in_client.post(link, given).status_code == 302
        action = Action.objects.get(ties_out__target=one)
        finish_action(action=action, done_date=NOON.date(), outcome=f"Changed: {one.pk}", by=user, at=NOON)
        share_record(record=Record.objects.get(pk=action.pk), by=user, at=NOON, sharing="organisation")
        assert f"Changed: {one.pk}" in logged_in_client.get(one.get_absolute_url()).content.decode()
