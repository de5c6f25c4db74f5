"""The demo university: people, units, courses and what was decided about them."""
