"""Lists of records; who sees one; taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import log_in_to_see
from cairn.common.pagination import get_page
from cairn.records import policies, services
from cairn.records.enums import Sharing
from cairn.records.forms import ConsentForm, ShareForm
from cairn.records.kinds import get_kinds
from cairn.records.models import Record
from cairn.records.presenters import RecordView
from cairn.records.queries import get_linkable
from cairn.records.sections import get_sections
from cairn.records.views.loading import changes_record, get_own_record, get_record

PAGE_LENGTH = 50


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Everything somebody may see, the newest first."""
    kind, wanted = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:100]
    found = get_linkable(Record(), request.user, wanted=wanted)
    kinds = get_kinds()
    chosen = next((one for one in kinds if one.name == kind), None)
    if chosen is not None:
        found = found.filter(kind=kind)
    page = get_page(found, request, PAGE_LENGTH)
    rows = [(record, RecordView(record, request.user)) for record in page]
    context = {"page": page, "rows": rows, "kinds": kinds, "chosen": kind, "wanted": wanted}
    if chosen is not None and get_sections(kind):
        context["chosen_slug"] = chosen.slug
    return render(request, "records/records.html", context)


@require_safe
@log_in_to_see
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """A record by its slug alone leads to its own page."""
    return redirect(get_record(request, slug))


@login_required
def share(request: SignedInRequest, slug: str) -> HttpResponse:
    record = get_own_record(request, slug)
    given = request.POST if request.method == "POST" else None
    form = ShareForm(given, record=record, user=request.user, initial=ShareForm.initial_from(record))
    if given is not None and form.is_valid():
        try:
            said = _share(request, record, form)
        except policies.UnableToChangeRecord as problem:
            form.add_error("audience", str(problem))
        else:
            messages.success(request, said)
            return redirect(record)
    warn = record.get_kind().warn_before_sharing
    context = {
        "form": form,
        "record": record,
        "warnings": warn(record.get_specific(), request.user) if warn else [],
        "view": RecordView(record, request.user),
        "needs_review": policies.needs_review(record, Sharing.PUBLIC),
        "review": record.reviews.order_by("-asked_at").first(),
    }
    return render(request, "records/share.html", context)


def _share(request: SignedInRequest, record: Record, form: ShareForm) -> str:
    """Share it as was chosen, as far as that is possible now; what was done, and what comes next."""
    chosen = form.get_sharing()
    if policies.needs_review(record, chosen["sharing"]):
        services.ask_to_share_with_everyone(record=record, by=request.user, at=now())
        record.refresh_from_db()
        label = RecordView(record, request.user).audience.label
        who = "your team" if record.organisation_id else "the other editors"
        return (
            f"We have asked {who} to review it. Until then, {label[:1].lower()}{label[1:]} can see it. "
            "Once it is approved, you can share it with everyone."
        )
    services.share_record(record=record, by=request.user, at=now(), **chosen)
    record.refresh_from_db()
    return f"Published. {RecordView(record, request.user).audience.sees}"


@login_required
def consent(request: SignedInRequest, slug: str) -> HttpResponse:
    record = get_own_record(request, slug)
    form = ConsentForm(request.POST if request.method == "POST" else None, initial={"consent": record.consent})
    if request.method == "POST" and form.is_valid():
        services.record_consent(record=record, consent=form.cleaned_data["consent"], by=request.user, at=now())
        messages.success(request, "Consent saved.")
        return redirect(record)
    return render(request, "records/consent.html", {"form": form, "record": record})


@changes_record
def publish(request: SignedInRequest, record: Record) -> None:
    services.publish_record(record=record, by=request.user, at=now())
    messages.success(request, "Your changes are published.")


@login_required
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    record = get_record(request, slug)
    if not policies.can_withdraw(record, request.user):
        raise Http404
    if request.method == "POST":
        try:
            services.withdraw_record(record=record, by=request.user, at=now())
        except policies.UnableToChangeRecord as problem:
            messages.error(request, str(problem))
            return redirect(record)
        messages.success(request, "Withdrawn. Its text and files have been deleted.")
        return redirect("records:desk")
    return render(request, "records/withdraw.html", {"record": record})


@changes_record
def take_down(request: SignedInRequest, record: Record) -> HttpResponse:
    services.take_down(record=record, by=request.user, at=now())
    messages.success(request, "Made private. Only its authors can see it.")
    return redirect("records:reports")
