"""Sentry and OpenTelemetry, where a host sets them (CAIRN_SENTRY_DSN, CAIRN_OTEL_ENDPOINT)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MISSING = "{setting} is set, but its packages are not installed. Install them with: pip install 'cairn[watch]'"

# What a span may carry: no address, no search, no name of a person, no words of an error.
SENT_ATTRIBUTES = {"http.method", "http.request.method", "http.route", "http.status_code", "http.response.status_code"}
SENT_ATTRIBUTES |= {"exception.type"}


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
    event.pop("extra", None)  # what stood on the command line
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
        from opentelemetry.sdk.trace import Event, ReadableSpan, TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.trace import Status
    except ImportError as problem:
        raise ImproperlyConfigured(MISSING.format(setting="CAIRN_OTEL_ENDPOINT")) from problem

    class ImpersonalExporter(OTLPSpanExporter):
        """Sends what is on the list and nothing else: addresses carry searches and keys, errors carry words."""

        def export(self, spans: Sequence[ReadableSpan]) -> Any:
            return super().export([make_span(span) for span in spans])

    def make_span(span: ReadableSpan) -> ReadableSpan:
        attributes = _keep_sent_attributes(span.attributes)
        return ReadableSpan(
            name=str(attributes.get("http.route") or span.name.split(" ")[0]),
            context=span.context,
            parent=span.parent,
            resource=span.resource,
            attributes=attributes,
            events=[
                Event(event.name, _keep_sent_attributes(event.attributes), event.timestamp) for event in span.events
            ],
            kind=span.kind,
            status=Status(span.status.status_code),
            start_time=span.start_time,
            end_time=span.end_time,
            instrumentation_scope=span.instrumentation_scope,
        )

    provider = TracerProvider(resource=Resource.create({"service.name": settings.SITE_NAME}))
    provider.add_span_processor(BatchSpanProcessor(ImpersonalExporter(endpoint=settings.OTEL_ENDPOINT)))
    trace.set_tracer_provider(provider)
    DjangoInstrumentor().instrument()


def _keep_sent_attributes(attributes: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (attributes or {}).items() if name in SENT_ATTRIBUTES}
