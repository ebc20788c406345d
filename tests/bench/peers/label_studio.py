# SPDX-License-Identifier: GPL-3.0-or-later
"""Label Studio with its SQLite database; tasks are imported through its API."""
import json
import statistics
import time

import rollouts
from http_client import Client
from processes import (environment, free_port, installed, memory_mib, processor_seconds, running,
                       wait_until)

NAME, PACKAGE, VERSION = "Label Studio", "label-studio", "1.23.2"
IMPORT = "one call of its API to a running server, SQLite"
OPEN = "its API's answer of one task"
TOKEN = {"Authorization": "Token 0123456789abcdef0123456789abcdef01234567"}


def prepare():
    installed(PACKAGE, VERSION)


def measure(folder, rows, opens):
    folder.mkdir(parents=True)
    port = free_port()
    command = [str(installed(PACKAGE, VERSION) / "label-studio"), "start", "--no-browser",
               "--port", str(port), "--internal-host", "127.0.0.1",
               "--data-dir", str(folder / "studio"), "--username", "bench@example.org",
               "--password", "steplight-bench", "--user-token", TOKEN["Authorization"].split()[1]]
    env = environment(folder, LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN="true",
                      COLLECT_ANALYTICS="false", LATEST_VERSION_CHECK="false",
                      SENTRY_DSN="", FRONTEND_SENTRY_DSN="")
    client = Client(port)
    with running(command, folder, env) as process:
        wait_until(client.answers("/health"), process)
        project = json.loads(client.post("/api/projects", headers=TOKEN, body={
            "title": "bench", "label_config": rollouts.LABEL_STUDIO_CONFIG}))["id"]
        result = _import(client, process, project, rollouts.for_label_studio(rows))
        result["memory"] = memory_mib(process.pid)
        query = f"project={project}&page_size={len(rows)}&fields=task_only"
        ids = [task["id"] for task in json.loads(client.get(f"/api/tasks?{query}", TOKEN))["tasks"]]
        used = processor_seconds(process.pid)
        result["open"] = statistics.median(_open(client, project, ids[number]) for number in opens)
        result["open processor"] = (processor_seconds(process.pid) - used) / len(opens)
    return result


def _import(client, process, project, tasks):
    used = processor_seconds(process.pid)
    begin = time.monotonic()
    client.post(f"/api/projects/{project}/import", headers=TOKEN, body=tasks)
    result = {"import": time.monotonic() - begin,
              "import processor": processor_seconds(process.pid) - used}
    held = json.loads(client.get(f"/api/projects/{project}", TOKEN))["task_number"]
    if held != len(tasks):
        raise RuntimeError(f"Label Studio holds {held} tasks of {len(tasks)}")
    return result


def _open(client, project, task):
    begin = time.perf_counter()
    answer = json.loads(client.get(f"/api/tasks/{task}?project={project}", TOKEN))
    seconds = time.perf_counter() - begin
    if answer["id"] != task or not answer["data"]["steps"]:
        raise RuntimeError(f"Label Studio answered something else than task {task}")
    return seconds
