"""What a clerk reads on the paper result, against the e-certificate: a difference in writing is no difference (R38).

A mismatch goes into the chain of events and sends the result back, so only a difference in what is said is one. A day
that cannot be read as a day is neither, nor is what our own list shows masked: the clerk is asked again.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from chalicelib.cases.model.masking import Mask, masked_name, masked_number
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writing import same_name, same_number
from chalicelib.issuance.model.certificate import CertificateData

FIELDS = ("number", "holder", "holder_code", "issued", "valid_until")
# What a paper may say instead of a day. Where the certificate has a day, it says something else.
WITHOUT_END = frozenset({"", "长期", "长期有效", "永久", "永久有效", "无期限", "无固定期限"})
# 2026年11月3日, as certificates print it, 2026-11-03, 2026.11.3, 2026/11/03, 20261103.
DAY = re.compile(r"([0-9]{4})[年\-./]([0-9]{1,2})[月\-./]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
MASKS: Mapping[str, Mask] = {"holder": masked_name, "holder_code": masked_number}
COPIED = "这是平台脱敏显示的内容，请照纸质结果填写"
A_DAY = "应为日期，如 2026年11月23日 或者 2026-11-23，请照纸质结果核对"


def unreadable(printed: Mapping[str, str], certificate: CertificateData) -> list[FieldError]:
    """The fields that hold neither a day nor words of a validity where the certificate has a day; and those that hold
    what was shown masked instead of what stands on the paper.
    """
    wrong = [] if read_day(printed["issued"]) else ["issued"]
    until = printed["valid_until"]
    if certificate.valid_until and read_until(until) is None and _narrow(until) not in WITHOUT_END:
        wrong.append("valid_until")
    copied = [name for name, mask in MASKS.items() if _is_copy(printed[name], getattr(certificate, name), mask)]
    return [
        *(FieldError(f"/{name}", "masked_copied", COPIED) for name in copied),
        *(FieldError(f"/{name}", "date_unreadable", A_DAY) for name in wrong),
    ]


def _is_copy(typed: str, known: str, mask: Mask) -> bool:
    return typed == mask(known) != known


def differing(printed: Mapping[str, str], certificate: CertificateData) -> list[str]:
    """The fields that say something else than the certificate, in the order of its face."""
    return [name for name in FIELDS if name in set(_differing(printed, certificate))]


def _differing(printed: Mapping[str, str], certificate: CertificateData) -> Iterator[str]:
    for name in ("number", "holder_code"):
        if not same_number(printed[name], getattr(certificate, name)):
            yield name
    if not same_name(printed["holder"], certificate.holder):
        yield "holder"
    if read_day(printed["issued"]) != certificate.issued:
        yield "issued"
    if not _same_validity(printed["valid_until"], certificate):
        yield "valid_until"


def _same_validity(text: str, certificate: CertificateData) -> bool:
    """Whether the paper ends when the certificate does, or says in the same words on what its end depends."""
    if certificate.valid_until is None:
        return same_name(text, certificate.validity or "")
    return read_until(text) == certificate.valid_until and _begin(text) in (None, certificate.valid_from)


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
