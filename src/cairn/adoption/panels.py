"""What other pages show of who uses what."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from cairn.adoption.models import Adoption, Embedding
from cairn.adoption.policies import CHECKED
from cairn.adoption.presenters import UsePage, UseView, make_timeline
from cairn.adoption.presenters.embedding import list_looks
from cairn.adoption.presenters.figures import list_own_measures
from cairn.adoption.presenters.scaling import WayView
from cairn.adoption.queries import get_models_used_in, get_scaling_strategies_of, is_resting, with_moves
from cairn.common.panels import Panel
from cairn.indicators.presenters.pebbles import draw_councils
from cairn.library.models import PracticeModel, Project
from cairn.library.policies import can_name_originator
from cairn.library.presenters.known import KnownView, view_known
from cairn.library.queries import get_projects_in
from cairn.library.queries.known import find_known
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.policies import can_edit

TRIED_SHOWN = 3


def show_councils(request: HttpRequest, model: PracticeModel) -> str:
    known = view_known(request, model).known
    views = [UseView(one) for one in with_moves(known.knows("uses"), model)]
    tried_in = {place.pk: place for one in known.related if isinstance(one, Project) for place in one.places.all()}
    used_in = [view.adoption.place for view in views if not view.is_over]
    marked = used_in or list(tried_in.values())
    origins = [place for place in marked if place.name in model.originator]
    context = {
        "model": model,
        "views": views,
        "confirmed": sum(view.adoption.is_confirmed for view in views),
        "map": draw_councils(marked, origins=origins),
        "origins": origins,
        "timeline": make_timeline(views),
        "can_name_originator": can_name_originator(request.user),
        "tried_in": sorted(tried_in.values(), key=lambda place: place.name),
    }
    return render_to_string("adoption/councils_panel.html", context, request)


def show_use(request: HttpRequest, use: Adoption) -> str:
    """What it says of parts, changes and dates; whoever reviews a draft reads those of the draft."""
    model = PracticeModel.objects.visible_to(request.user).filter(pk=use.practice_model_id).first()
    context = {"record": use, "use": UsePage(use, model), "can_edit": can_edit(use, request.user)}
    return render_to_string("adoption/use_panel.html", context, request)


def show_embedding(request: HttpRequest, record: Record) -> str:
    """For those who may change a project or a use of a model: what is due."""
    if not can_edit(record, request.user):
        return ""
    found = Embedding.objects.filter(record_id=record.pk).prefetch_related("reviews").first()
    looks = list_looks(found, day=localdate(), rests=is_resting(record)) if found else []
    return render_to_string("adoption/embedding_panel.html", {"record": record, "looks": looks}, request)


def show_figures(request: HttpRequest, record: Record) -> str:
    """For its team; for others only where figures are shared with them."""
    is_team = can_edit(record, request.user)
    views = list_own_measures(record, is_team=is_team)
    if not is_team and not views:
        return ""
    return render_to_string(
        "adoption/figures_panel.html", {"record": record, "views": views, "is_team": is_team}, request
    )


def show_tried(request: HttpRequest, place: Place) -> str:
    """On a council's page: its projects with whether results are recorded, and the models known to be used there."""
    projects = list(get_projects_in(place, request.user))
    known = find_known(projects[:TRIED_SHOWN], Record.objects.visible_to(request.user))
    context = {
        "place": place,
        "rows": [(project, KnownView(known[project.pk])) for project in projects[:TRIED_SHOWN]],
        "others": projects[TRIED_SHOWN:],
        "uses": [UseView(one) for one in get_models_used_in(place, request.user)],
    }
    return render_to_string("adoption/tried_card.html", context, request)


def show_scaling(request: HttpRequest, record: Record) -> str:
    """On the page of a model or a project: in which ways it was scaled."""
    views = [WayView(one) for one in get_scaling_strategies_of(record, request.user)]
    compare = "&".join(f"w={view.strategy.slug}" for view in views[:4]) if len(views) > 1 else ""
    return (
        render_to_string("adoption/scaling_panel.html", {"views": views, "compare": compare}, request) if views else ""
    )


PANELS = (
    Panel("use", (RecordKind.ADOPTION,), show_use),
    Panel("councils-using-it", (RecordKind.PRACTICE_MODEL,), show_councils),
    Panel("tried", ("council-cards",), show_tried),
    Panel("embedding", CHECKED, show_embedding),
    Panel("own-figures", CHECKED, show_figures),
)
SCALING_PANELS = (Panel("scaling", (RecordKind.PRACTICE_MODEL, RecordKind.PROJECT), show_scaling),)
