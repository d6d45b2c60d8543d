"""What every document has: its kind, its name, the file named after it."""

from typing import Final, Literal

from genesis.diagnostics import Problems, SourceFile, fail
from genesis.spec.documents import Text
from genesis.spec.shape import NAME, Entries, check_name, start_of
from genesis.spec.yaml_nodes import read_yaml

DocumentKind = Literal["source", "input", "tracker", "formatter"]

_FOLDERS: Final[dict[str, str]] = {
    "source": "definitions/",
    "input": "inputs/",
    "tracker": "trackers/",
    "formatter": "definitions/formatters/",
}


def open_document(
    file: SourceFile, kind: DocumentKind, keys: tuple[str, ...], problems: Problems
) -> tuple[Entries, Text]:
    """A document's entries and its name.

    Raises:
        GenesisError: the file is not YAML, or holds another kind of document (G026).
    """
    node = read_yaml(file)
    entries = Entries(node, "an input" if kind == "input" else f"a {kind}", problems)
    found = next((other for other in ("tracker", "input", "formatter", "source") if entries.has(other)), None)
    if found and found != kind:
        message = f"{'an' if kind == 'input' else 'a'} {kind} was expected here, and this is {'an' if found == 'input' else 'a'} {found}"
        raise fail("G026", entries.key(found).span, message, f"documents with `{found}:` stand in `{_FOLDERS[found]}`")
    entries.known(keys)
    stem = file.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    entries.require(kind, f"begin with `{kind}: {stem}`")
    name = entries.text(kind) or Text("", start_of(node.span))
    if name.value and check_name(name, entries.what, problems).value != stem:
        ending = file.path.rsplit(".", 1)[-1]
        hint = f"rename the file to `{name.value}.{ending}`"
        if NAME.fullmatch(stem):
            hint += f", or write `{kind}: {stem}`"
        problems.add(
            "G025", name.span, f"the file is named `{stem}.{ending}` and holds the {kind} `{name.value}`", hint
        )
    return entries, name
