"""Looks at a finished schedule and says what is wrong with it. Shares no code with either planner."""

from __future__ import annotations

from collections import defaultdict

from scheduling.studio.planner.problem import Placement, Problem

DAY = 96


def faults(problem: Problem, placements: list[Placement]) -> list[str]:
    """Every hard rule that the placements break, in words for the person who runs the check."""
    sessions = {session.key: session for session in problem.sessions}
    found, held = [], defaultdict(list)
    for placed in placements:
        session = sessions.pop(placed.session, None)
        if session is None:
            found.append(f"session {placed.session} is unknown or placed twice")
            continue
        first, last = placed.start, placed.start + session.length
        name = f"session {session.key}"
        if not session.earliest <= first // DAY <= session.due:
            found.append(f"{name} is on day {first // DAY}, allowed {session.earliest} to {session.due}")
        if first // DAY != (last - 1) // DAY:
            found.append(f"{name} goes over midnight")
        if not [1 for begin, end in problem.open.get(placed.studio, ()) if begin <= first and last <= end]:
            found.append(f"{name} is outside the hours of {placed.studio}")
        if not [1 for begin, end in problem.operators.get(placed.operator, ()) if begin <= first and last <= end]:
            found.append(f"{name} is outside the hours of {placed.operator}")
        held[placed.studio].append((first, last + problem.buffer, name))
        for resource in {*session.people, *session.aids, placed.operator}:
            held[resource].append((first, last, name))
    for resource, spans in problem.taken.items():
        held[resource] += [(first, last, "a booking") for first, last in spans]
    for resource, spans in held.items():
        spans.sort()
        latest = None
        for first, last, name in spans:
            # Two bookings that were there before are no fault of the schedule.
            if latest and first < latest[1] and not (name == latest[2] == "a booking"):
                found.append(f"{resource}: {latest[2]} and {name} overlap")
            if latest is None or last > latest[1]:
                latest = (first, last, name)
    return found
