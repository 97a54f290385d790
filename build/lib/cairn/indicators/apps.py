from django.apps import AppConfig
from django.core import checks
from django.http import HttpRequest

from cairn.common.panels import register_panel


class IndicatorsConfig(AppConfig):
    name = "cairn.indicators"

    def ready(self) -> None:
        from cairn.indicators import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.indicators.notices import register_notices
        from cairn.notices.schedules import MONDAY, Schedule, register_schedule

        register_notices()
        label = "Look for new releases of official figures (CAIRN_FETCH_BY_ITSELF)"
        register_schedule(Schedule("data.look", label, tasks.look_for_releases, hour=5, weekday=MONDAY))
        checks.register(check_definitions)
        register_panel("search", "measures", render_measures)
        register_panel("council", "inspections", render_inspections)
        register_panel("council", "figures", render_council_figures)


def check_definitions(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from cairn.indicators.definitions import find_problems  # needs the settings, not yet there when Django reads this

    return [checks.Error(str(problem), id="indicators.E001") for problem in find_problems()]


def render_measures(request: HttpRequest, text: str) -> str:
    from cairn.indicators.panels import show_measures  # needs the settings, not yet there when Django reads this file

    return show_measures(request, text)


def render_inspections(request: HttpRequest, place) -> str:
    from cairn.indicators.views.councils import render_inspections  # models are not loaded when Django reads this file

    return render_inspections(request, place)


def render_council_figures(request: HttpRequest, place) -> str:
    from cairn.indicators.views.councils import render_council_figures

    return render_council_figures(request, place)
