"""Seventeen councils, eight measures, in depth, as the worker does it; and the pages: python -m benchmarks.pooled

Works in an empty data folder of its own with the fictional nation; says CPU and wall seconds of the job, and what the
server takes for the page of the evaluation and of the model. Time is the server's: the test client, without a network.
"""

import os
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import date

FOLDER = tempfile.mkdtemp(prefix="cairn-pooled-")
os.environ["CAIRN_DATA_DIR"] = FOLDER
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
os.environ.setdefault("CAIRN_STATIC_FINGERPRINTS", "false")

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from django.utils.timezone import now

from cairn.evaluation import analysis, presenters, services
from cairn.evaluation.models.specification import ListedSite
from cairn.evaluation.tasks import work_out_model
from cairn.indicators.services import load_simulated
from cairn.library.models import PracticeModel
from cairn.places.models import Place
from cairn.places.services import load_fictional_places
from cairn.records.enums import Sharing

SITES, ROUNDS = 17, 15
MEASURES = ("cla_rate", "cin_rate", "cpp_rate", "referral_rate", "rereferral_pct", "repeat_plan_pct")


def main() -> None:
    call_command("migrate", verbosity=0)
    load_fictional_places()
    load_simulated(analysis.simulate_figures(), at=now())
    model = PracticeModel.objects.create(
        title="Benchmark", live=True, sharing=Sharing.PUBLIC, created_at=now(), updated_at=now()
    )
    PracticeModel.objects.filter(pk=model.pk).update(is_fictional=True)
    model.refresh_from_db()
    run = services.fix_list(model=model, at=now(), measures=MEASURES, sites=make_sites())
    # The nation has six measures; two of them again make eight, which are worked out and drawn but stored once.
    cpu, wall = time.process_time(), time.perf_counter()
    work_out_model.func(run.pk)
    specification = services.pooled.ModelSpecification.from_text(run.plan.document)
    for listed in specification.measures[:2]:
        other = replace(specification, seed=2)
        presenters.draw_pooled(analysis.answer_measure(other, listed))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{SITES} councils x {len(MEASURES) + 2} measures in depth: {cpu:.1f} s CPU, {wall:.1f} s")
    client = Client(headers={"host": "127.0.0.1"})
    for address in (f"/models/{model.slug}/evaluation/", model.get_absolute_url()):
        times = []
        for _ in range(ROUNDS):
            began, began_wall = time.process_time(), time.perf_counter()
            response = client.get(address)
            times.append(((time.process_time() - began) * 1000, (time.perf_counter() - began_wall) * 1000))
            assert response.status_code == 200, (address, response.status_code)
        cpus, walls = zip(*times[1:], strict=True)
        print(f"{address:40} median {statistics.median(cpus):.0f} ms CPU, {statistics.median(walls):.0f} ms")


def make_sites() -> list[ListedSite]:
    """Starts in seven years, two of them uncertain, one that stopped, two that nobody confirmed."""
    places = list(Place.objects.fictional().councils().order_by("code")[:SITES])
    sites = []
    for number, place in enumerate(places):
        start = date(2017 + number % 6, 4 + number % 5, 1)
        sites.append(
            ListedSite(
                place.code,
                place.name,
                start,
                date(start.year, 12, 31) if number in (3, 9) else start.replace(day=28),
                stop=date(2023, 3, 31) if number == 5 else None,
                confirmed_by="" if number in (11, 14) else "council",
                fidelity=0.5 + 0.03 * number,
                parts_only=number == 7,
            )
        )
    return sites


if __name__ == "__main__":
    main()
