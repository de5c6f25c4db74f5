"""Answer formulas of parameterised items: arithmetic, parsed by us and never executed as code.

Numbers, parameter names, ``+ - * / **``, brackets, unary minus, and the
functions abs, min, max, round, sqrt. Values are floating-point numbers, so no
formula can grow beyond what a float holds: ``9**9**9**9`` is an error, not a
computation without end.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

LONGEST = 500
DEEPEST = 50
FUNCTIONS: dict[str, tuple[Callable[..., float], int, int]] = {
    "abs": (abs, 1, 1),
    "min": (min, 2, 20),
    "max": (max, 2, 20),
    "round": (round, 1, 2),
    "sqrt": (math.sqrt, 1, 1),
}
NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
TOKEN = re.compile(rf"\s*(?:(?P<number>{NUMBER})(?!\w)|(?P<name>[^\W\d]\w*)|(?P<sign>\*\*|[-+*/(),]))")
BINARY = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow}

Node = float | str | tuple


class FormulaError(ValueError):
    """The text is no formula, or it has no value for these parameters. ``str()`` is for the reader."""

    def __init__(self, sentence, **values) -> None:
        super().__init__(sentence, values)
        self.sentence, self.values = sentence, values

    def __str__(self) -> str:
        return str(self.sentence) % self.values if self.values else str(self.sentence)


class Formula:
    """A parsed formula; ``names`` are the parameters it speaks of."""

    def __init__(self, tree: Node, names: frozenset[str]) -> None:
        self._tree = tree
        self.names = names

    def evaluate(self, values: Mapping[str, float]) -> float:
        """The value for these parameters.

        Raises:
            FormulaError: division by zero, a root of a negative number, a value too large, a parameter
                that is missing or no number.
        """
        try:
            result = _value(self._tree, values)
        except ZeroDivisionError:
            raise FormulaError(_("The formula divides by zero.")) from None
        except (OverflowError, ValueError, TypeError, KeyError):
            raise FormulaError(_("The formula has no value for these parameters.")) from None
        if isinstance(result, complex) or not math.isfinite(result):
            raise FormulaError(_("The formula has no value for these parameters."))
        return result


def parse(text: str, names: Collection[str]) -> Formula:
    """Parse ``text`` as a formula over the parameters ``names``.

    Raises:
        FormulaError: when it is anything else than the arithmetic described above.
    """
    formula = _parsed(text)
    unknown = sorted(formula.names.difference(names))
    if unknown:
        raise FormulaError(_("The formula names an unknown parameter: %(name)s."), name=unknown[0])
    return formula


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Formula:
    if len(text) > LONGEST:
        raise FormulaError(
            _("Formula length, characters: %(n)s. Required: at most %(limit)s."), n=len(text), limit=LONGEST
        )
    parser = _Parser(_tokens(text))
    tree = parser.sum(0)
    if parser.peek() is not None:
        raise FormulaError(_("The formula cannot be read at “%(token)s”."), token=parser.peek())
    return Formula(tree, frozenset(parser.names))


def _tokens(text: str) -> list[str]:
    tokens, position, text = [], 0, text.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise FormulaError(_("The formula cannot be read at “%(token)s”."), token=text[position : position + 10])
        tokens.append(match[0].strip())
        position = match.end()
    return tokens


class _Parser:
    """Recursive descent over the tokens; ``**`` binds tightest and to the right, then unary minus."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._next = 0
        self.names: set[str] = set()

    def peek(self) -> str | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, *signs: str) -> str | None:
        token = self.peek()
        if token is not None and (not signs or token in signs):
            self._next += 1
            return token
        return None

    def _need(self, sign: str) -> None:
        if self._take(sign) is None:
            raise FormulaError(_("The formula lacks “%(sign)s”."), sign=sign)

    def sum(self, depth: int) -> Node:
        tree = self._product(depth)
        while sign := self._take("+", "-"):
            tree = (sign, tree, self._product(depth))
        return tree

    def _product(self, depth: int) -> Node:
        tree = self._signed(depth)
        while sign := self._take("*", "/"):
            tree = (sign, tree, self._signed(depth))
        return tree

    def _signed(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise FormulaError(_("The formula is nested too deeply."))
        if self._take("-"):
            return ("neg", self._signed(depth + 1))
        base = self._operand(depth)
        if self._take("**"):
            return ("**", base, self._signed(depth + 1))
        return base

    def _operand(self, depth: int) -> Node:
        token = self._take()
        if token is None:
            raise FormulaError(_("The formula ends too early."))
        if token == "(":
            tree = self.sum(depth + 1)
            self._need(")")
            return tree
        if token[0] in "0123456789.":
            return float(token)
        if token in FUNCTIONS and self.peek() == "(":
            return self._call(token, depth)
        if token in "**/+,)-":
            raise FormulaError(_("The formula cannot be read at “%(token)s”."), token=token)
        self.names.add(token)
        return token

    def _call(self, name: str, depth: int) -> Node:
        self._need("(")
        arguments = [self.sum(depth + 1)]
        while self._take(","):
            arguments.append(self.sum(depth + 1))
        self._need(")")
        _function, fewest, most = FUNCTIONS[name]
        if not fewest <= len(arguments) <= most:
            raise FormulaError(_("Wrong number of values for the function “%(name)s”."), name=name)
        return ("call", name, *arguments)


def _value(node: Node, values: Mapping[str, float]) -> float:
    if isinstance(node, float):
        return node
    if isinstance(node, str):
        return _number(values[node])
    if node[0] == "neg":
        return -_value(node[1], values)
    if node[0] == "call":
        arguments = [_value(argument, values) for argument in node[2:]]
        if node[1] == "round" and len(arguments) == 2:
            arguments[1] = int(arguments[1])
        return float(FUNCTIONS[node[1]][0](*arguments))
    return BINARY[node[0]](_value(node[1], values), _value(node[2], values))


def _number(value) -> float:
    if isinstance(value, str):
        raise TypeError(value)
    return float(value)
