"""Makes .venv from the lock file, with whatever Python from 3.8 on starts it and nothing installed yet.

Run by the Makefile before anything of the project can be imported: standard library only, syntax of Python 3.8.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / ".koshin-synced"
OWN_UV = ROOT / ".uv"
OLDEST_UV = (0, 8)
_INPUTS = ("uv.lock", "pyproject.toml", ".python-version")

# What of uv's many variables is about reaching an index or this machine's disk. The others (another Python, another
# environment, other resolution rules) would change what the lock file fixes.
_KEPT_UV = re.compile(
    r"UV_(DEFAULT_INDEX|INDEX|INDEX_URL|EXTRA_INDEX_URL|INDEX_\w+_(USERNAME|PASSWORD)|CACHE_DIR|NO_CACHE|LINK_MODE|OFFLINE"
    r"|HTTP\w*|REQUEST_TIMEOUT|NATIVE_TLS|SYSTEM_CERTS|INSECURE_HOST|KEYRING_PROVIDER|CONCURRENT_\w+"
    r"|PYTHON_INSTALL_\w+|PYTHON_DOWNLOADS|NO_PROGRESS)"
)
_DROPPED = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX")


class CannotPrepare(Exception):
    """The environment can't be made; the message is one sentence that says what to do."""


def main() -> int:
    """Bring .venv up to date; return the exit code."""
    try:
        if sys.platform != "linux":
            raise CannotPrepare("Koshin Desk runs on Linux (x86_64); use a container or a virtual machine.")
        wanted = fingerprint(ROOT)
        if is_synced(wanted):
            return 0
        print("Preparing .venv (the first time: some minutes and 2.5 GB) …", flush=True)
        sync(find_uv())
        STAMP.write_text(wanted)
    except CannotPrepare as error:
        print("Koshin Desk can't be prepared. %s" % error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        print("Koshin Desk can't be prepared. %s: %s" % (error.filename or ROOT, error.strerror), file=sys.stderr)
        return 1
    return 0


def fingerprint(root: Path) -> str:
    """Return what changes whenever .venv has to change: the inputs and the place."""
    digest = hashlib.sha256(str(root).encode())
    for name in _INPUTS:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def is_synced(wanted: str) -> bool:
    """Return whether .venv was made from these inputs and its Python still runs."""
    try:
        if STAMP.read_text() != wanted or not (VENV / "bin" / "koshin").exists():
            return False
        return subprocess.call([str(VENV / "bin" / "python"), "-I", "-S", "-c", ""]) == 0
    except OSError:
        return False


def environment() -> "dict[str, str]":
    """Return the environment for uv: the lock file decides, not what this shell happens to have set."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _DROPPED and (not name.startswith("UV_") or _KEPT_UV.fullmatch(name))
    }
    kept["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    kept["UV_PYTHON"] = (ROOT / ".python-version").read_text().strip()
    return kept


def find_uv() -> str:
    """Return a uv that is new enough, installing one under .uv when there is none."""
    for candidate in (shutil.which("uv"), str(OWN_UV / "bin" / "uv")):
        if candidate and _uv_version(candidate) >= OLDEST_UV:
            return candidate
    print("Installing uv into .uv …", flush=True)
    shutil.rmtree(OWN_UV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(OWN_UV)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode != 0:
        shutil.rmtree(OWN_UV, ignore_errors=True)
        raise CannotPrepare(
            "This Python (%s) can't make virtual environments: install its venv package "
            "(on Debian and Ubuntu: apt install python3-venv), or install uv." % sys.executable
        )
    pip = [str(OWN_UV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv>=0.8"]
    installed = subprocess.run(pip, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if installed.returncode != 0:
        shutil.rmtree(OWN_UV, ignore_errors=True)
        raise CannotPrepare(
            "pip could not install uv (%s): check the network and pip's index settings, or install uv yourself."
            % _last_line(installed.stdout)
        )
    return str(OWN_UV / "bin" / "uv")


def sync(uv: str) -> None:
    """Install exactly what the lock file names, compiled to bytecode."""
    if _run([uv, "sync", "--locked", "--compile-bytecode"]):
        return
    if subprocess.call([uv, "python", "find"], env=environment(), cwd=str(ROOT), stdout=subprocess.DEVNULL) != 0:
        raise CannotPrepare("Python 3.10 is neither installed nor could uv install it: install Python 3.10.")
    index = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL") or _pip_index()
    if index and _sync_from_mirror(uv, index):
        return
    raise CannotPrepare(
        "uv could not install the packages (its last lines are above): if a package mirror is used here, "
        "set UV_DEFAULT_INDEX to its address and run this again."
    )


def _sync_from_mirror(uv: str, index: str) -> bool:
    """Install the locked versions, by their hashes, from an index other than the one that the lock file names."""
    print("Trying the package mirror that is configured here …", flush=True)
    extra = {"UV_DEFAULT_INDEX": index}
    requirements = OWN_UV / "requirements.txt"
    requirements.parent.mkdir(exist_ok=True)
    export = [uv, "export", "--frozen", "--no-emit-project", "--quiet", "--format", "requirements.txt"]
    python = str(VENV / "bin" / "python")
    return (
        _run([*export, "--output-file", str(requirements)], extra)
        and (Path(python).exists() or _run([uv, "venv", str(VENV)], extra))
        and _run([uv, "pip", "sync", "--compile-bytecode", "--python", python, str(requirements)], extra)
        and _run([uv, "pip", "install", "--no-deps", "--python", python, "--editable", str(ROOT)], extra)
    )


def _run(command: "list[str]", extra: "dict[str, str] | None" = None) -> bool:
    return subprocess.call(command, env={**environment(), **(extra or {})}, cwd=str(ROOT)) == 0


def _uv_version(uv: str) -> "tuple[int, ...]":
    try:
        text = subprocess.run([uv, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()
    except OSError:
        return ()
    found = re.search(r"(\d+)\.(\d+)", text)
    return tuple(int(part) for part in found.groups()) if found else ()


def _pip_index() -> "str | None":
    command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    found = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return os.environ.get("PIP_INDEX_URL") or found.stdout.decode().strip() or None


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "no output"


if __name__ == "__main__":
    sys.exit(main())
