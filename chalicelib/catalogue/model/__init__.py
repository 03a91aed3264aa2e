"""The catalogue's models: what other rooms may know of an item."""

from chalicelib.catalogue.model.item import ItemDocument, Material, ServiceItem, SpecialProcedure
from chalicelib.catalogue.model.joint import JointTheme
from chalicelib.catalogue.model.limits import PromisedLimit
from chalicelib.catalogue.model.values import ApplicantKind, HandlingType, StartEvent, Theme, Unit

__all__ = [
    "ApplicantKind",
    "HandlingType",
    "ItemDocument",
    "JointTheme",
    "Material",
    "PromisedLimit",
    "ServiceItem",
    "SpecialProcedure",
    "StartEvent",
    "Theme",
    "Unit",
]
