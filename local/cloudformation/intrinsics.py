"""The intrinsic functions that our template uses. Others are refused."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Attributes = Mapping[str, Any]  # of one resource; what Ref answers is under "Ref"
NO_VALUE = "AWS::NoValue"
# Condition -> its value. Conditions stand beside the resources, under a name that no resource can have.
CONDITIONS = "Fn::Conditions"
# Their references are found inside of their lists.
LISTS = {"Fn::Join", "Fn::Select", "Fn::Sub", "Fn::If", "Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or"}
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
            yield from variables(text)
        case {"Fn::Sub": [str(text), dict(own)]}:  # pyright: ignore[reportUnknownVariableType]
            yield from (found for found in variables(text) if found.resource not in own)
            yield from references(own)
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
    if (name.startswith("Fn::") and name not in LISTS) or (name == "Ref" and len(value) > 1):
        raise UnknownIntrinsic(name)


def resolve(value: Any, known: Mapping[str, Attributes]) -> Any:
    """The value with every function replaced by its result. What is AWS::NoValue is left out. Raises `Dangling`."""
    match value:
        case {"Ref": str(name)}:
            return None if name == NO_VALUE else look_up(Reference(name, "Ref"), known)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return look_up(Reference(name, attribute), known)
        case {"Fn::Sub": text}:
            return filled(text, known)
        case {"Fn::If": _} | {"Fn::Select": _} | {"Fn::Join": _}:
            return chosen(value, known)  # pyright: ignore[reportUnknownArgumentType]
        case dict():
            resolved = {str(name): resolve(inner, known) for name, inner in value.items()}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            return {name: inner for name, inner in resolved.items() if inner is not None}
        case list():
            return [inner for part in value if (inner := resolve(part, known)) is not None]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value


def filled(text: str | list[Any], known: Mapping[str, Attributes]) -> str:
    """Fn::Sub, also with values of its own beside the text."""
    words: str = text[0] if isinstance(text, list) else text
    own: Mapping[str, Any] = text[1] if isinstance(text, list) else {}
    known = {**known, **{name: {"Ref": resolve(inner, known)} for name, inner in own.items()}}
    return VARIABLE.sub(lambda found: substituted(found, known), words)


def chosen(value: Mapping[str, Any], known: Mapping[str, Attributes]) -> Any:
    match value:
        case {"Fn::If": [str(condition), yes, no]}:
            return resolve(yes if look_up(Reference(CONDITIONS, condition), known) else no, known)
        case {"Fn::Select": [int(place), inner]}:
            return resolve(inner, known)[place]
        case {"Fn::Join": [str(separator), inner]}:
            return separator.join(str(part) for part in resolve(inner, known))
        case _:
            raise UnknownIntrinsic(str(value))


def decide(condition: Any, known: Mapping[str, Attributes]) -> bool:
    """Whether a condition of the template holds. Raises UnknownIntrinsic."""
    match condition:
        case {"Fn::Equals": [one, other]}:
            return str(resolve(one, known)) == str(resolve(other, known))
        case {"Fn::Not": [inner]}:
            return not decide(inner, known)
        case {"Fn::Or": list(inner)}:  # pyright: ignore[reportUnknownVariableType]
            return any(decide(part, known) for part in inner)  # pyright: ignore[reportUnknownVariableType]
        case {"Fn::And": list(inner)}:  # pyright: ignore[reportUnknownVariableType]
            return all(decide(part, known) for part in inner)  # pyright: ignore[reportUnknownVariableType]
        case _:
            raise UnknownIntrinsic(str(condition))


def variables(text: str) -> Iterator[Reference]:
    return (variable(name) for literal, name in VARIABLE.findall(text) if not literal)


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
