"""What is in it for each of the people who come here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.content.definitions import ROLES, find_role
from cairn.content.presenters import describe_steps


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    return render(request, "content/roles.html", {"roles": ROLES})


@require_safe
def role(request: HttpRequest, key: str) -> HttpResponse:
    found = find_role(key)
    if found is None:
        raise Http404
    return render(request, "content/role.html", {"role": found, "steps": describe_steps(found.steps)})
