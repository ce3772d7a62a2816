"""The products and devices customers talk about."""

from __future__ import annotations

from typing import Literal

from bot.knowledge.records import Aliases, Key, Line, Named, Record, Source

Desk = Literal["home", "soho"]
"""The two support desks: for private customers and for small offices."""


class Product(Named):
    """A product, who looks after it, and which procedures apply to it."""

    line: Line
    desk: Desk | None = None
    renewal_registration: bool = False
    managed_in_my_kaspersky: bool = False
    legacy: bool = False
    source: Source


class ProductsFile(Record):
    """The form of ``products.yml``: brand words, which name a line but no product, and the products."""

    brands: dict[Line, Aliases]
    products: dict[Key, Product]


class Device(Named):
    """A kind of device; ``guide`` stops auto-renewal of what was bought in its store."""

    guide: Key | None = None
    source: Source
