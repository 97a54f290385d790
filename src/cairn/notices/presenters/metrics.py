"""The metrics of the site for Prometheus: numbers of jobs, mails and bytes, by lane and state. Nobody is in them."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

import cairn
from cairn.common.operations.backups import get_made_at
from cairn.common.operations.metrics import make_registry
from cairn.common.operations.sizes import get_database_bytes
from cairn.notices.queries import count_jobs, count_live_workers, count_mails


class SiteCollector(Collector):
    """What the database and the data folder say at one moment."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[Metric]:
        build = GaugeMetricFamily("cairn_build_info", "The version that runs.", labels=["version"])
        build.add_metric([cairn.__version__], 1)
        yield build
        jobs = GaugeMetricFamily("cairn_jobs", "Jobs on the queue, by lane and state.", labels=["lane", "state"])
        oldest = GaugeMetricFamily(
            "cairn_jobs_oldest_waiting_seconds", "How long the oldest job of a lane has waited.", labels=["lane"]
        )
        for lane in count_jobs():
            for state, number in (("waiting", lane.waiting), ("running", lane.running), ("failed", lane.failed)):
                jobs.add_metric([lane.name, state], number)
            waited = (self.at - lane.oldest).total_seconds() if lane.oldest else 0
            oldest.add_metric([lane.name], waited)
        yield from (jobs, oldest)
        mails = GaugeMetricFamily("cairn_mails", "E-mails that have not gone out, by state.", labels=["state"])
        for state, number in count_mails().items():
            mails.add_metric([state], number)
        yield mails
        yield GaugeMetricFamily("cairn_workers", "Workers that are there.", value=count_live_workers(at=self.at))
        yield GaugeMetricFamily("cairn_database_bytes", "Size of the database.", value=get_database_bytes())
        if made_at := get_made_at():
            age = (self.at - made_at).total_seconds()
            yield GaugeMetricFamily("cairn_backup_age_seconds", "How old the latest backup is.", value=age)


def render_metrics(*, at: datetime) -> bytes:
    registry = make_registry()
    registry.register(SiteCollector(at))
    return generate_latest(registry)
