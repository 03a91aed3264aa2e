"""The receipts of what moves the decision clocks of a case."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.cases.api.receipts import CaseReceipt, DocumentNo
from chalicelib.cases.model import clock_acts
from chalicelib.catalogue.model.record import SpecialKind
from chalicelib.clock.unit import Unit

Label = Annotated[str, Field(description="特别程序的中文名称")]
Promised = Annotated[date | None, Field(description="承诺期限届满日；没有承诺期限的，或者已经上报的为 null")]
Statutory = Annotated[date | None, Field(description="法定期限届满日；没有法定期限的为 null")]
Lower = Annotated[date | None, Field(description="上报件：本级审查的期限届满日；已经上报的、其他办件为 null")]
Superior = Annotated[
    date | None, Field(description="上级机关决定期限届满日；办件不在上级机关的，或者没有规定期限的为 null")
]
Provisional = Annotated[bool, Field(description="办件的届满日中有放假通知尚未公布的日子")]


class SuspendReceipt(CaseReceipt, act=clock_acts.SUSPEND):
    kind: SpecialKind
    kind_label: Label
    until: Annotated[date, Field(description="告知的最后一日，当日不计入期限")]
    total_workdays: Annotated[int, Field(description="该种程序连同以前告知的，合计不计入期限的工作日数")]
    promised_due: Promised
    statutory_due: Statutory
    lower_review_due: Lower = None
    superior_due: Superior = None
    provisional: Provisional
    document: DocumentNo


class ResumeReceipt(CaseReceipt, act=clock_acts.RESUME):
    kind: SpecialKind
    kind_label: Label
    ended: Annotated[date, Field(description="特别程序结束之日")]
    promised_due: Promised
    statutory_due: Statutory
    lower_review_due: Lower = None
    superior_due: Superior = None
    provisional: Provisional


class ExtendReceipt(CaseReceipt, act=clock_acts.EXTEND):
    """`approval` is the number of the government's paper, for a joint request."""

    length: Annotated[int, Field(description="延长多少")]
    unit: Annotated[Unit, Field(description="延长的单位，与法定期限相同")]
    before: Annotated[date, Field(description="延长前的法定期限届满日")]
    approval: Annotated[str | None, Field(description="批准延长联办期限的文件文号；其他办件为 null")] = None
    promised_due: Promised
    statutory_due: Statutory
    superior_due: Superior = None
    provisional: Provisional
    document: DocumentNo
