from datetime import timedelta

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "cairn.notices"

    def ready(self) -> None:
        from cairn.common.operations.retention import register_retention
        from cairn.common.operations.set_up import register_set_up_check
        from cairn.common.panels import register_panel
        from cairn.notices import receivers, services, tasks  # noqa: F401 (connects the receivers)
        from cairn.notices.kinds import register_notice_kind
        from cairn.notices.news import NOTICES
        from cairn.notices.panels import PANELS
        from cairn.notices.schedules import MONDAY, Schedule, register_schedule
        from cairn.notices.set_up import CHECKS

        for notice in NOTICES:
            register_notice_kind(notice)
        for panel in PANELS:
            register_panel(panel)
        often = timedelta(minutes=5)
        for schedule in (
            Schedule("mail.retry", "Send e-mails", tasks.send_immediate, every=often),
            Schedule("mail.daily", "Send the daily e-mails", tasks.send_daily, hour=7),
            Schedule("mail.weekly", "Send the weekly e-mails", tasks.send_weekly, hour=7, weekday=MONDAY),
            Schedule("site.watch", "Tell hosts about problems", tasks.watch_site, every=often),
            Schedule("circles.tend", "End circles on their last day", tasks.tend_circles, hour=6),
            Schedule("retention", "Delete what has been kept long enough", tasks.apply_retention, hour=3),
        ):
            register_schedule(schedule)
        register_retention(
            "mails", "The record that an e-mail was sent, without its text", 90, services.delete_old_mails
        )
        register_retention("jobs", "Finished jobs", 14, services.prune_results)
        register_set_up_check(*CHECKS)
