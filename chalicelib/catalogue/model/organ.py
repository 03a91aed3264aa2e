"""Whether an item says of its department what the directory says: name and code of the organ. Pure.

An import and a publication ask the same.
"""

from collections.abc import Iterator
from typing import Protocol

from chalicelib.foundation.problems import FieldError

UNKNOWN = "没有这个部门"
CODE = "/implementing_code_SYNTHETIC"


class Organ(Protocol):
    """A department of the directory."""

    @property
    def name(self) -> str: ...
    @property
    def uscc(self) -> str: ...


def organ_errors(name: str, implementing_code: str, organ: Organ) -> Iterator[FieldError]:
    """Pointers are relative to the item."""
    if not implementing_code.startswith(organ.uscc):
        yield FieldError(CODE, "implementing_code_organ", "实施编码前 18 位应为实施部门的统一社会信用代码")
    if name != organ.name:
        yield FieldError("/dept_name_now", "department_name_differs", f"实施部门现在的名称是“{organ.name}”")


def code_repeated(other: str) -> FieldError:
    """The 31 digits name one item."""
    return FieldError(CODE, "implementing_code_repeated", f"{other} 已经使用这个实施编码")
