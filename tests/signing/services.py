"""Services on this machine as they are on the network: a timestamp authority, a remote signer."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import tsp

from tests.signing import officer
from tests.signing.authority import Authority, Holder

AUTHORIZATION = "Bearer cua-cong"
ACTIVATION = "chu-khoa-dong-y"


@contextmanager
def serving(answer: Callable[[BaseHTTPRequestHandler, bytes], tuple[str, bytes]]) -> Iterator[str]:
    """The address of a server that answers each POST with (content type, body)."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            kind, body = answer(self, sent)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: it would stand in the output of the tests."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def timestamp_authority(authority: Authority) -> Callable[..., tuple[str, bytes]]:
    """What a timestamp authority answers (RFC 3161, 3.4)."""
    timestamper = officer.timestamper(authority)

    def answer(_: object, sent: bytes) -> tuple[str, bytes]:
        response = timestamper.request_tsa_response(tsp.TimeStampReq.load(sent))
        return "application/timestamp-reply", response.dump()

    return answer


def cloud_signature(holder: Holder) -> Callable[..., tuple[str, bytes]]:
    """What a remote signer answers to signHash, after it has looked at who asks for what."""

    def answer(request: BaseHTTPRequestHandler, sent: bytes) -> tuple[str, bytes]:
        asked = json.loads(sent)
        assert request.path == "/csc/v1/signatures/signHash"
        assert request.headers["Authorization"] == AUTHORIZATION
        assert (asked["credentialID"], asked["SAD"]) == ("khoa-1", ACTIVATION)
        assert asked["hashAlgo"] == "2.16.840.1.101.3.4.2.1"
        (digest,) = map(base64.b64decode, asked["hash"])
        signature = base64.b64encode(officer.sign_hash(holder)(digest, "sha256")).decode()
        return "application/json", json.dumps({"signatures": [signature]}).encode()

    return answer
