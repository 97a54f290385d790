from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "cairn.papers"

    def ready(self) -> None:
        from cairn.papers import receivers  # noqa: F401 (connects them)
        from cairn.papers.kinds import KINDS
        from cairn.records.registry import register_app

        register_app(kinds=KINDS)
