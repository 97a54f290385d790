"""Pictures are drawn anew, so that nothing but the picture is left: no place, no camera, no hidden text."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 4000
MIXED = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")


class UnableToReadImage(ValueError):
    """It is no picture of this kind, or too large to be opened safely."""


def clean(content: bytes, extension: str, *, side: int = LONGEST_SIDE, to: str = "") -> bytes:
    """The same picture, upright, no longer than `side`, without EXIF, GPS, XMP, comments or profiles.

    It stays what it is, or becomes what `to` says. Made small before it is copied: a picture of a few kilobytes can
    hold 40 million pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[FORMATS[extension]]) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise UnableToReadImage("This picture is too large. Make it smaller than 40 million pixels.")
                if getattr(opened, "is_animated", False):
                    raise UnableToReadImage("Animated pictures are not accepted. Save a still picture.")
                picture = _make_small(opened, side)
    except MemoryError as problem:
        raise UnableToReadImage("This picture is too large. Make it smaller, and choose the new file.") from problem
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError) as problem:
        raise UnableToReadImage(
            f"This is not a valid {extension} picture, or it is damaged. Save it again and choose the new file."
        ) from problem
    except (ValueError, SyntaxError, EOFError) as problem:
        if isinstance(problem, UnableToReadImage):
            raise
        raise UnableToReadImage("This picture is damaged. Save it again and choose the new file.") from problem
    return _draw_anew(picture, to or extension)


def _make_small(opened: Image.Image, side: int) -> Image.Image:
    picture = opened
    if picture.mode not in MIXED:  # numbers that stand for colours, for example, cannot be mixed
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    picture.thumbnail((side, side))
    return ImageOps.exif_transpose(picture)


def _draw_anew(picture: Image.Image, extension: str) -> bytes:
    has_alpha = extension != "jpg" and ("A" in picture.getbands() or "transparency" in picture.info)
    mode = "RGBA" if has_alpha else "RGB"
    # A new canvas: what was beside the pixels has nowhere to go.
    fresh = Image.new(mode, picture.size)
    fresh.paste(picture if picture.mode == mode else picture.convert(mode))
    drawn = io.BytesIO()
    fresh.save(drawn, FORMATS[extension], **({} if extension == "png" else {"quality": 90}))
    return drawn.getvalue()
