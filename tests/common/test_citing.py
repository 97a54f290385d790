"""How something is cited, in words and for programs."""

import json
import re

from cairn.common.presenters.citing import Citation

REPORT = Citation(
    form="Report",
    title="Family Valued: <final> report.",
    address="https://cairn.example/evaluation-reports/x/",
    authors=("Mason, P.", "Ferguson, H."),
    publisher="Department for Education",
    date="2017-07",
    found_at="https://gov.example/report.pdf",
)


def read(citation):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', citation.head)[1])


def test_a_report_is_cited_as_the_work_it_is():
    assert REPORT.words == "Mason, P.; Ferguson, H. (2017). Family Valued: <final> report. Department for Education."
    assert REPORT.where == "https://gov.example/report.pdf"


def test_a_page_of_the_site_is_cited_by_its_publisher_and_version():
    page = Citation(
        form="Article", title="A board", address="https://c.example/b/", publisher="Cairn", version="Version 2"
    )
    assert (page.words, page.where) == ("Cairn (no date). A board. Version 2.", "https://c.example/b/")
    assert "citation_publication_date" not in page.head


def test_reference_managers_read_each_author_and_the_day_as_far_as_it_is_known():
    assert re.findall(r'name="citation_author" content="(.*?)"', REPORT.head) == ["Mason, P.", "Ferguson, H."]
    assert '<meta name="citation_publication_date" content="2017/07">' in REPORT.head
    assert '<meta name="citation_title" content="Family Valued: &lt;final&gt; report.">' in REPORT.head


def test_data_of_search_engines_are_json_that_nothing_in_them_can_end():
    attack = Citation(form="Report", title="</script><script>alert(1)</script>&", address="https://c.example/")
    assert attack.head.count("<script") == 1
    assert read(attack)["name"] == "</script><script>alert(1)</script>&"
    said = read(REPORT)
    assert (said["@type"], said["datePublished"], said["sameAs"]) == ("Report", "2017-07", REPORT.found_at)
    assert [one["name"] for one in said["author"]] == list(REPORT.authors)
    assert "version" not in said
