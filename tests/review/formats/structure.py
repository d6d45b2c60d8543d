"""What a page is made of, by two readers of Markdown: GitHub's own parser and an independent one."""

from html.parser import HTMLParser
from typing import Final

import cmarkgfm
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt
from msgspec import Struct

VOID: Final = frozenset({"br", "hr", "img", "input", "meta", "link"})


class Page(Struct):
    """Tags in order (``/`` closes), what stands in each code element outside of blocks, and the comments."""

    tags: list[str] = []
    codes: list[str] = []
    comments: list[str] = []
    attributes: set[tuple[str, str]] = set()
    text: list[str] = []


class Reader(HTMLParser):
    """Reads a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.append(tag)
        self.page.attributes |= {(tag, name) for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if tag == "code" and "pre" not in self.open:
            self.page.codes.append("")

    def handle_endtag(self, tag: str) -> None:
        self.page.tags.append(f"/{tag}")
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.page.text.append(data)
        if self.open and self.open[-1] == "code" and "pre" not in self.open:
            self.page.codes[-1] += data

    def handle_comment(self, data: str) -> None:
        self.page.comments.append(data.strip())


def read(page: str) -> Page:
    """A page of HTML, every element of which is closed in order."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader.page


def github(markdown: str) -> Page:
    """By GitHub's fork of cmark, HTML let through as GitHub does."""
    return read(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


def independent(markdown: str) -> Page:
    """By markdown-it, which reads tables and bare links by rules of its own; names of domains alone are no links on GitHub."""
    parser = MarkdownIt("gfm-like")
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False})
    return read(parser.render(markdown))
