"""Official statistics from the publisher's own service, Explore Education Statistics (its public API, version 1)."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

import requests
from django.conf import settings
from urllib3.util import Retry

from cairn.common.reading.refusals import UnableToImport
from cairn.common.web import NotPublic, TimedAdapter, open_public_session
from cairn.indicators.models import FetchedVersion
from cairn.indicators.services.imports import TAKEN, FileReport, ImportReport, check_tables, import_paths

# Publications whose tables Cairn reads, by their titles; each of their data sets is recognised by its content.
PUBLICATIONS = (
    "Children looked after in England including adoptions",
    "Children in need",
    "Children's social work workforce",
    "Outcomes for children in need, including children looked after by local authorities in England",
)
PAGE_SIZE, MOST_PAGES = 20, 200
# Files are named by them, and one with ../ would lie elsewhere.
IDENTITY, VERSION = re.compile(r"[A-Za-z0-9-]{1,64}"), re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")
TRIES, CONNECT_SECONDS, READ_SECONDS = 5, 10, 60
MOST_SECONDS = 900  # for a whole answer, a file too: the next run goes on with one that broke off
AGAIN_AFTER = (429, 500, 502, 503, 504)
CHUNK = 1 << 18


class UnableToFetch(UnableToImport):
    """The publisher's service did not answer, or not as it should."""


class TooLarge(UnableToFetch):
    """One data set has more bytes than may be imported; the others can still be taken."""


@dataclass(frozen=True)
class DataSet:
    identity: str
    title: str
    version: str


@dataclass(frozen=True)
class FetchReport:
    fetched: list[DataSet]  # downloaded now; when only looked at, what is new
    known: list[DataSet]  # imported before
    imported: ImportReport | None
    not_taken: list[DataSet] = field(default_factory=list)  # left out or refused: tried again by the next run


def fetch(*, folder: Path, at: datetime, only_look: bool = False) -> FetchReport:
    """Download what is new and import it; what was not taken stays for a later run, which does not download it again.

    `only_look` downloads nothing and says what is new.
    """
    check_tables()
    with _open_session() as session:
        found = list(_find_data_sets(session))
        if not found:
            raise UnableToFetch(f"{settings.EES_API} offers none of the publications Cairn uses. Check CAIRN_EES_API.")
        done = set(FetchedVersion.objects.values_list("data_set", "version"))
        known = [one for one in found if (one.identity, one.version) in done]
        new = [one for one in found if one not in known]
        if only_look or not new:
            return FetchReport(new, known, None)
        folder.mkdir(parents=True, exist_ok=True)
        fetched = [one for one in new if not (folder / _get_name(one)).exists()]
        paths, too_large = {}, []
        for one in new:
            try:
                paths[one] = _download(session, one, folder)
            except TooLarge as problem:
                too_large.append(FileReport(one.title, "refused", reason=str(problem)))
    report = import_paths(paths.values(), at=at, unattended=True)
    report.files += too_large
    fetched = [one for one in fetched if one in paths]
    taken = {one.path for one in report.files if one.outcome in TAKEN}
    for one, path in paths.items():
        if path in taken:
            FetchedVersion.objects.create(
                data_set=one.identity,
                version=one.version,
                title=one.title[:300],
                sha256=_hash(path),
                fetched_at=at,
            )
            path.unlink()  # the release keeps what was imported
        _remove_older(folder, one)
    return FetchReport(fetched, known, report, [one for one in new if paths.get(one) not in taken])


def _remove_older(folder: Path, one: DataSet) -> None:
    """Downloads of versions that were never taken, once there is a newer one."""
    for path in folder.glob(f"{one.identity}-*.csv"):
        if path.name != _get_name(one) and path.stem.removeprefix(f"{one.identity}-").replace(".", "").isdecimal():
            path.unlink()


def _get_name(one: DataSet) -> str:
    return f"{one.identity}-{one.version}.csv"


def _open_session() -> requests.Session:
    retry = Retry(
        total=TRIES,
        backoff_factor=settings.FETCH_BACKOFF,
        status_forcelist=AGAIN_AFTER,
        allowed_methods=("GET",),
        respect_retry_after_header=True,
        raise_on_status=False,
    )
    session = open_public_session(seconds=MOST_SECONDS, max_retries=retry)
    # Where the host says that the service is, it may stand anywhere; where the service leads on to, not.
    session.mount(f"{settings.EES_API.rstrip('/')}/", TimedAdapter(seconds=MOST_SECONDS, max_retries=retry))
    session.headers["User-Agent"] = "Cairn (cairn data fetch)"
    return session


