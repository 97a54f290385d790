"""Pictures that every page may use, as SVG that needs no style attribute."""
