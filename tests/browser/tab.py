"""One tab with the shop page, in the words of the one who sits before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect


@dataclass
class Tab:
    """What a customer sees and does, and everything a console or a network log would tell."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    @property
    def desk(self) -> Locator:
        return self.page.locator("koshin-desk")

    @property
    def launcher(self) -> Locator:
        return self.desk.locator(".launcher")

    @property
    def panel(self) -> Locator:
        return self.desk.locator(".panel")

    @property
    def field(self) -> Locator:
        return self.desk.locator("textarea")

    @property
    def mine(self) -> Locator:
        return self.desk.locator(".line.customer .bubble")

    @property
    def theirs(self) -> Locator:
        return self.desk.locator(".line:not(.customer) .bubble")

    def open(self) -> None:
        self.launcher.click()
        expect(self.panel).to_be_visible()

    def say(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def restful(self) -> None:
        """Nothing went wrong that a console would show."""
        assert self.complaints == []
