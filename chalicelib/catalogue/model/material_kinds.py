"""Whose word a line of the list of materials is: by its source, and by what is asked of it. Pure."""

from typing import Literal

from chalicelib.catalogue.model.values import MaterialSource

# certificate: an organ or another body has issued it, and the applicant has the original. report: a third party has
# made it. statement: the applicant has made it. form: the platform prints it from what the applicant has filled in.
MaterialKind = Literal["certificate", "report", "statement", "form"]
# Whose original is seen at the window before it counts.
COMPARED: frozenset[MaterialKind] = frozenset({"certificate", "report"})


def kind_of(source: MaterialSource, copies: int, e_certificate_type: str | None) -> MaterialKind:
    """A copy is asked for only of what the applicant keeps the original of (R27)."""
    match source:
        case "system":
            return "form"
        case "intermediary":
            return "report"
        case "gov_share":
            return "certificate"
        case "applicant":
            return "certificate" if copies or e_certificate_type else "statement"
