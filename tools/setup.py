"""Set the portal up in this folder: `make setup` calls it, and so do `make run` and `make test`.

Standard library only, run by whatever Python is on the machine. Every step leaves a stamp of its inputs and
is skipped while they stay the same, so that a second run takes a moment.
"""

import argparse
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from assets import FILES, copy_assets
from stamps import Stamps, digest

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
VENDOR = ROOT / "static" / "vendor"
STAMPS = Stamps(VENV / ".stamps")
# Where no uv comes along, pip does the same more slowly; neither resolves anything: the lock names it all.
LOCKED = ("--no-deps", "--require-hashes", "-r")
# Quiet tools, which trust whom the machine trusts: many a university has a certificate of its own in between.
ENVIRONMENT = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
    "UV_SYSTEM_CERTS": "1",
    "NODE_USE_SYSTEM_CA": "1",
}


class SetupError(Exception):
    """A step failed; the message says which and holds what the tool printed."""


def command(*words: str | Path, cwd: Path = ROOT, path: str | None = None) -> None:
    """Run quietly; on failure show everything the command said."""
    environment = os.environ | ENVIRONMENT
    environment.pop("VIRTUAL_ENV", None)
    if path:
        environment["PATH"] = path
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise SetupError(f"{' '.join(map(str, words))}\n{done.stdout.strip()}")


def step(title: str, name: str, value: str, act: Callable[[], None], *, needs: tuple[Path, ...] = ()) -> None:
    """Do what is out of date, tell how long it took, and stamp it."""
    if STAMPS.is_current(name, value, needs=needs):
        return
    started = time.monotonic()
    print(f"  {title} …", end="", flush=True)
    act()
    STAMPS.set(name, value)
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def make_environment() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        command(sys.executable, "-m", "venv", VENV)
    except SetupError as failure:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError(
            f"This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv.\n{failure}"
        ) from failure


def install_uv() -> None:
    """uv installs the same files several times faster; without it pip does the work."""
    try:
        command(PYTHON, "-m", "pip", "install", "--quiet", *LOCKED, "tools/uv.lock")
    except SetupError:
        print(" not to be had, pip will do …", end="", flush=True)


def install_packages(lock: str) -> None:
    uv = BIN / "uv"
    if uv.exists():
        try:
            command(uv, "pip", "install", "--python", PYTHON, *LOCKED, lock)
            return
        except SetupError:
            print(" with pip …", end="", flush=True)
    command(PYTHON, "-m", "pip", "install", "--quiet", *LOCKED, lock)


def install_assets() -> None:
    """The locked front-end packages, no install script run; where npm is missing, Node from a wheel."""
    path = os.environ.get("PATH", os.defpath)
    npm = shutil.which("npm", path=path)
    if npm is None:
        path = f"{BIN}{os.pathsep}{path}"
        npm = shutil.which("npm", path=path)
    if npm is None:
        print(" (Node comes along)", end="", flush=True)
        install_packages("tools/node.lock")
        npm = str(BIN / "npm")
    command(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", path=path)
    copy_assets(ROOT / "node_modules", VENDOR)


def prepare_data() -> None:
    """The folders the portal writes to, and a key of this folder's own where none is configured."""
    for name in ("media", "mail", "cache", "static", "queue/messages", "queue/control"):
        (VAR / name).mkdir(parents=True, exist_ok=True)
    key = VAR / "secret_key"
    if not key.exists():
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))


def set_up(*, tests: bool) -> None:
    version = "{}.{}".format(*sys.version_info[:2])
    step("Python environment", "environment", version, make_environment, needs=(PYTHON,))
    uv_lock, lock, test_lock = (
        ROOT / name for name in ("tools/uv.lock", "requirements.lock", "requirements-test.lock")
    )
    step("uv, to install quickly", "uv", digest(uv_lock), install_uv)
    step("Python packages", "packages", digest(lock), lambda: install_packages(lock.name))
    if tests:
        step(
            "Packages of the tests",
            "test-packages",
            digest(test_lock),
            lambda: install_packages(test_lock.name),
        )
    front_end = digest(ROOT / "package-lock.json", ROOT / "tools" / "assets.py")
    vendor_files = tuple(VENDOR / target for target in FILES.values())
    step("Front-end packages", "assets", front_end, install_assets, needs=vendor_files)
    sources = sorted((ROOT / "locale").rglob("*.po"))
    compiled = tuple(source.with_suffix(".mo") for source in sources)
    step(
        "Translations",
        "catalogues",
        digest(*sources),
        lambda: command(PYTHON, "tools/catalogues.py", ROOT),
        needs=compiled,
    )
    prepare_data()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tests", action="store_true", help="also install what the tests and checks need")
    options = parser.parse_args()
    try:
        set_up(tests=options.tests)
    except SetupError as failure:
        print(f"\nSet-up stopped: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
