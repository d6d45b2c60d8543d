"""What differs between engines, as values: one module of ``genesis.sql.dialects`` for each."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final, Literal

from msgspec import Struct

from genesis.diagnostics import did_you_mean, fail
from genesis.model.types import WIDEST, Type

OPERATORS: Final = {
    "+": "a + b",
    "-": "a - b",
    "*": "a * b",
    "negative": "-a",
    "=": "a = b",
    "<>": "a <> b",
    "<": "a < b",
    "<=": "a <= b",
    ">": "a > b",
    ">=": "a >= b",
    "not": "NOT a",
}
"""What every dialect says alike; each entry is tried on each engine all the same."""
SHARED: Final = frozenset({"AND", "OR", "CASE", "IF", "COALESCE", "NULLIF", "COUNT", "ROW_NUMBER", "RANK"})
"""Words of a source's SQL that mean the same in every dialect (``Dialect.shared``)."""


class Sorting(Struct, frozen=True):
    """How a list is put into an order where an aggregate cannot be told one: its values are collected with their keys,
    and sorted by them.

    ``keys`` is the function that makes one value of all keys, ``pair`` an expression of those keys, ``a``, and the value,
    ``b``. ``taken`` are the values of the collected pairs ``a``, sorted, ``distinct`` values ``a`` sorted by themselves.
    ``descending`` are expressions of a key ``a``, by its kind of type, that order the other way round.
    """

    keys: str
    pair: str
    taken: str
    distinct: str
    descending: Mapping[str, str]


