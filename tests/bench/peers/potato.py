# SPDX-License-Identifier: GPL-3.0-or-later
"""Potato: its server reads the data file when it starts."""
import json
import statistics
import time

import rollouts
from http_client import Client
from processes import (environment, free_port, installed, memory_mib, processor_seconds, running,
                       wait_until)

NAME, PACKAGE, VERSION = "Potato", "potato-annotation", "2.12.1"
IMPORT = "potato start until it serves all items, as its server reads them at every start"
OPEN = "its page of one item"


def prepare():
    installed(PACKAGE, VERSION)


def _started(folder, rows):
    """A running server over ROWS in an empty FOLDER, and the command that starts it."""
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text(rollouts.POTATO_CONFIG, "utf-8")
    (folder / "items.jsonl").write_text("\n".join(rollouts.for_potato(rows)) + "\n", "utf-8")
    port = free_port()
    command = [str(installed(PACKAGE, VERSION) / "potato"), "start", "config.yaml",
               "--port", str(port), "--host", "127.0.0.1"]
    return running(command, folder, environment(folder)), Client(port)


def _items(client):
    answer = client.get("/admin/api/overview", {"X-API-Key": "bench"})
    return json.loads(answer)["overview"]["total_items"]


def _bare_start(folder, rows):
    """Seconds to start over one item: what is left of the import's time is the other items'."""
    server, client = _started(folder, rows[:1])
    with server as process:
        return wait_until(client.answers("/health"), process)


def measure(folder, rows, opens):
    result = {"bare start": _bare_start(folder / "bare", rows)}
    server, client = _started(folder / "full", rows)
    with server as process:
        result["import"] = wait_until(client.answers("/health"), process)
        result["import processor"] = processor_seconds(process.pid)
        if _items(client) != len(rows):
            raise RuntimeError("Potato holds another number of items than it was given")
        result["memory"] = memory_mib(process.pid)
        client.post("/auth", form={"email": "bench"})
        client.get("/annotate")  # assigns the items to this annotator
        used = processor_seconds(process.pid)
        result["open"] = statistics.median(_open(client, number) for number in opens)
        result["open processor"] = (processor_seconds(process.pid) - used) / len(opens)
    return result


def _open(client, number):
    begin = time.perf_counter()
    page = client.get(f"/annotate?instance_id=rollout-{number}")
    seconds = time.perf_counter() - begin
    if f'"rollout-{number}"' not in page:
        raise RuntimeError(f"Potato showed another item than {number}")
    return seconds
