# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs under measurement: started in a folder of their own, waited for, weighed, ended."""
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import venv
from pathlib import Path


def installed(package, version):
    """The bin folder of a virtual environment that holds PACKAGE; made at the first call."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "steplight" / "peers" / f"{package}-{version}"
    ready = folder / "ready"
    if not ready.exists():
        print(f"Installing {package} {version} from PyPI into {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([folder / "bin/pip", "install", "-q", f"{package}=={version}"], check=True,
                       stdout=sys.stderr)
        ready.touch()
    return folder / "bin"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder, **more):
    """Nothing of the user's settings is read or written."""
    plain = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    places = {"HOME": folder, "XDG_CONFIG_HOME": folder / "config",
              "XDG_DATA_HOME": folder / "data", "XDG_CACHE_HOME": folder / "cache"}
    return plain | {name: str(place) for name, place in places.items()} | more


@contextlib.contextmanager
def running(command, folder, env):
    """The program, ended with its children at the end; its words go to FOLDER/log."""
    with open(folder / "log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log,
                                   stderr=subprocess.STDOUT, start_new_session=True)
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_until(done, process, seconds=600):
    """Seconds until DONE says so."""
    begin = time.monotonic()
    while not done():
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended with {process.returncode}")
        if time.monotonic() - begin > seconds:
            raise RuntimeError(f"{process.args[0]} gave no answer in {seconds} s")
        time.sleep(0.01)
    return time.monotonic() - begin


def family(pid):
    """A process and all its descendants."""
    children = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def processor_seconds(pid):
    """That a process and its descendants have used, those that ended too."""
    ticks = 0
    for one in family(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_mib(pid):
    """Resident set of a process and its descendants; unlike the proportional one it does not
    depend on what else runs."""
    total = 0
    for one in family(pid):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Rss:"):
                    total += int(line.split()[1])
    return total / 1024
