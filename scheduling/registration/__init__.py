"""Registering for a run: one action for every path, consent, letters, waiting, exceptions, leaving."""
