#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of ./dev loop, on tables small enough to be counted by hand."""
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "resources/policy/make"))
from corrections import over, signs, worth_in_random
from figures import auc, best_threshold, by_group, closed, equal_at_random, first_errors, interval, paired, spread, told
from labels import MANY, against, missed
from report import write_report
from sure import Measured, figures_of
from world import World, whole


class Figures(unittest.TestCase):
    def test_auc_counts_pairs_and_halves_ties(self):
        self.assertEqual(auc([(.9, True), (.1, False)]), 1)
        self.assertEqual(auc([(.9, True), (.5, True), (.5, False), (.1, False)]), 3.5 / 4)
        self.assertEqual(auc([(.9, True)]), 0, "nothing to tell apart")

    def test_first_errors_as_processbench_has_them(self):
        traces = [([.9, .2, .1], [True, False, False]), ([.9, .8, .1], [True, False, False]), ([.9, .8], [True, True]), ([.4, .9], [True, True])]
        f1, found, passed = first_errors(traces, .5)
        self.assertEqual((f1, found, passed), (.5, .5, .5))
        self.assertEqual(first_errors(traces, .3)[1:], (.5, 1))
        self.assertLess(best_threshold(traces), .45, "where both right ones pass")
        sure = [([.9999, .001], [True, False]), ([.9999, .01], [True, True]), ([.9999, .02], [True, True])]
        self.assertEqual(first_errors(sure, best_threshold(sure))[0], 1, "however near to nought the threshold must lie")

    def test_an_interval_holds_its_value_and_is_repeatable(self):
        value, low, high = interval([0, 1] * 50)
        self.assertEqual(value, .5)
        self.assertTrue(.35 < low < .5 < high < .65)
        self.assertEqual(interval([0, 1] * 50), (value, low, high))
        self.assertEqual(told((-.02, -.051, .1)), "-.020 (-.051 to .100)")

    def test_few_values_have_no_interval_but_a_range(self):
        self.assertEqual(spread([1, 3, 2]), (2, 1, 3))
        value, low, high = spread([0, 0, 0, 0, 0, 0, 0, 0, 0, 10])
        self.assertEqual((value, low), (1, 0))
        self.assertLess(high, 10)

    def test_models_and_questions_are_drawn_alike(self):
        value, low, high = paired([[1, 0] * 50, [1, 1] * 50])
        self.assertEqual(value, .75)
        self.assertLess(low, .5 + .01, "both draws may be of the first model")
        self.assertEqual(high, 1)

    def test_groups_that_resemble_each_other_are_drawn_whole(self):
        value, low, high = by_group([[0] * 50, [1] * 50, [1] * 50, [1] * 50])
        self.assertEqual((value, high), (.75, 1))
        self.assertLess(low, .5, "two groups of four are the first sometimes")
        self.assertAlmostEqual(closed([(0, 1, 1), (1, 1, 1), (0, 0, 1)]), .5)
        self.assertEqual(closed([(1, 1, 1)]), 0, "there is no way to go")

    def test_corrections_at_random_are_read_off_between_what_was_measured(self):
        curve = {0: .4, 50: .5, 100: .7}
        self.assertEqual(equal_at_random(curve.items(), .6), 75)
        self.assertEqual(equal_at_random(curve.items(), .3), 0)
        self.assertEqual(equal_at_random(curve.items(), .9), 100, "no further than it was measured")
        rows = [{"seed": 1, "way": "random", "count": n, "error": 0, "first_error_f1": f1} for n, f1 in curve.items()]
        rows += [{"seed": 1, "way": "oracle", "count": 50, "error": error, "first_error_f1": f1} for error, f1 in ((0, .6), (.15, .5))]
        more = over(rows + [row | {"seed": 2} for row in rows if row["way"] == "random"], ("oracle", 50, 0), ("random", 50, 0))
        self.assertEqual([round(one, 7) for one in more], [.1], "of the seeds that both have")
        self.assertEqual(worth_in_random(rows, "oracle", 50), [75], "whoever is mistaken counts for himself")
        rows = [row | {"auc": row["first_error_f1"] / 2} for row in rows]
        self.assertEqual(worth_in_random(rows, "oracle", 50, "auc"), [75])
        self.assertAlmostEqual(equal_at_random({0: .5, 50: .4, 100: .6}.items(), .55), 75, 7, "more are never worth less")

    def test_puzzles_count_as_often_as_they_are_drawn(self):
        one, other = [([.9, .2], [True, False]), ([.8], [True])], [([.3, .4], [True, False])]
        measured = Measured([one, other], .5)
        plain = lambda *puzzles: [trace for puzzle in puzzles for trace in puzzle]
        for times, traces in (([1, 1], plain(one, other)), ([2, 1], plain(one, one, other)), ([0, 1], other), ([1, 0], one)):
            self.assertEqual(measured.first_error_f1(times), first_errors(traces, .5)[0])
            self.assertEqual(measured.auc(times), auc([pair for scores, truth in traces for pair in zip(scores, truth)]))

    def test_what_is_sure_of_corrections_is_paired_by_seed(self):
        class Known:
            def __init__(self, worth):
                self.f1 = lambda times: worth * times[0]
        arms = {("random", 0, 0): {1: Known(.4), 2: Known(.4)}, ("random", 50, 0): {1: Known(.5), 2: Known(.6)}, ("random", 100, 0): {1: Known(.7), 2: Known(.7)},
                ("queue", 50, 0): {1: Known(.6), 2: Known(.6)}, ("queue", 50, .15): {1: Known(.5), 2: Known(.5)}}
        found = {of: round(value, 7) for of, value in figures_of(arms, "f1", [1, 2], [1]).items()}
        self.assertEqual(found[("queue", 50, 0), "none"], .2)
        self.assertEqual(found[("queue", 50, 0), "random"], .05)
        self.assertEqual(found[("queue", 50, 0), "equal at random"], 62.5, "75 and 50")
        self.assertNotIn((("queue", 50, .15), "equal at random"), found)
        self.assertEqual(found[("random", 50, 0), "none"], .15)

    def test_rollouts_miss_the_truth_by_their_kind_and_by_their_number(self):
        four, *_, many = missed([(0, False), (MANY, True), (MANY // 2, True), (MANY // 4, False)])
        self.assertEqual((four["steps"], four["false"], four["rollouts"], many["rollouts"]), (4, 2, 4, MANY))
        self.assertAlmostEqual(four["bias"], (.25 + .0625) / 4, delta=.001)
        self.assertEqual(four["bias"], many["bias"], "whatever their number")
        self.assertAlmostEqual(four["variance"], (.25 + .1875) / 4 / 4, delta=.001)
        self.assertAlmostEqual(four["variance"] / many["variance"], MANY / 4)
        self.assertAlmostEqual(four["true_blamed"], .5 ** 4 / 2, delta=.002)
        self.assertAlmostEqual(four["false_passed"], (1 - .75 ** 4) / 2, delta=.005)
        self.assertEqual((many["true_blamed"], many["false_passed"], many["unlike_many"]), (0, .5, 0))

    def test_what_was_made_otherwise_is_not_taken_for_what_is_asked(self):
        with tempfile.TemporaryDirectory() as folder:
            world = World("/no/programs", folder, 1)
            made = world.work / "questions"
            made.mkdir()
            made.with_name("questions.whole").write_text("questions --count 4")
            self.assertEqual(world.puzzles("questions", "questions", "--count", 4), made)
            with self.assertRaises(SystemExit):
                world.puzzles("questions", "questions", "--count", 5)
            (made / "input.jsonl").write_text("")
            empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            (made / "request.json").write_text(json.dumps({"version": 1, "program": "resources/policy/make", "kind": "score", "model": "prm", "model_hash": "",
                                                           "images": "images", "traces": 0, "input_sha256": empty, "seed": 1, "settings": {"threads": "2"}}))
            with self.assertRaises(SystemExit):
                world.run("score", made, "another prm", {})
            (made / "models.json").write_text(json.dumps({"prm": "other weights"}))
            with self.assertRaises(SystemExit):
                world.run("score", made, "prm", {"threads": "2"})
            (made / "models.json").unlink()
            with self.assertRaises(FileNotFoundError):  # no program here to go on with it: the pace is no difference
                world.run("score", made, "prm", {"threads": "1"})

    def test_what_was_measured_before_can_still_be_told(self):
        with tempfile.TemporaryDirectory() as folder:
            write_report(json.loads((pathlib.Path(__file__).resolve().parents[2] / "docs/results/loop.json").read_text()), pathlib.Path(folder))
            self.assertIn("## What a correction is worth", (pathlib.Path(folder) / "loop.md").read_text())

    def test_a_folder_is_there_only_when_all_of_it_is(self):
        with tempfile.TemporaryDirectory() as folder:
            wanted = pathlib.Path(folder) / "wanted"
            with self.assertRaises(KeyError), whole(wanted) as half:
                half.mkdir()
                raise KeyError
            self.assertFalse(wanted.exists())
            with whole(wanted) as half:
                half.mkdir()
            self.assertTrue(wanted.exists())

    def test_labels_end_at_the_first_error(self):
        self.assertEqual(signs([True, False, True]), [True, False])
        self.assertEqual(signs([True, True]), [True, True])
        truth = {"a": {"steps": [{"cumulative": True}, {"cumulative": False}]}, "b": {"steps": [{"cumulative": True}]}, "c": {"steps": []}}
        told = against([{"trace": "a", "signs": "++"}, {"trace": "b", "signs": "+"}, {"trace": "c", "signs": ""}], truth)
        self.assertEqual((told["kept"], told["steps"], told["right"], told["wrong_f1"], told["first_error"], told["passed"]), (2, 3, 2 / 3, 0, 0, 1))


if __name__ == "__main__":
    unittest.main()
