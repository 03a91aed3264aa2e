"""The page that describes the API to people: one HTML file without scripts, which loads nothing else."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.http.documentation.callbacks import callback
from chalicelib.http.documentation.markup import Html, join, prose, tag
from chalicelib.http.documentation.operations import section

STYLE = Path(__file__).with_name("style.css")
FOLDER = Path(__file__).with_name("guides")
GUIDES = {"callbacks": "部门系统接收回调", "errors": "错误码"}


def page(document: Mapping[str, Any]) -> str:
    """The whole page of an OpenAPI document, its operations grouped by tag."""
    info, groups = document["info"], _groups(document)
    head = join(
        Html('<meta charset="utf-8">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", f"{info['title']} 接口说明"),
        tag("style", _style()),
    )
    body = join(
        tag(
            "header",
            tag("h1", f"{info['title']} 接口说明"),
            tag("p", f"版本 {info['version']} · ", tag("code", document["servers"][0]["url"])),
            *prose(info["description"]),
            tag("p", "机器可读：", tag("a", "openapi.json", href="openapi.json")),
            tag("p", "另见：", *_links("docs/")),
        ),
        tag("nav", *(tag("a", title, href=f"#{name}") for name, (title, _) in groups.items())),
        tag("main", *(_group(document, name, title, calls) for name, (title, calls) in groups.items())),
    )
    return join(Html("<!doctype html>"), tag("html", tag("head", head), tag("body", body), lang="zh-CN"))


def guide(name: str) -> str:
    """The page of one of `GUIDES`, whose Markdown `tools.pages` has rendered."""
    head = join(
        Html('<meta charset="utf-8">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", GUIDES[name]),
        tag("style", _style()),
    )
    nav = tag("nav", tag("a", "接口说明", href="../docs"), *_links(""))
    body = join(nav, tag("main", Html((FOLDER / f"{name}.html").read_text("utf-8")), class_="guide"))
    return join(Html("<!doctype html>"), tag("html", tag("head", head), tag("body", body), lang="zh-CN"))


def _links(folder: str) -> list[Html]:
    return [join(tag("a", title, href=f"{folder}{name}"), " ") for name, title in GUIDES.items()]


@cache
def _style() -> Html:
    return Html(STYLE.read_text("utf-8"))


def _groups(document: Mapping[str, Any]) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """For each tag: its title, and its operations as (path, method)."""
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {
        mark["name"]: (mark.get("description", mark["name"]), []) for mark in document["tags"]
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]][1].append((path, method))
    return groups


def _group(document: Mapping[str, Any], name: str, title: str, calls: list[tuple[str, str]]) -> Html:
    asked = document.get("webhooks", {}).items()
    told = [callback(document, event, methods["post"]) for event, methods in asked if name in methods["post"]["tags"]]
    operations = [section(document, path, method) for path, method in calls]
    return tag("section", tag("h2", title), *operations, *told, id=name)
