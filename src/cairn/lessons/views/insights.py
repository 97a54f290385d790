"""Insights: the list and the page of one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cairn.common.access import log_in_to_see
from cairn.lessons.enums import Viewpoint
from cairn.lessons.models import Insight
from cairn.lessons.presenters import InsightView
from cairn.lessons.queries import get_backing, get_challenges_of, get_insights
from cairn.lessons.topics import get_topic_choices
from cairn.records.presenters import RecordView
from cairn.records.views.loading import describe_page, get_record

PAGE_LENGTH = 30


@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    topics, viewpoints = get_topic_choices(), Viewpoint.choices
    topic = request.GET.get("topic", "") if request.GET.get("topic") in dict(topics) else ""
    viewpoint = request.GET.get("viewpoint", "") if request.GET.get("viewpoint") in Viewpoint.values else ""
    found = get_insights(request.user, topic=topic, viewpoint=viewpoint)
    page = Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page"))
    backing = get_backing(page, request.user)
    context = {
        "page": page,
        "rows": [
            (InsightView(one, backing[one.pk], localdate()), RecordView(one, request.user).sharing_tag) for one in page
        ],
        "filters": [("topic", "Board", topics, topic), ("viewpoint", "View of", viewpoints, viewpoint)],
        "is_filtered": bool(topic or viewpoint),
    }
    return render(request, "lessons/insights.html", context)


@require_safe
@log_in_to_see
def insight(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Insight)
    more = {
        "insight": InsightView(found, get_backing([found], request.user)[found.pk], localdate()),
        "challenges": get_challenges_of(found, request.user),
    }
    return render(request, "lessons/insight.html", describe_page(request, found) | more)
