"""Recordings are written anew, so that nothing but the sound is left: no name, no place, no day, no device.

No sound is decoded. What is needed to play it goes into a new file, and everything else has nowhere to go: what is not
known here is not copied. M4A, MP3 and WAV are what phones and dictating machines save.
"""

import io
import struct
import wave
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_SECONDS = 300
ACCEPTED = "M4A, MP3 and WAV"


class UnableToReadRecording(ValueError):
    """It is no recording that can be taken; the sentence says what to do."""


@dataclass(frozen=True)
class Recording:
    content: bytes
    content_type: str
    seconds: float


def clean(content: bytes) -> Recording:
    """By what the file is, whatever its name says."""
    try:
        if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
            made = _clean_wav(content)
        elif content[4:8] == b"ftyp":
            made = _clean_m4a(content)
        else:
            made = _clean_mp3(content)
    except (struct.error, IndexError, OverflowError, wave.Error) as problem:
        raise _damaged() from problem
    if made.seconds > LONGEST_SECONDS:
        raise UnableToReadRecording(
            f"This recording is {made.seconds / 60:.0f} minutes long. The longest we take is "
            f"{LONGEST_SECONDS // 60} minutes. Record it as two answers."
        )
    return made


def _damaged() -> UnableToReadRecording:
    return UnableToReadRecording(
        f"This is not a recording that we can take, or it is damaged. Save it as one of these: {ACCEPTED}."
    )


# --- WAV ------------------------------------------------------------------------------------------

PCM, EXTENSIBLE = 1, 0xFFFE


def _clean_wav(content: bytes) -> Recording:
    """The samples, behind a head of forty-four bytes."""
    chunks = dict(reversed(list(_list_chunks(content))))  # the first of each kind
    if b"fmt " not in chunks or b"data" not in chunks:
        raise _damaged()
    form, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if form == EXTENSIBLE:
        form = struct.unpack_from("<H", chunks[b"fmt "], 24)[0]
    if form != PCM or channels not in (1, 2) or bits not in (8, 16, 24) or not 8000 <= rate <= 96_000:
        raise UnableToReadRecording("This WAV file is of a kind that browsers cannot play. Save it as M4A or MP3.")
    block = channels * bits // 8
    sound = chunks[b"data"]
    sound = sound[: len(sound) // block * block]
    if not sound:
        raise _damaged()
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(bits // 8)
        file.setframerate(rate)
        file.writeframes(sound)
    return Recording(written.getvalue(), "audio/wav", len(sound) / block / rate)


def _list_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(content):
        kind, size = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        yield kind, content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


# --- MP3 ------------------------------------------------------------------------------------------

# By the version that two bits of a frame's head name; 1 is none.
HERTZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8000)}
KILOBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KILOBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
LAYER_3 = 1
FEWEST_FRAMES = 5
NO_SOUND = (b"Xing", b"Info", b"VBRI")  # a first frame that says which program made the file


def _clean_mp3(content: bytes) -> Recording:
    """The frames of sound, one after the other. Tags stand before, behind and between them, and stay behind."""
    frames: list[bytes] = []
    seconds, at = 0.0, _skip_tags(content)
    while at < len(content) - 4:
        frame = _read_frame(content, at)
        # Two bytes look like the head of a frame by chance: then no other frame follows.
        if frame is None or (_read_frame(content, at + frame[0]) is None and not _is_end(content, at + frame[0])):
            at = content.find(b"\xff", at + 1)
            if at < 0:
                break
            continue
        length, long = frame
        one = content[at : at + length]
        if frames or not any(name in one[:200] for name in NO_SOUND):
            frames.append(one)
            seconds += long
        at += length
    if len(frames) < FEWEST_FRAMES:
        raise _damaged()
    return Recording(b"".join(frames), "audio/mpeg", seconds)


def _skip_tags(content: bytes) -> int:
    """ID3v2, which holds names and pictures: its length is four times seven bits."""
    at = 0
    while content[at : at + 3] == b"ID3" and len(content) >= at + 10:
        a, b, c, d = (byte & 0x7F for byte in content[at + 6 : at + 10])
        at += 10 + (a << 21 | b << 14 | c << 7 | d)
    return at


def _is_end(content: bytes, at: int) -> bool:
    """The end of the file, or of its sound: a tag that stands behind."""
    rest = content[at : at + 8]
    return len(rest) < 4 or rest[:3] == b"TAG" or rest == b"APETAGEX" or rest[:3] in (b"ID3", b"LYR")


