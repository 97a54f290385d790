from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cairn.accounts"

    def ready(self) -> None:
        from cairn.accounts.services import ERASED, replay_erasure
        from cairn.accounts.set_up import CHECKS
        from cairn.common.operations.ledger import register_replay
        from cairn.common.operations.set_up import register_set_up_check

        register_replay(ERASED, replay_erasure)
        register_set_up_check(*CHECKS)
