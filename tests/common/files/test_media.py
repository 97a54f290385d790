"""Pictures and recordings are written anew: nothing in the bytes says who, where, when or with what."""

import io
import struct

import pytest
from PIL import Image

from cairn.common.files import Media, UnableToTakeFile, check_media, media, recordings
from tests.factories.media import FRAME, TRACES, box, make_m4a, make_mp3, make_photograph, make_wav

SOUNDS = {"audio/mp4": make_m4a, "audio/mpeg": make_mp3, "audio/wav": make_wav}


def find_traces(content):
    return [trace for trace in TRACES if trace.lower() in content.lower()]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_picture_keeps_nothing_but_the_picture(form):
    given = make_photograph(form)
    assert len(find_traces(given)) > 3
    kept = check_media(Media.PICTURE, io.BytesIO(given))
    assert kept.content_type == "image/webp"
    assert find_traces(kept.content) == []
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert picture.size == (320, 200)
        assert not picture.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys()
    # Chunks of WebP: the picture, and nothing beside it.
    assert {kind for kind, _ in recordings._list_chunks(kept.content)} <= {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}


def test_picture_is_made_small():
    kept = check_media(Media.PICTURE, io.BytesIO(make_photograph(size=(2400, 1200))))
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert picture.size == (1600, 800)


@pytest.mark.parametrize("content_type", SOUNDS)
def test_recording_keeps_nothing_but_the_sound(content_type):
    given = SOUNDS[content_type]()
    assert len(find_traces(given)) > 2
    kept = check_media(Media.RECORDING, io.BytesIO(given))
    assert (kept.content_type, kept.seconds) == (content_type, 1)
    assert find_traces(kept.content) == []
    # Written anew once more it stays what it is: so what was written can be read, and nothing of it was chance.
    assert recordings.clean(kept.content).content == kept.content


def test_sound_itself_is_kept_whole():
    assert recordings.clean(make_mp3(40)).content == FRAME * 40
    samples = recordings.clean(make_m4a(43)).content
    assert samples.endswith(b"".join(bytes((1, 64, number)) + b"sound" for number in range(43)))
    assert recordings.clean(make_wav()).content[44:] == struct.pack("<h", 1000) * 8000


def test_days_of_an_m4a_are_nought():
    kept = recordings.clean(make_m4a()).content
    assert struct.pack(">I", 3_850_000_000) not in kept
    assert {kind for kind, _, _ in recordings._list_boxes(kept, (b"", 0, len(kept)))} == {b"ftyp", b"moov", b"mdat"}


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        (Media.PICTURE, b"", "This file is empty"),
        (Media.PICTURE, b"GIF89a" + bytes(20), "We take JPEG, PNG and WebP"),
        (Media.PICTURE, box(b"ftyp", b"heic", bytes(20)), "HEIC"),
        (Media.PICTURE, make_photograph()[:300], "damaged"),
        (Media.PICTURE, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (Media.RECORDING, b"OggS" + bytes(2000), "M4A, MP3 and WAV"),
        (Media.RECORDING, make_photograph(), "M4A, MP3 and WAV"),
        (Media.RECORDING, make_m4a(codec=b"alac"), "M4A (AAC)"),
        (Media.RECORDING, make_m4a(handler=b"vide"), "This is a film"),
        (Media.RECORDING, make_m4a()[:900], "damaged"),
        (Media.RECORDING, make_mp3(3), "damaged"),
        (Media.RECORDING, make_wav(301), "5 minutes"),
        (Media.RECORDING, b"RIFF" + bytes(4) + b"WAVE", "damaged"),
    ],
)
def test_each_refusal_is_a_sentence(kind, given, sentence):
    with pytest.raises(UnableToTakeFile, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        check_media(kind, io.BytesIO(given))


def test_size_is_limited(monkeypatch):
    monkeypatch.setattr(media, "MOST_BYTES", 1024 * 1024)
    with pytest.raises(UnableToTakeFile, match="The most we take is 1 MB"):
        check_media(Media.PICTURE, io.BytesIO(bytes(1024 * 1024 + 1)))


@pytest.mark.parametrize("make", [make_m4a, make_mp3, make_wav])
def test_no_damage_breaks_the_reader(make):
    """Cut off or changed anywhere, a file is taken or refused with a sentence."""
    whole = make()
    for at in range(0, len(whole), max(1, len(whole) // 150)):
        for given in (
            whole[:at],
            whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :],
            whole[:at] + bytes(4) + whole[at + 4 :],
        ):
            try:
                recordings.clean(given)
            except recordings.UnableToReadRecording:
                continue
