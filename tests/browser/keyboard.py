"""A person who has no mouse: moves by Tab, types, presses Enter and Space."""

from typing import Self

from playwright.sync_api import Page

# What a screen reader calls the element that has the focus.
NAME = """() => {
  const found = document.activeElement;
  if (!found || found === document.body) return "";
  const named = found.getAttribute("aria-labelledby");
  const texts = named
    ? named.split(/\\s+/).map((id) => document.getElementById(id)?.textContent ?? "")
    : [found.getAttribute("aria-label")
        ?? [...(found.labels ?? [])].map((label) => label.textContent).join(" ")];
  const text = texts.join(" ").trim() || found.textContent || found.value || "";
  return text.replace(/\\s+/g, " ").trim();
}"""
CHOSEN = "() => document.activeElement.selectedOptions[0].textContent.trim()"
FARTHEST = 400  # stops of a page, from its first to its last


class Keyboard:
    """Walks a page by its stops. Names are those that a screen reader says, or how they begin."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def here(self) -> str:
        """The name of what has the focus."""
        return self.page.evaluate(NAME)

    def to(self, name: str) -> Self:
        """Press Tab until something called `name` has the focus.

        Raises:
            AssertionError: no stop of the page is called so.
        """
        passed = []
        for _ in range(FARTHEST):
            self.page.keyboard.press("Tab")
            here = self.here
            if here == name or here.startswith((f"{name} ", f"{name}(", f"{name}:")):
                return self
            passed.append(here)
        raise AssertionError(f"nothing is called {name!r} among {list(dict.fromkeys(passed))}")

    def press(self, name: str) -> Self:
        """Go to a link or button and press Enter; wait for the page that follows."""
        self.to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def fill(self, name: str, text: str) -> Self:
        """Go to a field and type `text` in place of what is there; a line break is a new line."""
        self.to(name)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        return self

    def choose(self, name: str, option: str) -> Self:
        """Go to a list and press the arrow down until an option that begins so is chosen."""
        self.to(name)
        self.page.keyboard.press("Home")
        passed = [self._chosen]
        while not passed[-1].startswith(option):
            self.page.keyboard.press("ArrowDown")
            passed.append(self._chosen)
            assert passed[-1] != passed[-2], f"{name} has no {option!r} among {passed}"
        return self

    @property
    def _chosen(self) -> str:
        return self.page.evaluate(CHOSEN)

    def tick(self, name: str) -> Self:
        """Go to a box or a choice and press Space."""
        self.to(name)
        self.page.keyboard.press("Space")
        return self
