"""Which texts an expression of the code may be: those of codes and titles, for `tools/errors.py`.

A name may be given by the function in which it stands, by the callers of that function, or by a module.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

CODE = Path("chalicelib")
DEEPEST = 6  # names that stand for names; code that goes round in circles ends here


class Place(NamedTuple):
    """Where an expression stands: its module and, within a function, that function."""

    module: str
    scope: ast.FunctionDef | None


NOWHERE = Place("", None)


@cache
def calls() -> tuple[tuple[ast.Call, Place], ...]:
    """Every call in the code with the place in which it stands."""
    found: list[tuple[ast.Call, Place]] = []
    for module, tree in _trees().items():
        _walk(tree, Place(module, None), found)
    return tuple(found)


@cache
def _calls_of() -> Mapping[str, Sequence[tuple[ast.Call, Place]]]:
    """The calls by the name of what is called."""
    found: dict[str, list[tuple[ast.Call, Place]]] = {}
    for call, place in calls():
        found.setdefault(name_of(call), []).append((call, place))
    return found


def with_problems() -> list[str]:
    """The modules that have a class of problems of their own."""
    return [name for name, tree in _trees().items() if any(_is_problem(node) for node in ast.walk(tree))]


def _is_problem(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(ast.unparse(base).startswith("problems.") for base in node.bases)


@cache
def _trees() -> Mapping[str, ast.Module]:
    files = {".".join(file.with_suffix("").parts): file for file in sorted(CODE.rglob("*.py"))}
    return {name.removesuffix(".__init__"): ast.parse(file.read_text("utf-8")) for name, file in files.items()}


def _walk(node: ast.AST, place: Place, found: list[tuple[ast.Call, Place]]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            found.append((child, place))
        _walk(child, place._replace(scope=child) if isinstance(child, ast.FunctionDef) else place, found)


def name_of(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def texts(node: ast.expr, place: Place = NOWHERE) -> list[str]:
    """The texts that an expression may be; what changes in one is written {}."""
    found = [text for each, _ in meanings(node, place) for text in _texts(each)]
    return list(dict.fromkeys(found))


def _texts(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [text.replace("|", "\\|")]
        case ast.JoinedStr(values=parts):
            return ["".join(_texts(part)[0] if isinstance(part, ast.Constant) else "{}" for part in parts)]
        case _:
            return []


def pairs(arguments: list[ast.expr], at: int, place: Place) -> Iterator[tuple[str, list[str]]]:
    """Each code with its texts, where a call takes them at `at` and behind it; `*both` stands for both of them."""
    if len(arguments) > at + 1:
        yield from together(arguments[at], arguments[at + 1], place)
        return
    for last in arguments[at:]:
        for both, where in meanings(last.value, place) if isinstance(last, ast.Starred) else ():
            match both:
                case ast.Tuple(elts=[first, second]):
                    yield from together(first, second, where)
                case _:
                    pass


def together(code: ast.expr, words: ast.expr, place: Place) -> Iterator[tuple[str, list[str]]]:
    """Each code with its texts. Where a function is given both, each of its callers gives a code and its own text."""
    known = [argument.arg for argument in place.scope.args.args] if place.scope else []
    both = [each.id for each in (code, words) if isinstance(each, ast.Name) and each.id in known]
    if place.scope and len(both) == 2:
        for given, where in _callers(place.scope):
            if set(both) <= given.keys():
                yield from together(given[both[0]], given[both[1]], where)
        return
    for each in texts(code, place):
        yield each, texts(words, place)


def meanings(node: ast.expr, place: Place, depth: int = 0) -> Iterator[tuple[ast.expr, Place]]:
    """What stands for this expression in the end, each with its own place."""
    if depth > DEEPEST:
        return
    for each, where in _behind(node, place):
        if each is node:
            yield node, place
        else:
            yield from meanings(each, where, depth + 1)


def _behind(node: ast.expr, place: Place) -> Iterator[tuple[ast.expr, Place]]:
    match node:
        case ast.IfExp(body=one, orelse=other):
            yield from ((one, place), (other, place))
        case ast.Name(id=name):
            yield from _of_name(name, place)
        case ast.Attribute():
            yield from _of_module(ast.unparse(node), place)
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name() as caught]):
            yield from _of_exception(caught, place)
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=name), attr="get")):
            yield from _put_in(name)
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            yield from _returned(name, place)
        case _:
            yield node, place


def _of_name(name: str, place: Place) -> Iterator[tuple[ast.expr, Place]]:
    here = [*_assigned(name, place), *_handed_in(name, place)] if place.scope else []
    yield from here or _of_module(name, place)


def _assigned(name: str, place: Place) -> Iterator[tuple[ast.expr, Place]]:
    """What a function assigns to this name, or the values of a mapping through which it goes with it."""
    for node in ast.walk(place.scope) if place.scope else ():
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from ((part, place) for part in _part(target, value, name))
            case ast.NamedExpr(target=ast.Name(id=known), value=value) if known == name:
                yield value, place
            case ast.comprehension(target=ast.Name(id=known), iter=ast.ListComp(elt=element)) if known == name:
                yield element, place
            case ast.comprehension(
                target=ast.Tuple(elts=[_, ast.Name(id=known)]), iter=ast.Call(func=ast.Attribute(value=source))
            ) if known == name:
                yield from ((ast.Constant(each), place) for each in _values(_looked_up(ast.unparse(source), place)))
            case _:
                pass


def _values(found: Any) -> list[str]:
    known: Mapping[str, object] = found if hasattr(found, "values") else {}
    return [each for each in known.values() if isinstance(each, str)]


def _part(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    match target, value:
        case ast.Name(id=known), _ if known == name:
            yield value
        case ast.Tuple(elts=names), ast.Tuple(elts=values):
            for one, its in zip(names, values, strict=True):
                yield from _part(one, its, name)
        case _:
            pass


def _handed_in(name: str, place: Place) -> Iterator[tuple[ast.expr, Place]]:
    """The default of a parameter, and what callers give for it."""
    if place.scope is None:
        return
    arguments = place.scope.args
    places = [*arguments.posonlyargs, *arguments.args]
    for parameter, default in zip(places[len(places) - len(arguments.defaults) :], arguments.defaults, strict=True):
        if parameter.arg == name:
            yield default, place
    for given, where in _callers(place.scope):
        if name in given:
            yield given[name], where


def _callers(function: ast.FunctionDef) -> Iterator[tuple[Mapping[str, ast.expr], Place]]:
    """What each caller gives to the parameters of a function."""
    known = [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]
    for call, where in _calls_of().get(function.name, ()):
        named = {word.arg: word.value for word in call.keywords if word.arg}
        yield {**dict(zip(known, call.args, strict=False)), **named}, where


def _returned(name: str, place: Place) -> Iterator[tuple[ast.expr, Place]]:
    """What the functions of this name answer: that of the module, or else those of others."""
    modules = [place.module] if any(each.name == name for each in _functions(place.module)) else list(_trees())
    for module in modules:
        for function in _functions(module):
            for node in ast.walk(function) if function.name == name else ():
                if isinstance(node, ast.Return) and node.value is not None:
                    yield node.value, Place(module, function)


def _put_in(name: str) -> Iterator[tuple[ast.expr, Place]]:
    """What the function of this name puts into the mapping that it makes."""
    for module in _trees():
        for function in _functions(module):
            for node in ast.walk(function) if function.name == name else ():
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
                    yield node.value, Place(module, function)


def _of_exception(caught: ast.Name, place: Place) -> Iterator[tuple[ast.expr, Place]]:
    """The message of the exception that a function catches under this name: what its class hands to its parent."""
    for handler in ast.walk(place.scope) if place.scope else ():
        if not isinstance(handler, ast.ExceptHandler) or not handler.type:
            continue
        if any(each is caught for each in ast.walk(handler)):
            kind = _looked_up(ast.unparse(handler.type), place)
            for call in _calls_within(kind) if isinstance(kind, type) else ():
                if ast.unparse(call.func) == "super().__init__":
                    yield call.args[0], Place(kind.__module__, None)


def _calls_within(kind: type) -> list[ast.Call]:
    for node in ast.walk(_trees()[kind.__module__]):
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
            return [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    return []


def _of_module(name: str, place: Place) -> Iterator[tuple[ast.expr, Place]]:
    found = _looked_up(name, place)
    if isinstance(found, str):
        yield ast.Constant(found), place


def _looked_up(dotted: str, place: Place) -> Any:
    """What a name of a module is once it is imported; None where it is nothing."""
    first, *rest = dotted.split(".")
    found = getattr(import_module(place.module), first, None) if place.module else None
    for part in rest:
        found = getattr(found, part, None)
    return found


@cache
def _functions(module: str) -> tuple[ast.FunctionDef, ...]:
    return tuple(node for node in ast.walk(_trees()[module]) if isinstance(node, ast.FunctionDef))
