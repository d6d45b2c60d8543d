"""A review as one page of HTML: everything, nothing from elsewhere, readable in light and dark."""

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from genesis.review.differences import differences, mistakes, sampled
from genesis.review.inert import legible
from genesis.review.report import Review
from genesis.review.wording import by_category, counted, headline, named, rows_counted, sign, told

if TYPE_CHECKING:
    from jinja2 import Template

_PAGES: Final = "genesis.review.pages"
_SEEN: Final = 15
"""Edits that are in sight without a click."""


def render(review: Review, *, color: bool = False) -> str:
    """The whole page. Foreign text is escaped, and the page's policy runs no script but its own filter."""
    from markupsafe import Markup

    del color
    script = _page("filter.js")
    return _template().render(
        review=review,
        headline=headline(review),
        sign=sign(review),
        mistakes=mistakes(review),
        differences=differences(review),
        sampled=sampled(review),
        places={cause.id: at for at, cause in enumerate(review.causes, 1)},
        subjects={cause.id: cause.subject for cause in review.causes},
        counted=counted,
        by_category=by_category,
        rows_counted=rows_counted,
        named=named,
        told=told,
        spoken=_spoken,
        seen=_SEEN,
        script=Markup(script),  # noqa: S704 - this file's own
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
    )


def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    return environment.from_string(_page("review.html.jinja"))


def _page(name: str) -> str:
    return (files(_PAGES) / name).read_text(encoding="utf-8")


def _shown(value: object) -> object:
    """Foreign text without what reorders or hides its neighbours; what is HTML already as it is."""
    return legible(value) if type(value) is str else value


def _spoken(text: str) -> object:
    """A sentence whose names in backquotes are code."""
    from markupsafe import Markup

    parts = re.split("`([^`]+)`", legible(text))
    return Markup().join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts))
