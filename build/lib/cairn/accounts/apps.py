from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cairn.accounts"

    def ready(self) -> None:
        from cairn.accounts.services import ERASED, replay_erasure
        from cairn.common.operations.ledger import register_replay

        register_replay(ERASED, replay_erasure)
