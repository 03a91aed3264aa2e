"""The QR code of a document as SVG."""

import io


def qr_svg(text: str) -> bytes:
    """`text` (at most about 2,300 bytes of UTF-8) as a QR code, error correction M, four modules of quiet zone."""
    import segno  # only the render function's layer has it

    drawing = io.BytesIO()
    segno.make_qr(text, error="m", boost_error=False).save(drawing, kind="svg", border=4, xmldecl=False)
    return drawing.getvalue()
