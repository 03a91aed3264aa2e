"""Every row, by the part of the document that it stands in."""

from collections.abc import Mapping, Sequence

from proofs.matrix.row import Row
from proofs.matrix.rows import (
    adverse,
    applicant,
    consultations,
    department,
    items,
    joint,
    operations,
    public,
    records,
    registers,
    window,
)

PARTS: Mapping[str, Sequence[Row]] = {
    "公开": public.ROWS,
    "申请人": applicant.ROWS,
    "窗口和受理": window.ROWS,
    "办件记录": records.ROWS,
    "审批和出件": department.ROWS,
    "虚假申请和结果的终止": adverse.ROWS,
    "联办": joint.ROWS,
    "咨询": consultations.ROWS,
    "机构": registers.ROWS,
    "事项": items.ROWS,
    "监督、审计和平台": operations.ROWS,
}
ROWS: tuple[Row, ...] = tuple(row for rows in PARTS.values() for row in rows)
