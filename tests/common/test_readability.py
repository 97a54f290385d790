"""The reading age of a text: worked by hand, in its order, and for words of the sector."""

from cairn.common.readability import count_syllables, get_reading_age, list_sentences
from tests.cases import each

EASY = "We ask each child what they need. Then we act on it. A worker comes to see the family each week."
HARD = (
    "Organisational readiness for implementation necessitates considerable multidisciplinary collaboration, "
    "accompanied by appropriately resourced infrastructure and demonstrable strategic accountability."
)
SYLLABLES = {
    1: "child care cared worked young through made",
    2: "children council people little create being homely careful changes movements trying saying",
    3: "idea area radio period families created various museum director",
    4: "innovation society variety psychologist restorative evaluate relationship actually",
    5: "evaluation organisation individual",
}


def test_reading_age_of_a_sentence_worked_by_hand():
    # 6 words in 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59 = -1.45, which is no grade at all: 5 years.
    assert get_reading_age("The cat sat on the mat.") == 5.0
    # 10 words in 2 sentences, 21 syllables: 0.39 * 5 + 11.8 * 2.1 - 15.59 = 11.14, and 5 years.
    assert get_reading_age("Young people wanted evaluation. Families and councils had ideas too.") == 16.1


def test_reading_age_rises_with_long_words_and_long_sentences():
    assert get_reading_age(EASY) < 9
    assert get_reading_age(HARD) > 20
    assert get_reading_age(EASY.replace(". Then", ", and then").replace(". A", ", and a")) > get_reading_age(EASY)


@each("text", ["", "   ", "12 %, 2017.", "…"])
def test_reading_age_of_a_text_without_words_is_nothing(text):
    assert get_reading_age(text) == 0.0


def test_sentences_end_with_a_mark_or_a_line_and_not_inside_a_number_or_an_address():
    text = "It cost £2.5m. See www.example.org for more! Well?\nA heading\n- 12 -"
    assert list_sentences(text) == ["It cost £2.5m", "See www.example.org for more", "Well", "A heading"]


@each(("number", "words"), SYLLABLES.items())
def test_syllables_of_words_of_the_sector(number, words):
    assert {word: count_syllables(word) for word in words.split()} == dict.fromkeys(words.split(), number)


def test_syllables_of_a_word_with_an_apostrophe_are_those_of_the_word():
    assert count_syllables("children’s") == count_syllables("children's") == 2
