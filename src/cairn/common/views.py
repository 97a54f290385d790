"""Pages about the site itself, and the pages for when something goes wrong."""

import re
import sys
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.timezone import now
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from cairn.common import gallery as components
from cairn.common.addresses import make_absolute
from cairn.common.disks import find_disk_problem
from cairn.common.operations.health import run_ready_checks
from cairn.common.operations.retention import get_retentions

SECURITY_DAYS = 180  # less than a year, as the standard asks
WANTED_LENGTH = 100
UNWORDLY = re.compile(r"[\W_]+")
ICON_SECONDS = 24 * 60 * 60
RETRY_SECONDS = 600  # nobody frees a disk in less


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "common/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    cookies = [
        [
            settings.SESSION_COOKIE_NAME,
            "Keeps you signed in, and remembers the council you chose",
            "Two weeks, or until you sign out",
        ],
        [settings.CSRF_COOKIE_NAME, "Proves that a form was sent from this site", "One year"],
    ]
    return render(
        request, "common/privacy.html", {"cookie_columns": ["Name", "What it does", "How long"], "cookie_rows": cookies}
    )


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    context = {"components": components.get_components(), **components.get_example_context()}
    return render(request, "common/gallery.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who runs this site, who can read what, and for how long things are kept."""
    return render(request, "common/about.html", {"retentions": get_retentions(), "dpo_email": settings.DPO_EMAIL})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Robots find every page by the map of the site, so they need no filtered lists; a demonstration is fiction."""
    lines = ["User-agent: *"]
    if settings.DEMONSTRATION:
        lines += ["Disallow: /"]
    else:
        lines += ["Disallow: /search/", "Disallow: /*?", f"Sitemap: {make_absolute('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=ICON_SECONDS)
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers and readers of feeds ask for this address whatever a page says."""
    return HttpResponse(_read_icon(), content_type="image/x-icon")


@cache
def _read_icon() -> bytes:
    return (settings.STATICFILES_DIRS[0] / "cairn/images/favicon.ico").read_bytes()


@require_safe
@cache_control(public=True, max_age=ICON_SECONDS)
def manifest(request: HttpRequest) -> JsonResponse:
    """What a telephone shows that keeps the site on its home screen; the host chooses the name."""
    icons = [
        {"src": static(f"cairn/images/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    said = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "start_url": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#0b3b40",
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole, for people who look for holes (RFC 9116)."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {(now() + timedelta(days=SECURITY_DAYS)).strftime('%Y-%m-%dT00:00:00Z')}",
        "Preferred-Languages: en",
        f"Canonical: {make_absolute(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def health_live(request: HttpRequest) -> JsonResponse:
    """For a load balancer: does this process answer?"""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def health_ready(request: HttpRequest) -> JsonResponse:
    """For a load balancer: can this process do its work? Names of checks only, no reasons."""
    checks = run_ready_checks()
    return JsonResponse({"ready": all(checks.values()), "checks": checks}, status=200 if all(checks.values()) else 503)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With a search for the words of the address, which is often one that was typed or cut off."""
    words = [word for word in UNWORDLY.split(request.path_info.rstrip("/").rpartition("/")[2]) if word]
    return render(request, "404.html", {"wanted": " ".join(words)[:WANTED_LENGTH]}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Uses neither the database nor the session nor the list of static files: any of them may be what broke."""
    problem = find_disk_problem(sys.exc_info()[1])
    context = {
        "site_name": settings.SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "static_url": settings.STATIC_URL,
        "problem": problem,
    }
    if problem is None:
        return HttpResponse(render_to_string("500.html", context), status=500)
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
