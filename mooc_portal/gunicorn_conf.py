"""How gunicorn serves the portal: `gunicorn -c python:mooc_portal.gunicorn_conf`.

Every value can be set from outside: WEB_CONCURRENCY, WEB_THREADS, BIND, ACCESS_LOG; and whatever stands in
GUNICORN_CMD_ARGS wins over this file.
"""

import os
from pathlib import Path

MEMORY = Path("/", "dev", "shm")
wsgi_app = "mooc_portal.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads, so that a slow upload holds up one of them and not a whole process.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = False
timeout = 60
graceful_timeout = 20
keepalive = 5
# Processes are renewed now and then, not all at once: what leaks stays small.
max_requests = 2000
max_requests_jitter = 400
# The heartbeat file must not wait for a disk.
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None
accesslog = os.environ.get("ACCESS_LOG") or None
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "info")
control_socket_disable = True