class Dialect(Struct, frozen=True):
    """An SQL dialect. ``name`` is sqlglot's name for it too. ``tried`` is what its words were run on: the engine as a
    library in the process or as a server; its vendor's reference implementation of the language, a relative of the
    engine or an emulator, which ``tried_on`` names; or nothing but a parser.

    ``functions`` are the language's functions. An entry that is a bare word is called with the arguments as they are;
    any other is an expression of the dialect in which ``a``, ``b``, ``c`` stand for the arguments, and ``rest`` for all
    but the first. ``name/kind`` is for
    calls whose first argument is of that kind of type, ``name/2`` for calls with two arguments (``name/kind/2`` for
    both) and ``name/day`` for calls with that unit, whose other arguments then stand in the opposite order
    (``name/day/kind`` where the last is of that kind). ``name anywhere`` is for arguments that may be out of the ordinary.
    ``json_listed`` is whether there is a list at a path, where the first element of what is no list would be itself.
    ``date_field/Q`` is a field of a date pattern, ``formatted/kind`` what ``format_date`` is given. What has no entry
    cannot be said in the dialect.

    ``aggregates`` are read by :func:`genesis.sql.aggregates.form`; ``name/kind`` is for operands of that kind,
    ``name/distinct`` for distinct ones.

    ``casts`` are expressions of ``a`` that stand in a cast from one kind to another, ``try from/to`` for ``try_cast``
    alone; ``b`` and ``c`` are a decimal's digits behind the point and before it.
    ``recast`` names, with the kind of type that they give, functions whose result is cast to the language's type;
    ``results`` are expressions of ``a`` that stand around results of functions, by the same names.
    ``date_parts`` are the codes of date patterns' fields that ``format_date`` understands, ``date_escapes`` how
    characters stand for themselves among them. ``replacement`` is how ``regexp_replace`` names a group, and escapes
    characters. ``decimal_steps`` are the digits beyond which products of decimals need wider operands; 0 where they
    never do. ``quoted_key`` is how a JSON path names a key that is no word. ``qualify``: rows can be chosen by a
    window's value with QUALIFY; else they are numbered in a sub-query. ``groups_ranked``: groups can be numbered by their
    aggregates where they are made, ``keys_computed``: keys of groups that are no columns can be computed with there.

    ``text_order`` is what text is compared and ordered by, where that is not its code points already; ``text_same`` says
    that without it texts that differ may count as equal, too. ``text_key`` is what a column ``a`` is made to be compared
    with another column as it is: keys of tables serve only these, so that they are compared first. ``text_met`` is what
    texts that may be of several tables are made where they become one column. ``filters`` says that an aggregate can be told its rows with
    FILTER, ``nulls_in_aggregates`` that the order in an aggregate can have nulls last, ``ordered_by_name`` that ORDER BY
    finds a column of the result by its name without AS, ``empty_group`` that there
    is ``GROUP BY ()``, ``text_moments`` that days and moments are text, so that a day never equals a moment. ``bare_floats``
    says that a number with an exponent is a float, ``bare_decimals`` that one with a point is a decimal, ``fixed_decimals``
    that a choice among decimals has the scale of the widest, ``binary_rounding`` that floats are
    rounded by their binary values, 1.005 to 1, ``java_patterns`` that its
    regular expressions are not RE2's but of the kind that Java has, ``missing`` are kinds of type that the dialect does not have,
    ``most_scale`` is the most scale of its decimals, ``try_casts`` says that there is a ``try_cast``,
    ``null_lists`` that a list may be null; where it may not, an empty one stands for it.
    ``binds`` says that a sub-query without FROM sees the row around it, so that an argument need not be said several times.
    ``second_digits`` is how finely moments and times are told.

    ``integer_steps`` are what the first operand of whole numbers is made, and their result after, where too large a result
    would else be another number. ``wide_decimals``: results have no more digits than the first operand, which therefore is
    made as wide as they are. ``decimal_kept`` are the digits behind the point that a result surely keeps when it has more
    than 38 in all; 0 where it keeps them all. ``decimal_product`` are the digits up to which products are right, and what stands
    around those of factors that have more, of a product ``a`` with ``b`` digits before its point.
    ``listed_alike``: what stands in a list after IN must be of one type, and not null.
    ``names_of_joins_qualified``: a column of several tables may be called ``table.column`` in the result if it has no AS.
    ``own_names``: a table may be called by its own name although it has an alias, even in sub-queries. ``join_key`` is a
    condition of columns of both sides, ``a`` and ``b``, that always holds, for left joins that need one that equates them.
    ``column_kept`` is one of a column ``a``, for columns that a sub-query in the result needs, which would else be forgotten.
    ``variables``: ``${NAME}`` in a text would be replaced before the text is read, so that no text may have it.
    ``sorting`` is how lists are put into order where an aggregate has none. ``query_settings`` stand at the end of a query,
    ``source_settings`` at that of a source's SQL that was written in another dialect. ``foreign`` are functions that such
    SQL must not have, with what is written instead; ``shared`` are the only ones that it may have, where not all are trusted;
    ``kin`` are dialects of the same engine, all of whose words are. ``own_cases``: letters' case is changed by the dialect's entries.
    ``cased_names``: functions are known by the very letters that they are written in. ``date_quotes``: letters stand for
    themselves in a date's pattern when they are in quotes.
    """

    name: str
    functions: Mapping[str, str]
    aggregates: Mapping[str, str]
    types: Mapping[str, str]
    date_parts: Mapping[str, str]
    reserved: frozenset[str]
    tried: Literal["library", "server", "reference", "relative", "emulator", "parser"] = "parser"
    tried_on: str = ""
    recast: frozenset[str] = frozenset()
    results: Mapping[str, str] = {}
    casts: Mapping[str, str] = {}
    uncast: frozenset[str] = frozenset()
    date_escapes: Mapping[str, str] = {}
    replacement: tuple[str, Mapping[str, str]] = ("${}", {"$": "\\$", "\\": "\\\\"})
    decimal_steps: int = 0
    text_order: str = ""
    text_same: bool = False
    text_key: str = ""
    text_met: str = ""
    filters: bool = True
    nulls_in_aggregates: bool = True
    text_moments: bool = False
    ordered_by_name: bool = True
    empty_group: bool = True
    binds: bool = False
    binary_rounding: bool = False
    java_patterns: bool = False
    missing: frozenset[str] = frozenset()
    most_scale: int = WIDEST
    bare_floats: bool = True
    bare_decimals: bool = True
    fixed_decimals: bool = True
    try_casts: bool = True
    null_lists: bool = True
    second_digits: int = 6
    quoted_key: str = '."{}"'
    qualify: bool = True
    groups_ranked: bool = True
    keys_computed: bool = True
    integer_steps: tuple[str, str] | None = None
    wide_decimals: bool = False
    decimal_kept: int = 0
    decimal_product: tuple[int, str] = (0, "")
    listed_alike: bool = False
    names_of_joins_qualified: bool = False
    own_names: bool = False
    join_key: str = ""
    column_kept: str = ""
    sorting: Sorting | None = None
    query_settings: Mapping[str, str] = {}
    source_settings: Mapping[str, str] = {}
    variables: bool = False
    foreign: Mapping[str, str] = {}
    shared: frozenset[str] = frozenset()
    kin: frozenset[str] = frozenset()
    own_cases: bool = False
    cased_names: bool = False
    date_quotes: bool = False

    def date_text(self, text: str) -> str:
        """Text that stands for itself in a pattern of ``format_date``."""
        if self.date_quotes and any(c.isalpha() or c == "'" for c in text):
            return "'" + text.replace("'", "''") + "'"
        return "".join(self.date_escapes.get(c, c) for c in text)

    def has_type(self, type_: Type) -> bool:
        """Whether the dialect has the values of a type."""
        return type_.kind not in self.missing and type_.scale <= self.most_scale

    def has(self, function: str, unit: str = "") -> bool:
        """Whether the dialect can say a function, by some unit."""
        if unit:
            function = f"{function}/{unit}" if function not in self.functions else function
        if function == "try_cast":
            return self.try_casts
        prefix = f"{function}/"
        return function in self.functions or any(key.startswith(prefix) for key in self.functions)


@cache
def dialects() -> tuple[str, ...]:
    """The names of all dialects."""
    import genesis.sql.dialects as package

    return tuple(sorted(module.name for module in iter_modules(package.__path__)))


@cache
def dialect(name: str) -> Dialect:
    """The dialect of that name.

    Raises:
        GenesisError: G600 when there is none.
    """
    known = dialects()
    if name not in known:
        raise fail("G600", None, f"there is no dialect `{name}`", did_you_mean(name, known))
    found = import_module(f"genesis.sql.dialects.{name}").DIALECT
    assert isinstance(found, Dialect)  # noqa: S101 every module of the package has one
    return found
