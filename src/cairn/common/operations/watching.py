"""Sentry and OpenTelemetry, where a host sets them (CAIRN_SENTRY_DSN, CAIRN_OTEL_ENDPOINT)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MISSING = "{setting} is set, but its packages are not installed. Install them with: pip install 'cairn[watch]'"


def start() -> None:
    if settings.SENTRY_DSN:
        _start_sentry()
    if settings.OTEL_ENDPOINT:
        _start_telemetry()


def _start_sentry() -> None:
    try:
        import sentry_sdk
    except ImportError as problem:
        raise ImproperlyConfigured(MISSING.format(setting="CAIRN_SENTRY_DSN")) from problem
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=make_impersonal,
    )


def make_impersonal(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """An error as its kind and its place: no words of a request, a person or a message."""
    event.pop("user", None)
    event.pop("breadcrumbs", None)
    event.pop("logentry", None)
    request = event.get("request", {})
    event["request"] = {"method": request.get("method", "")}
    for problem in event.get("exception", {}).get("values", []):
        problem["value"] = ""
    return event


def _start_telemetry() -> None:
    try:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.instrumentation.django import DjangoInstrumentor
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as problem:
        raise ImproperlyConfigured(MISSING.format(setting="CAIRN_OTEL_ENDPOINT")) from problem
    provider = TracerProvider(resource=Resource.create({"service.name": settings.SITE_NAME}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.OTEL_ENDPOINT)))
    trace.set_tracer_provider(provider)
    DjangoInstrumentor().instrument()
