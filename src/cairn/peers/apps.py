from django.apps import AppConfig


class PeersConfig(AppConfig):
    name = "cairn.peers"

    def ready(self) -> None:
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.peers import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.peers.desk import DUE
        from cairn.peers.kinds import KINDS
        from cairn.peers.notices import NOTICES
        from cairn.peers.panels import PANELS
        from cairn.records.registry import register_app

        register_app(kinds=KINDS, panels=PANELS, notices=NOTICES, due=DUE)
        label = "Remind people of visits and their follow-up"
        register_schedule(Schedule("peers.remind", label, tasks.remind_of_visits, hour=8))
