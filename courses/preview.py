"""A test item as learners meet it: some variants side by side, and whether two of them are the same (4.8a)."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.safestring import SafeString

from courses.document.types import Item
from courses.document.variants import LOOKED_AT, Sameness, Variant, sameness, sample
from courses.markdown import render


class Shown(NamedTuple):
    """One learner's item; ``rights`` and ``steps`` stand in an order that gives nothing away."""

    item: Item
    stem: SafeString
    rights: list[str]
    steps: list[str]
    answer: float | int | None


class Preview(NamedTuple):
    """``shown`` variants; ``sameness`` is None for an item without parameters; ``same`` are the values of two alike."""

    item: Item
    shown: list[Shown]
    sameness: Sameness | None
    same: list[str]
    short_of: int | None
    is_cut: bool


def preview_of(item: Item, fewest: int, pictures: str = "") -> Preview:
    """The item with up to three variants; ``fewest`` distinct ones are wanted of a parameterised item."""
    shown = [_shown(variant, pictures) for variant in sample(item)]
    if not item.parameters:
        return Preview(item, shown, None, [], None, False)
    found = sameness(item)
    same = [_values(variant) for variant in found.example or ()]
    is_cut = found.looked_at == LOOKED_AT
    short_of = fewest if found.distinct < fewest else None
    return Preview(item, shown, found, same, short_of, is_cut)


def _shown(variant: Variant, pictures: str) -> Shown:
    item = variant.item
    rights = sorted({right for _left, right in item.pairs})
    return Shown(item, render(item.stem, pictures=pictures), rights, sorted(item.sequence), variant.answer)


def _values(variant: Variant) -> str:
    return ", ".join(f"{name} = {value}" for name, value in variant.values.items())
