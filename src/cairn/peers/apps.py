from django.apps import AppConfig


class PeersConfig(AppConfig):
    name = "cairn.peers"

    def ready(self) -> None:
        from cairn.peers import receivers  # noqa: F401 (connects them)
        from cairn.peers.desk import DUE
        from cairn.peers.panels import PANELS
        from cairn.records.registry import register_app

        register_app(panels=PANELS, due=DUE)
