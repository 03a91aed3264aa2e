"""What a clerk reads on the paper result, against the e-certificate: a difference in writing is no difference (R38).

A mismatch goes into the chain of events and sends the result back, so only a difference in what is said is one. A day
that cannot be read as a day is neither, nor is what our own list shows masked: the clerk is asked again.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from chalicelib.cases.model.masking import HIDDEN, Mask, masked_name, masked_number
from chalicelib.catalogue.model.face_lines import FaceLine, MaskKind
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writing import comparable_sentence, same_name, same_number
from chalicelib.issuance.model.certificate import CertificateData

FIELDS = ("number", "holder", "holder_code", "issued", "valid_until")
LABELS = {"number": "证照编号", "holder": "持证主体", "issued": "发证日期", "valid_until": "有效期限"}
# What a paper may say instead of a day. Where the certificate has a day, it says something else.
WITHOUT_END = frozenset({"", "长期", "长期有效", "永久", "永久有效", "无期限", "无固定期限"})
# What stands on a line for which there is nothing to say.
NOTHING = frozenset({"", "-", "--", "—", "——", "/", "无", "空"})
# 2026年11月3日, as certificates print it, 2026-11-03, 2026.11.3, 2026/11/03, 20261103.
DAY = re.compile(r"([0-9]{4})[年\-./]([0-9]{1,2})[月\-./]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
AMOUNT = re.compile(r"([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(.*)", re.ASCII | re.DOTALL)
MASKS: Mapping[MaskKind, Mask] = {
    "name": masked_name,
    "number": masked_number,
    "text": lambda text: HIDDEN if text else text,
}
COPIED = "这是平台脱敏显示的内容，请照纸质结果填写"
A_DAY = "应为日期，如 2026年11月23日 或者 2026-11-23，请照纸质结果核对"
UNREAD = "请照纸质结果填写“{label}”；纸质结果上空白的，填写空文字"
UNKNOWN = "证照没有这项照面信息，请删除"


def lines_of(certificate: CertificateData) -> tuple[FaceLine, ...]:
    """The face of the certificate. One of an item without a face of its own has the same five lines as every other."""
    if certificate.face:
        return certificate.face
    day = certificate.valid_until
    until = FaceLine(key="valid_until", label=LABELS["valid_until"], value=str(day), kind="until")
    words = FaceLine(key="valid_until", label=LABELS["valid_until"], value=certificate.validity or "")
    code = certificate.holder_code_label
    return (
        FaceLine(key="number", label=LABELS["number"], value=certificate.number, kind="number"),
        FaceLine(key="holder", label=LABELS["holder"], value=certificate.holder, mask="name"),
        FaceLine(key="holder_code", label=code, value=certificate.holder_code, kind="number", mask="number"),
        FaceLine(key="issued", label=LABELS["issued"], value=certificate.issued.isoformat(), kind="date"),
        until if day else words,
    )


def masked_value(line: FaceLine) -> str:
    """The value for who has not said what for."""
    return MASKS[line.mask](line.value) if line.mask else line.value


def unreadable(printed: Mapping[str, str], lines: Sequence[FaceLine], root: str) -> list[FieldError]:
    """The lines that were not read, or hold neither a day nor words of a validity where the certificate has a day; and
    those that hold what was shown masked instead of what stands on the paper. `root` is where the request has them.
    """
    known = {line.key for line in lines}
    unknown = [FieldError(f"{root}/{key}", "face_unknown", UNKNOWN) for key in printed if key not in known]
    missing = [
        FieldError(f"{root}/{line.key}", "missing", UNREAD.format(label=line.label))
        for line in lines
        if line.key not in printed
    ]
    read = [line for line in lines if line.key in printed]
    copied = [line.key for line in read if line.mask and printed[line.key] == masked_value(line) != line.value]
    wrong = [line.key for line in read if _is_no_day(line, printed[line.key])]
    return [
        *unknown,
        *missing,
        *(FieldError(f"{root}/{key}", "masked_copied", COPIED) for key in copied),
        *(FieldError(f"{root}/{key}", "date_unreadable", A_DAY) for key in wrong),
    ]


def _is_no_day(line: FaceLine, typed: str) -> bool:
    if not line.value or _narrow(typed) in NOTHING:
        return False
    if line.kind == "date":
        return read_day(typed) is None
    return line.kind == "until" and read_until(typed) is None and _narrow(typed) not in WITHOUT_END


def differing(printed: Mapping[str, str], lines: Sequence[FaceLine], certificate: CertificateData) -> list[FaceLine]:
    """The lines that say something else than the certificate, in the order of its face."""
    return [line for line in lines if not _same(line, printed[line.key], certificate.valid_from)]


def _same(line: FaceLine, typed: str, valid_from: date) -> bool:
    if not line.value or _narrow(typed) in NOTHING:
        return not line.value and _narrow(typed) in NOTHING
    match line.kind:
        case "number":
            return same_number(typed, line.value)
        case "date":
            return read_day(typed) == read_day(line.value)
        case "until":
            return read_until(typed) == read_day(line.value) and _begin(typed) in (None, valid_from)
        case "amount":
            return _amount(typed) == _amount(line.value)
        case "text":
            if line.mask == "name":
                return same_name(typed, line.value)
            return comparable_sentence(typed) == comparable_sentence(line.value)


def _amount(text: str) -> tuple[Decimal, str] | str:
    """A number and its unit: 500 万元 is 500.00万元."""
    found = AMOUNT.fullmatch(_narrow(text))
    return (Decimal(found[1].replace(",", "")), comparable_sentence(found[2])) if found else comparable_sentence(text)


def read_day(text: str) -> date | None:
    """The day that is written there, in any of the writings of a day; None where it is none."""
    match = DAY.fullmatch(_narrow(text))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_until(text: str) -> date | None:
    """The end of a validity, written alone or after its beginning (…至2031年11月23日); None where it is no day."""
    return read_day(_narrow(text).rpartition("至")[2])


def _begin(text: str) -> date | None:
    return read_day(_narrow(text).rpartition("至")[0].removeprefix("自"))


def _narrow(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
