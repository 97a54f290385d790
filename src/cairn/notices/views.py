"""How often one hears; the outbox of the demonstration; the set-up of the site, and its jobs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cairn.accounts.permissions import Permission
from cairn.accounts.policies import can_use_demonstration_log_in
from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import limit_rate
from cairn.common.operations.set_up import run_set_up_checks
from cairn.notices import services
from cairn.notices.enums import MOST_ATTEMPTS, Frequency
from cairn.notices.forms import PreferencesForm
from cairn.notices.kinds import get_notice_kind, get_notice_kinds
from cairn.notices.models import Mail, NoticePreference, OutboxMail, WorkerHeartbeat
from cairn.notices.news import TEST_MAIL
from cairn.notices.policies import can_read_metrics
from cairn.notices.presenters import describe_jobs, describe_schedules, describe_sent
from cairn.notices.presenters.set_up import describe_set_up
from cairn.places.policies import require_permission

SHOWN = 50
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox"


@login_required
def preferences(request: SignedInRequest) -> HttpResponse:
    if "stop" in request.POST:
        for each in get_notice_kinds():
            services.set_frequency(user=request.user, kind=each.name, frequency=Frequency.NEVER)
        messages.success(request, "We will send you none of these e-mails. Choose below any that you want again.")
        return redirect("notices:preferences")
    chosen = dict(NoticePreference.objects.filter(user=request.user).values_list("kind", "frequency"))
    form = PreferencesForm(request.POST if request.method == "POST" else None, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        for kind, frequency in form.cleaned_data.items():
            services.set_frequency(user=request.user, kind=kind, frequency=frequency)
        messages.success(request, "Settings saved.")
        return redirect("notices:preferences")
    return render(request, "notices/preferences.html", {"form": form})


@csrf_exempt  # mail programs send this by themselves; the signed link is the proof
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A mail program posts and is done; a person sees a button first, because scanners open links."""
    found = services.read_token(token)
    if found is None:
        raise Http404
    user, kind = found
    if request.method == "POST":
        services.unsubscribe(user=user, kind=kind)
    known = get_notice_kind(kind)
    context = {"label": known.label if known else "All e-mails", "is_done": request.method == "POST"}
    return render(request, "notices/unsubscribe.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def outbox(request: HttpRequest) -> HttpResponse:
    """Mails of the demonstration, which sends none; on this computer only. Nobody there waits until the morning."""
    _check_demonstration(request)
    if request.method == "POST":
        sent = sum(services.send_waiting(frequency=each, at=now()) for each in (Frequency.DAILY, Frequency.WEEKLY))
        messages.success(request, describe_sent(sent))
        return redirect("notices:outbox")
    return render(request, "notices/outbox.html", {"mails": OutboxMail.objects.order_by("-pk")[:SHOWN]})


@require_safe
def outbox_mail(request: HttpRequest, number: int) -> HttpResponse:
    _check_demonstration(request)
    return render(request, "notices/outbox_mail.html", {"mail": get_object_or_404(OutboxMail, pk=number)})


@require_safe
def outbox_html(request: HttpRequest, number: int) -> HttpResponse:
    """A mail as its reader sees it; nothing in it runs."""
    _check_demonstration(request)
    response = HttpResponse(get_object_or_404(OutboxMail, pk=number).html)
    response["Content-Security-Policy"] = MAIL_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_safe
@login_required
def set_up(request: SignedInRequest) -> HttpResponse:
    """What is left to do before people can rely on this site, as far as Cairn can tell by itself."""
    require_permission(request.user, Permission.JOBS_READ)
    return render(request, "notices/set_up.html", {"page": describe_set_up(run_set_up_checks())})


@require_POST
@login_required
@limit_rate("test-mail", per_hour=10)
def send_test_mail(request: SignedInRequest) -> HttpResponse:
    require_permission(request.user, Permission.JOBS_READ)
    at = now()
    services.notify(users=[request.user], kind=TEST_MAIL, about="", key=at.isoformat(), at=at)
    messages.success(
        request, "The test e-mail is in the queue. Reload this page in a minute to see whether it was sent."
    )
    return redirect("notices:set-up")


@require_safe
@login_required
def jobs(request: SignedInRequest) -> HttpResponse:
    require_permission(request.user, Permission.JOBS_READ)
    results = DBTaskResult.objects.order_by("-enqueued_at")
    at = now()
    context = {
        "mails_given_up": Mail.objects.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS).count(),
        "workers": WorkerHeartbeat.objects.order_by("worker_id"),
        "schedules": describe_schedules(at=at),
        "waiting": describe_jobs(results.filter(status=TaskResultStatus.READY)[:SHOWN]),
        "running": describe_jobs(results.filter(status=TaskResultStatus.RUNNING)[:SHOWN]),
        "failed": describe_jobs(results.filter(status=TaskResultStatus.FAILED)[:SHOWN]),
        "done": describe_jobs(results.filter(status=TaskResultStatus.SUCCESSFUL)[:SHOWN]),
    }
    return render(request, "notices/jobs.html", context)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, where a host switched it on; to anyone else it is not there."""
    if not can_read_metrics(request):
        raise Http404
    from cairn.notices.presenters.metrics import render_metrics  # counts requests from its import on

    return HttpResponse(render_metrics(at=now()), content_type=METRICS_TYPE)


@require_POST
@login_required
def retry_job(request: SignedInRequest, job: str) -> HttpResponse:
    require_permission(request.user, Permission.JOBS_READ)
    services.retry(result=get_object_or_404(DBTaskResult, pk=job))
    messages.success(request, "Back in the queue.")
    return redirect("notices:jobs")


def _check_demonstration(request: HttpRequest) -> None:
    if not can_use_demonstration_log_in(request):
        raise Http404
