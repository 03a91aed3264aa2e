"""办事指南, 受理清单及样本, 申请表样表 and 业务手册: four sheets, all made from the one record of an item (R47). Pure.

A fact that several of them tell is worded in `facts.py` once, so they cannot disagree.
"""

from chalicelib.catalogue.model.artefacts.sheet import KINDS, Sheet, SheetKind
from chalicelib.catalogue.model.artefacts.sheets import Here, sheet_of

__all__ = ["KINDS", "Here", "Sheet", "SheetKind", "sheet_of"]
