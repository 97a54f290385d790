"""How often a form may be sent. The counts lie in a table, so that they hold for all processes and none is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from cairn.common.access import View
from cairn.common.caching import delete_expired
from cairn.common.models import SendCount

HOUR = timedelta(hours=1)
NETWORK_BITS = 64  # of an IPv6 address: the rest a household changes as it likes


def get_sender(request: HttpRequest) -> str:
    """Stands for the sender: a person with a log-in, or a network address; hashed, because neither is our business."""
    who = f"user-{request.user.pk}" if request.user.is_authenticated else get_network(request)
    return hash_sender(who)


def hash_sender(who: str) -> str:
    return salted_hmac("cairn.limits", who).hexdigest()[:32]


def get_network(request: HttpRequest) -> str:
    """The address that asks, or its network, from which one household could otherwise ask under countless addresses."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        # Our own proxy adds the address that it saw at the end. What stands before it the sender may have made up, and
        # could make up anew for each try.
        address = request.headers.get("X-Forwarded-For", address).split(",")[-1].strip()
    return make_network(address)


def make_network(address: str) -> str:
    """The network that stands for an address: itself, or the half of an IPv6 address that a provider gives out."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, NETWORK_BITS), strict=False)) if parsed.version == 6 else str(parsed)


def limit_rate(name: str, *, per_hour: int) -> Callable[[View], View]:
    """Answer 429 to a POST when its sender has sent `per_hour` in the hour that began with the first of them."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and count_sent(name, get_sender(request), at=now()) > per_hour:
                return refuse_more(request)
            return view(request, *args, **kwargs)

        return limited

    return decorate


def refuse_more(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(int(HOUR.total_seconds()))
    return response


@transaction.atomic
def count_sent(name: str, sender: str, *, at: datetime, number: int = 1) -> int:
    """Count one more, or so many; how many were sent in this hour, these included.

    The database adds, not Python: who reads a number and writes back one more loses what was sent in between, and
    twenty tries at once would count as one. The first statement locks the row, new or old, until its number is read.
    """
    own = SendCount.objects.filter(name=name, sender=sender)
    SendCount.objects.bulk_create(
        [SendCount(name=name, sender=sender, began_at=at)],
        update_conflicts=True,
        unique_fields=["name", "sender"],
        update_fields=["name"],  # to what it is: only to lock it
    )
    is_over = Q(began_at__lte=at - HOUR)
    own.update(
        number=Case(When(is_over, then=Value(number)), default=F("number") + number),
        began_at=Case(When(is_over, then=Value(at)), default=F("began_at")),
    )
    return own.values_list("number", flat=True).get()


def get_number_sent(name: str, sender: str, *, at: datetime) -> int:
    """How many were sent in this hour, without counting one more."""
    within = SendCount.objects.filter(name=name, sender=sender, began_at__gt=at - HOUR)
    return within.values_list("number", flat=True).first() or 0


def delete_old_counts(before: datetime) -> None:
    """Retention: who sent what is nobody's business once its hour is over."""
    SendCount.objects.filter(began_at__lt=before).delete()
    delete_expired(before)  # counts of log-ins
