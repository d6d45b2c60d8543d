"""Templates of a dialect with arguments in their places."""

from sqlglot import exp


class Filling:
    """Makes trees from templates. An argument that stands in several places is copied for all but the first."""

    def __init__(self, places: dict[str, exp.Expr]) -> None:
        self._places = places
        self._used: set[str] = set()

    def filled(self, part: exp.Expr) -> exp.Expr:
        """A part of a template, made anew."""
        if isinstance(part, exp.Column) and part.name in self._places:
            return self._argument(part.name)
        if isinstance(part, exp.DataTypeParam) and part.name.lower() in self._places:
            return exp.DataTypeParam(this=self._argument(part.name.lower()))
        if isinstance(part, exp.Cast) and isinstance(part.this, exp.Column) and part.is_type(exp.DType.INT):
            given = self._places[part.this.name]
            if given.is_int:
                return self._argument(part.this.name)
        return type(part)(**{key: self._value(value) for key, value in part.args.items()})

    def _value(self, value: object) -> object:
        if isinstance(value, exp.Expr):
            return self.filled(value)
        if isinstance(value, list):
            return [made for one in value for made in self._several(one)]
        return value

    def _several(self, part: object) -> list[object]:
        if isinstance(part, exp.Column) and part.name == "rest" and "rest" not in self._places:
            return [self._argument(name) for name in list(self._places)[1:]]
        return [self._value(part)]

    def _argument(self, name: str) -> exp.Expr:
        argument = self._places[name]
        if name in self._used:
            return argument.copy()
        self._used.add(name)
        return argument
