# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs as functions, on folders below one work folder: what is there already is not done again."""
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

# A policy writes whole solutions, at a temperature at which it says what it knows and its habits still come and go: README.md has what others do.
WRITE = {"max_tokens": "240", "batch": "128", "temperature": ".5"}
SAMPLE = {"top_p": "1", "top_k": "0", "repetition_penalty": "1"}


def jsonl(file):
    with open(file) as lines:
        yield from map(json.loads, lines)


class World:
    def __init__(self, bin, work, seed):
        self.bin, self.work, self.seed = Path(bin).resolve(), Path(work).resolve(), seed
        self.work.mkdir(parents=True, exist_ok=True)

    def call(self, program, *words):
        command = [str(self.bin / program), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in (0, 3):
            raise SystemExit(f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout

    def steplight(self, *words):
        return json.loads(self.call("steplight", *words, "--json"))

    def puzzles(self, verb, name, *options):
        """What steplight-puzzles writes into a folder."""
        folder = self.work / name
        whole = folder.with_name(folder.name + ".whole")  # written when all of it is there
        if not whole.exists():
            print(f"{folder}: {verb}", flush=True)
            self.call("steplight-puzzles", verb, folder, *options)
            whole.touch()
        return folder

    def run(self, kind, folder, model, settings):
        """Carries a run folder out; one that was interrupted goes on, one that is over stays as it is."""
        lines = (folder / "input.jsonl").read_bytes()
        if not (folder / "request.json").exists():
            (folder / "request.json").write_text(json.dumps(
                {"version": 1, "program": "resources/policy/make", "kind": kind, "model": str(model), "model_hash": "", "images": "images",
                 "traces": lines.count(b"\n"), "input_sha256": hashlib.sha256(lines).hexdigest(), "seed": self.seed, "settings": settings}))
        with open(os.devnull, "w") as quiet:
            subprocess.run([self.bin / "steplight-engine", "run", folder], check=True, stdout=quiet, stderr=quiet)
        return folder

    def train(self, folder, model, settings):
        return self.run("train", folder, model, settings) / "model"

    def solutions(self, policy, name, split, count, each, seed, rollouts=0, **settings):
        folder = self.puzzles("questions", name, "--count", count, "--split", split, "--seed", seed)
        return self.run("synthesize", folder, policy, WRITE | {"solutions": str(each), "rollouts": str(rollouts)} | settings)

    def grade(self, folder, *options):
        return json.loads(self.call("steplight-puzzles", "grade", folder, *options))

    def truth(self, folder):
        """By question and index: what holds of each step."""
        told = map(json.loads, self.call("steplight-puzzles", "truth", folder).splitlines())
        return {(line["question"], line["index"]): line for line in told}

    def project(self, name, syntheses, *options, judged=1):
        """A project with the syntheses' solutions and a judge's replies (to a share of them), as a pipeline leaves it: no person's word."""
        runs = [word for synthesis in syntheses for word in ("--run", synthesis)]
        data = self.puzzles("demo", name + "-data", *runs, "--judged", judged, *options)
        project = self.work / name
        if not (project / "project.db").exists():
            self.steplight("init", project)
            self.steplight("import", project, data)
        return project

    def uids(self, project):
        """How the data call each trace."""
        with sqlite3.connect(f"file:{project / 'project.db'}?mode=ro", uri=True) as database:
            return dict(database.execute("SELECT traces.id, external_id FROM traces JOIN trace_texts ON trace = key"))

    def train_in(self, project, model, settings, name, query=""):
        """Trained by the program's verb on the traces that a query gives; the model is copied out of the project."""
        made = self.work / name
        if not made.exists():
            words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
            print(f"{made}: train", flush=True)
            trained = self.steplight("run", project, "train", "--model", model, "--query", query, *words, "--wait")
            shutil.copytree(Path(trained["folder"]) / "model", made)
        return made
