from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "cairn.content"

    def ready(self) -> None:
        from cairn.common.panels import register_panel
        from cairn.content import receivers  # noqa: F401 (connects them)
        from cairn.content.panels import PANELS

        for panel in PANELS:
            register_panel(panel)
