"""What leads others to a page: each address answers by itself, and each page says of itself what it is."""

import json
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from cairn.library.presenters.files import write_json
from cairn.records.kinds import get_kinds
from tests.factories.records import NOON
from tests.permissions.asking import get_client, quick
from tests.permissions.planting import garden

__all__ = ["garden", "quick"]
pytestmark = pytest.mark.django_db


def get_paths(text: str) -> set[str]:
    """Addresses of this site in a feed, a map, a table or a list of hits; what only names an entry is none."""
    links = re.sub(r"<(guid|id)>.*?</\1>", "", text)
    found = re.findall(rf'{re.escape(settings.BASE_URL)}(/[^<"\s]*)', unescape(links))
    return {urlsplit(path).path for path in found}


def find_that_do_not_answer(client: Client, paths: set[str]) -> dict[str, int]:
    answers = {path: client.get(path).status_code for path in sorted(paths)}
    return {path: status for path, status in answers.items() if status != 200}


def test_what_feeds_the_map_and_the_library_name_answers_to_everybody_and_leads_nowhere_else(garden, quick):
    client = get_client("stranger", garden)
    texts = [client.get(path).content.decode() for path in ("/feeds/new.rss", "/feeds/new.atom", "/boards/new.atom")]
    texts += [client.get(f"/feeds/{kind.slug}.atom").content.decode() for kind in get_kinds()]
    texts += [client.get("/sitemap.xml").content.decode()]
    texts += [json.dumps(json.loads(write_json(AnonymousUser(), at=NOON)))]
    paths = set().union(*map(get_paths, texts))
    public = {one.record.get_absolute_url() for one in garden.planted if one.level == "public"}
    assert len(paths & public) > 15
    assert find_that_do_not_answer(client, paths) == {}


@pytest.mark.parametrize("who", ["stranger", "author"])
def test_hits_answer_by_themselves_to_whoever_gets_them(who, garden, quick):
    client = get_client(who, garden)
    pages = [client.get("/search/", {"q": "planted", "page": number}).content.decode() for number in range(1, 4)]
    hits = {path for page in pages for path in re.findall(r'<h2><a href="([^"?]+)', page)}
    assert len(hits) > 15
    assert find_that_do_not_answer(client, hits) == {}


def test_the_page_of_each_kind_of_record_says_what_it_is(garden, quick):
    client = get_client("stranger", garden)
    wrong = []
    for one in garden.planted:
        if one.level != "public" or one.record.kind == "evaluation":  # which is shown on the page of its plan
            continue
        page = client.get(one.record.get_absolute_url()).content.decode()
        said = dict(re.findall(r'<meta (?:name|property)="([\w:]+)" content="(.*?)">', page))
        if settings.SITE_STRAPLINE in said["description"] or not said["description"]:
            wrong.append((one.record.kind, said["description"]))
        assert said["og:description"] == said["description"]
        assert said["og:url"] == settings.BASE_URL + one.record.get_absolute_url()
        assert said["og:title"]
        assert f"<title>{said['og:title']} - " in page.replace('"', "&quot;").replace("\n", " ")
        feed = re.search(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)"', page)
        assert client.get(feed[1]).status_code == 200
    assert wrong == []
