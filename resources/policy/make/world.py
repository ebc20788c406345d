# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs as functions, on folders below one work folder: what is there already is not done again."""
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import contextmanager
from pathlib import Path

# A policy writes whole solutions, at a temperature at which it says what it knows and its habits still come and go: README.md has what others do.
WRITE = {"max_tokens": "240", "batch": "128", "temperature": ".5"}
# How fast something is computed, not what.
PACE = ("threads", "processes")
SAMPLE = {"top_p": "1", "top_k": "0", "repetition_penalty": "1"}


def jsonl(file):
    with open(file) as lines:
        yield from map(json.loads, lines)


@contextmanager
def whole(folder):
    """To fill another, which becomes the folder when all is in it."""
    half = folder.with_name(folder.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    yield half
    half.rename(folder)


def require_same(folder, was, asked):
    """What is there already is taken for what is asked; not if it was made otherwise."""
    if was != asked:
        raise SystemExit(f"{folder} was made otherwise:\n  {was}\n  {asked}\nGive another --work, or remove it.")


def weights_of(model):
    """What tells a model from one that was trained anew to the same place."""
    file = Path(model) / "model.safetensors"
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""


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
        made = folder.with_name(folder.name + ".whole")  # written when all of it is there: by what
        words = " ".join(map(str, (verb, *options)))
        if made.exists():
            require_same(folder, made.read_text(), words)
        else:
            print(f"{folder}: {verb}", flush=True)
            self.call("steplight-puzzles", verb, folder, *options)
            made.write_text(words)
        return folder

    def run(self, kind, folder, model, settings):
        """Carries a run folder out; one that was interrupted goes on, one that is over stays as it is."""
        lines = (folder / "input.jsonl").read_bytes()
        asked = {"version": 1, "program": "resources/policy/make", "kind": kind, "model": str(model), "model_hash": "", "images": "images",
                 "traces": lines.count(b"\n"), "input_sha256": hashlib.sha256(lines).hexdigest(), "seed": self.seed, "settings": settings}
        models = {str(one): weights_of(one) for one in (model, settings.get("prm")) if one}
        request, told = folder / "request.json", folder / "models.json"
        if request.exists():
            require_same(folder, json.loads(told.read_text()) if told.exists() else models, models)
            told.write_text(json.dumps(models))  # an older folder does not say it
            matters = lambda of: of | {"settings": {key: value for key, value in of["settings"].items() if key not in PACE}}
            require_same(folder, matters(json.loads(request.read_text())), matters(asked))
        else:
            told.write_text(json.dumps(models))
            request.write_text(json.dumps(asked))
        with open(os.devnull, "w") as quiet:
            done = subprocess.run([self.bin / "steplight-engine", "run", folder], stdout=quiet, stderr=quiet)
        if done.returncode:
            raise SystemExit(f"{folder}: the engine ended with {done.returncode}; its last words are in events.jsonl and engine.log there.")
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

    def project(self, name, syntheses, *options):
        """A project with the syntheses' solutions and a judge's replies, as a pipeline leaves it: no person's word."""
        runs = [word for synthesis in syntheses for word in ("--run", synthesis)]
        data = self.puzzles("demo", name + "-data", *runs, "--judged", "1", *options)
        project = self.work / name
        if not project.exists():
            with whole(project) as half:
                self.steplight("init", half)
                self.steplight("import", half, data)
        return project

    def uids(self, project):
        """How the data call each trace."""
        with sqlite3.connect(f"file:{project / 'project.db'}?mode=ro", uri=True) as database:
            return dict(database.execute("SELECT traces.id, external_id FROM traces JOIN trace_texts ON trace = key"))

    def train_in(self, project, model, settings, name, query=""):
        """Trained by the program's verb on the traces that a query gives; the model is copied out of the project."""
        made = self.work / name
        told = made.with_name(name + ".made")
        asked = {"project": str(project), "model": str(model), "query": query, "settings": {key: value for key, value in settings.items() if key not in PACE},
                 "weights": weights_of(model)}
        if made.exists():
            was = json.loads(told.read_text()) if told.exists() else {}
            require_same(made, {"weights": asked["weights"]} | was, asked)
            told.write_text(json.dumps(asked))  # an older one does not say of which weights
            return made
        words = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
        print(f"{made}: train", flush=True)
        trained = self.steplight("run", project, "train", "--model", model, "--query", query, *words, "--wait")
        told.write_text(json.dumps(asked))
        with whole(made) as half:
            shutil.copytree(Path(trained["folder"]) / "model", half)
        return made
