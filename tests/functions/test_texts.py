"""Functions of text, with values worked out by hand."""

import pytest

from genesis.model.expression import Value
from tests.functions.evaluation import DuckDB, evaluated

ENGINE = DuckDB()
FOX = "🦊"
ACCENTED = "e\u0301"
"""An e and a combining accent: two characters."""

CASES: list[tuple[str, Value, Value]] = [
    ("lower(a)", "ÀBC 1", "àbc 1"),
    ("lower(a)", "İSTANBUL ΟΔΟΣ", "istanbul οδοσ"),
    ("upper(a)", "àbc é", "ÀBC É"),
    ("upper(a)", "", ""),
    ("trim(a)", "  a b  ", "a b"),
    ("trim(a)", "\t a \n", "\t a \n"),
    ("trim(a)", "\u00a0a ", "\u00a0a"),
    ("ltrim(a)", "  a ", "a "),
    ("rtrim(a)", "  a ", "  a"),
    ("length(a)", "", 0),
    ("length(a)", FOX, 1),
    ("length(a)", ACCENTED, 2),
    ("length(a)", "👨‍👩‍👧", 5),
    # substr
    ("substr(a, 2)", "abc", "bc"),
    ("substr(a, 3)", "abc", "c"),
    ("substr(a, 4)", "abc", ""),
    ("substr(a, 2)", f"{FOX}b{FOX}", f"b{FOX}"),
    ("substr(a, 0)", "abc", ""),
    ("substr(a, -1)", "abc", "c"),
    ("substr(a, -3)", "abc", "abc"),
    ("substr(a, -4)", "abc", ""),
    ("substr(a, 2, 1)", "abc", "b"),
    ("substr(a, 2, 9)", "abc", "bc"),
    ("substr(a, 2, 0)", "abc", ""),
    ("substr(a, 2, -1)", "abc", ""),
    ("substr(a, -2, 1)", "abc", "b"),
    ("substr(a, -4, 2)", "abc", ""),
    ("substr(a, 0, 2)", "abc", ""),
    ("substr(a, 1, 2)", "", ""),
    ("substr(a, length(a))", "abc", "c"),
    ("substr(a, length(a) - 3)", "abc", ""),
    ("substr(a, 1 - length(a), length(a) - 2)", "abc", "b"),
    ("substring(a, 2, 1)", "abc", "b"),
    ("substring(a from 2 for 1)", "abc", "b"),
    # replace, translate
    ("replace(a, 'b', 'xx')", "abcb", "axxcxx"),
    ("replace(a, 'b')", "abcb", "ac"),
    ("replace(a, '', 'x')", "ab", "ab"),
    ("replace(a, 'aa', 'b')", "aaa", "ba"),
    ("replace(a, '🦊', 'f')", FOX * 2, "ff"),
    ("translate(a, 'abc', 'xy')", "aabbccd", "xxyyd"),
    ("translate(a, 'é', 'e')", "été", "ete"),
    ("reverse(a)", "abc", "cba"),
    ("reverse(a)", f"a{FOX}", f"{FOX}a"),
    ("reverse(a)", ACCENTED, "\u0301e"),
    ("reverse(a)", "", ""),
    ("repeat(a, 3)", "ab", "ababab"),
    ("repeat(a, 0)", "ab", ""),
    ("repeat(a, -1)", "ab", ""),
    # parts
    ("split_part(a, ',', 1)", "a,b", "a"),
    ("split_part(a, ',', 2)", "a,b", "b"),
    ("split_part(a, ',', 3)", "a,b", None),
    ("split_part(a, ',', 0)", "a,b", None),
    ("split_part(a, ',', -1)", "a,b", None),
    ("split_part(a, ',', 1)", "", ""),
    ("split_part(a, ',', 2)", "a,,b", ""),
    ("split_part(a, ', ', 2)", "a, b", "b"),
    ("split_part(a, ',', length(a) - 1)", "a,b", "b"),
    ("strpos(a, 'c')", "abc", 3),
    ("strpos(a, 'x')", "abc", 0),
    ("strpos(a, '')", "abc", 1),
    ("strpos(a, 'b')", f"{FOX}b", 2),
    ("strpos(a, 'A')", "abc", 0),
    ("position('c' in a)", "abc", 3),
    ("starts_with(a, 'ab')", "abc", True),
    ("starts_with(a, '')", "", True),
    ("starts_with(a, 'a%')", "abc", False),
    ("ends_with(a, 'bc')", "abc", True),
    ("ends_with(a, 'b_')", "abc", False),
    ("contains(a, 'b')", "abc", True),
    ("contains(a, '%')", "abc", False),
    ("contains(a, '')", "", True),
    # together
    ("cast(a = 'a' as varchar)", "a", "true"),
    ("a || 'x'", "a", "ax"),
    ("a || 'x'", "", "x"),
    ("concat(a, 'x', a)", "b", "bxb"),
    ("concat_ws('-', a, null, a)", "x", "x-x"),
    ("concat_ws('-', null, a)", "", ""),
    ("lpad(a, 5, 'xy')", "ab", "xyxab"),
    ("lpad(a, 1, 'x')", "ab", "a"),
    ("lpad(a, 3, 'x')", "", "xxx"),
    ("lpad(a, 2, '0')", FOX, f"0{FOX}"),
    ("rpad(a, 5, 'xy')", "ab", "abxyx"),
    ("rpad(a, 0, 'x')", "ab", ""),
    ("chr(128202) || a", "", "📊"),
    ("codepoint(a)", FOX, 0x1F98A),
    ("codepoint(a)", "ab", 97),
    ("codepoint(a)", "", None),
    # patterns
    ("a like 'a%'", "abc", True),
    ("a like 'a'", "abc", False),
    ("a like '_b_'", "abc", True),
    ("a like '_'", FOX, True),
    ("a like 'A%'", "abc", False),
    ("a not like 'a%'", "abc", False),
    ("a not like 'b%'", "abc", True),
    ("a like 'a\\%'", "a\\b", True),
    ("regexp_like(a, 'b+')", "abbc", True),
    ("regexp_like(a, '^b')", "abc", False),
    ("regexp_like(a, '(?i)^B')", "bc", True),
    ("regexp_like(a, '\\d{2}')", "a12", True),
    ("regexp_like(a, '^.$')", FOX, True),
    ("regexp_like(a, '')", "", True),
    ("regexp_extract(a, '\\d+')", "a12b3", "12"),
    ("regexp_extract(a, '\\d+')", "ab", None),
    ("regexp_extract(a, '(a)(b)(c)(d)(e)(f)(g)(h)(i)', 9)", "xabcdefghi", "i"),
    ("regexp_extract(a, 'b(c)', 0)", "abc", "bc"),
    # what other engines than RE2 would take for something else
    ("regexp_like(a, '^a$')", "a\n", False),
    ("regexp_like(a, '\\Aab\\z')", "ab\n", False),
    ("regexp_like(a, 'a.b')", "a\rb", True),
    ("regexp_like(a, 'a.b')", "a\nb", False),
    ("regexp_like(a, '(?is)^A.b$')", "a\nB", True),
    ("regexp_like(a, '(?i:A)b')", "aB", False),
    ("regexp_like(a, '(?i)é')", "É", True),
    ("regexp_like(a, '(?i)k')", "\u212a", True),
    ("regexp_like(a, '(?i)^[^k]$')", "\u212a", False),
    ("regexp_like(a, '(?i)[a-z]')", "\u017f", True),
    ("regexp_like(a, '(?i)ss')", "ß", False),
    ("regexp_like(a, '^\\d$')", "٣", False),
    ("regexp_like(a, '^\\w$')", "é", False),
    ("regexp_like(a, '^\\s$')", "\x0b", False),
    ("regexp_like(a, '^[\\w-]+$')", "a-b", True),
    ("regexp_like(a, '\\bé')", "é", False),
    ("regexp_like(a, 'a\\b')", "aé", True),
    ("regexp_like(a, 'a\\Bb')", "ab", True),
    ("regexp_like(a, '^[[:alpha:]]$')", "b", True),
    ("regexp_like(a, '^[[:alpha:]]$')", "é", False),
    ("regexp_like(a, '^[[:alpha:]]$')", ":", False),
    ("regexp_like(a, '^[a[b]$')", "[", True),
    ("regexp_like(a, '^[a&&b]$')", "&", True),
    ("regexp_like(a, '^[]a]$')", "]", True),
    ("regexp_like(a, '^\\v$')", "\n", False),
    ("regexp_like(a, '^\\x{1F98A}$')", FOX, True),
    ("regexp_like(a, '^\\p{Lu}\\pL$')", "Éa", True),
    ("regexp_extract(a, '(?P<first>a)(b)', 2)", "ab", "b"),
    ("regexp_extract(a, '([a-z])(\\d)', 2)", "-a1", "1"),
    ("regexp_extract(a, '(x)?b', 1)", "ab", ""),
    ("regexp_extract(a, 'z*')", "ab", ""),
    ("regexp_replace(a, '[aeiou]', '<$0>')", "hello", "h<e>ll<o>"),
    ("regexp_replace(a, '(h)(e)', '$2$1')", "hehe", "eheh"),
    ("regexp_replace(a, 'l', '\\$\\\\')", "hall", "ha$\\$\\"),
    ("regexp_replace(a, 'l')", "hall", "ha"),
    ("regexp_replace(a, '(l)', '$1\\0')", "hal", "hal0"),
    # order is by code point
    ("a < 'B'", "a", False),
    ("a > 'z'", "é", True),
    ("a > '\uff61'", FOX, True),
    ("a = 'A'", "a", False),
    ("a = 'a '", "a", False),
    ("greatest(a, 'Z')", "a", "a"),
    ("least(a, 'Z')", "a", "Z"),
    ("a between 'A' and 'Z'", "a", False),
    ("a in ('a', 'b')", "b", True),
    ("a not in ('a', 'b')", "B", True),
]


