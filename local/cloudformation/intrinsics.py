"""The intrinsic functions that our template uses: Ref, Fn::GetAtt, Fn::Sub and Fn::Join. Others are refused."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Attributes = Mapping[str, Any]  # of one resource; what Ref answers is under "Ref"
VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")


class Reference(NamedTuple):
    """To an attribute of a resource; `{"Ref": …}` is one to the attribute "Ref"."""

    resource: str
    attribute: str


class UnknownIntrinsic(ValueError):
    """A function of CloudFormation that the local stack does not understand."""


class Dangling(LookupError):
    """A reference to something the template does not have."""


def references(value: Any) -> Iterator[Reference]:
    """Every reference inside of a value, those to pseudo parameters (AWS::Region …) too. Raises UnknownIntrinsic."""
    match value:
        case {"Ref": str(name)}:
            yield Reference(name, "Ref")
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            yield Reference(name, attribute)
        case {"Fn::Sub": str(text)}:
            yield from (variable(name) for literal, name in VARIABLE.findall(text) if not literal)
        case dict():
            for name, inner in value.items():  # pyright: ignore[reportUnknownVariableType]
                check_name(str(name), value)  # pyright: ignore[reportUnknownArgumentType]
                yield from references(inner)
        case list():
            for inner in value:  # pyright: ignore[reportUnknownVariableType]
                yield from references(inner)
        case _:
            return


def check_name(name: str, value: Mapping[str, Any]) -> None:
    """Fn::Join needs no case of its own above: its references are found inside of its list."""
    if (name.startswith("Fn::") and name != "Fn::Join") or (name == "Ref" and len(value) > 1):
        raise UnknownIntrinsic(name)


def resolve(value: Any, known: Mapping[str, Attributes]) -> Any:
    """The value with every function replaced by its result. Raises `Dangling`."""
    match value:
        case {"Ref": str(name)}:
            return look_up(Reference(name, "Ref"), known)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return look_up(Reference(name, attribute), known)
        case {"Fn::Sub": str(text)}:
            return VARIABLE.sub(lambda found: substituted(found, known), text)
        case {"Fn::Join": [str(separator), list(parts)]}:  # pyright: ignore[reportUnknownVariableType]
            return separator.join(str(part) for part in resolve(parts, known))
        case dict():
            return {name: resolve(inner, known) for name, inner in value.items()}  # pyright: ignore[reportUnknownVariableType]
        case list():
            return [resolve(inner, known) for inner in value]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value


def substituted(found: re.Match[str], known: Mapping[str, Attributes]) -> str:
    return f"${{{found[2]}}}" if found[1] else str(look_up(variable(found[2]), known))


def variable(name: str) -> Reference:
    """What `${Table}` or `${Table.Arn}` refers to in the text of Fn::Sub."""
    resource, _, attribute = name.partition(".")
    return Reference(resource, attribute or "Ref")


def look_up(reference: Reference, known: Mapping[str, Attributes]) -> Any:
    try:
        return known[reference.resource][reference.attribute]
    except KeyError as error:
        raise Dangling(f"{reference.resource}.{reference.attribute}") from error
