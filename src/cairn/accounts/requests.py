"""Who asks for a page."""

from django.http import HttpRequest

from cairn.accounts.models import User


class SignedInRequest(HttpRequest):
    """What a page is given that `login_required` guards: there is nobody without a log-in behind it.

    Only a type: Django makes the requests, and none of them is of this class.
    """

    user: User
