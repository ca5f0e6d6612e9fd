"""A software token (SoftHSM2), one for the whole run: its library reads its settings only once."""

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pkcs11
from pkcs11.util.x509 import decode_x509_certificate

from tests.signing.authority import Holder

LIBRARY = next(Path("/usr/lib").glob("**/softhsm/libsofthsm2.so"))
PIN = "482913"
TOKEN = "cong"
_TOOL = ("softhsm2-util", "--pin", PIN)


@functools.cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="token-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    start = ("--init-token", "--free", "--label", TOKEN, "--so-pin", PIN)
    subprocess.run([*_TOOL, *start], check=True, capture_output=True)
    return folder


def put_on_token(label: str, holder: Holder) -> None:
    """Put the holder's key and certificate on the token under `label`."""
    key = _folder() / "key.pem"
    key.write_bytes(holder.key_pem)
    number = holder.certificate.serial_number.to_bytes(20, "big").hex()
    what = ("--import", str(key), "--token", TOKEN, "--label", label, "--id", number)
    subprocess.run([*_TOOL, *what], check=True, capture_output=True)
    key.unlink()
    named = {pkcs11.Attribute.LABEL: label, pkcs11.Attribute.TOKEN: True}
    with (
        pkcs11.lib(str(LIBRARY)).get_token(token_label=TOKEN).open(user_pin=PIN, rw=True) as session
    ):
        session.create_object(decode_x509_certificate(holder.certificate_der) | named)
