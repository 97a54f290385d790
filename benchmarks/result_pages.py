"""How long the server takes for public and stored pages, and how large they are: python -m benchmarks.result_pages

Works on the database that the settings name; run `cairn demo --no-serve` and a worker first, so that
examples are there. Time is the server's: the test client, without a network. Compressed is what a browser is sent.
"""

import gzip
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
os.environ.setdefault("CAIRN_STATIC_FINGERPRINTS", "false")

import django

django.setup()

from django.test import Client

from cairn.evaluation.models import Evaluation
from cairn.places.models import Place

ROUNDS = 15


def main() -> None:
    client = Client(headers={"host": "127.0.0.1"})
    print(f"{'page':44} {'median ms':>10} {'slowest':>9} {'KB':>7} {'KB gzip':>8}")
    for name, address in addresses():
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            response = client.get(address)
            times.append((time.perf_counter() - began) * 1000)
            assert response.status_code == 200, (address, response.status_code)
        body = b"".join(response) if response.streaming else response.content
        sizes = f"{len(body) / 1024:7.1f} {len(gzip.compress(body)) / 1024:8.1f}"
        print(f"{name:44} {statistics.median(times[1:]):10.1f} {max(times[1:]):9.1f} {sizes}")


def addresses() -> list[tuple[str, str]]:
    pages = [(address, address) for address in ("/", "/how-well/", "/how-it-works/", "/councils/", "/measures/")]
    pages += [("/measures/cla_rate/", "/measures/cla_rate/")]
    real = Place.objects.councils().real().filter(slug="leeds").first()
    if real is not None:
        pages.append((f"council: {real}", real.get_absolute_url()))
    done = Evaluation.objects.filter(state="done", plan__is_example=True).select_related("plan").order_by("pk")
    for evaluation in done[:2]:
        address = evaluation.plan.get_absolute_url()
        pages.append((f"result: {evaluation.plan}"[:44], address))
        pages += [(f"  {file}", address + file) for file in ("paths.svg", "gaps.svg", "gaps.png", "result.json")]
    return pages


if __name__ == "__main__":
    main()
