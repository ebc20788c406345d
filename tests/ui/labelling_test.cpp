// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/focus_clock.h"
#include "ui/label/labelling.h"

#include <QTest>

#include <cmath>

using namespace steplight;

namespace {

Label labelOf(int step, int rating, const std::string& by = "a")
{
    Label label;
    label.step = step;
    label.annotator = by;
    label.verdict.rating = rating;
    return label;
}

Labelling of(int steps, std::vector<Label> labels = {})
{
    TraceDetail detail;
    detail.trace.steps.resize(static_cast<std::size_t>(steps));
    detail.labels = std::move(labels);
    Labelling labelling;
    labelling.setTrace(detail, "a");
    return labelling;
}

} // namespace

class LabellingTest : public QObject
{
    Q_OBJECT

private slots:
    void kindsAreThoseThatSaySomethingOfTheStep()
    {
        TraceDetail detail;
        detail.trace.steps.resize(2);
        const auto add = [&](EstimateKind kind, int step, std::optional<double> value, int drawn) {
            Estimate estimate;
            estimate.kind = kind;
            estimate.step = step;
            estimate.value = value;
            estimate.drawn = drawn;
            detail.estimates.push_back(estimate);
        };
        add(EstimateKind::prm, 0, .5, 0);
        add(EstimateKind::judge, 0, std::nullopt, 0); // could not be parsed
        add(EstimateKind::mc, 0, 0.0, 0);             // 0 of 0
        add(EstimateKind::mc, 1, 0.0, 16);
        add(EstimateKind::judge, 1, 1.0, 0);
        add(EstimateKind::judge, 1, 0.0, 0);
        QCOMPARE(kindsAt(detail, 0), std::vector{EstimateKind::prm});
        QCOMPARE(kindsAt(detail, 1), (std::vector{EstimateKind::mc, EstimateKind::judge}));
        QVERIFY(kindsAt(detail, 2).empty());
    }

    void nextUndecidedWraps()
    {
        const Labelling labelling = of(4, {labelOf(1, 1), labelOf(3, -1), labelOf(0, 1, "b")});
        QCOMPARE(labelling.nextUndecided(-1, false), 0); // b's label is not mine
        QCOMPARE(labelling.nextUndecided(0, false), 2);
        QCOMPARE(labelling.nextUndecided(2, false), 0);
        QCOMPARE(of(0).nextUndecided(-1, false), -1);
        QCOMPARE(of(1, {labelOf(0, 0)}).nextUndecided(0, false), -1);
    }

    void firstErrorModeStopsAtTheError()
    {
        const Labelling labelling = of(5, {labelOf(2, -1)});
        QCOMPARE(labelling.firstError(), 2);
        QCOMPARE(labelling.nextUndecided(2, true), 0);
        QCOMPARE(labelling.nextUndecided(0, true), 1);
        QCOMPARE(of(3, {labelOf(0, 1), labelOf(1, -1)}).nextUndecided(1, true), -1);
    }

    void anErrorThatEndsTheTraceMakesEarlierStepsRight()
    {
        const Labelling labelling = of(5, {labelOf(1, 0)});
        Verdict wrong;
        wrong.rating = -1;
        const auto verdicts = labelling.verdictsFor(3, wrong, true);
        QCOMPARE(verdicts.size(), 3u);
        QCOMPARE(verdicts[0].step, 0);
        QCOMPARE(verdicts[1].step, 2);
        QCOMPARE(verdicts[2].step, 3);
        QCOMPARE(labelling.verdictsFor(3, wrong, false).size(), 1u);
        Verdict right;
        right.rating = 1;
        QCOMPARE(labelling.verdictsFor(3, right, true).size(), 1u);
    }

    void withdrawnLabelsAreNone()
    {
        Label withdrawn = labelOf(0, 1);
        withdrawn.verdict.state = LabelState::unlabelled;
        const Labelling labelling = of(2, {withdrawn});
        QVERIFY(!labelling.mine(0));
        QVERIFY(!labelling.isDecided(0));
        QCOMPARE(labelling.labelledCount(), 0);
    }

    void pendingCountsUntilConfirmed()
    {
        Labelling labelling = of(3);
        Verdict right;
        right.rating = 1;
        labelling.addPending({"t", {{0, right, 0}}, Visibility::open});
        labelling.addPending({"t", {{1, right, 0}}, Visibility::open});
        QVERIFY(labelling.isDecided(0));
        QVERIFY(!labelling.mine(0));
        labelling.setLabels({labelOf(0, 1)}); // the first has come back, the second has not
        QVERIFY(labelling.mine(0));
        QVERIFY(labelling.isDecided(1));
        labelling.setLabels({labelOf(0, 1)}); // the second was not stored
        QVERIFY(!labelling.isDecided(1));
    }

    void disagreementNeedsTwoThatSpeak()
    {
        TraceDetail detail;
        detail.trace.steps.resize(1);
        const auto say = [&](EstimateKind kind, std::optional<double> value, int drawn = 16) {
            Estimate estimate;
            estimate.kind = kind;
            estimate.value = value;
            estimate.drawn = drawn;
            detail.estimates.push_back(estimate);
        };
        say(EstimateKind::mc, 1.0);
        QCOMPARE(disagreementOf(detail, 0), 0.0);
        say(EstimateKind::given, 0.0); // not one of the three
        say(EstimateKind::judge, std::nullopt);
        say(EstimateKind::prm, std::nan(""));
        say(EstimateKind::mc, 0.0, 0); // 0 of 0 is no estimate
        QCOMPARE(disagreementOf(detail, 0), 0.0);
        say(EstimateKind::prm, 0.25);
        QCOMPARE(disagreementOf(detail, 0), 0.75);
        QCOMPARE(cellOf(detail, 0).mc, std::optional(1.0));
    }

    void focusTimeIsPerStepAndWithoutPauses()
    {
        FocusClock clock;
        clock.touch(0, 1000);
        clock.touch(1, 3000);
        clock.touch(1, 4000);
        clock.touch(-1, 5000); // looked away
        clock.touch(1, 600'000);
        QCOMPARE(clock.take(0, 600'000), 2000);
        QCOMPARE(clock.take(1, 600'000), 2000);
        QCOMPARE(clock.take(1, 900'000), FocusClock::longestPause); // a long stare counts 30 s
        QCOMPARE(clock.take(7, 900'000), 0);
    }
};

QTEST_APPLESS_MAIN(LabellingTest)
#include "labelling_test.moc"
