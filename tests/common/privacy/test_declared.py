"""Every model of every installed app says what becomes of its rows; this would have found those that were forgotten."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from cairn.accounts.models import User
from cairn.common.privacy import DELETE, Impersonal, Keep, OfPerson, OfRecord, PartOf, Run
from cairn.common.privacy.checking import find_problems, list_keys
from cairn.common.privacy.declarations import Subject, as_tuple, get_declared
from cairn.config.privacy import OTHERS
from cairn.records.models import Record


def test_every_model_of_every_installed_app_says_what_becomes_of_its_rows():
    assert find_problems(apps.get_models()) == []


def test_there_are_keys_to_look_at():
    keys = [subject for model in apps.get_models() for _, subject in list_keys(model)]
    assert keys.count(Subject.PERSON) > 50
    assert keys.count(Subject.RECORD) > 40


def test_nothing_is_declared_for_a_model_that_is_not_there():
    there = {model._meta.label for model in apps.get_models()}
    assert OTHERS.keys() - there == set()
    assert [label for label in OTHERS if "PRIVACY" in apps.get_model(label).__dict__] == []


def test_what_is_kept_under_an_address_is_handed_out_too():
    """To whoever has proven that the address is theirs."""
    forgotten = [
        model._meta.label
        for model in apps.get_models()
        for one in get_declared(model)
        if isinstance(one, OfPerson) and one.holds == "email" and not one.exported
    ]
    assert forgotten == []


# --- On models that are planted ---------------------------------------------------------------------


def name_of(record_or_person):
    return models.ForeignKey(record_or_person, models.CASCADE, related_name="+")


@isolate_apps("cairn.records")
def test_undeclared_keys_are_found_with_what_to_write():
    class Diary(models.Model):
        writer = name_of(User)
        about = name_of(Record)
        words = models.TextField()
        answer_to = models.EmailField()

        class Meta:
            app_label = "records"

    assert find_problems([Diary]) == [
        "records.Diary: writer leads to a person, but nothing says what happens to it. Write in its PRIVACY: "
        "OfPerson('writer', erase=…): DELETE, BLANK or Keep(“why”).",
        "records.Diary: about leads to a record, but nothing says what happens to it. Write in its PRIVACY: "
        "OfRecord('about', withdraw=…, merge=…): DELETE, BLANK, REPOINT or Keep(“why”).",
        "records.Diary: answer_to leads to a person, but nothing says what happens to it. Write in its PRIVACY: "
        "OfPerson('answer_to', erase=…): DELETE, BLANK or Keep(“why”).",
    ]


@isolate_apps("cairn.records")
def test_undeclared_text_and_links_to_many_are_found():
    class Page(models.Model):
        text = models.CharField(max_length=9)

        class Meta:
            app_label = "records"

    class Shelf(models.Model):
        PRIVACY = (Impersonal("A list"),)
        holds = models.ManyToManyField(Record, related_name="+")

        class Meta:
            app_label = "records"

    assert find_problems([Page])[0].startswith("records.Page: it says nothing of its rows")
    assert [problem.partition(",")[0] for problem in find_problems([Shelf])] == [
        "records.Shelf: holds leads to a record",
        "records.Shelf leads to a person or a record",
    ]


@isolate_apps("cairn.records")
def test_kind_of_record_whose_field_cannot_be_emptied_is_found():
    class Toy(Record):
        KIND = "need"
        record_ptr = models.OneToOneField(Record, models.CASCADE, parent_link=True, primary_key=True, related_name="+")
        colour = models.IntegerField()
        words = models.TextField()

        class Meta:
            app_label = "records"

    assert find_problems([Toy]) == [
        "records.Toy: colour of a withdrawn record cannot be emptied, but nothing says what happens to it. Write in "
        "its PRIVACY: Kept(“why it stays”, ('colour',))."
    ]


@isolate_apps("cairn.records")
def test_wrong_declarations_are_found():
    class Wrong(models.Model):
        PRIVACY = (
            OfPerson("nobody", erase=DELETE),
            OfRecord("about", withdraw=Run("cairn.records.services.nothing_of_the_sort"), merge=Keep("")),
            PartOf("about"),
        )
        about = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="+")

        class Meta:
            app_label = "records"

    assert find_problems([Wrong]) == [
        "records.Wrong has no field 'nobody', which its PRIVACY names.",
        "records.Wrong.about does not cascade, so the row would not go with it.",
        "records.Wrong names cairn.records.services.nothing_of_the_sort, which is not there.",
    ]


@pytest.mark.parametrize("kind", [Keep, Impersonal])
def test_who_keeps_something_says_why(kind):
    declared = [(model, one) for model in apps.get_models() for one in get_declared(model)]
    fates = [
        (model, fate)
        for model, one in declared
        for verb in ("erase", "withdraw", "merge")
        for fate in (one, *as_tuple(getattr(one, verb, ())))
    ]
    assert [model._meta.label for model, one in fates if isinstance(one, kind) and len(one.reason.split()) < 3] == []
