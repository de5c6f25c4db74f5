"""Test items from and to the formats of other systems: GIFT, Aiken, Moodle XML.

What a format cannot say is never dropped in silence: reading and writing both
return it as ``Skipped`` lines for the author.
"""

from .files import LARGEST, WRITERS, ItemsRead, QuestionsError, Written, read_questions, write_questions

__all__ = ["LARGEST", "WRITERS", "ItemsRead", "QuestionsError", "Written", "read_questions", "write_questions"]
