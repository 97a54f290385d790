"""What a process sends to Sentry and OpenTelemetry: that something happened and where, never what somebody wrote."""

import os
import subprocess
import sys
import zlib

import brotli
import pytest

from tests.common.operations.listening import listening

PLANTED = "planted-sentence"
PROGRAM = f"""
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
assert client.get("/accessibility/?q={PLANTED}", secure=True).status_code == 200
def fail(request, words):
    raise ValueError(words)
import cairn.config.urls as urls
from django.urls import path
urls.urlpatterns.insert(0, path("fails/<str:words>/", fail))
assert client.get("/fails/{PLANTED}/?q={PLANTED}", secure=True).status_code == 500
import sentry_sdk
sentry_sdk.flush(10)
from opentelemetry import trace
trace.get_tracer_provider().force_flush(10_000)
"""


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    with listening() as service:
        address = service.address.removeprefix("http://")
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cairn.config.settings",
            "CAIRN_DATA_DIR": str(tmp_path_factory.mktemp("data")),
            "CAIRN_STATIC_FINGERPRINTS": "false",
            "CAIRN_ALLOWED_HOSTS": "testserver",
            "CAIRN_SECRET_KEY": "k" * 60,
            "CAIRN_SENTRY_DSN": f"http://key@{address}/1",
            "CAIRN_OTEL_ENDPOINT": f"{service.address}/v1/traces",
        }
        subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, check=True, stdout=subprocess.DEVNULL, timeout=120
        )
        yield {path: unpack(service, path) for path in ("/api/1/envelope/", "/v1/traces")}


UNPACK = {"gzip": lambda body: zlib.decompress(body, 47), "br": brotli.decompress, None: bytes}


def unpack(service, path):
    bodies = [UNPACK[one.headers.get("Content-Encoding")](one.body) for one in service.requests if one.path == path]
    return b"\n".join(bodies).decode("utf-8", "replace")


def test_sentry_is_told_kind_and_place_of_an_error_and_no_words(sent):
    told = sent["/api/1/envelope/"]
    assert "ValueError" in told
    assert '"function":"fail"' in told
    assert PLANTED not in told


def test_telemetry_is_told_the_address_pattern_and_no_words(sent):
    told = sent["/v1/traces"]
    assert "accessibility/" in told
    assert PLANTED not in told
