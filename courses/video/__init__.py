"""Uploaded videos: where they lie, how long they are, and how they are played."""
