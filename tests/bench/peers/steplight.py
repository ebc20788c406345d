# SPDX-License-Identifier: GPL-3.0-or-later
"""Steplight: its command imports, its real window, off screen, shows."""
import json
import resource
import shutil
import subprocess
import time

from processes import environment, memory_mib, running, wait_until


READ_MS = 150  # a trace is looked at before the next one is asked for


def measure(bin_folder, folder, files, items, opens):
    """Files are imported as they were published: Steplight needs no form of its own."""
    folder.mkdir(parents=True)
    env = environment(folder, QT_QPA_PLATFORM="offscreen")
    project = folder / "project"
    run(bin_folder / "steplight", "init", project, env=env)
    used, begin = ended_children_seconds(), time.monotonic()
    run(bin_folder / "steplight", "import", project, *files, env=env)
    result = {"import": time.monotonic() - begin,
              "import processor": ended_children_seconds() - used}
    held = json.loads(run(bin_folder / "steplight", "stats", project, "--json", env=env))
    if held["traces"] != items:
        raise RuntimeError(f"Steplight holds {held['traces']} traces of {items}")
    result["open"], used = opened(bin_folder, project, opens, env)
    _, started = opened(bin_folder, project, 0, env)
    result["open processor"] = (used - started) / opens
    result["memory"] = window_memory(bin_folder, folder, project, env)
    shutil.rmtree(project)
    return result


def opened(bin_folder, project, count, env):
    """Seconds from the key to the next trace painted, their median, and processor seconds."""
    used = ended_children_seconds()
    answer = run(bin_folder / "window_bench", "next", project, count, READ_MS, env=env)
    return json.loads(answer)["text"]["median"] / 1000, ended_children_seconds() - used


def ended_children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(*command, env):
    return subprocess.run([str(word) for word in command], env=env, check=True, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def window_memory(bin_folder, folder, project, env):
    """Of the window once it shows the project's first trace and has come to rest."""
    with running([str(bin_folder / "steplight"), str(project)], folder, env) as process:
        last = 0

        def rests():
            nonlocal last
            time.sleep(2)
            before, last = last, memory_mib(process.pid)
            return abs(last - before) < 0.5

        wait_until(rests, process)
        return memory_mib(process.pid)
