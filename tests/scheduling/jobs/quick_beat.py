"""The portal's own Celery application with its own beat schedule, hurried: every entry is due ten times a second."""

from mooc_portal.celery import app

app.conf.beat_schedule = {name: {**entry, "schedule": 0.1} for name, entry in app.conf.beat_schedule.items()}
app.conf.beat_max_loop_interval = 0.1
