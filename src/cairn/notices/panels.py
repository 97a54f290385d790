"""What jobs and set-up put on other pages."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.common.operations.set_up import count_open, run_set_up_checks
from cairn.common.panels import Panel
from cairn.notices.presenters.set_up import describe_left
from cairn.places.queries.belonging import get_belonging


def show_set_up(request: HttpRequest, user: User) -> str:
    """On the desk of a host while something is left to set up."""
    if not get_belonging(user).may_on_the_site(Permission.JOBS_READ):
        return ""
    left = count_open(run_set_up_checks())
    return render_to_string("notices/set_up_panel.html", {"left": describe_left(left)}, request) if left else ""


PANELS = (Panel("set-up", ("desk",), show_set_up),)
