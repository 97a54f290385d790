from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "cairn.content"

    def ready(self) -> None:
        from cairn.content import receivers  # noqa: F401 (connects them)
