"""How the portal is served: a few processes, one request at a time in each.

For a server too: `PORT=8000 WEB_CONCURRENCY=4 gunicorn --config scripts/gunicorn.conf.py …`,
behind deploy/nginx.conf, which takes slow senders and large headers off these processes.
"""

import os

bind = f"127.0.0.1:{os.environ['PORT']}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 1
timeout = 60  # seconds: a process that is silent for so long is ended and replaced
graceful_timeout = 30
keepalive = 2
max_requests, max_requests_jitter = 2_000, 200  # then a fresh process, as memory creeps up
limit_request_line = 0  # an over-long search is answered by a page, not by the server
limit_request_fields = 60
limit_request_field_size = 8_190
loglevel = "warning"
control_socket_disable = True


def post_worker_init(worker):
    """Name the address once the first process has loaded the portal."""
    if worker.age == 1:
        print(f"The portal is running: http://{bind}/  (Ctrl+C stops it)", flush=True)
