"""The QR code of a document as SVG."""

import io

# The standard (GB/T 18284, ISO/IEC 18004) has eight masks and asks for the one that looks most even. Readers take any
# of them, as the symbol says which it is. To draw all eight and weigh them takes five times as long as to draw one.
MASK = 3


def qr_svg(text: str) -> bytes:
    """`text` (at most about 2,300 bytes of UTF-8) as a QR code, error correction M, four modules of quiet zone."""
    import segno  # only the render function's layer has it

    drawing = io.BytesIO()
    segno.make_qr(text, error="m", boost_error=False, mask=MASK).save(drawing, kind="svg", border=4, xmldecl=False)
    return drawing.getvalue()
