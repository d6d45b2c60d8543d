"""``link: {url, text}``: a link; ``{name}`` stands for a column of the same result, URL-escaped in ``url``."""

import re
from typing import Final

from genesis.model import steps
from genesis.model.expression import Expression
from genesis.model.parts import SourceField
from genesis.model.shown import Shown
from genesis.spec.documents import FormatterSpec

_EXAMPLE: Final = 'link: {url: "https://example.com/{title_id}", text: "{title}"}'
_SAFE: Final = re.compile(r"(https?://[^\s{}/]+(/|$)|mailto:)", re.IGNORECASE)


def apply(value: Expression, step: FormatterSpec, field: SourceField | None) -> Shown:  # noqa: ARG001
    """Shown as a link."""
    given = steps.texts(step, ("url", "text"), _EXAMPLE)
    if "url" not in given:
        raise steps.bad_argument(step, "`link` needs a `url`", _EXAMPLE)
    url = given["url"].text
    if not _SAFE.match(url):
        raise steps.bad_argument(
            step, "a link begins with https://host/, http://host/ or mailto:, written out", _EXAMPLE
        )
    return Shown("link", url=url, text=given["text"].text if "text" in given else "")
