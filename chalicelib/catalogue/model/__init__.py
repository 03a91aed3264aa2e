"""The catalogue's models: what other rooms may know of an item."""

from chalicelib.catalogue.model.item import ItemDocument, LegalBasis, Material, Result, ServiceItem, SpecialProcedure
from chalicelib.catalogue.model.joint import JointNode, JointTheme
from chalicelib.catalogue.model.limits import Extension, PromisedLimit, StatutoryLimit
from chalicelib.catalogue.model.values import ApplicantKind, HandlingType, StartEvent, Theme, Unit

__all__ = [
    "ApplicantKind",
    "Extension",
    "HandlingType",
    "ItemDocument",
    "JointNode",
    "JointTheme",
    "LegalBasis",
    "Material",
    "PromisedLimit",
    "Result",
    "ServiceItem",
    "SpecialProcedure",
    "StartEvent",
    "StatutoryLimit",
    "Theme",
    "Unit",
]
