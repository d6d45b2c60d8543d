"""What changed in the documents of a project: definition by definition, each with its text and place on both sides."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from genesis.diagnostics import GenesisError, SourceFile, Span, line_starts
from genesis.review.places import place_of, printable
from genesis.review.report import CauseWhat, Edit, Place
from genesis.spec.documents import Mapping as MappingNode
from genesis.spec.documents import Node, Scalar, Sequence, Text
from genesis.spec.kinds import DocumentKind
from genesis.spec.project import PROJECT_FILE
from genesis.spec.yaml_nodes import read_yaml

Bare = tuple[object, ...]
"""A node without its places: what it says."""
Pair = tuple[str, Node]
_LONGEST: Final = 2000
_MEMBERS: Final = {"fields": "field", "joins": "join", "measures": "measure"}
_LISTS: Final = frozenset({"fields", "group_by", "filters", "combine", "sort", "annotations", "audits"})
_COMPUTED: Final = frozenset({"sql", "rollup", "column"})


class Element(Struct, frozen=True):
    """A definition: what it says, with the keys that it is made of. ``id`` is the same on both sides.

    ``document`` and ``key`` say where it stands: the document, and the key of that document that holds it (empty: it is the document).
    """

    id: str
    kind: str
    subject: str
    document: tuple[DocumentKind | None, str]
    key: str
    says: Bare
    keys: Mapping[str, Node]
    span: Span

    @property
    def is_member(self) -> bool:
        """Whether it is a field, join or measure of a source."""
        return self.document[0] == "source" and self.key in _MEMBERS

    @property
    def member(self) -> str:
        """The name of what stands in its document: of a field, join or measure, a connection; of a whole document its own."""
        return self.subject.rpartition(".")[2] if self.key else self.document[1]


class Change(Struct, frozen=True):
    """A definition that is not the same on both sides."""

    what: CauseWhat
    base: Element | None
    head: Element | None
    edits: tuple[Edit, ...]

    @property
    def element(self) -> Element:
        """The definition as it is on the head, or as it was."""
        found = self.head or self.base
        assert found is not None  # noqa: S101 one of them is there
        return found


def bare(node: Node) -> Bare:
    """What a node says."""
    match node:
        case Scalar():
            return (type(node.value).__name__, node.value, node.text.strip())
        case Sequence():
            return ("list", *map(bare, node.items))
        case MappingNode():
            return ("mapping", *((key.value, bare(value)) for key, value in node.entries))


def elements(kind: DocumentKind | None, name: str, file: SourceFile) -> dict[str, Element]:
    """The definitions in a document by their ids; one for the whole where the text is not YAML. ``kind`` is ``None`` for genesis.yaml."""
    whole = Span(file, 1, 1, 1, 1)
    document = (kind, name)
    try:
        root = read_yaml(file)
    except GenesisError as error:
        first = error.diagnostics[0].span or whole
        return {_id(document): _element(document, "", "", {"": Scalar(file.text, file.text, False, first)}, first)}
    found = (one for key, node in root.entries for one in _of_key(document, key, node))
    return {one.id: one for one in found}


def _id(document: tuple[DocumentKind | None, str], rest: str = "") -> str:
    kind, name = document
    return f"project{rest}" if kind is None else f"{kind}:{name}{rest}"


def _element(
    document: tuple[DocumentKind | None, str], key: str, member: str, keys: Mapping[str, Node], span: Span
) -> Element:
    kind, name = document
    says: Bare = tuple((inner, bare(node)) for inner, node in sorted(keys.items()))
    if kind == "source" and key in _MEMBERS:
        rest, what, subject = f".{member}", _MEMBERS[key], f"{name}.{member}"
    elif member:
        rest, what, subject = f":{key}.{member}", key, f"{name or PROJECT_FILE} {key}.{member}"
    else:
        rest, what = (f":{key}", key) if key else ("", kind or "project")
        subject = f"{name or PROJECT_FILE} {key}".strip()
    return Element(_id(document, rest), what, subject, document, key, says, keys, span)


def _of_key(document: tuple[DocumentKind | None, str], key: Text, node: Node) -> Iterator[Element]:
    kind = document[0]
    if isinstance(node, MappingNode) and ((kind == "source" and key.value in _MEMBERS) or kind is None):
        for name, value in node.entries:
            yield _element(document, key.value, name.value, _keys(key.value, name, value), name.span)
    else:
        yield _element(document, key.value, "", {"": node}, key.span)


def _keys(key: str, name: Text, node: Node) -> dict[str, Node]:
    """The keys of a member; a field that names no column has the column of its name."""
    if isinstance(node, MappingNode):
        found = {inner.value: value for inner, value in node.entries}
    else:
        found = {"type" if key == "fields" else "": node}
    if key == "fields" and not _COMPUTED & found.keys():
        found["column"] = Scalar(name.value, name.value, True, name.span)
    return found


def changes(base: Mapping[str, Element], head: Mapping[str, Element]) -> list[Change]:
    """The definitions that differ, in the order of the head with removed ones last; renamed ones as one."""
    gone = [one for id_, one in base.items() if id_ not in head]
    come = [one for id_, one in head.items() if id_ not in base]
    renamed = _renamed(gone, come)
    found = []
    for id_, one in head.items():
        old = base.get(id_) or renamed.get(id_)
        if old is None:
            found.append(Change("added", None, one, (_whole(None, one),)))
        elif old.id != one.id:
            found.append(Change("renamed", old, one, (_name_edit(old, one),)))
        elif old.key != one.key:
            found.append(Change("changed", old, one, (_whole(old, one),)))
        elif old.says != one.says:
            found.append(Change("changed", old, one, tuple(_edits(old, one))))
    taken = {one.id for one in renamed.values()}
    return found + [Change("removed", one, None, (_whole(one, None),)) for one in gone if one.id not in taken]


def whole_change(what: CauseWhat, base: Element | None, head: Element | None) -> Change:
    """A change of a whole document."""
    if what == "renamed" and base is not None and head is not None:
        return Change(what, base, head, (_name_edit(base, head),))
    return Change(what, base, head, (_whole(base, head),))


def _renamed(gone: list[Element], come: list[Element]) -> dict[str, Element]:
    """Elements that came, by id, with those that left and say the same; where several do, nobody knows which is which."""
    found: dict[str, Element] = {}
    for one in come:
        twins = [old for old in gone if (old.kind, old.document, old.says) == (one.kind, one.document, one.says)]
        others = [new for new in come if (new.kind, new.document, new.says) == (one.kind, one.document, one.says)]
        if len(twins) == len(others) == 1:
            found[one.id] = twins[0]
    return found


def _whole(base: Element | None, head: Element | None) -> Edit:
    return Edit(
        "",
        "" if base is None else _text(base),
        "" if head is None else _text(head),
        None if base is None else place_of(base.span),
        None if head is None else place_of(head.span),
    )


def _name_edit(base: Element, head: Element) -> Edit:
    return Edit("name", base.member, head.member, place_of(base.span), place_of(head.span))


def _text(element: Element) -> str:
    """The lines of a definition, from its name to the end of its last value."""
    ends = [(node.span.end_line, node.span.end_column) for node in element.keys.values()]
    span = element.span
    end = max([*ends, (span.end_line, span.end_column)])
    return _slice(Span(span.file, span.line, span.column, *end))


def _slice(span: Span) -> str:
    starts = line_starts(span.file.text)
    if not 0 < span.line <= len(starts):
        return ""
    last = starts[span.end_line - 1] + span.end_column - 1 if span.end_line <= len(starts) else len(span.file.text)
    first = starts[span.line - 1] + span.column - 1
    lines = span.file.text[first:last].splitlines() or [""]
    margin = span.column - 1
    rest = (line[margin:] if not line[:margin].strip() else line for line in lines[1:])
    text = "\n".join((lines[0], *rest)).rstrip()
    return printable(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}...")


def _edits(base: Element, head: Element) -> Iterator[Edit]:
    for key in dict.fromkeys((*head.keys, *base.keys)):
        old, new = base.keys.get(key), head.keys.get(key)
        if old is not None and new is not None and bare(old) == bare(new):
            continue
        if isinstance(old, Sequence) and isinstance(new, Sequence) and head.key in _LISTS:
            yield _list_edit(key, old, new)
            continue
        yield Edit(
            key,
            "" if old is None else _slice(old.span),
            "" if new is None else _slice(new.span),
            place_of(base.span if old is None else old.span),
            place_of(head.span if new is None else new.span),
        )


def _list_edit(key: str, old: Sequence, new: Sequence) -> Edit:
    """The entries of a list that are on one side alone; the whole where they only changed places."""
    before, after = _without(old, new), _without(new, old)
    if not before and not after:
        before, after = list(old.items), list(new.items)
    return Edit(key, _lines(before), _lines(after), _first(before, old), _first(after, new))


def _without(one: Sequence, other: Sequence) -> list[Node]:
    left = [bare(node) for node in other.items]
    found = []
    for node in one.items:
        says = bare(node)
        if says in left:
            left.remove(says)
        else:
            found.append(node)
    return found


def _lines(nodes: Iterable[Node]) -> str:
    return "\n".join(f"- {_slice(node.span)}" for node in nodes)


def _first(nodes: list[Node], whole: Sequence) -> Place:
    return place_of(nodes[0].span if nodes else whole.span)
