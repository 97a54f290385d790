"""The page of a model over all its councils: who starts it, what it says, and whose name it shows."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from cairn.adoption.models import Adoption
from cairn.evaluation import analysis
from cairn.evaluation.models import ModelPlan, ModelRun, RightOfReply
from cairn.evaluation.tasks import work_out_model
from cairn.library.models import PracticeModel
from cairn.places.models import Place
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.pooled import fix, make_member, publish_fictional_model, publish_users

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation", "pooled_once")]
MEASURES = ("rereferral_pct", "referral_rate")


@pytest.fixture
def model():
    found = publish_fictional_model()
    publish_users(found)
    return found


@pytest.fixture
def speaker():
    return make_member(place=Place.objects.get(code="F002"))


@pytest.fixture
def worked_out(model, speaker):
    """With a council that has people here, so that it is not named yet."""
    work_out_model.func(fix(model).pk)
    return model


@pytest.fixture
def editor():
    return give_site_role(UserFactory(), "editor")


def read(client, model, **query):
    return client.get(reverse("evaluation:model", args=[model.slug]), query)


def test_the_page_says_first_what_the_figures_show_and_accounts_for_every_council(worked_out, client):
    page = read(client, worked_out)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Changed on 1 of 1 measures" in text
    assert (
        "12 of the 15 councils on the list are used: two have a start that no one has confirmed and one has too few "
        "years of figures after its start."
    ) in text
    assert "fewer referrals a year" in text or "fewer" in text
    assert "It does not say that the model caused a change." in text
    assert (
        text.index("Changed on 1 of 1") < text.index("What this does not mean") < text.index("How we worked this out")
    )
    assert "Callaway and Sant’Anna" in text
    assert "With the councils whose start no one has confirmed" in text
    assert text.count('class="f-chart"') == 2 + 12


def test_a_council_has_no_name_until_its_days_are_over(worked_out, client, speaker):
    def councils():
        text = read(client, worked_out).content.decode()
        return text[
            text.index('<ul class="f-multiples">') : text.index("</ul>", text.index('<ul class="f-multiples">'))
        ]

    assert "Ottenvale" not in councils()
    assert councils().count("Not named yet") == 1
    RightOfReply.objects.update(ends_on=localdate())
    assert "Ottenvale" not in councils()  # the last day is still theirs
    RightOfReply.objects.update(ends_on=localdate() - timedelta(days=1))
    assert "Ottenvale" in councils()
    assert "Not named yet" not in councils()


def test_people_of_a_council_see_which_line_is_theirs_and_where_to_reply(worked_out, speaker):
    own = Client()
    own.force_login(speaker)
    text = read(own, worked_out).content.decode()
    assert "(your council)" in text
    right = RightOfReply.objects.get()
    assert reverse("evaluation:reply", args=[right.pk]) in text
    other = Client()
    other.force_login(make_member(place=Place.objects.get(code="F004")))
    shown = read(other, worked_out).content.decode()
    assert reverse("evaluation:reply", args=[right.pk]) not in shown


def test_the_reply_is_shown_with_its_date_once_the_days_are_over(worked_out, client, speaker):
    own, right = Client(), RightOfReply.objects.get()
    own.force_login(speaker)
    address = reverse("evaluation:reply", args=[right.pk])
    assert own.get(address).status_code == 200
    assert own.post(address, {"reply": ""}).status_code == 200
    assert own.post(address, {"reply": "We changed how we count <b>."}).status_code == 302
    assert "We changed how we count" not in read(client, worked_out).content.decode()
    RightOfReply.objects.update(ends_on=localdate() - timedelta(days=1))
    text = read(client, worked_out).content.decode()
    assert "We changed how we count &lt;b&gt;." in text
    assert f"Ottenvale, {now():%-d %B %Y}" in text


@pytest.mark.parametrize("who", ["nobody", "stranger", "reader"])
def test_others_find_no_page_to_reply_on(worked_out, who):
    client, right = Client(), RightOfReply.objects.get()
    if who != "nobody":
        place = Place.objects.get(code="F002" if who == "reader" else "F004")
        client.force_login(make_member(place=place, role="reader" if who == "reader" else "member"))
    answer = client.get(reverse("evaluation:reply", args=[right.pk]))
    assert answer.status_code == (302 if who == "nobody" else 404)


def test_files_name_no_council_whose_days_are_not_over(worked_out, client):
    def get_rows(table):
        answer = client.get(reverse("evaluation:model-file", args=[worked_out.slug, table]))
        assert answer.status_code == 200
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    councils = get_rows("councils")
    assert len(councils) == 12
    assert "Ottenvale" not in {row["Council"] for row in councils}
    assert len({row["Council"] for row in councils}) == 12
    assert [row["Calculation"] for row in get_rows("results")][:2] == [
        "Main result",
        "With the councils whose start no one has confirmed",
    ]
    assert {row["Councils"] for row in get_rows("years")} >= {"12"}
    assert client.get(reverse("evaluation:model-file", args=[worked_out.slug, "teeth"])).status_code == 404


def test_the_chart_is_served_as_it_was_drawn(worked_out, client):
    for form, kind in (("svg", "image/svg+xml"), ("png", "image/png"), ("json", "application/json")):
        answer = client.get(reverse("evaluation:model-chart", args=[worked_out.slug, "rereferral_pct", form]))
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    for measure, form in (("rereferral_pct", "gif"), ("teeth", "svg"), ("referral_rate", "svg")):
        assert client.get(reverse("evaluation:model-chart", args=[worked_out.slug, measure, form])).status_code == 404


def test_before_anything_was_worked_out_the_page_says_what_will_be_there(model, client):
    text = read(client, model).content.decode()
    assert "No results yet" in text
    assert "Fix the list" not in text
    assert client.get(reverse("evaluation:model-file", args=[model.slug, "results"])).status_code == 404


def test_an_editor_fixes_the_list_and_others_may_not(model, editor):
    address = reverse("evaluation:start-model", args=[model.slug])
    stranger = Client()
    stranger.force_login(UserFactory())
    assert stranger.post(address).status_code == 403
    assert Client().post(address).status_code == 302
    client = Client()
    client.force_login(editor)
    assert "15 councils are recorded" in read(client, model).content.decode()
    assert client.get(address).status_code == 302
    assert ModelPlan.objects.count() == 0
    assert client.post(address).status_code == 302
    assert ModelPlan.objects.get().locked_by == editor
    assert "Nothing has changed since list 1" in client.post(address, follow=True).content.decode()
    run = ModelRun.objects.get()
    work_out_model.func(run.pk)
    client.post(address, {"again": "1"})
    assert ModelRun.objects.count() == 2


def test_who_may_not_see_the_model_sees_nothing_of_its_evaluation(worked_out, client):
    PracticeModel.objects.update(sharing="team")
    for address in (
        reverse("evaluation:model", args=[worked_out.slug]),
        reverse("evaluation:model-file", args=[worked_out.slug, "results"]),
        reverse("evaluation:model-chart", args=[worked_out.slug, "rereferral_pct", "svg"]),
    ):
        assert client.get(address).status_code in (302, 404)


def test_the_page_of_the_model_shows_it_from_what_is_stored(worked_out, client):
    text = client.get(worked_out.get_absolute_url()).content.decode()
    assert "All its councils together" in text
    assert "12 of 15" in text
    assert reverse("evaluation:model", args=[worked_out.slug]) in text


def test_a_result_that_differs_from_the_one_before_says_how(worked_out, client):
    late = Adoption.objects.get(place__code="F069")  # which had too few years after its start
    late.start_confirmations.update(start="2018-04")
    late.moves.update(moved_on="2018-04")
    work_out_model.func(fix(worked_out).pk)
    text = read(client, worked_out).content.decode()
    assert "The list of councils is new. The finding is the same: " in text
    assert "12 councils were used before, 13 are now." in text
    assert "Earlier results" in text


def test_the_page_asks_the_database_few_times(worked_out, client, django_assert_max_num_queries):
    read(client, worked_out)
    with django_assert_max_num_queries(24):
        read(client, worked_out)


@pytest.mark.nightly
def test_the_file_to_reproduce_waits_for_the_councils_and_gives_the_same_again(
    worked_out, client, editor, monkeypatch, tmp_path, capsys
):
    address = reverse("evaluation:model-bundle", args=[worked_out.slug, "rereferral_pct"])
    assert client.get(address).status_code == 404  # a council has its days left
    assert address not in read(client, worked_out).content.decode()
    client.force_login(editor)
    assert address in read(client, worked_out).content.decode()
    client.logout()
    RightOfReply.objects.update(told_at=now(), ends_on=localdate() - timedelta(days=1))
    assert address in read(client, worked_out).content.decode()
    content = client.get(address).content
    for reads in ("make_panel", "find_panel"):
        monkeypatch.setattr(f"cairn.evaluation.analysis.bundles.{reads}", None)
    monkeypatch.setattr("cairn.evaluation.analysis.pooling.make_panel", None)
    path = tmp_path / "result.zip"
    path.write_bytes(content)
    call_command("reproduce", str(path))
    said = capsys.readouterr().out
    assert "12 of the 15 councils on the list are used" in said
    assert "The same comes out from the figures in the file." in said
    bundle = analysis.read_bundle(content)
    assert bundle.document == json.loads(worked_out.model_plans.get().results.get().document)
    assert analysis.reproduce(bundle) == []
    bundle.document["primary"]["sites"][3]["change"] += 0.01
    assert analysis.reproduce(bundle) == ["primary.sites[3].change"]
    absent = reverse("evaluation:model-bundle", args=[worked_out.slug, "cla_rate"])
    assert client.get(absent).status_code == 404
