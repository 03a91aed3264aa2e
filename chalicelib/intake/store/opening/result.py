"""What comes of opening a file, and the bounds that every kind of file has."""

from collections.abc import Iterable
from typing import NamedTuple

MOST_PIXELS = 100_000_000
LONGEST_SIDE = 30_000
TOO_MANY_PIXELS = f"图像过大：最多 {MOST_PIXELS // 10_000 // 10_000} 亿像素，每边不超过 {LONGEST_SIDE} 像素"

TOO_MUCH = "PDF 解压后内容过多，请降低分辨率或者拆分后上传"
UNMEASURED = "PDF 的压缩方式特殊，无法检查，请打印为普通 PDF 后上传"

SPACE = b" "
# Where, how many bytes, and what comes there; None for spaces.
Patch = tuple[int, int, bytes | None]
SIGNED = "PDF 有电子签名，为保持签名有效而原样保存，其中照片的拍摄位置等信息没有去除"
MAP = "PDF 中的地图带有坐标，坐标没有去除"
LEFT = "PDF 的压缩方式特殊，其中照片的拍摄位置等信息没有去除"


class Opened(NamedTuple):
    """A file that can be opened: pages of a PDF, or the size of an image in pixels. `kept` are the bytes to keep.

    `traces_left` tells people why a position or other traces are still in a PDF.
    """

    kept: bytes
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    traces_left: str | None = None


class Unopenable(Exception):
    """The file is no material. `reason` says why, in Chinese, to who uploaded it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def require_size(width: int, height: int) -> None:
    """Unopenable for an image without pixels, or with more than anybody can open."""
    if not (width and height):
        raise Unopenable("图像没有内容，请重新拍摄或者扫描")
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Unopenable(TOO_MANY_PIXELS)


def patched(content: bytes, patches: Iterable[Patch]) -> bytes:
    """The file with the patches; its length stays."""
    if not patches:
        return content
    changed = bytearray(content)
    for place, length, new in patches:
        changed[place : place + length] = SPACE * length if new is None else new
    return bytes(changed)
