"""Writes the JSON Schema of Pydantic's models: run by the project's own interpreter, it imports nothing of ours.

    python pydantic_schemas.py ROOT MODULE...

The models are those of the second version or of the first, be it installed or the second's `pydantic.v1`; what only
they know goes into their schema: the digits of decimals, and which of them have validators of their own.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from decimal import Decimal
from typing import Any, Dict, Iterator, List, Optional, Tuple  # noqa: UP035 - a project's Python may be an old one

REFERENCE = "#/components/schemas/"


def told(root: str, *names: str) -> Dict[str, Any]:  # noqa: UP006
    """The schemas by name, where each class stands, and what of it no schema tells."""
    sys.path[0] = root  # in place of the folder of this file
    found: List[Any] = []  # noqa: UP006
    for name in names:
        found += _models(importlib.import_module(name))
    models = list(dict.fromkeys(found))
    schemas = _schemas(models)
    named = {model.__name__: model for model in models}
    return {
        "schemas": schemas,
        "places": {name: _place(model) for name, model in named.items() if _place(model)},
        "own": {name: _own(model) for name, model in named.items() if _own(model)},
    }


def _models(module: Any) -> Iterator[Any]:
    bases = tuple(base for name in ("pydantic", "pydantic.v1") for base in _named(name, "BaseModel"))
    for value in list(vars(module).values()):
        if not inspect.isclass(value) or not issubclass(value, bases) or value.__module__ != module.__name__:
            continue
        if any(base.__name__ == "BaseSettings" for base in value.__mro__):
            continue
        generic = getattr(value, "__pydantic_generic_metadata__", {}).get("parameters")
        if not generic and _fields(value):
            yield value


def _fields(model: Any) -> Any:
    return getattr(model, "model_fields", None) or getattr(model, "__fields__", {})


def _named(module: str, name: str) -> Iterator[Any]:
    """What a module has of a name, where there is such a module."""
    try:
        yield getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        return


def _schemas(models: Any) -> Dict[str, Any]:  # noqa: UP006
    first = [model for model in models if not hasattr(model, "model_fields")]
    second = [model for model in models if hasattr(model, "model_fields")]
    return {**_of_first(first), **_of_second(second)}


def _of_first(models: Any) -> Dict[str, Any]:  # noqa: UP006
    """The schemas of models of the first version."""
    if not models:
        return {}
    for module in ("pydantic.v1.schema", "pydantic.schema"):
        for schema in _named(module, "schema"):
            return _exact(dict(schema(models, ref_prefix=REFERENCE)["definitions"]), models)
    return {}


def _of_second(models: Any) -> Dict[str, Any]:  # noqa: UP006
    if not models:
        return {}
    from pydantic.json_schema import models_json_schema

    template = REFERENCE + "{model}"
    try:
        found = models_json_schema([(model, "validation") for model in models], ref_template=template)[1]
    except Exception:  # noqa: BLE001 - one model with a type that has no schema; the others may have theirs
        found = {"$defs": {}}
        for model in models:
            try:
                one = model.model_json_schema(ref_template=template)
            except Exception as error:  # noqa: BLE001 - likewise
                found.setdefault("failed", {})[model.__name__] = f"{type(error).__name__}: {error}".splitlines()[0]
                continue
            found["$defs"].update(one.pop("$defs", {}))
            found["$defs"].setdefault(model.__name__, one)
    return _exact(dict(found.get("$defs", {})), models)


def _exact(schemas: Dict[str, Any], models: Any) -> Dict[str, Any]:  # noqa: UP006
    """The schemas with the digits of decimals, which JSON Schema tells of by a pattern."""
    for model in models:
        properties = schemas.get(model.__name__, {}).get("properties", {})
        for name, field in _fields(model).items():
            alias = getattr(field, "validation_alias", None) or getattr(field, "alias", None) or name
            schema = properties.get(alias if isinstance(alias, str) else name)
            facts = _digits(field)
            if schema is not None and facts:
                for part in (schema, *schema.get("anyOf", ())):
                    if part.get("type") == "number":
                        part.update(facts)
            if schema is not None and "Decimal" in str(getattr(field, "annotation", "")) and "anyOf" in schema:
                schema["anyOf"] = [part for part in schema["anyOf"] if part.get("type") != "string"]
    return schemas


def _digits(field: Any) -> Dict[str, Any]:  # noqa: UP006
    """The step of a decimal, and the largest that its digits let in."""
    places = digits = None
    for part in [field, getattr(field, "type_", None), *getattr(field, "metadata", ())]:
        places = getattr(part, "decimal_places", None) if places is None else places
        digits = getattr(part, "max_digits", None) if digits is None else digits
    facts: Dict[str, Any] = {}  # noqa: UP006
    if places is not None:
        facts["multipleOf"] = float(Decimal(1).scaleb(-places)) if places else 1
    if digits is not None:
        whole = 10 ** (digits - (places or 0))
        facts["exclusiveMaximum"], facts["exclusiveMinimum"] = whole, -whole
    return facts


def _own(model: Any) -> List[str]:  # noqa: UP006
    """The validators that people wrote, which no schema tells of."""
    decorators = getattr(model, "__pydantic_decorators__", None)
    if decorators is None:
        roots = [*getattr(model, "__pre_root_validators__", ()), *getattr(model, "__post_root_validators__", ())]
        whole = [each[-1] if isinstance(each, tuple) else each for each in roots]
        of_fields = [each.func for some in getattr(model, "__validators__", {}).values() for each in some]
        return sorted({each.__name__ for each in (*of_fields, *whole)})
    kinds = ("validators", "field_validators", "root_validators", "model_validators")
    return sorted({name for kind in kinds for name in getattr(decorators, kind, {})})


def _place(model: Any) -> Optional[Tuple[Optional[str], int]]:  # noqa: UP006, UP045
    try:
        return inspect.getsourcefile(model), inspect.getsourcelines(model)[1]
    except (OSError, TypeError):  # made at run time: there is no source to name
        return None


def _plain(value: Any) -> Any:
    """What the first version leaves as it is in a schema: bounds and defaults of the models' own types."""
    return float(value) if isinstance(value, Decimal) else getattr(value, "value", None) or str(value)


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(told(*sys.argv[1:]), default=_plain) + "\n")
