"""An address as a QR code, drawn in vectors so that it prints sharp at any size."""

QUIET = 4  # squares left white on each side: scanners need them
LONGEST = 300  # an address that is longer makes squares too small for a telephone


def draw_square_code(address: str) -> str:
    """SVG in black on white, or nothing for an address that no code can hold."""
    if not address or len(address) > LONGEST:
        return ""
    import qrcode  # needed by few requests
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.exceptions import DataOverflowError

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    try:
        rows = code.get_matrix()
    except (DataOverflowError, ValueError):
        return ""
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000" d="{squares}"/></svg>'
    )
