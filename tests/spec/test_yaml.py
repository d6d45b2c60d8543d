"""Files to nodes: structure, places, aliases, and every mistake of a file at once."""

import pytest

from genesis.diagnostics import Diagnostic, GenesisError, SourceFile, Span
from genesis.spec.documents import Mapping, Node, Scalar, Sequence
from genesis.spec.yaml_nodes import read_yaml


def read(text: str) -> Mapping:
    return read_yaml(SourceFile("a.yaml", text))


def plain(node: Node) -> object:
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key.value: plain(value) for key, value in node.entries}


def mistakes(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(GenesisError) as caught:
        read(text)
    return [(d.code, d.line, d.column) for d in caught.value.diagnostics]


def place(span: Span) -> tuple[int, int, int, int]:
    return (span.line, span.column, span.end_line, span.end_column)


def spans(node: Node) -> list[str]:
    """Every node's place, and what stands there."""
    lines = node.span.file.text.split("\n")
    inner = [one for child in children(node) for one in spans(child)]
    span = node.span
    if span.line != span.end_line:
        return [f"{span.line}:{span.column}-{span.end_line}:{span.end_column}", *inner]
    return [lines[span.line - 1][span.column - 1 : span.end_column - 1], *inner]


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Sequence():
            return node.items
        case Mapping():
            return tuple(value for _, value in node.entries)
        case _:
            return ()


def test_block_and_flow_are_the_same() -> None:
    block = "a:\n  - 1\n  - b: true\n    c: ~\nd: {}\ne: []\n"
    flow = "{a: [1, {b: true, c: ~}], d: {}, e: []}\n"
    assert plain(read(block)) == plain(read(flow)) == {"a": [1, {"b": True, "c": None}], "d": {}, "e": []}


def test_every_node_has_its_place() -> None:
    text = "a: [x, \"y z\", {k: v}]\nb:\n  - é one\n  - two\nc: 'q'\n"
    assert spans(read(text)) == [
        "1:1-5:7",
        '[x, "y z", {k: v}]', "x", '"y z"', "{k: v}", "v",
        "3:3-4:8", "é one", "two",
        "'q'",
    ]  # fmt: skip


def test_keys_have_their_places() -> None:
    (key, _), (quoted, _) = read('one: 1\n"two words": 2\n').entries
    assert (place(key.span), place(quoted.span)) == ((1, 1, 1, 4), (2, 1, 2, 12))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(ending: str) -> None:
    node = read(ending.join(["a: 1", "b: [x,", "  y]", "c: last", ""]))
    assert plain(node) == {"a": 1, "b": ["x", "y"], "c": "last"}
    assert [(key.span.line, key.span.column) for key, _ in node.entries] == [(1, 1), (2, 1), (4, 1)]


def test_places_count_characters_not_bytes() -> None:
    node = read("größe: [ß, 😀, x]\n").entries[0][1]
    assert [one.span.column for one in children(node)] == [9, 12, 15]


def test_an_anchor_is_no_part_of_what_it_names() -> None:
    entries = read("a: &x  one\nb: &y {c: 1}\nd: *x\ne: *y\n").entries
    assert [plain(value) for _, value in entries] == ["one", {"c": 1}, "one", {"c": 1}]
    assert place(entries[0][1].span) == (1, 8, 1, 11)


def test_an_alias_may_be_a_key() -> None:
    assert plain(read("a: &x one\n*x : two\n")) == {"a": "one", "one": "two"}


def test_an_anchor_may_be_set_again() -> None:
    assert plain(read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")) == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_aliases_are_counted_with_all_that_they_stand_for() -> None:
    # a: 400 values and itself; each alias of it counts 401
    many = "a: &a [" + ", ".join("x" * 400) + "]\n"
    assert len(children(read(many + "b: [" + ", ".join(["*a"] * 497) + "]\n").entries[1][1])) == 497
    assert mistakes(many + "b: [" + ", ".join(["*a"] * 499) + "]\n")[0][0] == "G012"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\na: 2\n", [("G005", 2, 1)]),
        ('a: 1\n"a": 2\n', [("G005", 2, 1)]),
        ("a: 1\nb: {c: 1, c: 2, c: 3}\n", [("G005", 2, 11), ("G005", 2, 17)]),
        ("a:\nb: [1, , 2]\n", [("G006", 1, 1), ("G001", 2, 8)]),
        ("a:\nb:\n  - \n  - 2\n", [("G006", 1, 1), ("G006", 3, 4)]),
        ("? \n: x\n", [("G006", 1, 2)]),
        ("a: *nowhere\nb: *b\n", [("G011", 1, 4), ("G011", 2, 4)]),
        ("a: &a [*a]\n", [("G011", 1, 8)]),
        ("a: !!int 3\nb: !x [1]\n", [("G008", 1, 4), ("G008", 2, 4)]),
        ("a: &b {c: 1}\nd: {<<: *b}\n", [("G007", 2, 5)]),
        ("a: 1\n---\nb: 2\n", [("G009", 2, 1)]),
        ("{a: 1}: 2\n", [("G014", 1, 1)]),
        ("a: &b [1]\n*b : 2\n", [("G014", 2, 1)]),
        ("", [("G010", 1, 1)]),
        ("# nothing\n", [("G010", 1, 1)]),
        ("---\n", [("G010", 1, 1)]),
        ("- a\n", [("G010", 1, 1)]),
        ("text\n", [("G010", 1, 1)]),
        ("a: 1\n\tb: 2\n", [("G001", 2, 1)]),
        ("a: [1, 2\nb: 3\n", [("G001", 1, 4)]),
        ('a: "open\n', [("G001", 1, 4)]),
        ("a: 1\nb: 2\n c: 3\n", [("G001", 3, 3)]),
    ],
)
def test_mistakes(text: str, found: list[tuple[str, int, int]]) -> None:
    assert mistakes(text) == found


def test_all_mistakes_come_at_once_up_to_where_yaml_ends() -> None:
    assert [code for code, *_ in mistakes("a: 1\na: 2\nb:\nc: !t 1\nd: [\n")] == ["G005", "G006", "G008", "G001"]


def test_mistakes_are_sorted_and_told_once() -> None:
    one = Diagnostic("G001", "x", Span(SourceFile("b.yaml", ""), 1, 1, 1, 1))
    two = Diagnostic("G001", "x", Span(SourceFile("a.yaml", ""), 9, 1, 9, 1))
    assert GenesisError([one, two, one]).diagnostics == (two, one)