@pytest.mark.parametrize(("written", "value", "wanted"), CASES, ids=str)
def test_text(written: str, value: Value, wanted: Value) -> None:
    seen = evaluated(ENGINE, written, a=value)
    assert (seen, type(seen)) == (wanted, type(wanted))


ANSWERED = frozenset({"concat_ws('-', a, null, a)", "concat_ws('-', null, a)"})
"""What gives a value for null too."""


@pytest.mark.parametrize("written", sorted({case[0] for case in CASES} - ANSWERED))
def test_null_propagates(written: str) -> None:
    assert evaluated(ENGINE, written, a=("string", None)) is None


def test_null_at_other_places() -> None:
    for written in (
        "substr('abc', n)",
        "substr('abc', 1, n)",
        "split_part('a,b', ',', n)",
        "repeat('a', n)",
        "lpad('a', n, 'x')",
    ):
        assert evaluated(ENGINE, written, n=("integer", None)) is None
    for written in (
        "replace('a', s, 'b')",
        "strpos('a', s)",
        "'a' || s",
        "concat('a', s)",
        "starts_with('a', s)",
        "'a' like s",
    ):
        assert evaluated(ENGINE, written, s=("string", None)) is None
    assert evaluated(ENGINE, "concat_ws(s, 'a')", s=("string", None)) is None
