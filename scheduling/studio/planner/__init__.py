"""Proposing a whole schedule of filmings.

``problem``, ``greedy``, ``days``, ``hours``, ``solver`` and ``checker`` know no database; ``loading`` makes the problem
of the rows, ``computing`` solves it in the worker, ``actions`` ask for a schedule and accept it. OR-Tools is heavy:
nothing that a page imports may import ``days``, ``hours``, ``solver`` or ``computing``.
"""
