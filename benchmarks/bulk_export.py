"""How long the download of every figure takes, and how much memory: python -m benchmarks.bulk_export

Against the database of the settings (CAIRN_DATA_DIR or DATABASE_URL), with data imported. The figures of the largest
release are read again and again until a million have been streamed, so that growth would show.
"""

import resource
import time

import django


def main() -> None:
    django.setup()
    from django.utils.timezone import now

    from cairn.indicators.definitions import get_definitions
    from cairn.indicators.models import Observation
    from cairn.indicators.presenters.bulk import stream_everything

    cells = Observation.objects.count()
    wanted, done, sent = 1_000_000, 0, 0
    peaks = []
    began = time.perf_counter()
    while done < wanted:
        for part in stream_everything(get_definitions(), at=now()):
            sent += len(part)
        done += cells
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    took = time.perf_counter() - began
    print(f"{done:,} figures, {sent / 1e6:.1f} MB zipped, {took:.1f} s; peak memory after each round: {peaks} MB")


if __name__ == "__main__":
    main()
