"""Reads and validates the knowledge folder; a wrong file stops the start with file, key and reason."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Hashable, Iterator, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from bot.knowledge.checking import check
from bot.knowledge.errors import KnowledgeError
from bot.knowledge.guides import Guide
from bot.knowledge.knowledge import Knowledge
from bot.knowledge.links import LinkFile
from bot.knowledge.products import Device, ProductsFile
from bot.knowledge.providers import Provider
from bot.knowledge.records import Bilingual, Key
from bot.knowledge.topics import Topic
from bot.knowledge.wording import IdentificationWords, Wording

T = TypeVar("T")
Raw = dict[str, Any]

_SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "is not a known key",
    "string_type": "must be text; put it in quotes",
    "string_too_short": "is empty",
    "too_short": "is empty",
    "date_from_datetime_parsing": "must be a date like 2026-11-22",
    "date_parsing": "must be a date like 2026-11-22",
    "date_type": "must be a date like 2026-11-22",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be a mapping of keys and values",
    "model_type": "must be a mapping of keys and values",
    "model_attributes_type": "must be a mapping of keys and values",
}


class _StrictLoader(yaml.SafeLoader):
    """YAML that refuses a key written twice, which would silently drop the first."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: set[Hashable] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)  # type: ignore[no-untyped-call]
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is written twice", key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
# only true and false: in older YAML the word "no" is a truth value, and customers' words must stay words
_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_knowledge(folder: Path) -> Knowledge:
    """Read every file of the folder.

    Raises:
        KnowledgeError: a file is missing or wrong; the text names file, key and reason.
    """
    pages = _validated(dict[Key, Bilingual], _read(folder, "sources.yml"), "sources.yml", {})
    context: Raw = {"pages": pages}

    def whole(name: str, form: type[T]) -> T:
        return _validated(form, _read(folder, name), name, context)

    def entries(name: str, form: type[T]) -> dict[str, T]:
        return _validated(dict[Key, form], _with_ids(_read(folder, name), name), name, context)  # type: ignore[valid-type]

    products_raw = _read(folder, "products.yml")
    if isinstance(products_raw.get("products"), dict):
        products_raw["products"] = _with_ids(products_raw["products"], "products.yml", "products")
    products = _validated(ProductsFile, products_raw, "products.yml", context)
    knowledge = Knowledge(
        providers=entries("providers.yml", Provider),
        products=products.products,
        brands={line: aliases for line, aliases in products.brands.items()},
        devices=entries("devices.yml", Device),
        guides=dict(_guides(folder, context)),
        topics=entries("topics.yml", Topic),
        links=whole("links.yml", LinkFile).root,
        link_labels=whole("link_labels.yml", dict[Key, Bilingual]),
        wording=whole("wording.yml", Wording),
        identification=whole("identification.yml", IdentificationWords),
    )
    check(knowledge)
    return knowledge


def _guides(folder: Path, context: Raw) -> Iterator[tuple[str, Guide]]:
    paths = sorted((folder / "guides").glob("*.yml"))
    if not paths:
        raise KnowledgeError("guides", "*.yml", "there is no guide in this folder")
    files = {path.stem: _read(folder, f"guides/{path.name}") for path in paths}
    for stem, raw in files.items():
        name = f"guides/{stem}.yml"
        if "id" in raw:
            raise KnowledgeError(name, "id", "is not written; the file's name is the id")
        other = raw.get("steps_of")
        if other is not None:
            if "steps" in raw:
                raise KnowledgeError(name, "steps_of", "can't stand beside steps")
            if "steps" not in files.get(other, {}):
                raise KnowledgeError(name, "steps_of", f"there is no guide {other!r} with steps")
            raw = {**{key: value for key, value in raw.items() if key != "steps_of"}, "steps": files[other]["steps"]}
        yield stem, _validated(Guide, {"id": stem, **raw}, name, context)


def _read(folder: Path, name: str) -> Raw:
    try:
        raw = yaml.load((folder / name).read_text("utf-8"), Loader=_StrictLoader)
    except FileNotFoundError:
        raise KnowledgeError(name, "file", f"is missing in {folder}") from None
    except UnicodeDecodeError:
        raise KnowledgeError(name, "file", "is not UTF-8 text") from None
    except OSError as error:
        raise KnowledgeError(name, "file", f"can't be read ({error.strerror})") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "file"
        raise KnowledgeError(name, place, f"is not valid YAML: {getattr(error, 'problem', None) or error}") from None
    if not isinstance(raw, dict):
        raise KnowledgeError(name, "file", "must hold a mapping of keys and values")
    return raw


def _with_ids(raw: Raw, name: str, parent: str = "") -> Raw:
    for key, entry in raw.items():
        place = f"{parent}.{key}" if parent else str(key)
        if not isinstance(entry, dict):
            raise KnowledgeError(name, place, "must be a mapping of keys and values")
        if "id" in entry:
            raise KnowledgeError(name, f"{place}.id", "is not written; the key is the id")
    return {key: {"id": key, **entry} for key, entry in raw.items()}


def _validated(form: Any, raw: Raw, name: str, context: Raw) -> Any:
    try:
        return TypeAdapter(form).validate_python(raw, context=context)
    except ValidationError as error:
        problems = error.errors()
        first = problems[0]
        key = ".".join(str(part) for part in first["loc"] if part != "[key]") or "file"
        reason = _SENTENCES.get(first["type"], first["msg"].removeprefix("Value error, "))
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise KnowledgeError(name, key, reason + more) from None
