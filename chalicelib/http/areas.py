"""Areas of the API, and the paths that share one resource of the gateway (ADR 0099).

A gateway counts each part of a path as a resource and has 300 at most. An area is what the first word of a path names,
such as `/v1/admin`. Each path of an area with a route of every day has a resource of its own. Any other area has two:
its root, and `{proxy+}` for all that is below it. There the app finds the route itself.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

# How API Gateway names the rest of a path, and where its event has that rest.
BELOW, REST = "{proxy+}", "proxy"
Shape = tuple[str, ...]


def area_of(path: str) -> str:
    """The area of a path with its prefix: `/v1/admin` of `/v1/admin/items/{code}`."""
    return "/".join(path.split("/")[:3])


def resource_of(path: str, everyday: Collection[str]) -> str:
    """The path of the gateway's resource that takes requests for this route. `everyday` are paths with prefix."""
    area = area_of(path)
    if path == area or area in {area_of(one) for one in everyday}:
        return path
    return f"{area}/{BELOW}"


def routed(event: Mapping[str, Any], routes: Collection[str]) -> Mapping[str, Any]:
    """The event as if the route that it is for had a resource of its own. Unchanged where it has one, or where there is
    no such route: the app answers 404 then.
    """
    context = event.get("requestContext", {})
    resource = str(context.get("resourcePath", ""))
    if not resource.endswith(f"/{BELOW}"):
        return event
    rest = (event.get("pathParameters") or {}).get(REST, "")
    path = f"{area_of(resource)}/{rest}"
    route = _route_of(path, routes)
    if route is None:
        return event
    named = zip(route.split("/"), path.split("/"), strict=True)
    values = {part[1:-1]: value for part, value in named if _is_name(part)}
    return {
        **event,
        "resource": route,
        "pathParameters": values or None,
        "requestContext": {**context, "resourcePath": route},
    }


def _route_of(path: str, routes: Collection[str]) -> str | None:
    """The route of this path. Of several the one with a word where the others have a name, from the left on."""
    parts = tuple(path.split("/"))
    fitting = [
        shape
        for shape in _by_length(tuple(routes)).get(len(parts), ())
        if all(one == part or (_is_name(one) and part) for one, part in zip(shape, parts, strict=True))
    ]
    best = min(fitting, key=lambda shape: [_is_name(part) for part in shape], default=None)
    return "/".join(best) if best else None


@lru_cache(maxsize=2)
def _by_length(routes: tuple[str, ...]) -> Mapping[int, list[Shape]]:
    found: dict[int, list[Shape]] = {}
    for route in routes:
        shape = tuple(route.split("/"))
        found.setdefault(len(shape), []).append(shape)
    return found


def _is_name(part: str) -> bool:
    return part.startswith("{")
