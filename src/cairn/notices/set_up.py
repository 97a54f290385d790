"""What a host sets up for e-mail and jobs: whether mail has really gone out, and whether the work gets done."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Max
from django.utils.timezone import now

from cairn.common.operations.checks import describe_time, sends_mail
from cairn.common.operations.set_up import Finding, Part, SetUpCheck, State, decide
from cairn.notices.models import Mail, ScheduledJob
from cairn.notices.queries import count_live_workers

# The shortest schedule is five minutes.
SCHEDULER_SILENT = timedelta(minutes=15)


def find_mail() -> Finding:
    if settings.DEMONSTRATION:
        return Finding(State.UNKNOWN, "The demonstration sends no e-mails and shows them in its outbox.")
    if not sends_mail():
        return Finding(State.TO_DO, "E-mails are written to the log and not sent.")
    latest = Mail.objects.filter(attempts__gt=0).order_by("-pk").first()
    if latest is None:
        return Finding(State.UNKNOWN, "A mail service is set, but no e-mail has been sent yet.")
    if latest.problem:
        return Finding(State.TO_DO, f"The latest e-mail could not be sent ({latest.problem}).")
    if latest.sent_at is None:
        return Finding(State.UNKNOWN, "The latest e-mail is being sent.")
    return Finding(State.DONE, f"The mail service accepted an e-mail on {describe_time(latest.sent_at)}.")


def find_worker() -> Finding:
    is_there = count_live_workers(at=now()) > 0
    return decide(
        is_there,
        "A worker is running.",
        "The background process has not reported in the last minute, so jobs are not running.",
    )


def find_scheduler() -> Finding:
    latest = ScheduledJob.objects.aggregate(latest=Max("last_queued_at"))["latest"]
    is_there = latest is not None and latest > now() - SCHEDULER_SILENT
    return decide(is_there, "The scheduler is running.", "The scheduler has queued nothing in the last 15 minutes.")


CHECKS = (
    SetUpCheck(
        "H006",
        Part.MAIL,
        "E-mails are sent",
        find_mail,
        "Set EMAIL_URL to a mail server, or CAIRN_NOTIFY_API_KEY. Then send yourself a test e-mail.",
    ),
    SetUpCheck(
        "H016",
        Part.SERVER,
        "Worker",
        find_worker,
        "Start the worker (deploy/systemd/cairn-worker.service).",
        command="cairn worker",
    ),
    SetUpCheck(
        "H017",
        Part.SERVER,
        "Scheduler",
        find_scheduler,
        "Start the scheduler (deploy/systemd/cairn-scheduler.service).",
        command="cairn scheduler",
    ),
)
