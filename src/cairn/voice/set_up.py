"""What a host sets up about safeguarding."""

from django.utils.timezone import localdate

from cairn.common.operations.set_up import Finding, Part, SetUpCheck, State
from cairn.places.models import Membership, Organisation
from cairn.voice.models import SafetyPost

NAMED = 3


def find_leads() -> Finding:
    """Every organisation whose people could be worried about somebody needs a lead who is on duty today."""
    leads = SafetyPost.objects.on_duty(day=localdate()).filter(role=SafetyPost.Role.LEAD)
    with_people = Organisation.objects.filter(memberships__state=Membership.State.ACTIVE).distinct()
    without = list(
        with_people.exclude(pk__in=leads.values("organisation")).order_by("name").values_list("name", flat=True)
    )
    number = with_people.count()
    if not number:
        return Finding(State.TO_DO, "No organisation has members yet, so no safeguarding lead is named.")
    if not without:
        return Finding(State.DONE, "Every organisation with members has a safeguarding lead on duty.")
    more = f" and {len(without) - NAMED} more" if len(without) > NAMED else ""
    return Finding(State.TO_DO, f"No safeguarding lead is on duty at: {', '.join(without[:NAMED])}{more}.")


CHECKS = (
    SetUpCheck(
        "H023",
        Part.PEOPLE,
        "Safeguarding leads",
        find_leads,
        "Ask the coordinator to name a lead and a deputy on the organisation’s page, and ask the lead to accept.",
        view="places:organisations",
    ),
)
