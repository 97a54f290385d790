"""Organisations whose own accounts sign people in here, as the host has set them; and what is wrong with a setting."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

# Of Entra ID: they stand for the accounts of every organisation, or of everybody in the world.
EVERY_TENANT = {"common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
KEY = re.compile(r"[a-z][a-z0-9-]{0,30}")
DOMAIN = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}")


@dataclass(frozen=True)
class Issuer:
    """One identity provider, and the domains of the e-mail addresses for which it speaks."""

    key: str
    name: str
    address: str
    client_id: str
    secret: str
    domains: tuple[str, ...]

    @property
    def prefix(self) -> str:
        return make_prefix(self.key)


class UnusableIssuer(ValueError):
    """The site does not start with a setting that might let in the wrong people."""


def make_prefix(key: str) -> str:
    return f"CAIRN_OIDC_{key.upper().replace('-', '_')}_"


def read_issuers(environment: Mapping[str, str]) -> list[Issuer]:
    if environment.get("CAIRN_OIDC_ISSUER"):
        raise UnusableIssuer(
            "CAIRN_OIDC_ISSUER is no longer used, because one site can have several issuers. Set CAIRN_OIDC=work, "
            "rename the variables to CAIRN_OIDC_WORK_ISSUER, CAIRN_OIDC_WORK_CLIENT_ID, CAIRN_OIDC_WORK_CLIENT_SECRET "
            "and CAIRN_OIDC_WORK_NAME, and add CAIRN_OIDC_WORK_DOMAINS. The redirect address stays the same."
        )
    issuers = [_read_issuer(key, environment) for key in _split(environment.get("CAIRN_OIDC", ""))]
    problems = [problem for issuer in issuers for problem in find_problems(issuer)]
    if len({issuer.key for issuer in issuers}) < len(issuers):
        problems.append("CAIRN_OIDC names an issuer twice. Give each its own name.")
    if problems:
        raise UnusableIssuer("\n".join(problems))
    return issuers


def _read_issuer(key: str, environment: Mapping[str, str]) -> Issuer:
    def read(name: str) -> str:
        return environment.get(make_prefix(key) + name, "").strip()

    domains = tuple(_split(read("DOMAINS").lower()))
    name = read("NAME") or "your organisation"
    return Issuer(key, name, read("ISSUER").rstrip("/"), read("CLIENT_ID"), read("CLIENT_SECRET"), domains)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def find_problems(issuer: Issuer) -> Iterator[str]:
    if not KEY.fullmatch(issuer.key):
        yield (
            f"CAIRN_OIDC names the issuer “{issuer.key}”. Use a short name of lower-case letters, "
            "digits and hyphens, for "
            "example: work"
        )
        return
    missing = {"CLIENT_ID": issuer.client_id, "CLIENT_SECRET": issuer.secret}
    for name, value in missing.items():
        if not value:
            yield f"{issuer.prefix}{name} is not set. Copy it from the application that you registered there."
    if not issuer.domains:
        yield (
            f"{issuer.prefix}DOMAINS is not set. List the domains of the e-mail addresses of this organisation, for "
            "example: ottenvale.example,schools.ottenvale.example"
        )
    for domain in issuer.domains:
        if not DOMAIN.fullmatch(domain):
            yield f"{issuer.prefix}DOMAINS has “{domain}”, which is not a domain. Write it as in ottenvale.example"
    yield from _find_problems_of_address(issuer)


def _find_problems_of_address(issuer: Issuer) -> Iterator[str]:
    variable = f"{issuer.prefix}ISSUER"
    parts = urlsplit(issuer.address)
    if not parts.hostname or not (parts.scheme == "https" or parts.hostname in LOOPBACK):
        yield (
            f"{variable} is “{issuer.address}”. Give the https address of the issuer, for example: "
            "https://login.microsoftonline.com/YOUR-TENANT-ID/v2.0"
        )
    elif EVERY_TENANT & set(parts.path.lower().split("/")):
        yield (
            f"{variable} is “{issuer.address}”, which signs in people of every organisation. Put the tenant ID of "
            "your own organisation in place of the word, for example: "
            "https://login.microsoftonline.com/YOUR-TENANT-ID/v2.0"
        )
    elif "/.well-known/" in issuer.address:
        yield f"{variable} is “{issuer.address}”. Leave out everything from /.well-known/ on."


def describe_for_allauth(issuers: list[Issuer]) -> dict[str, Any]:
    apps = [
        {
            "provider_id": issuer.key,
            "name": issuer.name,
            "client_id": issuer.client_id,
            "secret": issuer.secret,
            # The claims are those of the signed token, which names its issuer and whom it is for.
            "settings": {"server_url": issuer.address, "domains": list(issuer.domains), "fetch_userinfo": False},
        }
        for issuer in issuers
    ]
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}} if apps else {}
