"""The learner's room: what may be read when, and reading it."""
