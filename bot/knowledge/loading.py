"""Reads and validates the knowledge folder; a wrong file stops the start with file, key and reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

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
from bot.knowledge.yaml_files import Raw, read_file

T = TypeVar("T")

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


def load_knowledge(folder: Path) -> Knowledge:
    """Read every file of the folder.

    Raises:
        KnowledgeError: a file is missing or wrong; the text names file, key and reason.
    """
    pages = _validated(dict[Key, Bilingual], read_file(folder, "sources.yml"), "sources.yml", {})
    context: Raw = {"pages": pages}

    def whole(name: str, form: type[T]) -> T:
        return cast(T, _validated(form, read_file(folder, name), name, context))

    def entries(name: str, form: type[T]) -> dict[str, T]:
        values = _validated(dict[Key, form], _with_ids(read_file(folder, name), name), name, context)  # type: ignore[valid-type]
        return cast("dict[str, T]", values)

    products_raw = read_file(folder, "products.yml")
    if isinstance(products_raw.get("products"), dict):
        products_raw["products"] = _with_ids(products_raw["products"], "products.yml", "products")
    products = _validated(ProductsFile, products_raw, "products.yml", context)
    knowledge = Knowledge(
        providers=entries("providers.yml", Provider),
        products=products.products,
        brands=dict(products.brands.items()),
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
    files = {path.stem: read_file(folder, f"guides/{path.name}") for path in paths}
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
