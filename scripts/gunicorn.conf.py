"""How `make run` serves the portal: two processes, one request at a time in each."""

import os

bind = f"127.0.0.1:{os.environ['PORT']}"
workers = 2
threads = 1
timeout = 60
limit_request_line = 0  # an over-long search is answered by a page, not by the server
loglevel = "warning"
control_socket_disable = True


def post_worker_init(worker):
    """Name the address once the first process has loaded the portal."""
    if worker.age == 1:
        print(f"The portal is running: http://{bind}/  (Ctrl+C stops it)", flush=True)
