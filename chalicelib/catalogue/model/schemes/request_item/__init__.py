"""One request of a scheme as one item: one form, one list of materials, one acceptance for all its members. Pure.

A stage of a scheme is compiled into an item, so that a request of it is filled in, checked, received, corrected and
accepted as any other application is. Afterwards each member gets its own form and its own materials out of it.
"""

from chalicelib.catalogue.model.schemes.request_item.compiled import RequestItem, compiled, request_code

__all__ = ["RequestItem", "compiled", "request_code"]
