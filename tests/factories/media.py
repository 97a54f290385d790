"""Pictures and recordings as phones make them, with everything in them that says who, where and when."""

import io
import struct
import wave

from PIL import Image
from PIL.PngImagePlugin import PngInfo

# What a test looks for in the bytes of what was kept: in names, places, days, devices, comments and hidden rests.
TRACES = (b"Karen", b"Fieldphone", b"2026:11", b"+51.5", b"hidden-rest", b"photoshop", b"xmpmeta")
AACSETTING = bytes((0x12, 0x08))  # AAC-LC, 44.1 kHz, one channel


def make_photograph(form: str = "JPEG", size=(320, 200)) -> bytes:
    picture = Image.effect_noise(size, 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010E], exif[0x010F], exif[0x0110], exif[0x013B] = "Of Karen", "Fieldphone", "Fieldphone 9", "Karen"
    exif[0x0132] = "2026:11:28 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0), 29: "2026:11:28"})
    xmp = b"<?xpacket begin=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'>Karen photoshop</x:xmpmeta>"
    given = {"exif": exif, "icc_profile": b"Fieldphone profile of Karen".ljust(200, b"\0")}
    if form == "JPEG":
        given |= {"comment": b"Karen was here", "xmp": xmp}
    elif form == "PNG":
        notes = PngInfo()
        notes.add_text("Author", "Karen")
        notes.add_itxt("XML:com.adobe.xmp", xmp.decode())
        given["pnginfo"] = notes
    else:
        given["xmp"] = xmp
    written = io.BytesIO()
    picture.save(written, form, **given)
    return written.getvalue() + b"hidden-rest"


def make_wav(seconds: float = 1, *, rate: int = 8000) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(struct.pack("<h", 1000) * int(seconds * rate))
    head, data = written.getvalue()[:36], written.getvalue()[36:]
    notes = b"LIST" + struct.pack("<I", 28) + b"INFOIART" + struct.pack("<I", 16) + b"Karen Fieldphone"
    return head + notes + data + b"bext" + struct.pack("<I", 12) + b"2026:11:28Ka" + b"hidden-rest"


FRAME = b"\xff\xfb\x90\x00" + bytes(413)  # 128 kbit/s at 44.1 kHz: 26 milliseconds of silence


def make_mp3(frames: int = 40) -> bytes:
    tag = b"TPE1" + struct.pack(">I", 6) + b"\0\0\0Karen" + b"APIC" + make_photograph()
    size = len(tag)
    head = b"ID3\x03\0\0" + bytes((size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127))
    about = b"\xff\xfb\x90\x00" + bytes(32) + b"Info" + b"Fieldphone".ljust(413 - 36, b"\0")
    behind = b"APETAGEX" + b"Karen hidden-rest" + b"TAG" + b"Karen".ljust(125, b"\0")
    return head + tag + about + FRAME * (frames // 2) + FRAME * (frames - frames // 2) + behind


def make_m4a(samples: int = 43, *, codec: bytes = b"mp4a", handler: bytes = b"soun") -> bytes:
    """About a second, in two stretches with a rest between them, as of a voice recorder."""
    day = struct.pack(">I", 3_850_000_000)
    pieces = [bytes((1, 64, number % 256)) + b"sound" for number in range(samples)]
    half = samples // 2
    rest = b"hidden-rest of Karen"
    kind = box(b"ftyp", b"M4A ", bytes(4), b"M4A isom")
    start = len(kind) + 8
    mdat = box(b"mdat", *pieces[:half], rest, *pieces[half:])
    starts = (start, start + sum(map(len, pieces[:half])) + len(rest))
    decoder = b"\x04\x11\x40\x15" + bytes(11) + b"\x05\x02" + AACSETTING
    esds = box(b"esds", bytes(4), bytes((3, 3 + len(decoder))), bytes(3), decoder)
    entry = box(codec, struct.pack(">6xH8xHH4xI", 1, 1, 16, 44_100 << 16), esds)
    tables = box(
        b"stbl",
        box(b"stsd", bytes(4), struct.pack(">I", 1), entry),
        box(b"stts", bytes(4), struct.pack(">III", 1, samples, 1024)),
        box(b"stsc", bytes(4), struct.pack(">IIIIIII", 2, 1, half, 1, 2, samples - half, 1)),
        box(b"stsz", bytes(4), struct.pack(f">II{samples}I", 0, samples, *map(len, pieces))),
        box(b"stco", bytes(4), struct.pack(">III", 2, *starts)),
    )
    media = box(
        b"mdia",
        box(b"mdhd", bytes(4), day, day, struct.pack(">II", 44_100, samples * 1024), b"\x15\xc7\0\0"),
        box(b"hdlr", bytes(8), handler, bytes(12), b"Fieldphone of Karen\0"),
        box(b"minf", box(b"smhd", bytes(8)), tables),
    )
    track = box(b"trak", box(b"tkhd", bytes(4), day, day, bytes(72)), media, box(b"udta", box(b"name", b"Karen")))
    place = box(b"udta", box(b"\xa9xyz", b"+51.5000-000.1200/"), box(b"meta", b"Karen 2026:11:28"))
    movie = box(b"moov", box(b"mvhd", bytes(4), day, day, struct.pack(">II", 1000, 1000), bytes(80)), track, place)
    return kind + mdat + movie + box(b"free", b"hidden-rest") + box(b"uuid", b"Fieldphone")


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", len(content) + 8, kind) + content
