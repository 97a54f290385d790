"""A drawing as a picture of dots, for programs that take no SVG."""

from pathlib import Path

import cairn

FONTS = Path(cairn.__file__).parent / "fonts"
# Typst sets PDFs here as well, and draws SVG by the same library as browsers made in Rust do.
PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""
DOTS = 96  # of an SVG in an inch


def make_png(svg: str, *, scale: float = 2.0) -> bytes:
    import typst  # a large library, needed by few requests

    png: bytes = typst.compile(  # type: ignore[call-overload]  # which wants the folder of fonts as bytes too
        PAGE,
        format="png",
        ppi=DOTS * scale,
        sys_inputs={"svg": svg},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
    )
    return png
