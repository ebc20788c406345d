#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of ./dev loop, on tables small enough to be counted by hand."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "resources/policy/make"))
from corrections import equal_at_random, signs, worth_in_random
from figures import auc, best_threshold, first_errors, interval, paired, told
from labels import against


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

    def test_an_interval_holds_its_value_and_is_repeatable(self):
        value, low, high = interval([0, 1] * 50)
        self.assertEqual(value, .5)
        self.assertTrue(.35 < low < .5 < high < .65)
        self.assertEqual(interval([0, 1] * 50), (value, low, high))
        self.assertEqual(told((-.02, -.051, .1)), "-.020 (-.051 to .100)")

    def test_models_and_questions_are_drawn_alike(self):
        value, low, high = paired([[1, 0] * 50, [1, 1] * 50])
        self.assertEqual(value, .75)
        self.assertLess(low, .5 + .01, "both draws may be of the first model")
        self.assertEqual(high, 1)

    def test_corrections_at_random_are_read_off_between_what_was_measured(self):
        curve = {0: .4, 50: .5, 100: .7}
        self.assertEqual(equal_at_random(curve.items(), .6), 75)
        self.assertEqual(equal_at_random(curve.items(), .3), 0)
        self.assertEqual(equal_at_random(curve.items(), .9), 100, "no further than it was measured")
        rows = [{"seed": 1, "way": "random", "count": n, "first_error_f1": f1} for n, f1 in curve.items()]
        rows.append({"seed": 1, "way": "oracle", "count": 50, "first_error_f1": .6})
        self.assertEqual(worth_in_random(rows, "oracle", 50), [75])

    def test_labels_end_at_the_first_error(self):
        self.assertEqual(signs([True, False, True]), [True, False])
        self.assertEqual(signs([True, True]), [True, True])
        truth = {"a": {"steps": [{"cumulative": True}, {"cumulative": False}]}, "b": {"steps": [{"cumulative": True}]}, "c": {"steps": []}}
        told = against([{"trace": "a", "signs": "++"}, {"trace": "b", "signs": "+"}, {"trace": "c", "signs": ""}], truth)
        self.assertEqual((told["kept"], told["steps"], told["right"], told["wrong_f1"], told["first_error"], told["passed"]), (2, 3, 2 / 3, 0, 0, 1))


if __name__ == "__main__":
    unittest.main()
