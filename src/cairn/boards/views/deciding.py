"""The page on which the person named on a board decides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from cairn.accounts.requests import SignedInRequest
from cairn.boards import policies, services
from cairn.boards.forms import PUBLISH, DecisionForm
from cairn.boards.models import BoardPage
from cairn.boards.presenters import read_board
from cairn.boards.presenters.warnings import warn_about
from cairn.boards.queries import get_waiting


@login_required
def decision(request: SignedInRequest, slug: str) -> HttpResponse:
    """Nobody else learns that something waits, or what."""
    board = get_object_or_404(BoardPage, slug=slug)
    waiting = get_waiting(board)
    try:
        policies.check_can_decide(waiting, request.user)
    except policies.UnableToDecide:
        raise Http404 from None
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _decide(request, board, form):
        board.refresh_from_db()
        return redirect(board.get_absolute_url() if board.live else "boards:boards")
    draft = waiting.revision.as_object()
    context = {
        "board": draft,
        "view": read_board(draft, request.user),
        "form": form,
        "asked_by": waiting.workflow_state.requested_by,
        "asked_at": waiting.started_at,
        "warnings": warn_about(draft),
        "number": board.versions.count() + 1,
    }
    return render(request, "boards/decision.html", context)


@login_required
def take_off(request: SignedInRequest, slug: str) -> HttpResponse:
    board = get_object_or_404(BoardPage, slug=slug)
    try:
        policies.check_can_take_off(board, request.user)
    except policies.UnableToDecide:
        raise Http404 from None
    if request.method == "POST":
        services.take_off(board=board, by=request.user, at=now())
        messages.success(request, "Board withdrawn. Its versions stay at their addresses.")
        return redirect("boards:boards")
    return render(request, "boards/take_off.html", {"board": board})


def _decide(request: SignedInRequest, board: BoardPage, form: DecisionForm) -> bool:
    approved = form.cleaned_data["decision"] == PUBLISH
    comment = form.cleaned_data["comment"]
    try:
        services.decide_board(board=board, by=request.user, at=now(), approved=approved, comment=comment)
    except (policies.UnableToDecide, policies.UnableToSubmitBoard) as problem:
        form.add_error("decision", str(problem))
        return False
    messages.success(request, "Decision saved. We have told the person who submitted the board.")
    return True
