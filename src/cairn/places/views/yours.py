"""Choosing “your council” once, so that every page can begin with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cairn.common.addresses import is_path_of_site
from cairn.places import services
from cairn.places.forms import YourCouncilForm
from cairn.places.models import Place
from cairn.places.queries import SESSION_KEY


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def your_council(request: HttpRequest) -> HttpResponse:
    """Choose, change or forget it; afterwards back to the page one came from."""
    back = _get_way_back(request)
    if request.method != "POST":
        # From the page of a council, which is public: a form there would need a cookie before anybody chose anything.
        asked = Place.objects.councils().filter(slug=request.GET.get("council", "")).first()
        form = YourCouncilForm(initial={"council": asked.name if asked else ""})
    elif "forget" in request.POST:
        services.forget_council(session=request.session)
        messages.success(request, "Your choice of council has been removed.")
        return redirect(back or "places:your-council")
    else:
        form = YourCouncilForm(request.POST)
        if form.is_valid():
            place = form.cleaned_data["council"]
            services.remember_council(session=request.session, place=place, by=request.user)
            return redirect(back or place)
    context = {"form": form, "back": back, "is_chosen": SESSION_KEY in request.session}
    return render(request, "places/your_council.html", context)


def _get_way_back(request: HttpRequest) -> str:
    """The page that the link stood on; never another site."""
    asked = str(request.POST.get("next") or request.GET.get("next") or "")[:2000]
    return asked if is_path_of_site(asked) and not asked.startswith(request.path) else ""
