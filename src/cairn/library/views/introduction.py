"""Where somebody new begins: what innovation is here, what drives it, how it goes, and what the boards are about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cairn.common.panels import render_panels
from cairn.library.definitions.vocabularies import get_vocabulary


@require_safe
def introduction(request: HttpRequest) -> HttpResponse:
    names = ("drivers", "stages", "ten_types")
    context = {name: get_vocabulary(name) for name in names}
    return render(
        request, "library/introduction.html", {**context, "panels": render_panels("introduction", request, None)}
    )