def _read_frame(content: bytes, at: int) -> tuple[int, float] | None:
    """Its length in bytes and in seconds; None where none begins, or where it is cut off."""
    head = int.from_bytes(content[at : at + 4])
    version, layer, kilobits, hertz = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or version == 1 or layer != LAYER_3 or kilobits in (0, 15) or hertz == 3:
        return None
    rate = HERTZ[version][hertz]
    samples, bits = (1152, KILOBITS_1[kilobits]) if version == 3 else (576, KILOBITS_2[kilobits])
    length = samples // 8 * bits * 1000 // rate + (head >> 9 & 1)
    return (length, samples / rate) if at + length <= len(content) else None


# --- M4A ------------------------------------------------------------------------------------------

MOST_SAMPLES = 100_000
AAC = 0x40
MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
Box = tuple[bytes, int, int]  # its kind, where its content starts and where it ends


@dataclass(frozen=True)
class _Track:
    """What is needed to play it."""

    timescale: int
    channels: int
    rate: int
    setting: bytes  # of the decoder
    times: list[tuple[int, int]]  # how many samples, and how long each is
    samples: list[bytes]

    @property
    def duration(self) -> int:
        return sum(number * long for number, long in self.times)


def _clean_m4a(content: bytes) -> Recording:
    """The samples of its one track of sound, with a table of contents of our own."""
    whole = (b"", 0, len(content))
    movie = _find(content, whole, b"moov")
    tracks = [one for one in _list_boxes(content, movie) if one[0] == b"trak"]
    kinds = [(_get_kind_of_track(content, one), one) for one in tracks]
    if any(kind == b"vide" for kind, _ in kinds):
        raise UnableToReadRecording("This is a film. We take sound only: record it again with a voice recorder.")
    sounds = [one for kind, one in kinds if kind == b"soun"]
    if len(sounds) != 1:
        raise _damaged()
    track = _read_track(content, sounds[0])
    return Recording(_write_m4a(track), "audio/mp4", track.duration / track.timescale)


def _list_boxes(content: bytes, within: Box, skip: int = 0) -> Iterator[Box]:
    at, end = within[1] + skip, within[2]
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", content, at)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", content, at + 8)[0], 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise _damaged()
        yield kind, at + head, at + size
        at += size


def _find(content: bytes, within: Box, *path: bytes, skip: int = 0) -> Box:
    found = within
    for kind in path:
        there = [one for one in _list_boxes(content, found, skip) if one[0] == kind]
        if not there:
            raise _damaged()
        found, skip = there[0], 0
    return found


def _get_kind_of_track(content: bytes, track: Box) -> bytes:
    start = _find(content, track, b"mdia", b"hdlr")[1]
    return content[start + 8 : start + 12]


def _read_track(content: bytes, track: Box) -> _Track:
    media = _find(content, track, b"mdia")
    start = _find(content, media, b"mdhd")[1]
    timescale: int = struct.unpack_from(">I", content, start + (20 if content[start] == 1 else 12))[0]
    tables = _find(content, media, b"minf", b"stbl")
    channels, rate, setting = _read_description(content, _find(content, tables, b"stsd"))
    times = [(number, long) for number, long in _read_table(content, _find(content, tables, b"stts"), ">II")]
    samples = _read_samples(content, tables)
    if not timescale or not samples or sum(number for number, _ in times) != len(samples):
        raise _damaged()
    return _Track(timescale, channels, rate, setting, times, samples)


def _read_table(content: bytes, box: Box, form: str, head: int = 4) -> list[tuple[int, ...]]:
    """The rows of a table, behind its version, other words of its head, and how many rows there are."""
    number = struct.unpack_from(">I", content, box[1] + head)[0]
    start, size = box[1] + head + 4, struct.calcsize(form)
    if number > MOST_SAMPLES or start + number * size > box[2]:
        raise _damaged()
    return list(struct.iter_unpack(form, content[start : start + number * size]))


def _read_samples(content: bytes, tables: Box) -> list[bytes]:
    """Each piece of sound, from wherever it lies in the file."""
    box = _find(content, tables, b"stsz")
    same, number = struct.unpack_from(">II", content, box[1] + 4)
    if number > MOST_SAMPLES:
        raise _damaged()
    sizes = [same] * number if same else [size for (size,) in _read_table(content, box, ">I", head=8)]
    if sum(sizes) > len(content):
        raise _damaged()
    found: list[bytes] = []
    for start, many in _list_pieces(content, tables):
        at = start
        for size in sizes[len(found) : len(found) + many]:
            if at + size > len(content):
                raise _damaged()
            found.append(content[at : at + size])
            at += size
    if len(found) != len(sizes):
        raise _damaged()
    return found


