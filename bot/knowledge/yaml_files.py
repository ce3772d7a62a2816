"""Reads one YAML file of the knowledge folder, strictly."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot.knowledge.errors import KnowledgeError

Raw = dict[str, Any]
"""A file as read, before it is validated."""


if TYPE_CHECKING:
    from yaml import SafeLoader as _FastLoader
else:  # the one written in C is five times faster where it is built in
    _FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_FastLoader):
    """YAML that refuses a key written twice, which would silently drop the first."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: set[Hashable] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} is written twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
# only true and false: in older YAML the word "no" is a truth value, and customers' words must stay words
_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_file(folder: Path, name: str) -> Raw:
    """The mapping a file holds.

    Raises:
        KnowledgeError: the file is missing, unreadable or not a YAML mapping.
    """
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
