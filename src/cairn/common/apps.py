from django.apps import AppConfig, apps
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "cairn.common"

    def ready(self) -> None:
        # Wagtail would start a job at every save of every row, to learn what refers to what; only its pages need that.
        # This runs before Wagtail's own ready(), because this app stands before it in INSTALLED_APPS.
        from wagtail.models import Page

        from cairn.common import site_version
        from cairn.common.limits import delete_old_counts
        from cairn.common.operations import checks, costs, slow_queries, watching
        from cairn.common.operations.retention import register_retention
        from cairn.common.operations.set_up import register_set_up_check

        watching.start()
        connection_created.connect(slow_queries.watch_connection)
        connection_created.connect(site_version.watch_connection)
        register_set_up_check(*checks.CHECKS)
        post_migrate.connect(costs.set_planner_costs, sender=self)
        register_retention(
            "limits", "Counts of forms sent and attempts to sign in, without names or addresses", 1, delete_old_counts
        )
        for model in apps.get_models():
            if not model.__module__.startswith("wagtail.") and not issubclass(model, Page):
                model.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # read by Wagtail
