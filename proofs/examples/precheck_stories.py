"""A window looks at a draft before it is submitted. It accepts nothing by that."""

from proofs.examples.recorder import Recorder
from proofs.kit.applications import COMPANY

ITEM, CLERK = "YM-S05", "clerk-social"
SAID = {"comments": [{"field": "/applicant/name", "finding": "amend", "comment": "请写全称。"}]}


def prechecked(say: Recorder) -> None:
    draft = say.ask(COMPANY, "POST", "/applications", {"item": ITEM})
    own, case = f"/applications/{draft['id']}", f"/cases/{draft['id']}"
    say.ask(COMPANY, "POST", f"{own}/precheck", {}, keep="asked 请求预审")
    say.ask(COMPANY, "POST", f"{own}/precheck/withdraw", {}, keep="withdrawn 撤回请求")
    say.ask(COMPANY, "POST", f"{own}/precheck/withdraw", {}, keep="not_open 没有待答复的请求", status=409)
    say.ask(COMPANY, "POST", f"{own}/precheck", {})
    say.ask(COMPANY, "POST", f"{own}/precheck", {}, keep="open 已经请求", status=409)
    say.ask(CLERK, "GET", "/prechecks", keep="waiting 待预审的草稿", query={"limit": 1})
    say.ask(CLERK, "GET", f"{case}/precheck", keep="masked 没有说明查看目的")
    say.ask(CLERK, "POST", f"{case}/precheck", SAID, keep="answered 提出意见")
    say.ask(CLERK, "POST", f"{case}/precheck", SAID, keep="not_open 没有待答复的请求", status=409)
    say.ask(CLERK, "GET", f"{case}/precheck", keep="closed 没有请求预审的草稿", status=404)
    say.ask(COMPANY, "GET", f"{own}/precheck", keep="answered 窗口的意见")
