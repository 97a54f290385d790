"""What every page knows about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cairn.common.navigation import get_navigation


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "site_name": settings.SITE_NAME,
        "site_strapline": settings.SITE_STRAPLINE,
        "contact_email": settings.CONTACT_EMAIL,
        "host_organisation": settings.HOST_ORGANISATION,
        "is_demonstration": settings.DEMONSTRATION,
        "navigation": get_navigation(request.resolver_match),
    }
