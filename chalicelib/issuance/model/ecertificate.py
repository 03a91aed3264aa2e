"""The e-certificate identifier of GB/T 36904-2018 and its check character (ISO/IEC 7064 MOD 37,36)."""

import re
from typing import NamedTuple

ROOT = "1.2.156.3005.2"

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TYPE = re.compile(r"[0-9A-Z]{18}[0-9]{3}", re.ASCII)  # defining body's USCC, then the certificate type's own number
_ISSUER = re.compile(r"[0-9A-Z]{18}", re.ASCII)
_SERIAL = re.compile(r"[0-9A-Z]{1,32}", re.ASCII)
_READABLE = re.compile(r"[0-9A-Z_]+", re.ASCII)
_VERSION = re.compile(r"[0-9]{3}", re.ASCII)


class IdentifierError(ValueError):
    """Not an e-certificate identifier, or parts that cannot form one."""


class EcertificateIdentifier(NamedTuple):
    """The five segments after the root; `str()` writes the whole identifier."""

    type_code: str
    issuer: str
    serial: str
    version: str
    check: str

    def __str__(self) -> str:
        return ".".join((ROOT, *self))


def make_identifier(type_code: str, issuer: str, serial: str, version: int = 1) -> str:
    """The identifier of one version (1-999; a renewal or variation takes the next) of a certificate.

    `type_code` is the defining body's USCC (18) and a 3-digit number, `issuer` a USCC, `serial` 1-32 characters 0-9A-Z.
    """
    parts = {"type code": (_TYPE, type_code), "issuer code": (_ISSUER, issuer), "serial": (_SERIAL, serial)}
    for name, (shape, value) in parts.items():
        if not shape.fullmatch(value):
            raise IdentifierError(f"the {name} of an e-certificate identifier cannot be {value!r}")
    if not 1 <= version <= 999:
        raise IdentifierError("the version of an e-certificate runs from 1 to 999")
    number = f"{version:03d}"
    check = check_character(type_code + issuer + serial + number)
    return str(EcertificateIdentifier(type_code, issuer, serial, number, check))


def parse_identifier(text: str) -> EcertificateIdentifier:
    """Reads an identifier leniently (real ones have short issuers, underscores, bad checks); raises `IdentifierError`.

    The check character is not verified here: see `validate_identifier`.
    """
    if not text.startswith(ROOT + "."):
        raise IdentifierError(f"an e-certificate identifier starts with {ROOT}")
    segments = text[len(ROOT) + 1 :].split(".")
    if len(segments) != 5 or not all(_READABLE.fullmatch(segment) for segment in segments):
        raise IdentifierError("an e-certificate identifier has five segments of 0-9A-Z after its root")
    parsed = EcertificateIdentifier(*segments)
    if not _VERSION.fullmatch(parsed.version) or len(parsed.check) != 1:
        raise IdentifierError("an e-certificate identifier ends with a 3-digit version and one check character")
    return parsed


def validate_identifier(text: str) -> list[str]:
    """What is wrong with an identifier, as Chinese sentences; empty when it is sound in form and check character."""
    try:
        parsed = parse_identifier(text)
    except IdentifierError:
        return ["电子证照标识的结构不符合 GB/T 36904-2018"]
    findings: list[str] = []
    if not _TYPE.fullmatch(parsed.type_code):
        findings.append("证照类型代码应为 18 位统一社会信用代码加 3 位序号")
    if not _ISSUER.fullmatch(parsed.issuer):
        findings.append("证照颁发机构代码应为 18 位统一社会信用代码")
    payload = "".join(parsed[:4])
    if "_" in payload:
        findings.append("含下划线，校验位无法按标准核对")
    elif check_character(payload) != parsed.check:
        findings.append("校验位不正确")
    return findings


def check_character(payload: str) -> str:
    """ISO/IEC 7064 MOD 37,36 over `payload` (0-9A-Z; type, issuer, serial and version without root and dots)."""
    if not payload or any(char not in _ALPHABET for char in payload):
        raise IdentifierError("only 0-9 and A-Z have a check character")
    remainder = 36
    for char in payload:
        remainder = (remainder + _ALPHABET.index(char)) % 36 or 36
        remainder = remainder * 2 % 37
    return _ALPHABET[(37 - remainder) % 36]
