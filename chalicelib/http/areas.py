"""Areas of the API, and the paths that share one resource of the gateway (ADR 0099).

A gateway counts each part of a path as a resource and has 300 at most. An area is what the first word of a path names,
such as `/v1/admin`. Each path of an area with a route of every day has a resource of its own. Any other area has two:
its root, and `{proxy+}` for all that is below it. There the app finds the route itself.
"""

from collections.abc import Collection, Iterable, Mapping
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
    if path == area or area in map(area_of, everyday):
        return path
    return f"{area}/{BELOW}"


def is_shared(resource: str) -> bool:
    return resource.endswith(f"/{BELOW}")


def routed(event: Mapping[str, Any], routes: Iterable[str]) -> Mapping[str, Any]:
    """The event as if the route that it is for had a resource of its own. Unchanged where it has one, or where there is
    no such route: the app answers 404 then.

    Only a slash that stands in the path as it was written parts it. Values stay as they were written, as those of a
    resource of its own do.
    """
    context: Mapping[str, Any] = event.get("requestContext") or {}
    resource = str(context.get("resourcePath"))
    if not is_shared(resource):
        return event
    named: Mapping[str, str] = event.get("pathParameters") or {}
    # The gateway has taken away a slash at the end.
    parts = (*area_of(resource).split("/"), *named.get(REST, "").split("/"))
    shape = _shape_of(parts, routes)
    if shape is None:
        return event
    route = "/".join(shape)
    values = {name[1:-1]: part for name, part in zip(shape, parts, strict=True) if _is_name(name)}
    return {
        **event,
        "resource": route,
        "pathParameters": values or None,
        "requestContext": {**context, "resourcePath": route},
    }


def _shape_of(parts: Shape, routes: Iterable[str]) -> Shape | None:
    """The route of this path. Of several the one with a word where the others have a name, from the left on."""
    fitting = [
        shape
        for shape in _by_length(tuple(routes)).get(len(parts), ())
        if all((part != "") if _is_name(known) else known == part for known, part in zip(shape, parts, strict=True))
    ]
    return min(fitting, key=lambda shape: [_is_name(known) for known in shape], default=None)


@lru_cache(maxsize=2)
def _by_length(routes: Shape) -> Mapping[int, list[Shape]]:
    found: dict[int, list[Shape]] = {}
    for route in routes:
        if not is_shared(route):  # Chalice has it for the moment in which another thread asks in vain
            shape = tuple(route.split("/"))
            found.setdefault(len(shape), []).append(shape)
    return found


def _is_name(known: str) -> bool:
    return known.startswith("{")
