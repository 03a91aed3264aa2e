"""What is answered of a certificate that somebody verifies: for programs as JSON, for people as a page."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.cases.model.result_end import END_LABELS, LAW
from chalicelib.http.documentation.markup import Html, join, tag
from chalicelib.issuance.store.register import CertificateState, Ended, PublicLine, Renewal

PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    # The address holds the identifier of the certificate.
    "Referrer-Policy": "no-referrer",
}
STYLE = Html(
    "body{font:18px/1.6 sans-serif;margin:0 auto;max-width:34em;padding:1em;color:#1a1a1a;background:#fff}"
    "h1{font-size:1.4em}dt{color:#555}dd{margin:0 0 .6em;overflow-wrap:anywhere}.note{color:#555;font-size:.9em}"
)
STATES = {
    "pending": "尚未送达或者尚未到起始日期，目前不能作为有效证照使用",
    "valid": "有效",
    "expired": "已过有效期",
    "superseded": "已被更正后的版本取代，自始无效",
    **END_LABELS,
}

HEADS = {
    "pending": "证照核验：内容真实，尚未生效",
    "valid": "证照核验：确由本平台签发",
    "expired": "证照核验：确由本平台签发",
    "superseded": "证照核验：确由本平台签发",
}


class Verification(BaseModel, defer_build=True):
    """`authentic`: we have made exactly this and found it equal to the paper result. The rest is told only then.

    `face` has the lines of a licence's face that anybody may see (行政许可法40): nothing of a person's name,
    number, address or affairs. `validity` has the words on which its end depends, where no last day is printed. `state`
    is pending until the certificate is delivered or its term begins, then valid or expired, unless a decision has ended
    it (`ended`).
    """

    authentic: bool
    matched: Annotated[
        Literal["content", "file"] | None,
        Field(description="一致的摘要：content 证照内容（二维码中的 sha）；file 证照的 PDF 文件；未能核实的为 null"),
    ] = None
    title: str | None = None
    number: str | None = None
    organ: str | None = None
    issued: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    validity: str | None = None
    state: CertificateState | None = None
    ended: Annotated[Ended | None, Field(description="失效之日及其依据；没有失效的为 null")] = None
    renewal: Annotated[Renewal | None, Field(description="视为准予延续之日、延续后的届满日及其依据；没有的为 null")] = (
        None
    )
    face: list[PublicLine] = []


def page(found: Verification, *, sample: bool, whole: bool = True) -> str:
    """The page. It holds nothing of the holder, no script, and loads nothing. `whole`: the address is one of ours."""
    head = join(
        Html('<meta charset="utf-8">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", "证照核验"),
        tag("style", STYLE),
    )
    note = tag("p", "本平台为演示系统，证照均为演示样本。", class_="note") if sample else None
    body = tag("main", *(_authentic(found) if found.authentic else _unknown() if whole else _broken()), note)
    return join(Html("<!doctype html>"), tag("html", tag("head", head), tag("body", body), lang="zh-CN"))


def _authentic(found: Verification) -> list[Html]:
    facts = {
        "状态": STATES[found.state or "pending"],
        "失效之日": _day(found.ended.on if found.ended else None),
        "失效依据": LAW + found.ended.article if found.ended else "",
        "证照名称": found.title,
        "证照编号": found.number,
        "发证机关": found.organ,
        "发证日期": _day(found.issued),
        "有效期自": _day(found.valid_from) if found.valid_until else "",
        "有效期至": _day(found.valid_until),
        "视为准予延续至": _day(found.renewal.until if found.renewal else None),
        "延续依据": found.renewal.article if found.renewal else "",
        "效力说明": found.validity,
        **{line.label: line.value for line in found.face},
    }
    rows = [cell for name, value in facts.items() if value for cell in (tag("dt", name), tag("dd", value))]
    advice = tag("p", "请核对以上内容与您看到的证照是否一致。本页不显示持证人信息。", class_="note")
    head = HEADS.get(found.state or "pending", "证照核验：确由本平台签发，现已失效")
    return [tag("h1", head), tag("dl", *rows), advice]


def _unknown() -> list[Html]:
    words = "没有签发过内容相同的证照。证照可能被改动过，或者二维码不完整，请向发证机关核实。"
    return [tag("h1", "证照核验：未能核实"), tag("p", words)]


def _broken() -> list[Html]:
    words = "二维码不完整，或者网址在复制、转发时被改动，不能据此判断证照真伪。请重新扫描证照上的二维码。"
    return [tag("h1", "证照核验：二维码不完整"), tag("p", words)]


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
