"""Places for tests. Real councils have codes of three digits, fictional ones F and three; codes made here a T."""

import factory

from cairn.places.models import Place


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place
        django_get_or_create = ("code",)

    kind = Place.Kind.REGION
    code = "E12000002"
    name = "North West"
    slug = "north-west"


class CouncilFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place
        django_get_or_create = ("code",)

    kind = Place.Kind.COUNCIL
    code = factory.Sequence(lambda n: f"T{n + 1:03d}")  # no code that a test writes, as 383 for Leeds
    name = factory.LazyAttribute(lambda place: f"Council {place.code}")
    slug = factory.LazyAttribute(lambda place: f"council-{place.code.lower()}")
    region = factory.SubFactory(RegionFactory)


class FictionalCouncilFactory(CouncilFactory):
    code = factory.Sequence(lambda n: f"FT{n + 1:02d}")
    is_fictional = True
    region = factory.SubFactory(RegionFactory, code="FR1", name="Amberlow", slug="amberlow", is_fictional=True)
