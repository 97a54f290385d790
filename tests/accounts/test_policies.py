"""Who may log in from where, and with which password, part by part."""

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from cairn.accounts.models import User
from cairn.accounts.policies import (
    FORWARDING_HEADERS,
    NotGuessable,
    can_use_demonstration_log_in,
    check_keeps_a_host,
    is_from_this_computer,
)
from tests.cases import each
from tests.factories.accounts import UserFactory, give_site_role
from tests.rules import may

HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}


def ask(**meta):
    return RequestFactory().get("/", **{**HERE, **meta})


def test_this_computer_asks_itself_by_its_own_name(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert is_from_this_computer(ask())
    assert is_from_this_computer(ask(REMOTE_ADDR="::1"))
    assert not is_from_this_computer(ask(REMOTE_ADDR="192.0.2.7"))
    assert not is_from_this_computer(ask(HTTP_HOST="cairn.example.org"))


@pytest.mark.parametrize("header", FORWARDING_HEADERS)
def test_what_came_through_a_proxy_came_from_elsewhere(header):
    assert not is_from_this_computer(ask(**{f"HTTP_{header.upper().replace('-', '_')}": "127.0.0.1"}))


@pytest.mark.parametrize(
    ("demonstration", "request_", "allowed"),
    [(True, ask(), True), (False, ask(), False), (True, None, False), (True, ask(REMOTE_ADDR="192.0.2.7"), False)],
)
def test_demonstration_users_log_in_on_this_computer(settings, demonstration, request_, allowed):
    settings.DEMONSTRATION = demonstration
    assert can_use_demonstration_log_in(request_) is allowed


@each(
    ("password", "allowed"),
    [
        ("mgtbxgmtbxmb", True),  # five different letters
        ("mgtbgmtbmgbt", False),  # four
        ("mmggttbbxxmm", True),  # six turns
        ("mmmggttbbxxx", False),  # five
        ("MGTBXgmtbxmb", True),
        ("MMMggttbbXXX", False),  # capitals make no new letter
    ],
)
def test_a_password_has_so_many_different_letters_and_turns(password, allowed):
    if allowed:
        NotGuessable().validate(password)
        return
    with pytest.raises(ValidationError, match="easy to guess"):
        NotGuessable().validate(password)


@each(
    ("password", "allowed"),
    [
        ("dragondragon", False),  # a common password, so many times over
        ("dragondragondragon", False),
        ("dragondragondragondragon", False),
        ("dragonkitesy", True),  # once, and something else
        ("dragonkdragonk", True),
        ("dr4gondr4gon", False),
        ("935728461704", False),  # numbers alone
        ("ap3057281644", True),
        ("qpqpalalmzmz", False),  # the ends of a row lie beside each other
    ],
)
def test_a_password_is_no_common_one_stretched(password, allowed):
    if allowed:
        NotGuessable().validate(password)
        return
    with pytest.raises(ValidationError, match="easy to guess"):
        NotGuessable().validate(password)


@pytest.mark.django_db
def test_the_site_keeps_a_host_who_can_sign_in():
    host, other, editor = UserFactory(), UserFactory(), give_site_role(UserFactory(), "editor")
    assert may(check_keeps_a_host, editor, [])  # nobody is a host yet
    give_site_role(host, "host")
    assert not may(check_keeps_a_host, host, ["editor"])
    assert may(check_keeps_a_host, host, ["editor", "host"])
    assert may(check_keeps_a_host, editor, [])
    give_site_role(other, "host")
    assert may(check_keeps_a_host, host, [])
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert not may(check_keeps_a_host, host, [])
    User.objects.filter(pk=host.pk).update(is_active=False)
    assert may(check_keeps_a_host, editor, [])