def _list_pieces(content: bytes, tables: Box) -> Iterator[tuple[int, int]]:
    """Where each stretch of samples starts, and how many there are in it."""
    kinds = {one[0] for one in _list_boxes(content, tables)}
    form, name = (">Q", b"co64") if b"co64" in kinds else (">I", b"stco")
    starts = [start for (start,) in _read_table(content, _find(content, tables, name), form)]
    runs = _read_table(content, _find(content, tables, b"stsc"), ">III")
    for place, (first, many, _) in enumerate(runs):
        last = runs[place + 1][0] - 1 if place + 1 < len(runs) else len(starts)
        for number in range(first, last + 1):
            yield starts[number - 1], many


def _read_description(content: bytes, box: Box) -> tuple[int, int, bytes]:
    """Channels, rate, and what the decoder has to know. It lies one box deeper in files of QuickTime."""
    entry = next(_list_boxes(content, box, 8), None)
    if entry is None or entry[0] != b"mp4a":
        raise UnableToReadRecording(
            "This recording is packed in a way that browsers cannot play. In the settings of the voice recorder "
            "choose “compressed” or M4A (AAC), or save it as MP3."
        )
    version = struct.unpack_from(">H", content, entry[1] + 8)[0]
    channels, rate = (
        struct.unpack_from(">H", content, entry[1] + 16)[0],
        struct.unpack_from(">H", content, entry[1] + 24)[0],
    )
    skip = {0: 28, 1: 44}.get(version)
    if skip is None or channels not in (1, 2):
        raise _damaged()
    kinds = {one[0] for one in _list_boxes(content, entry, skip)}
    path = (b"esds",) if b"esds" in kinds else (b"wave", b"esds")
    start, end = _find(content, entry, *path, skip=skip)[1:]
    return channels, rate, _read_setting(content[start + 4 : end])


def _read_setting(esds: bytes) -> bytes:
    """From descriptions within one another: of the stream, of the decoder, of its setting."""
    tag, body = _open_description(esds)
    if tag != 3:
        raise _damaged()
    tag, body = _open_description(body[3:])
    if tag != 4 or body[0] != AAC:
        raise _damaged()
    tag, body = _open_description(body[13:])
    if tag != 5 or not 2 <= len(body) <= 64:
        raise _damaged()
    return body


def _open_description(data: bytes) -> tuple[int, bytes]:
    size, at = 0, 1
    for _ in range(4):
        byte = data[at]
        size, at = size << 7 | byte & 0x7F, at + 1
        if not byte & 0x80:
            break
    return data[0], data[at : at + size]


def _write_m4a(track: _Track) -> bytes:
    kind = _box(b"ftyp", b"M4A ", bytes(4), b"M4A mp42isom")
    start = len(kind) + len(_write_contents(track, 0)) + 8
    return kind + _write_contents(track, start) + _box(b"mdat", *track.samples)


def _box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, kind) + content


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", flags), *parts)


def _describe(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return bytes((tag, 0x80 | len(content) >> 7, len(content) & 0x7F)) + content


def _write_contents(track: _Track, start: int) -> bytes:
    """Days are nought, and there is no name in it."""
    length = struct.pack(">I", track.duration)
    days, scale = bytes(8), struct.pack(">I", track.timescale)
    decoder = _describe(4, struct.pack(">BB11x", AAC, 0x15), _describe(5, track.setting))
    esds = _full(b"esds", _describe(3, bytes(3), decoder, _describe(6, b"\x02")))
    sound = struct.pack(">6xH8xHH4xI", 1, track.channels, 16, track.rate << 16)
    sizes = struct.pack(f">{len(track.samples)}I", *map(len, track.samples))
    times = b"".join(struct.pack(">II", *one) for one in track.times)
    tables = _box(
        b"stbl",
        _full(b"stsd", struct.pack(">I", 1), _box(b"mp4a", sound, esds)),
        _full(b"stts", struct.pack(">I", len(track.times)), times),
        _full(b"stsc", struct.pack(">IIII", 1, 1, len(track.samples), 1)),
        _full(b"stsz", struct.pack(">II", 0, len(track.samples)), sizes),
        _full(b"stco", struct.pack(">II", 1, start)),
    )
    inside = _box(b"dinf", _full(b"dref", struct.pack(">I", 1), _full(b"url ", flags=1)))
    media = _box(
        b"mdia",
        _full(b"mdhd", days, scale, length, struct.pack(">HH", 0x55C4, 0)),  # no language is named
        _full(b"hdlr", bytes(4), b"soun", bytes(13)),
        _box(b"minf", _full(b"smhd", bytes(4)), inside, tables),
    )
    head = struct.pack(">I4xI8x4xH2x", 1, track.duration, 0x0100)
    return _box(
        b"moov",
        _full(
            b"mvhd",
            days,
            scale,
            length,
            struct.pack(">IH10x", 0x10000, 0x0100),
            MATRIX,
            bytes(24),
            struct.pack(">I", 2),
        ),
        _box(b"trak", _full(b"tkhd", days, head, MATRIX, bytes(8), flags=7), media),
    )
