"""What a host sets up about the people who run the site."""

from django.conf import settings

from cairn.accounts.queries import count_hosts
from cairn.common.operations.set_up import Finding, Part, SetUpCheck, State, decide

OTHERS = "Ask each host to set up a second step on their account page."


def find_second_steps() -> Finding:
    hosts, ready = count_hosts()
    if settings.DEMONSTRATION:
        return Finding(State.UNKNOWN, "Hosts of the demonstration need no second step to sign in.")
    if not hosts:
        return Finding(State.TO_DO, "The site has no host.")
    return decide(
        hosts == ready,
        "Every host has a second step to sign in.",
        f"{hosts - ready} of {hosts} hosts {'has' if hosts - ready == 1 else 'have'} no second step to sign in, so the "
        "role does not work for them yet.",
    )


def find_second_host() -> Finding:
    hosts, _ = count_hosts()
    return decide(
        hosts > 1,
        f"{hosts} people are hosts.",
        "Fewer than two people are hosts. If one loses access, no one else can restore it.",
    )


CHECKS = (
    SetUpCheck("H020", Part.PEOPLE, "Second step of hosts", find_second_steps, OTHERS, view="places:users"),
    SetUpCheck(
        "H021",
        Part.PEOPLE,
        "A second host",
        find_second_host,
        "Give a colleague the role of host.",
        view="places:users",
        is_advice=True,
    ),
)
