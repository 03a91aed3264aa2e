"""What somebody sent or what a row holds is not printed in an exception: exceptions end in logs (个人信息保护法51)."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import chalicelib
from app import ROUTES
from chalicelib.cases.model.case import Case
from chalicelib.durable.effects import Effects
from chalicelib.intake.acts.receive_walk_in import WalkIn


def modules() -> Iterator[str]:
    """All that ship, but for the entries: they declare nothing, and make the client of the table."""
    for found in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        if found.name.startswith("chalicelib.wiring.entries."):
            continue
        importlib.import_module(found.name)
        yield found.name


def models(base: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from models(model)


def parses(model: type[BaseModel], asked: set[type[BaseModel]]) -> bool:
    """Whether it reads something from outside: answers, which views make, stand in `api` and are no body or query."""
    return model.__module__.startswith("chalicelib.") and (".api." not in model.__module__ or model in asked)


def test_every_model_that_reads_something_hides_it_in_its_errors():
    assert [*modules()]
    asked = {part for route in ROUTES for part in (route.body, route.query) if part}
    found = {model for model in models() if parses(model, asked)}
    assert len(found) > 80
    shown = [f"{model.__module__}.{model.__name__}" for model in found if not hides(model)]
    assert sorted(shown) == []


def hides(model: type[BaseModel]) -> bool:
    return model.model_config.get("hide_input_in_errors") is True


@pytest.mark.parametrize("model", [Case, WalkIn])
def test_an_error_does_not_tell_whom_it_is_about(model: type[BaseModel]):
    with pytest.raises(ValidationError) as refused:
        model.model_validate({"applicant_name": ["44170219900307801X"], "form": "44170219900307801X", "id": 1})
    assert "44170219900307801X" not in str(refused.value)


def test_lists_of_them_hide_it_too():
    assert isinstance(Effects, TypeAdapter)
    with pytest.raises(ValidationError) as refused:
        Effects.validate_json('[{"kind": "44170219900307801X"}]')
    assert "44170219900307801X" not in str(refused.value)
