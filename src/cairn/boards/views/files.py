"""Boards and the sheet as PDF: asked for here and made by the worker. They hold what everybody may read."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cairn.boards import services
from cairn.boards.enums import SHEET
from cairn.boards.models import BoardFile, BoardVersion
from cairn.boards.presenters.paper import get_fingerprint, write_board, write_sheet
from cairn.boards.tasks import make_file
from cairn.notices.presenters import describe_place
from cairn.notices.queries import find_place

FORMS_OF_BOARDS = (BoardFile.Form.POSTER, BoardFile.Form.HANDOUT, BoardFile.Form.SLIDES)


@csrf_exempt  # it makes a file that everybody may have; a token would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, slug: str, number: int, form: str) -> HttpResponseBase:
    if form not in FORMS_OF_BOARDS:
        raise Http404
    found = BoardVersion.objects.select_related("board", "revision").filter(board__slug=slug, number=number)
    version = get_object_or_404(found)
    paper, cited = write_board(version)
    back = {"title": version.revision.content["title"], "back": version.get_absolute_url()}
    wanted = {"version": version, "form": form, "fingerprint": get_fingerprint(paper)}
    return _answer(request, wanted, cited, back, name=f"{slug}-{number}-{form}.pdf")


@csrf_exempt  # it makes a file that everybody may have; a token would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest) -> HttpResponseBase:
    paper, cited = write_sheet()
    if not paper.boards:
        raise Http404
    back = {"title": "Introductory sheet", "back": f"/boards/{SHEET}/"}
    wanted = {"version": None, "form": BoardFile.Form.SHEET, "fingerprint": get_fingerprint(paper)}
    return _answer(request, wanted, cited, back, name=f"{SHEET}.pdf")


def _answer(
    request: HttpRequest, wanted: dict[str, Any], cited: list[int], back: dict[str, str], *, name: str
) -> HttpResponseBase:
    """The file, or a page that says it is being made, or why it could not be."""
    if request.method == "POST":
        services.request_file(**wanted, cited=cited, at=now())
        return redirect(request.path)
    made = BoardFile.objects.filter(**wanted).first()
    if made is not None and made.made_at and not made.problem and made.file.storage.exists(str(made.file.name)):
        response = FileResponse(made.file.open("rb"), filename=name, content_type="application/pdf", as_attachment=True)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response
    context: dict[str, Any] = {**back, "made": made, "label": BoardFile.Form(wanted["form"]).label}
    if made is not None and not made.made_at:
        place = find_place(make_file.module_path, made.pk)
        context |= {"progress": describe_place(place, at=now()), "is_lost": place is None}
    return render(request, "boards/file.html", context)
