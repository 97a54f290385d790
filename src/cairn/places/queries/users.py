"""People with an account, for hosts."""

from django.db.models import Q, QuerySet

from cairn.accounts.models import User


def find_users(wanted: str = "", role: str = "") -> QuerySet[User]:
    """By a part of the name or address and by a role on the site; not those whose account was erased."""
    found = User.objects.filter(is_active=True)
    if wanted:
        found = found.filter(Q(name__icontains=wanted) | Q(email__icontains=wanted))
    if role:
        found = found.filter(site_roles__role=role)
    return found.order_by("name", "email")
