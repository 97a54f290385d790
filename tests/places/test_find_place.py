"""Finding one council by whatever it is called; never by guessing."""

import pytest

from cairn.places.queries import UnableToFindPlace, find_place, normalise
from cairn.places.services import load_fictional_places, load_places

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]


@pytest.fixture(autouse=True)
def places(db):
    load_places()
    load_fictional_places()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lancashire", "888"),
        ("  lancashire ", "888"),
        ("888", "888"),
        ("E10000017", "888"),
        ("e10000017", "888"),
        ("Lancashire County Council", "888"),
        ("London Borough of Ealing", "307"),
        ("Durham", "840"),
        ("County Durham", "840"),
        ("Herefordshire", "884"),
        ("Herefordshire, County of", "884"),
        ("Bedford Borough", "822"),
        ("Kingston Upon Hull, City of", "810"),
        ("Hull", "810"),
        ("St. Helens", "342"),
        ("St Helens", "342"),
        ("stockton-on-tees", "808"),
        ("Telford & Wrekin", "894"),
        ("bournemouth, christchurch & poole", "839"),
        ("Poole (Pre LG)", "836"),
        ("dorset-before-2019", "835"),
        ("Dorset (Pre LG)", "835"),
        ("838", "838"),
        ("Cumbria", "909"),
    ],
)
def test_find_place_by_any_of_its_names(text, code):
    assert find_place(text).code == code


@pytest.mark.parametrize("text", ["Dorset", "DORSET", "dorset", "Dorset Council"])
def test_find_place_of_an_ambiguous_name_lists_both_with_codes_and_dates(text):
    with pytest.raises(UnableToFindPlace) as problem:
        find_place(text)

    assert str(problem.value) == (
        f"'{text}' is the name of 2 councils: Dorset (835, until 31 March 2019); Dorset (838, since 1 April 2019). "
        "Enter the code of the one you mean."
    )


def test_find_place_with_a_typing_error_suggests():
    with pytest.raises(UnableToFindPlace, match=r"'Lancashir' is not a council .* Did you mean Lancashire \(888\)\?"):
        find_place("Lancashir")


def test_find_place_with_a_part_of_names_suggests_them():
    with pytest.raises(UnableToFindPlace, match="North Yorkshire"):
        find_place("Yorkshire")


@pytest.mark.parametrize("text", ["", "  ", "?"])
def test_find_place_without_a_name_says_what_to_give(text):
    with pytest.raises(UnableToFindPlace, match="Enter the name of a council"):
        find_place(text)


def test_find_place_of_nothing_like_it_says_what_to_give():
    with pytest.raises(UnableToFindPlace, match="or its 3-digit code"):
        find_place("Xqzzw")


def test_find_place_is_a_council_and_not_a_region():
    with pytest.raises(UnableToFindPlace):
        find_place("North West")


def test_find_place_never_crosses_between_the_nations():
    assert find_place("Ottenvale", fictional=True).code == "F002"
    with pytest.raises(UnableToFindPlace):
        find_place("Ottenvale")
    with pytest.raises(UnableToFindPlace):
        find_place("Leeds", fictional=True)


def test_normalise_drops_accents_and_punctuation():
    assert normalise(" St. Hélens’ & Co-op ") == "st helens and co op"


def test_find_place_in_an_empty_database_says_how_to_load(db):
    from cairn.places.models import Place, PlaceAlias, PlaceChange, PlaceCode

    for model in (PlaceAlias, PlaceChange, PlaceCode):
        model.objects.all().delete()
    Place.objects.councils().delete()

    with pytest.raises(UnableToFindPlace, match="No places are loaded yet"):
        find_place("Leeds")
