"""The QR code is an SVG that depends on its text alone."""

from xml.etree import ElementTree as ET

from chalicelib.documents.store.rendering.qr import qr_svg


def test_the_same_text_gives_the_same_square_drawing():
    text = '{"id":"1.2.156.3005.2.X","sha":"' + "a" * 64 + '"}'
    assert qr_svg(text) == qr_svg(text) != qr_svg(text + " ")
    drawing = ET.fromstring(qr_svg(text))
    assert drawing.get("width") == drawing.get("height")


def test_the_quiet_zone_is_four_modules():
    drawing = ET.fromstring(qr_svg("A"))
    assert drawing.get("width") == str(21 + 2 * 4)  # the smallest symbol has 21 modules a side