def _find_data_sets(session: requests.Session) -> Iterator[DataSet]:
    wanted = {_normalise(title) for title in PUBLICATIONS}
    for publication in _get_pages(session, "publications"):
        if _normalise(publication["title"]) not in wanted:
            continue
        for one in _get_pages(session, f"publications/{publication['id']}/data-sets"):
            try:
                found = DataSet(str(one["id"]), str(one["title"]), str(one["latestVersion"]["version"]))
            except (KeyError, TypeError):
                raise UnableToFetch(_unexpected("a data set without id, title or version")) from None
            if not IDENTITY.fullmatch(found.identity) or not VERSION.fullmatch(found.version):
                raise UnableToFetch(_unexpected("an id or a version of a data set with other characters"))
            yield found


def _normalise(title: str) -> str:
    return " ".join(str(title).replace("’", "'").casefold().split())


def _get_pages(session: requests.Session, path: str) -> Iterator[dict[str, Any]]:
    for page in range(1, MOST_PAGES + 1):
        answer = _get(session, path, params={"page": page, "pageSize": PAGE_SIZE}).json()
        try:
            results, pages = answer["results"], int(answer["paging"]["totalPages"])
        except (KeyError, TypeError, ValueError):
            raise UnableToFetch(_unexpected(f"{path} without results and paging")) from None
        yield from results
        if page >= pages:
            return


def _get(session: requests.Session, path: str, **options: Any) -> requests.Response:
    address = f"{settings.EES_API.rstrip('/')}/{path}"
    try:
        response = session.get(address, timeout=(CONNECT_SECONDS, READ_SECONDS), **options)
    except NotPublic:
        raise UnableToFetch(
            f"{address} leads to an address that is not of the public web. Nothing was fetched."
        ) from None
    except requests.RequestException as problem:
        raise UnableToFetch(
            f"{address} did not answer after {TRIES} more tries ({type(problem).__name__}). Try again later."
        ) from None
    if response.status_code >= 400:
        raise UnableToFetch(f"{address} answered with the error {response.status_code}. Try again later.")
    return response


def _unexpected(what: str) -> str:
    return f"{settings.EES_API} answered with {what}, which its published contract does not have. Nothing was imported."


def _download(session: requests.Session, one: DataSet, folder: Path) -> Path:
    """Go on where an earlier run stopped; a file has its name only when it is whole."""
    whole = folder / _get_name(one)
    if whole.exists():
        return whole
    part = whole.with_suffix(".part")
    start = part.stat().st_size if part.exists() else 0
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    path = f"data-sets/{one.identity}/csv"
    began = monotonic()
    response = _get(session, path, params={"dataSetVersion": one.version}, headers=headers, stream=True)
    resumed = response.status_code == requests.codes.partial_content
    size = start if resumed else 0
    try:
        with response, part.open("ab" if resumed else "wb") as file:
            for chunk in response.iter_content(CHUNK):
                size += len(chunk)
                if size > settings.IMPORT_MAX_BYTES:
                    raise TooLarge(f"{one.title} is larger than CAIRN_IMPORT_MAX_BYTES allows.")
                file.write(chunk)
        # An answer without a length looks whole when it was ended.
        if "Content-Length" not in response.headers and monotonic() - began >= MOST_SECONDS:
            raise requests.ReadTimeout
    except TooLarge:
        part.unlink()
        raise
    except requests.RequestException as problem:
        raise UnableToFetch(
            f"The download of {one.title} broke off after {size:,} bytes ({type(problem).__name__}). Run it again: it "
            "goes on from there."
        ) from None
    _check_length(one, response, size, start if resumed else 0)
    part.rename(whole)
    return whole


def _check_length(one: DataSet, response: requests.Response, size: int, start: int) -> None:
    length = response.headers.get("Content-Length")
    if length is not None and "Content-Encoding" not in response.headers and int(length) != size - start:
        raise UnableToFetch(f"The download of {one.title} is cut off at {size:,} bytes. Run it again.")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
