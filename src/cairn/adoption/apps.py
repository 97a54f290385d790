from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "cairn.adoption"

    def ready(self) -> None:
        from cairn.adoption import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.adoption.kinds import KINDS
        from cairn.adoption.presenters.afterwards import tell_uses
        from cairn.adoption.presenters.practice import find_practice_of_team
        from cairn.adoption.queries import find_linked_models, find_uses, register_practice
        from cairn.library.presenters.timeline import register_lines
        from cairn.library.queries.known import register_knowledge, register_links
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.registry import register_app

        register_app(kinds=KINDS)
        register_links(find_linked_models)
        register_knowledge("uses", find_uses)
        register_lines(tell_uses)
        register_practice(find_practice_of_team)
        label = "Remind people of checks that are due"
        register_schedule(Schedule("embedding.chase", label, tasks.chase_reviews, hour=6))
