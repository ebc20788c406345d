#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every verb of the command line on the shipped demo data; every reply against its JSON Schema in docs/cli."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

STEPLIGHT = sys.argv.pop(1)
ROOT = pathlib.Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources/demo"
POLICY = ROOT / "resources/policy"
SHARED = ROOT.parent / "shared/data"

import jsonschema  # noqa: E402  (after argv, so that unittest sees its own arguments)


def steplight(*arguments, expect=0, schema=None):
    done = subprocess.run([STEPLIGHT, *map(str, arguments), "--json"], capture_output=True, text=True, timeout=300,
                          env={"PATH": "/usr/bin:/bin", "HOME": tempfile.gettempdir(), "LC_ALL": "de_DE.UTF-8", "QT_QPA_PLATFORM": "offscreen"})
    assert done.returncode == expect, f"{arguments}: exit {done.returncode}, wanted {expect}\n{done.stdout[-800:]}\n{done.stderr[-2000:]}"
    reply = json.loads(done.stdout)
    name = "error" if "error" in reply else schema or arguments[0]
    jsonschema.validate(reply, json.loads((ROOT / f"docs/cli/{name}.schema.json").read_text()))
    return reply


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="steplight-cli-"))
        self.project = self.folder / "p"
        steplight("init", self.project)

    def tearDown(self):
        shutil.rmtree(self.folder)

    def import_demo(self):
        return steplight("import", self.project, DEMO / "rollouts.jsonl", "--images", DEMO, "--judge", DEMO / "judge_results.json")

    def first_trace(self, query=""):
        return steplight("query", self.project, query, "--limit", 1)["traces"][0]

    def test_import_accounts_for_every_row_and_is_repeatable(self):
        rows = sum(1 for line in open(DEMO / "rollouts.jsonl") if line.strip())
        first = self.import_demo()
        file = first["files"][0]
        self.assertEqual(file["rows"], rows)
        self.assertEqual(file["traces"] + file["questions_only"] + file["duplicates"] + len(file["rejected"]), rows)
        self.assertEqual(first["judge"]["unmatched"], 0)
        self.assertEqual(first["images"]["missing"], 0)
        before = steplight("stats", self.project)
        again = self.import_demo()["files"][0]
        self.assertEqual((again["traces"], again["duplicates"]), (0, rows))
        self.assertEqual(steplight("stats", self.project), before)

    def test_a_display_that_is_gone_is_told_of(self):
        gone = subprocess.run([STEPLIGHT], capture_output=True, text=True, timeout=60,
                              env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "DISPLAY": ":987", "QT_QPA_PLATFORM": "xcb"})
        self.assertEqual(gone.returncode, 1, gone.stderr)
        self.assertIn('The display ":987" cannot be opened', gone.stderr)
        self.assertNotIn("Reinstalling", gone.stderr)

    def test_rejected_rows_are_named_and_give_exit_3_again(self):
        broken = self.folder / "broken.jsonl"
        good = (DEMO / "rollouts.jsonl").read_text().splitlines()[0]
        broken.write_text(good + '\n{"image": "x.png", "question": \n' + good + "\n")
        for _ in range(2):
            file = steplight("import", self.project, broken, expect=3)["files"][0]
            self.assertEqual([row["line"] for row in file["rejected"]], [2])
            self.assertTrue(file["rejected"][0]["reason"])

    def test_a_rewritten_step_is_continued_shown_and_exported(self):
        self.import_demo()
        trace = self.first_trace("answer:wrong")
        own, text = (step["text"] for step in steplight("show", self.project, trace)["steps"][:2])
        same = steplight("label", self.project, trace, 0, -1, "--rewrite", own + "\n", "--as", "Ada")
        self.assertEqual(same["rewrite"], "")
        label = steplight("label", self.project, trace, 0, -1, "--rewrite", text, "--as", "Ada")
        self.assertEqual(label["rewrite"], text)
        steplight("label", self.project, trace, "-", "wrong-key", "--rewrite", text, "--as", "Ada", expect=2)
        run = steplight("run", self.project, "synthesize", "--model", POLICY, "--set", "from=rewrites", "--set", "solutions=8", "--wait")
        self.assertEqual((run["state"], run["done"]), ("done", 8))
        continued = steplight("show", self.project, trace)["continued"]
        self.assertEqual([(one["step"], one["rewrite"], one["written"]) for one in continued], [(0, text, 8)])
        made = continued[0]["traces"][0]["trace"]
        self.assertEqual(steplight("show", self.project, made)["origin"], {"trace": trace, "step": 0, "label": label["id"]})
        steplight("run", self.project, "synthesize", "--model", POLICY, "--set", "from=rewrites", expect=1)
        for form in ("sft", "preference"):
            report = steplight("export", self.project, "--format", form, "--out", self.folder / form)
            self.assertEqual(report["rows"], 1)

    def test_label_undo_redo_and_history(self):
        self.import_demo()
        trace = self.first_trace()
        label = steplight("label", self.project, trace, 0, -1, "--error", "perception", "--region", "10,20,30,40", "--as", "Ada")
        self.assertEqual((label["rating"], label["error_kind"], label["annotator"]), ("-1", "perception", "Ada"))
        self.assertEqual(label["regions"][0]["points"], [[10, 20], [40, 60]])
        shapes = ["5,6", "absent:0:1,1,9,1,9,9@0-4", "0:0.5,1,2,3"]
        words = [word for shape in shapes for word in ("--region", shape)]
        label = steplight("label", self.project, trace, 0, -1, "--as", "Ada", *words)
        self.assertEqual([(r["shape"], r["kind"], r["points"], r["span"]) for r in label["regions"]],
                         [("point", "present", [[5, 6]], None),
                          ("polygon", "absent", [[1, 1], [9, 1], [9, 9]], [0, 4]),
                          ("box", "present", [[0.5, 1], [2.5, 4]], None)])
        for wrong in ("5", "1,2,3", "1,2,0,3", "x:1,2", "-1:1,2", "1,2@3", "1,2,3,4,5", "1,nan", "1,2 ", "gone:1,2"):
            steplight("label", self.project, trace, 0, -1, f"--region={wrong}", expect=2)
        steplight("label", self.project, trace, 0, -1, "--region", "4000,3,9,9", expect=2)
        steplight("label", self.project, trace, 0, 1, "--error", "perception", expect=2)
        corrected = steplight("label", self.project, trace, 0, 1, "--as", "Ada")
        self.assertEqual(corrected["supersedes"], [label["id"]])
        undone = steplight("undo", self.project, "--as", "Ada")
        self.assertEqual((undone["step"], undone["rating"]), (0, "-1"))
        redone = steplight("redo", self.project, "--as", "Ada", schema="undo")
        self.assertEqual(redone["rating"], "1")
        shown = steplight("show", self.project, trace)
        self.assertEqual([row["rating"] for row in shown["steps"][0]["labels"]], ["1"])
        self.assertGreaterEqual(len(shown["history"]), 2)
        self.assertEqual(steplight("stats", self.project)["labels"], 1)

    def test_states_of_the_whole_trace(self):
        self.import_demo()
        trace = self.first_trace()
        self.assertEqual(steplight("label", self.project, trace, "-", "wrong-key", "--as", "Ada")["step"], "-")
        steplight("label", self.project, trace, 0, "wrong-key", "--as", "Ada", expect=2)
        steplight("label", self.project, trace, 99, 1, "--as", "Ada", expect=1)
        steplight("label", self.project, trace, 0, 2, "--as", "Ada", expect=2)
        overruled = steplight("label", self.project, trace, 0, 1, "--as", "Ada", "--overrule", "judge:nitpick",
                              "--overrule", "mc:too few rollouts")
        self.assertEqual(overruled["overrules"], {"judge": "nitpick", "mc": "too few rollouts"})
        for wrong in ("judge", "judge:", "given:wrong", "me:nitpick"):
            steplight("label", self.project, trace, 0, 1, "--as", "Ada", "--overrule", wrong, expect=2)

    def test_wrong_usage_and_missing_things_are_sentences(self):
        self.assertEqual(steplight("query", self.project, "mc<<", expect=2)["error"]["code"], "bad-query")
        self.assertEqual(steplight("show", self.project, "0" * 32, expect=1)["error"]["code"], "no-such-trace")
        self.assertEqual(steplight("stats", self.folder / "nowhere", expect=1)["error"]["code"], "not-a-project")
        steplight("frobnicate", self.project, expect=2)
        steplight("undo", self.project, "--as", "Nobody", expect=1)

    def test_every_code_of_an_error_is_in_its_schema(self):
        said = set()
        for folder in ("app", "storage"):
            for source in (ROOT / folder).rglob("*.cpp"):
                said |= set(re.findall(r'(?:Storage|Command)Error\(\s*"([a-z-]+)"', source.read_text()))
        known = json.loads((ROOT / "docs/cli/error.schema.json").read_text())["properties"]["error"]["properties"]["code"]["enum"]
        self.assertGreater(len(said), 20)
        self.assertEqual(said - set(known), set())

    def test_an_export_never_writes_where_the_project_keeps_its_data(self):
        self.import_demo()
        (self.folder / "link").symlink_to(self.project)
        for out in ("p/project.db", "p/project.db-wal", "p/images/a.jsonl", "p/runs/x/input.jsonl", "link/project.db", "p/../p/project.db"):
            self.assertEqual(steplight("export", self.project, "--format", "vlprm-chat", "--rule", "judge", "--out", self.folder / out, expect=1)["error"]["code"], "io")
        self.assertGreater(steplight("stats", self.project)["traces"], 0)
        steplight("export", self.project, "--format", "vlprm-chat", "--rule", "judge", "--out", self.project / "exports.jsonl")

    def test_what_is_asked_for_and_is_not_there_is_refused_before_anything_is_done(self):
        self.import_demo()
        trace = self.first_trace()
        picture = self.folder / "shot.png"
        for words in (["--trace", "nope"], ["--trace", trace, "--step", "99"], ["--query", "mc>"], ["--lang", "fr"]):
            done = subprocess.run([STEPLIGHT, "shot", self.project, "--page", "label", "--out", picture, *words], capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0, words)
        self.assertFalse(picture.exists())
        other = self.folder / "other"
        steplight("init", other)
        self.assertEqual(steplight("merge", other, self.project, self.folder / "nowhere", expect=1)["error"]["code"], "not-a-project")
        self.assertEqual(steplight("stats", other)["traces"], 0, "nothing was merged")
        typo = steplight("run", self.project, "score", "--model", DEMO / "prm", "--set", "overwite=true", "--wait", expect=1)
        self.assertIn("There is no setting", json.dumps(typo))

    def test_score_run_to_its_end(self):
        self.import_demo()
        run = steplight("run", self.project, "score", "--model", DEMO / "prm", "--query", "answer:wrong", "--wait")
        self.assertEqual(run["state"], "done")
        stats = steplight("stats", self.project)
        self.assertEqual(stats["runs"], 1)
        self.assertGreater(stats["estimates"]["prm"], 0)
        self.assertEqual(run["results"], steplight("query", self.project, "answer:wrong")["count"])
        self.assertEqual(len(steplight("runs", self.project)["runs"]), 1)
        steplight("run", self.project, "score", "--model", self.folder / "no-model", "--wait", expect=1)

    def test_search_run_to_its_end(self):
        self.import_demo()
        settings = {"prm": DEMO / "prm", "strategies": "majority,mean,greedy", "n": 2, "max_tokens": 240}
        run = steplight("run", self.project, "search", "--model", POLICY, "--query", "answer:wrong judge:wrong", "--wait",
                        *(f"--set={name}={value}" for name, value in settings.items()))
        self.assertEqual(run["state"], "done")
        self.assertEqual(run["metrics"]["questions"], run["results"])
        self.assertGreater(run["metrics"]["greedy_prm_tokens"], run["metrics"]["mean_policy_tokens"])
        self.assertEqual(steplight("runs", self.project)["runs"][0]["metrics"], run["metrics"])
        words = subprocess.run([STEPLIGHT, "runs", self.project], capture_output=True, text=True, check=True).stdout
        self.assertRegex(words, r"greedy: [01]\.\d+ right, \d+ \+ \d+ tokens")
        steplight("run", self.project, "search", "--model", POLICY, "--set", f"prm={self.folder}", "--wait", expect=1)

    def test_a_prm_is_measured_by_its_name(self):
        self.import_demo()
        steplight("run", self.project, "evaluate", "--set", "model=prm", "--wait", expect=1)
        steplight("run", self.project, "score", "--model", DEMO / "prm", "--query", "answer:wrong", "--wait")
        run = steplight("run", self.project, "evaluate", "--set", "model=prm", "--set", "resamples=100",
                        "--set", "rule=paper", "--query", "answer:wrong", "--wait")
        self.assertEqual(run["state"], "done")
        self.assertEqual(run["model"], str(DEMO / "prm"))
        metrics = run["metrics"]
        self.assertGreater(metrics["traces"], 0)
        self.assertEqual(metrics["machine_steps"], metrics["steps"])
        self.assertLessEqual(metrics["brier_low"], metrics["brier"])
        self.assertLessEqual(metrics["brier"], metrics["brier_high"])
        again = steplight("run", self.project, "evaluate", "--set", "model=prm", "--set", "threshold=high", "--wait",
                          expect=1)
        self.assertIn("threshold", again["message"])

    def test_export_import_export_is_identical(self):
        self.import_demo()
        trace = self.first_trace()
        steps = len(steplight("show", self.project, trace)["steps"])
        for step in range(steps):
            steplight("label", self.project, trace, step, -1 if step == steps - 1 else 1, "--as", "Ada")
        neutral = steplight("query", self.project, "unlabelled", "--limit", 1)["traces"][0]
        steplight("label", self.project, neutral, 0, 0, "--as", "Ada")
        first = steplight("export", self.project, "--format", "vlprm-chat", "--out", self.folder / "a.jsonl")
        self.assertGreaterEqual(first["rows"], 1)
        self.assertTrue(first["dropped"])
        second = self.folder / "q"
        steplight("init", second)
        steplight("import", second, self.folder / "a.jsonl", "--images", self.folder)
        steplight("export", second, "--format", "vlprm-chat", "--out", self.folder / "b.jsonl")
        self.assertEqual((self.folder / "a.jsonl").read_bytes(), (self.folder / "b.jsonl").read_bytes())

    def test_peers_forms_say_what_they_cannot_say(self):
        self.import_demo()
        trace = self.first_trace()
        steplight("label", self.project, trace, 0, -1, "--error", "perception", "--region", "10,20,30,40", "--as", "Ada")
        out = self.folder / "out.json"
        told = steplight("export", self.project, "--format", "potato", "--out", out, "--preview")
        self.assertEqual((told["unsaid"]["region"], told["unsaid"]["error kind"], told["files"]), (1, 1, []))
        self.assertFalse(out.exists())
        written = steplight("export", self.project, "--format", "coco", "--out", out)
        self.assertEqual(written["rows"], 1)
        self.assertNotIn("region", written["unsaid"])
        steplight("undo", self.project, "--as", "Ada")
        file = steplight("import", self.project, out)["files"][0]
        self.assertEqual((file["format"], file["duplicates"], file["altered"]), ("coco", 1, {}))
        labels = steplight("show", self.project, trace)["steps"][0]["labels"]
        self.assertEqual(labels[0]["regions"][0]["points"], [[10, 20], [40, 60]])
        steplight("export", self.project, "--format", "coco", "--rule", "paper", "--out", out, expect=1)

    def test_a_label_of_a_training_set_is_nobodys_word(self):
        self.import_demo()
        trace = self.first_trace()
        steplight("label", self.project, trace, 0, -1, "--as", "Eve")
        steplight("training", self.project, "--query", "by:Eve", "--by", "Eve")
        self.assertEqual(steplight("label", self.project, trace, 0, 1, "--as", "Ada")["annotator"], "training:Ada")
        self.assertEqual(steplight("query", self.project, "rivals")["count"], 0)
        steplight("undo", self.project, "--as", "training:Ada")
        for name in ["training:Ada", "dataset:x"]:
            steplight("label", self.project, trace, 0, 1, "--as", name, expect=2)

    def test_fuse_says_what_each_rule_makes_of_the_traces(self):
        self.import_demo()
        trace = self.first_trace()
        steplight("label", self.project, trace, 0, -1, "--as", "Ada")
        told = steplight("fuse", self.project)
        rules = {rule["rule"]: rule for rule in told["rules"]}
        self.assertEqual(rules["human"]["kept"], 1)
        self.assertEqual(rules["human"]["minus"], 1)
        self.assertEqual(rules["human"]["agreeing"], 1)
        self.assertGreater(rules["judge"]["kept"], rules["paper"]["kept"], "counts veto some")
        rows = steplight("fuse", self.project, "--rows", "paper")["rows"]
        self.assertEqual(len(rows), told["traces"])
        self.assertEqual(sum(bool(row["signs"]) for row in rows), rules["paper"]["kept"])
        full, balanced, ablation = (
            steplight("export", self.project, "--format", "vlprm-chat", "--rule", "paper", "--set", kind, "--out", self.folder / kind)
            for kind in ("full", "balanced", "ablation"))
        again = "row with the same steps as an earlier one"
        self.assertEqual(full["rows"] + full["dropped"].get(again, 0), rules["paper"]["kept"])
        without = rules["paper"]["correct"] + rules["paper"]["reasoning_errors"]
        self.assertTrue(without - ablation["dropped"].get(again, 0) <= ablation["rows"] <= without)
        self.assertLess(balanced["rows"], full["rows"])
        steplight("fuse", self.project, "--rows", "guess", expect=1)

    def test_a_team_labels_apart_and_comes_together(self):
        self.import_demo()
        gold = self.first_trace()
        steps = len(steplight("show", self.project, gold)["steps"])
        for step in range(steps):
            steplight("label", self.project, gold, step, 1, "--as", "Eve")
        team, names = self.folder / "team", ("Ann", "Ben")
        traces = steplight("stats", self.project)["traces"]
        dealt = steplight("split", self.project, "--among", *names, "--overlap", "0.5", "--gold", 1, "--out", team)["projects"]
        self.assertEqual([one["annotator"] for one in dealt], list(names))
        self.assertEqual(sum(one["traces"] for one in dealt), traces + dealt[0]["shared"] + 1)
        self.assertEqual([one["gold"] for one in dealt], [1, 1])
        shutil.move(team, self.folder / "elsewhere")  # as if on their own machines
        theirs = [self.folder / "elsewhere" / name for name in names]
        both = set(steplight("query", theirs[0])["traces"]) & set(steplight("query", theirs[1])["traces"])
        self.assertEqual(len(both), dealt[0]["shared"] + 1)
        other = next(trace for trace in sorted(both) if trace != gold)
        for project, last in zip(theirs, (1, -1)):
            stats = steplight("stats", project)
            self.assertEqual((stats["labels"], stats["images_missing"]), (0, 0))
            steplight("label", project, gold, 0, last)  # as whom the project is for
            for step in range(2):
                steplight("label", project, other, step, last if step else 1)
        merged = steplight("merge", self.project, *theirs)
        self.assertEqual([one["label_rows"] for one in merged["merged"]], [3, 3])
        self.assertEqual([one["traces"] for one in merged["merged"]], [0, 0])
        self.assertEqual(merged["rivals"], 2)
        self.assertEqual([one["label_rows"] for one in steplight("merge", self.project, *theirs)["merged"]], [0, 0])
        self.assertTrue(steplight("check", self.project)["ok"])
        told = steplight("agree", self.project)
        self.assertEqual([(one["annotator"], one["agreeing"], one["steps"]) for one in told["gold"]], [("Ann", 1, 1), ("Ben", 0, 1)])
        people = {one["annotator"]: one for one in steplight("figures", self.project)["people"]}
        self.assertEqual(sorted(people), ["Ann", "Ben", "Eve"])
        self.assertEqual([mode["steps"]["all"] for mode in people["Ann"]["visibilities"]], [3])
        self.assertEqual(people["Ann"]["visibilities"][0]["gold"]["agreeing"], 1)
        self.assertEqual([one["annotator"] for one in steplight("figures", self.project, "--annotator", "Ben")["people"]], ["Ben"])
        learnt = steplight("training", self.project, "--by", "Eve")
        self.assertEqual((learnt["added"], learnt["traces"]), ({"traces": 1, "steps": len(steplight("show", self.project, gold)["steps"])}, 1))
        self.assertEqual(steplight("query", self.project, "training")["traces"], [gold])
        steplight("training", self.project, "--by", "Zoe", expect=1)
        self.assertEqual(steplight("training", self.project, "--forget")["traces"], 0)
        steps = steplight("agree", self.project, "--query", "not by:Eve")["visibilities"][0]["steps"]
        self.assertEqual((steps["units"], steps["share"]["value"], steps["pairs"][0]["kappa"]["value"]), (2, 0.5, 0))
        steplight("split", self.project, "--among", "Ann", "--out", self.folder / "elsewhere", expect=1)
        steplight("split", self.project, "--among", "Ann", "--overlap", "some", "--out", team, expect=2)
        steplight("merge", self.project, self.folder, expect=1)

    def make_world(self, count, each):
        """Scripted solutions of puzzles and a judge without faults, as files: what was imported, and where."""
        puzzles = pathlib.Path(STEPLIGHT).with_name("steplight-puzzles")
        if not puzzles.exists():
            self.skipTest("steplight-puzzles is not in this build")
        world, data = self.folder / "world", self.folder / "data"
        subprocess.run([puzzles, "questions", world, "--count", str(count), "--split", "validation", "--seed", "3", "--scripted", str(each)], check=True)
        subprocess.run([puzzles, "demo", data, "--run", world, "--judged", "0", "--miss", "0", "--false-alarm", "0"], check=True)
        imported = steplight("import", self.project, data / "rollouts.jsonl", "--images", data)["files"][0]["traces"]
        self.assertGreater(imported, count * (each - 1), "few solutions of a puzzle are alike")
        return imported, data

    def test_questions_that_are_read_hold_their_readings(self):
        puzzles = pathlib.Path(STEPLIGHT).with_name("steplight-puzzles")
        if not puzzles.exists():
            self.skipTest("steplight-puzzles is not in this build")
        told = {}
        for name, options in (("plain", ()), ("read", ("--read",))):
            subprocess.run([puzzles, "questions", self.folder / name, "--count", "20", "--seed", "3", *options], check=True)
            told[name] = [json.loads(line) for line in (self.folder / name / "input.jsonl").read_text().splitlines()]
        for plain, read in zip(told["plain"], told["read"], strict=True):
            self.assertEqual((plain["question"], plain["answer"], plain["images"]), (read["question"], read["answer"], read["images"]))
            self.assertEqual(plain["steps"], [])
            self.assertIn(len(read["steps"]), (3, 4))
            self.assertEqual({step["section"] for step in read["steps"]}, {"perception"})

    def test_a_world_of_fewer_habits(self):
        puzzles = pathlib.Path(STEPLIGHT).with_name("steplight-puzzles")
        if not puzzles.exists():
            self.skipTest("steplight-puzzles is not in this build")
        grades = {}
        for name, options in (("all", ()), ("two", ("--habits", "orange-is-red,cycle-is-alternate"))):
            subprocess.run([puzzles, "questions", self.folder / name, "--count", "40", "--seed", "3", "--scripted", "4", *options], check=True)
            grades[name] = json.loads(subprocess.run([puzzles, "grade", self.folder / name], check=True, capture_output=True).stdout)["all"]
        self.assertGreater(grades["two"]["single"], grades["all"]["single"])
        for options in (["--scripted", "1", "--habits", "lateness"], ["--habits", "orange-is-red"]):  # no such habit; nobody to have it
            self.assertEqual(subprocess.run([puzzles, "questions", self.folder / "none", "--count", "1", *options], capture_output=True).returncode, 2)

    def test_judgements_of_outcomes_have_one_target(self):
        self.make_world(12, 2)
        puzzles, world = pathlib.Path(STEPLIGHT).with_name("steplight-puzzles"), self.folder / "world"
        subprocess.run([puzzles, "judgements", self.folder / "outcomes", "--run", world, "--outcomes"], check=True)
        events = [json.loads(line) for line in (world / "events.jsonl").read_text().splitlines()]
        solutions = {f"{event['question']}-{event['index']}": event for event in events if event["type"] == "solution"}
        told = [json.loads(line) for line in (self.folder / "outcomes" / "input.jsonl").read_text().splitlines()]
        self.assertEqual({line["targets"][-1] for line in told}, {0, 1})
        for line in told:
            solution = solutions[line["trace"]]
            self.assertEqual(line["targets"], [None] * (len(line["steps"]) - 1) + [float(solution["correct"])])
            self.assertEqual(line["answer"], solution["answer"])

    def test_judgements_over_what_was_said_leave_readings_alone(self):
        self.make_world(12, 2)
        puzzles, world = pathlib.Path(STEPLIGHT).with_name("steplight-puzzles"), self.folder / "world"
        told = {}
        for name, options in (("plain", ()), ("said", ("--said",))):
            subprocess.run([puzzles, "judgements", self.folder / name, "--run", world, *options], check=True)
            told[name] = {line["trace"]: line for line in map(json.loads, (self.folder / name / "input.jsonl").read_text().splitlines())}
        truth = subprocess.run([puzzles, "truth", world], check=True, capture_output=True, text=True).stdout.splitlines()
        truth = {f"{line['question']}-{line['index']}": line for line in map(json.loads, truth)}
        redrawn = 0
        for trace, said in told["said"].items():
            is_true, plain = truth[trace], told["plain"][trace]
            self.assertTrue(is_true["labelled"])
            self.assertEqual(plain["targets"], [float(value) for value in is_true["cumulative"]])
            reasoned = [i for i, section in enumerate(is_true["sections"]) if section == "reasoning"]
            self.assertEqual([i for i, target in enumerate(said["targets"]) if target is not None], reasoned)
            holds = True
            for i in reasoned:  # behind true readings a conclusion is as good as those before it
                holds &= is_true["local"][i]
                self.assertEqual(said["targets"][i], float(holds))
            misread = not all(is_true["local"][:reasoned[0]])
            self.assertEqual(said["images"] != plain["images"], misread)
            redrawn += misread
        self.assertGreater(redrawn, 0)

    def test_the_whole_loop_with_the_shipped_policy(self):
        traces, data = self.make_world(12, 1)
        few = ("--set", "max_tokens=240")
        written = steplight("run", self.project, "synthesize", "--model", POLICY, "--set", "solutions=4", "--set", "rollouts=4", "--set", "estimate=omega",
                            *few, "--wait")
        self.assertGreater(written["metrics"]["new_traces"], 12)
        traces += written["metrics"]["new_traces"]
        judged = steplight("run", self.project, "judge", "--model", data / "judge", "--wait")
        self.assertEqual(judged["metrics"]["judged"], traces)
        trained = steplight("run", self.project, "train", "--model", POLICY, "--set", "rule=judge", "--set", "updates=3", "--set", "holdout=0",
                            "--set", "then=score", "--wait")
        self.assertEqual((trained["kind"], trained["results"]), ("score", traces), "the new model lights what there is")
        prm = next(self.project.glob("runs/*/model"))
        searched = steplight("run", self.project, "search", "--model", POLICY, "--set", f"prm={prm}", "--set", "n=4",
                             "--set", "strategies=majority,mean,greedy", *few, "--wait")
        self.assertEqual(searched["results"], 12)
        self.assertTrue(steplight("check", self.project)["ok"])

    def test_a_judge_criticises_what_the_project_has(self):
        traces, data = self.make_world(20, 2)
        truth = [json.loads(line) for line in (data / "truth.jsonl").read_text().splitlines()]
        right = sum(all(step["local"] for step in trace["steps"]) for trace in truth)
        self.assertEqual(steplight("fuse", self.project)["rules"][3]["kept"], 0)
        run = steplight("run", self.project, "judge", "--model", data / "judge", "--wait")
        self.assertEqual((run["state"], run["metrics"]["judged"], run["metrics"]["parsed"]), ("done", traces, traces))
        judge = {rule["rule"]: rule for rule in steplight("fuse", self.project)["rules"]}["judge"]
        self.assertEqual(judge["kept"], traces)
        if traces == len(truth):  # no solution came twice
            self.assertEqual(judge["correct"], right)
        again = steplight("run", self.project, "judge", "--model", data / "judge", "--wait")
        self.assertEqual(again["metrics"]["judged"], 0, "nobody is asked twice")
        steplight("run", self.project, "judge", "--model", DEMO / "prm", "--wait", expect=1)
        steplight("run", self.project, "score", "--model", data / "judge", "--wait", expect=1)

    def test_backup_check_and_a_truncated_database(self):
        self.import_demo()
        self.assertTrue(steplight("check", self.project)["ok"])
        backup = steplight("backup", self.project, self.folder / "copy.db")
        self.assertEqual((self.folder / "copy.db").stat().st_size, backup["bytes"])
        for name in ("project.db-wal", "project.db-shm"):
            (self.project / name).unlink(missing_ok=True)
        database = self.project / "project.db"
        database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])
        problems = steplight("check", self.project, expect=1)
        self.assertTrue(problems.get("problems") or problems.get("error"))

    def test_formats(self):
        names = [entry["name"] for entry in steplight("formats")["import"]]
        self.assertIn("vlprm-rollouts", names)

    @unittest.skipUnless(SHARED.exists(), "needs ../shared/data")
    def test_real_vqav2_chain(self):
        data = SHARED / "vlprm-vqav2"
        report = steplight("import", self.project, data / "rollouts.jsonl", "--images", data, "--judge", data / "judge_batch.jsonl",
                           "--judge", data / "judge_results.json")
        self.assertEqual((report["files"][0]["traces"], report["judge"]["matched"]), (21, 12))


if __name__ == "__main__":
    unittest.main(verbosity=2)
