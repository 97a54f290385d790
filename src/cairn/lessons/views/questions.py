"""Questions: the list, one with its answers, and what may become of an answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import log_in_to_see
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.lessons import services
from cairn.lessons.forms import AnswerForm
from cairn.lessons.models import Answer, OpenQuestion
from cairn.lessons.policies import UnableToTell
from cairn.lessons.queries import get_questions
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord
from cairn.records.presenters import RecordView
from cairn.records.views.loading import describe_page, get_record

PAGE_LENGTH = 30
ANSWERS_AN_HOUR = 30
TAKEN_BACK = {
    None: "Answer deleted.",
    True: "Answer deleted, along with the draft lesson based on it.",
    False: "Answer deleted. The lesson based on it is private again, and its team can no longer share it.",
}


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    page = get_page(get_questions(request.user), request, PAGE_LENGTH)
    rows = [(one, RecordView(one, request.user).sharing_tag) for one in page]
    return render(request, "lessons/questions.html", {"page": page, "rows": rows})


@limit_rate("answers", per_hour=ANSWERS_AN_HOUR)
@log_in_to_see
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """The question, its answers, and room for another; answering needs a log-in."""
    found = get_record(request, slug, OpenQuestion)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ("text", "may_become_lesson")}
        try:
            services.answer_question(question=found, by=request.user, at=now(), **answers)  # type: ignore[arg-type]  # it asks for a log-in
        except UnableToTell as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Answer published. Anyone who can see the question can see it.")
            return redirect(found)
    answers_given = found.answers.given().select_related("by", "lesson").order_by("answered_at", "pk")
    # The page of a lesson that was merged leads to the one that stayed.
    led_to = {one.pk: one.lesson.merged_into_id or one.lesson_id for one in answers_given if one.lesson}
    visible = set(Record.objects.visible_to(request.user).filter(pk__in=led_to.values()).values_list("pk", flat=True))
    more = {"form": form, "answers": [(one, led_to.get(one.pk) in visible) for one in answers_given]}
    return render(request, "lessons/question.html", describe_page(request, found) | more)


@require_POST
@login_required
def settle(request: SignedInRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, OpenQuestion)
    try:
        services.settle_question(question=found, by=request.user, at=now())
    except UnableToTell as problem:
        messages.error(request, str(problem))
    return redirect(found)


def _get_answer(request: HttpRequest, slug: str, number: int) -> Answer:
    return get_object_or_404(Answer.objects.given(), question=get_record(request, slug, OpenQuestion), pk=number)


@require_POST
@login_required
def change_answer(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Whoever answered takes the answer back, or says whether it may become a lesson."""
    answer = _get_answer(request, slug, number)
    try:
        if "take_back" in request.POST:
            gone = services.take_back_answer(answer=answer, by=request.user, at=now())
            messages.success(request, TAKEN_BACK[gone])
        else:
            services.decide_use(answer=answer, may_become_lesson="may" in request.POST, by=request.user, at=now())
    except UnableToTell as problem:
        messages.error(request, str(problem))
    return redirect("lessons:question", slug)


@require_POST
@login_required
def make_lesson(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    answer = _get_answer(request, slug, number)
    try:
        lesson = services.make_lesson_of(answer=answer, by=request.user, at=now())
    except UnableToChangeRecord as problem:
        messages.error(request, str(problem))
        return redirect("lessons:question", slug)
    messages.success(request, "We created a draft with the text of the answer. Add the rest, then share it.")
    return redirect("records:edit", lesson.slug)
