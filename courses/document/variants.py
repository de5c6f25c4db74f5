"""The variants of a parameterised item: what some learners will see, and which of them are the same (4.8a).

Two learners share a condition where the words they read are the same; it does
not help then that the parameters behind them differ. Pure, and bounded: no more
than ``LOOKED_AT`` variants are ever made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from courses.document.formula import FormulaError, parse
from courses.document.types import Item, Option, Parameter

LOOKED_AT = 2000
PLACE = re.compile(r"\{([^{}]{1,100})\}")


class Variant(NamedTuple):
    """One learner's item; ``answer`` is the computed number, None where the item has no formula or it has no value."""

    item: Item
    values: dict[str, float | int | str]
    answer: float | int | None


class Sameness(NamedTuple):
    """Of ``looked_at`` variants how many differ in condition and answer, and two that do not."""

    looked_at: int
    distinct: int
    example: tuple[Variant, Variant] | None


def count_values(parameter: Parameter) -> int:
    """How many values a parameter runs through, no more than are looked at."""
    if parameter.values is not None:
        return len(parameter.values)
    if parameter.max < parameter.min:
        return 0
    return int(min((parameter.max - parameter.min) / parameter.step + 1e-9, LOOKED_AT)) + 1


def value_at(parameter: Parameter, place: int) -> float | int | str:
    if parameter.values is not None:
        return parameter.values[place]
    value = parameter.min + place * parameter.step
    return value if isinstance(value, int) else round(value, 10)


def count_variants(item: Item) -> int:
    """How many combinations the parameters of an item have, no more than are looked at."""
    count = 1 if item.parameters else 0
    for parameter in item.parameters.values():
        count = min(count * count_values(parameter), LOOKED_AT)
    return count


def variant(item: Item, number: int) -> Variant:
    """The variant of that number; the first parameter changes quickest."""
    values = {}
    for name, parameter in item.parameters.items():
        number, place = divmod(number, count_values(parameter))
        values[name] = value_at(parameter, place)
    return Variant(_filled(item, values), values, _answer(item, values))


def sample(item: Item, count: int = 3) -> list[Variant]:
    """Some variants from the whole range; the item itself where it has no parameters."""
    total = count_variants(item)
    if not total:
        return [Variant(item, {}, _answer(item, {}))]
    count = min(count, total)
    return [variant(item, place * (total - 1) // max(count - 1, 1)) for place in range(count)]


def sameness(item: Item) -> Sameness:
    """Whether learners could meet the same condition with the same answer."""
    total = count_variants(item)
    seen: dict = {}
    example = None
    for number in range(total):
        one = variant(item, number)
        key = (one.item.stem, one.item.options, one.item.pairs, one.item.sequence, one.item.accepted, one.answer)
        first = seen.setdefault(key, one)
        if first is not one and example is None:
            example = (first, one)
    return Sameness(total, len(seen), example)


def _filled(item: Item, values: Mapping[str, object]) -> Item:
    def fill(text: str) -> str:
        return PLACE.sub(lambda match: str(values.get(match[1].strip(), match[0])), text)

    return Item(
        kind=item.kind,
        stem=fill(item.stem),
        options=tuple(Option(text=fill(one.text), correct=one.correct, feedback=one.feedback) for one in item.options),
        pairs=tuple((fill(left), fill(right)) for left, right in item.pairs),
        sequence=tuple(map(fill, item.sequence)),
        answer=item.answer,
        accepted=tuple(map(fill, item.accepted)),
        tolerance=item.tolerance,
        format=item.format,
        grading=item.grading,
        points=item.points,
        feedback=fill(item.feedback),
    )


def _answer(item: Item, values: Mapping[str, object]) -> float | int | None:
    if item.kind != "number" or not item.answer:
        return None
    try:
        answer = parse(item.answer, values).evaluate(values)
    except FormulaError:
        return None
    return int(answer) if answer.is_integer() and abs(answer) < 2**53 else round(answer, 10)
