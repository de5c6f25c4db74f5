"""The answers of Open edX problems: numbers, tolerances, option lists, accepted texts."""

import re
from decimal import Decimal, DecimalException

from courses.document.formula import FormulaError, parse

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?")
RANGE = re.compile(r"[\[(]\s*([^,\[\]()]+)\s*,\s*([^,\[\]()]+)\s*[\])]")
QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
LARGEST = Decimal(2**53 - 1)


def decimal_of(text: str | None) -> Decimal | None:
    """The number that a text states plainly, or None."""
    text = (text or "").strip()
    if not NUMBER.fullmatch(text):
        return None
    try:
        value = Decimal(text)
    except DecimalException:
        return None
    return value if value.is_finite() and abs(value) <= LARGEST else None


def written(value: Decimal) -> str:
    """The number as a formula has it: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def formula_of(text: str | None) -> str | None:
    """The answer as an arithmetic expression of the format, or None where it is none."""
    number = decimal_of(text)
    if number is not None:
        return written(number)
    formula = (text or "").strip().replace("^", "**")
    try:
        parse(formula, ()).evaluate({})
    except FormulaError:
        return None
    return formula


def range_of(text: str | None) -> tuple[Decimal, Decimal] | None:
    """Middle and half-width of an interval such as ``[5, 10)``, or None."""
    match = RANGE.fullmatch((text or "").strip())
    ends = [decimal_of(end) for end in match.groups()] if match else [None]
    if None in ends or ends[0] > ends[1]:
        return None
    return (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2


def tolerance_of(text: str | None, answer: str) -> Decimal | None:
    """The tolerance as a number; a per cent counts from the answer. None where it is not one."""
    text = (text or "0").strip()
    value = decimal_of(text.removesuffix("%"))
    if value is None or value < 0:
        return None
    if not text.endswith("%"):
        return value
    whole = decimal_of(answer)
    return None if whole is None else abs(whole) * value / 100


def number_json(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def listed_options(text: str | None) -> list[str]:
    """The options of the old form ``options="('one','two')"``."""
    return [re.sub(r"\\(.)", r"\1", single or double) for single, double in QUOTED.findall(text or "")]
