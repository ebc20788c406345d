// SPDX-License-Identifier: GPL-3.0-or-later
// Runs, Models, Export, Start: what can be pressed when, and what is asked for then.
#include "ui/charts/cost_chart.h"
#include "ui/charts/training_curve.h"
#include "ui/pages/export_page.h"
#include "ui/pages/models_page.h"
#include "ui/pages/run_form.h"
#include "ui/pages/runs_page.h"
#include "ui/pages/start_page.h"

#include <QAbstractButton>
#include <QChart>
#include <QChartView>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QLegend>
#include <QLegendMarker>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace steplight;

namespace {

QAbstractButton* button(QWidget& in, const QString& part)
{
    for (auto* each : in.findChildren<QAbstractButton*>())
        if (each->isVisibleTo(&in) && each->text().contains(part))
            return each;
    return nullptr;
}

bool says(QWidget& page, const QString& words)
{
    for (const auto* label : page.findChildren<QLabel*>())
        if (label->isVisibleTo(&page) && label->text().contains(words))
            return true;
    return false;
}

Run run(const char* id, RunState state)
{
    Run run;
    run.id = id;
    run.kind = "score";
    run.model = "/models/prm";
    run.query = "correct:no";
    run.folder = std::string("/p/runs/") + id;
    run.state = state;
    run.createdAt = 1'700'000'000'000;
    run.total = 84;
    run.done = state == RunState::waiting ? 0 : 12;
    if (state == RunState::failed || state == RunState::cancelled || state == RunState::done)
        run.endedAt = run.createdAt + 125'000;
    run.settings = {{"overwrite", "true"}, {"threads", "3"}};
    return run;
}

Model model(const char* path, const char* error = "")
{
    Model model;
    model.path = path;
    model.name = "prm";
    model.error = error;
    return model;
}

ExportPreview preview(std::int64_t rows)
{
    ExportPreview preview;
    preview.tracesBefore = 21;
    preview.report.rows = rows;
    preview.report.dropped = {{"neutral label", 7}};
    preview.report.samples = {"{\"a\":1}"};
    return preview;
}

} // namespace

class PagesWorkTest : public QObject
{
    Q_OBJECT

private slots:
    void anUnfoldedFormScrollsOnASmallScreen()
    {
        RunForm form;
        form.resize(700, 500);
        form.fill(QStringLiteral("train"), {}, {}, {{QStringLiteral("seed"), QStringLiteral("7")}});
        form.show();
        int shown = 0, left = -1;
        for (auto* box : form.findChildren<QSpinBox*>()) {
            if (!box->isVisible())
                continue;
            ++shown;
            QCOMPARE(box->height(), box->sizeHint().height());
            const int x = box->mapTo(&form, QPoint()).x();
            QVERIFY(left < 0 || x == left); // one column
            left = x;
        }
        QCOMPARE(shown, 5); // epochs, held out, weight, seed, threads
    }

    void aRunGoesThroughItsStates()
    {
        RunsPage page;
        page.show();
        QVERIFY(says(page, QStringLiteral("No runs yet")));
        QSignalSpy log(&page, &RunsPage::logWanted);
        page.setRuns({run("a", RunState::waiting)});
        QCOMPARE(log.size(), 1);
        QVERIFY(says(page, QStringLiteral("Waiting for its turn")));
        QVERIFY(button(page, QStringLiteral("Cancel"))->isEnabled());
        QVERIFY(!button(page, QStringLiteral("Repeat"))->isEnabled());

        Run going = run("a", RunState::running);
        going.secondsLeft = 170;
        page.setRuns({going});
        QVERIFY(says(page, QStringLiteral("12 of 84 traces, about 3 min left")));

        page.setRuns({run("a", RunState::done)});
        QVERIFY(says(page, QStringLiteral("12 traces in 2 min 5 s")));
        QVERIFY(!button(page, QStringLiteral("Cancel")));
        QVERIFY(button(page, QStringLiteral("Repeat"))->isEnabled());
        QCOMPARE(log.size(), 1); // the same run all the time
    }

    void aFailedRunSaysWhatWasKeptAndWhatToDo()
    {
        RunsPage page;
        page.show();
        Run failed = run("a", RunState::failed);
        failed.message = "The engine died (signal 9).";
        page.setRuns({failed});
        QVERIFY(says(page, QStringLiteral("The engine died (signal 9).")));
        QVERIFY(says(page, QStringLiteral("12 traces")));
        QVERIFY(says(page, QStringLiteral("Repeat it")));
        QVERIFY(!button(page, QStringLiteral("Resume")));
        page.setResumable(QStringLiteral("a"), true);
        QVERIFY(says(page, QStringLiteral("Resume goes on where it was")));
        QVERIFY(!says(page, QStringLiteral("Repeat it for the rest")));
        QVERIFY(button(page, QStringLiteral("Resume")));
        page.setResumable(QStringLiteral("a"), false);
        failed.message.clear();
        failed.done = 0;
        page.setRuns({failed});
        QVERIFY(says(page, QStringLiteral("gave no reason")));
        QVERIFY(says(page, QStringLiteral("Nothing was stored")));
    }

    void cancelIsAskedOnce()
    {
        RunsPage page;
        page.show();
        page.setRuns({run("a", RunState::running)});
        QSignalSpy cancelled(&page, &RunsPage::cancelRequested);
        QAbstractButton* cancel = button(page, QStringLiteral("Cancel"));
        cancel->click();
        QCOMPARE(cancelled.size(), 1);
        QCOMPARE(cancelled[0][0].toString(), QStringLiteral("a"));
        QVERIFY(!cancel->isEnabled());
        page.setRuns({run("a", RunState::running)}); // one more progress event
        QVERIFY(!cancel->isEnabled());
        page.setRuns({run("b", RunState::running), run("a", RunState::cancelled)});
        page.select(QStringLiteral("b"));
        QVERIFY(button(page, QStringLiteral("Cancel"))->isEnabled());
    }

    void theSelectionStaysWhenRunsCome()
    {
        RunsPage page;
        page.show();
        page.setRuns({run("b", RunState::running), run("a", RunState::done)});
        QCOMPARE(page.selected(), QStringLiteral("b"));
        page.select(QStringLiteral("a"));
        page.setLog(QStringLiteral("a"), QStringLiteral("one\ntwo"));
        page.setLog(QStringLiteral("b"), QStringLiteral("of another run"));
        page.setRuns(
            {run("c", RunState::waiting), run("b", RunState::running), run("a", RunState::done)});
        QCOMPARE(page.selected(), QStringLiteral("a"));
        QCOMPARE(page.findChild<QPlainTextEdit*>()->toPlainText(), QStringLiteral("one\ntwo"));
    }

    void aRunIsStartedWhenItsTracesAreCounted()
    {
        RunsPage page;
        page.show();
        page.newRun(QStringLiteral("score"));
        QVERIFY(says(page, QStringLiteral("Choose a model first")));
        QVERIFY(!button(page, QStringLiteral("Start scoring"))->isEnabled());

        QSignalSpy count(&page, &RunsPage::countWanted);
        page.setModels({model("/models/prm")});
        QTRY_COMPARE(count.size(), 1);
        page.setCount({}, 21, 9);
        QVERIFY(says(page, QStringLiteral("21 traces, of them 9 without a score")));
        QAbstractButton* start = button(page, QStringLiteral("Score 9 traces"));
        QVERIFY(start && start->isEnabled());

        QSignalSpy started(&page, &RunsPage::startRequested);
        start->click();
        QCOMPARE(started.size(), 1);
        QCOMPARE(started[0][0].toString(), QStringLiteral("score"));
        QCOMPARE(started[0][1].toString(), QStringLiteral("/models/prm"));
        const auto settings = started[0][3].value<QMap<QString, QString>>();
        QCOMPARE(settings.value(QStringLiteral("overwrite")), QStringLiteral("false"));

        page.setCount({}, 21, 0);
        QVERIFY(says(page, QStringLiteral("scored all of them already")));
        QVERIFY(!start->isEnabled());
        for (auto* choice : page.findChildren<QRadioButton*>())
            if (choice->text().startsWith(QStringLiteral("All again")))
                choice->setChecked(true);
        QVERIFY(start->isEnabled());
        start->click();
        QVERIFY(!start->isEnabled()); // a second click starts no second run
        page.setStartError(QStringLiteral("The disk is full."));
        QVERIFY(says(page, QStringLiteral("The disk is full.")));
        QVERIFY(start->isEnabled());
    }

    void aTrainingAsksForItsLabels()
    {
        RunsPage page;
        page.show();
        page.setModels({model("/models/prm")});
        page.newRun(QStringLiteral("train"), QStringLiteral("/models/prm"));
        QVERIFY(says(page, QStringLiteral("learns from the labels")));
        page.setCount({}, 21, 9);
        QAbstractButton* start = button(page, QStringLiteral("Train on 21 traces"));
        QVERIFY2(start && start->isEnabled(), "also those that this model has scored");
        QSignalSpy started(&page, &RunsPage::startRequested);
        const auto settings = [&] {
            start->click();
            return started.back()[3].value<QMap<QString, QString>>();
        };
        QMap<QString, QString> asked = settings();
        QCOMPARE(started[0][0].toString(), QStringLiteral("train"));
        QCOMPARE(asked,
                 (QMap<QString, QString>{{QStringLiteral("rule"), QStringLiteral("human-first")},
                                         {QStringLiteral("then"), QStringLiteral("score")},
                                         {QStringLiteral("holdout"), QStringLiteral("0.1")},
                                         {QStringLiteral("people_weight"), QStringLiteral("1")}}));
        asked[QStringLiteral("rule")] = QStringLiteral("mc-soft");
        asked[QStringLiteral("holdout")] = QStringLiteral("0.25");
        asked[QStringLiteral("epochs")] = QStringLiteral("3");
        asked[QStringLiteral("whole_solutions")] = QStringLiteral("also");
        page.newRun(QStringLiteral("train"), QStringLiteral("/models/prm"), {}, asked); // a repeat
        page.setCount({}, 21, 9);
        QVERIFY(says(page, QStringLiteral("drawn towards a half")));
        QVERIFY(button(page, QStringLiteral("held out, also whole")));
        QCOMPARE(settings(), asked);
        page.findChild<QTabBar*>()->setCurrentIndex(0);
        page.setCount({}, 21, 9);
        QVERIFY(button(page, QStringLiteral("Score 9 traces")));
        QVERIFY(!says(page, QStringLiteral("drawn towards a half")));
    }

    /// There is no field for a rate, and the one for early ends knows one certainty.
    void whatARepeatedRunHadBesideTheFieldsStays()
    {
        RunsPage page;
        page.show();
        page.setModels({model("/models/m")});
        QSignalSpy started(&page, &RunsPage::startRequested);
        const auto repeated = [&](const char* kind, const QMap<QString, QString>& had,
                                  const QString& verb) {
            page.newRun(QLatin1String(kind), QStringLiteral("/models/m"), {}, had);
            page.setCount({}, 21, 9);
            button(page, verb)->click();
            return started.back()[3].value<QMap<QString, QString>>();
        };
        const QString train = QStringLiteral("Train on 21 traces");
        QMap<QString, QString> had{{QStringLiteral("rate"), QStringLiteral("5e-4")},
                                   {QStringLiteral("base_rule"), QStringLiteral("judge")},
                                   {QStringLiteral("model_hash"), QStringLiteral("abc")},
                                   {QStringLiteral("name"), QStringLiteral("child")}};
        QMap<QString, QString> asked = repeated("train", had, train);
        QCOMPARE(asked.value(QStringLiteral("rate")), QStringLiteral("5e-4"));
        QCOMPARE(asked.value(QStringLiteral("base_rule")), QStringLiteral("judge"));
        QVERIFY2(!asked.contains(QStringLiteral("model_hash")), "the engine says it");
        QVERIFY2(!asked.contains(QStringLiteral("name")), "the child has its own");
        QVERIFY2(button(page, QStringLiteral("base_rule=judge, rate=5e-4")), "and it is said");

        const QString solve = QStringLiteral("Solve the questions of 21 traces");
        had = {{QStringLiteral("decided"), QStringLiteral("0.9")},
               {QStringLiteral("keep_rollouts"), QStringLiteral("on")}};
        asked = repeated("synthesize", had, solve);
        QCOMPARE(asked.value(QStringLiteral("decided")), QStringLiteral("0.9"));
        QCOMPARE(asked.value(QStringLiteral("keep_rollouts")), QStringLiteral("on"));
        page.newRun(QStringLiteral("synthesize"), QStringLiteral("/models/m"), {}, had);
        page.setCount({}, 21, 9);
        for (auto* box : page.findChildren<QCheckBox*>())
            if (box->text().startsWith(QStringLiteral("Fewer where")))
                box->setChecked(false);
        button(page, solve)->click();
        QCOMPARE(
            (started.back()[3].value<QMap<QString, QString>>().value(QStringLiteral("decided"))),
            QStringLiteral("0")); // somebody has changed it

        asked = repeated("search",
                         {{QStringLiteral("strategies"), QStringLiteral("majority,mean")},
                          {QStringLiteral("rule"), QStringLiteral("reference")}},
                         solve);
        QCOMPARE(asked.value(QStringLiteral("strategies")), QStringLiteral("majority,mean"));
        QCOMPARE(asked.value(QStringLiteral("rule")), QStringLiteral("reference"));
        page.newRun(QStringLiteral("search"), QStringLiteral("/models/m"));
        page.setCount({}, 21, 9);
        button(page, solve)->click();
        QVERIFY(
            !(started.back()[3].value<QMap<QString, QString>>().contains(QStringLiteral("rule"))));
    }

    void aFormSaysWhatThereIsToDo()
    {
        RunsPage page;
        page.show();
        Model judge = model("/models/judge");
        judge.profile = "judge";
        page.setModels({model("/models/m"), judge});
        QSignalSpy count(&page, &RunsPage::countWanted);
        page.newRun(QStringLiteral("search"), QStringLiteral("/models/m"));
        QTRY_COMPARE(count.size(), 1);
        QCOMPARE(count[0][0].toString(), QStringLiteral("search"));
        page.setCount({}, 21, 9, {}, {7, QStringLiteral("The last one: 7 questions in 8 s.")});
        QVERIFY(says(page, QStringLiteral("7 questions. The last one: 7 questions in 8 s.")));
        QVERIFY(button(page, QStringLiteral("Solve 7 questions"))->isEnabled());
        page.setCount({}, 0, 0, {}, {7, {}}); // they have no trace yet
        QVERIFY(button(page, QStringLiteral("Solve 7 questions"))->isEnabled());
        page.newRun(QStringLiteral("evaluate"), QStringLiteral("/models/m"), {},
                    {{QStringLiteral("against"), QStringLiteral("/models/m")},
                     {QStringLiteral("by"), QStringLiteral("file")},
                     {QStringLiteral("questions"), QStringLiteral("all")},
                     {QStringLiteral("resamples"), QStringLiteral("100")}});
        page.setCount({}, 21, 4);
        QVERIFY(says(page, QStringLiteral("21 traces, of them 17 that this model has scored")));
        QSignalSpy started(&page, &RunsPage::startRequested);
        button(page, QStringLiteral("Measure on 17 traces"))->click();
        QCOMPARE(started[0][0].toString(), QStringLiteral("evaluate"));
        const QMap<QString, QString> asked{{QStringLiteral("rule"), QStringLiteral("human-first")},
                                           {QStringLiteral("against"), QStringLiteral("/models/m")},
                                           {QStringLiteral("by"), QStringLiteral("file")},
                                           {QStringLiteral("questions"), QStringLiteral("all")},
                                           {QStringLiteral("resamples"), QStringLiteral("100")}};
        QCOMPARE((started[0][3].value<QMap<QString, QString>>()), asked);
        page.setCount({}, 21, 21);
        QVERIFY(says(page, QStringLiteral("score first")));
        page.newRun(QStringLiteral("judge"), QStringLiteral("/models/judge"));
        page.setCount({}, 21, 4);
        QVERIFY(button(page, QStringLiteral("Judge 4 traces"))->isEnabled());
        page.setCount({}, 21, 0);
        QVERIFY(says(page, QStringLiteral("This judge has replied to all of them already")));
    }

    void whatASearchCameToIsATableAndAChart()
    {
        RunsPage page;
        page.show();
        Run search = run("a", RunState::done);
        search.kind = "search";
        search.metrics = {{"questions", 12},
                          {"majority", 0.5},
                          {"mean", 0.75},
                          {"majority_policy_tokens", 1600},
                          {"majority_prm_tokens", 0},
                          {"mean_policy_tokens", 1600},
                          {"mean_prm_tokens", 3200},
                          {"majority_at_mean", 0.6}};
        page.setRuns({search});
        QVERIFY(says(page, QStringLiteral("12 questions in")));
        QVERIFY(says(page, QStringLiteral("policy's tokens")));
        QVERIFY(says(page, QStringLiteral("0.750")));
        QVERIFY(!says(page, QStringLiteral("mean policy tokens")));
        auto* chart = page.findChild<CostChart*>();
        QVERIFY(!chart->isVisible());
        page.setCosts(QStringLiteral("a"), {{"majority", {{100, .4}, {1600, .5}}},
                                            {"mean", {{150, .4}, {4800, .75}}},
                                            {"beam", {{9000, .7}}},
                                            {"odd", {{0, .1}}}});
        QVERIFY(chart->isVisible());
        QVERIFY(chart->accessibleDescription().startsWith(
            QStringLiteral("majority 0.500; mean 0.750; beam 0.700")));
        page.setRuns({run("b", RunState::done), search});
        page.select(QStringLiteral("b"));
        QVERIFY(!chart->isVisible());
    }

    void aSynthesisAsksHowToEstimate()
    {
        RunsPage page;
        page.show();
        page.setModels({model("/models/policy")});
        page.newRun(QStringLiteral("synthesize"), QStringLiteral("/models/policy"));
        page.setCount({}, 21, 9);
        QSignalSpy started(&page, &RunsPage::startRequested);
        const auto settings = [&] {
            button(page, QStringLiteral("Solve the questions of 21 traces"))->click();
            return started.back()[3].value<QMap<QString, QString>>();
        };
        QMap<QString, QString> asked = settings();
        QCOMPARE(asked.value(QStringLiteral("estimate")), QStringLiteral("flat"));
        QCOMPARE(asked.value(QStringLiteral("decided")), QStringLiteral("0"));
        asked[QStringLiteral("estimate")] = QStringLiteral("tree");
        asked[QStringLiteral("decided")] = QStringLiteral("0.95");
        page.newRun(QStringLiteral("synthesize"), QStringLiteral("/models/policy"), {}, asked);
        page.setCount({}, 21, 9);
        QCOMPARE(settings(), asked);
        // A run from one label is repeated as one from all rewritten steps: nothing is estimated.
        page.newRun(QStringLiteral("synthesize"), QStringLiteral("/models/policy"), {},
                    {{QStringLiteral("from"), QStringLiteral("rewrites")},
                     {QStringLiteral("label"), QStringLiteral("one")}});
        page.setCount({}, 21, 9, {}, {7, {}});
        button(page, QStringLiteral("Write on from rewritten steps"))->click();
        asked = started.back()[3].value<QMap<QString, QString>>();
        QCOMPARE(asked.value(QStringLiteral("from")), QStringLiteral("rewrites"));
        QCOMPARE(asked.value(QStringLiteral("rollouts")), QStringLiteral("0"));
        QVERIFY(!asked.contains(QStringLiteral("label")));
        page.newRun(QStringLiteral("synthesize"), QStringLiteral("/models/policy"));
        page.setCount({}, 21, 9);
        asked = settings();
        QVERIFY(!asked.contains(QStringLiteral("from")));
        QCOMPARE(asked.value(QStringLiteral("rollouts")), QStringLiteral("16"));
    }

    void aKindOfRunTakesTheModelThatItTookLast()
    {
        RunsPage page;
        page.show();
        page.setUsualModels({{QStringLiteral("search"), QStringLiteral("/models/policy")}});
        page.setModels({model("/models/prm"), model("/models/policy")});
        auto* kinds = page.findChild<QTabBar*>();
        auto* models = page.findChild<QComboBox*>();
        page.newRun(QStringLiteral("score"));
        QCOMPARE(models->currentData().toString(), QStringLiteral("/models/prm"));
        for (int i = 0; i < kinds->count(); ++i)
            if (kinds->tabData(i).toString() == QLatin1String("search"))
                kinds->setCurrentIndex(i);
        QCOMPARE(models->currentData().toString(), QStringLiteral("/models/policy"));
        page.newRun(QStringLiteral("search"), QStringLiteral("/models/prm")); // a repeat
        QCOMPARE(models->currentData().toString(), QStringLiteral("/models/prm"));
    }

    void aSearchAsksForItsPrm()
    {
        RunsPage page;
        page.show();
        Model judge = model("/models/judge"), other = model("/models/other");
        judge.profile = "judge";
        page.setModels({model("/models/policy"), judge, other});
        page.newRun(QStringLiteral("search"), QStringLiteral("/models/policy"), {},
                    {{QStringLiteral("prm"), QStringLiteral("/models/other")}});
        QVERIFY(says(page, QStringLiteral("what is a PRM worth")));
        page.setCount({}, 21, 21);
        QSignalSpy started(&page, &RunsPage::startRequested);
        button(page, QStringLiteral("Solve the questions of 21 traces"))->click();
        QCOMPARE(started.size(), 1);
        QCOMPARE(started[0][0].toString(), QStringLiteral("search"));
        QCOMPARE(started[0][1].toString(), QStringLiteral("/models/policy"));
        const auto asked = started[0][3].value<QMap<QString, QString>>();
        QCOMPARE(asked[QStringLiteral("prm")], QStringLiteral("/models/other"));
        QCOMPARE(asked[QStringLiteral("n")], QStringLiteral("16"));
        QVERIFY(asked[QStringLiteral("strategies")].contains(QStringLiteral("majority")));
        QVERIFY(!asked[QStringLiteral("strategies")].contains(QStringLiteral("beam")));
    }

    void anInterruptedTrainingCanBeResumed()
    {
        RunsPage page;
        page.show();
        Run dead = run("a", RunState::failed);
        dead.kind = "train";
        page.setRuns({dead});
        QVERIFY(!button(page, QStringLiteral("Resume")));
        page.setResumable(QStringLiteral("b"), true); // another one's
        QVERIFY(!button(page, QStringLiteral("Resume")));
        page.setResumable(QStringLiteral("a"), true);
        QVERIFY(says(page, QStringLiteral("Its checkpoints are kept")));
        QSignalSpy resumed(&page, &RunsPage::resumeRequested);
        button(page, QStringLiteral("Resume"))->click();
        QCOMPARE(resumed.size(), 1);
        QCOMPARE(resumed[0][0].toString(), QStringLiteral("a"));
        QVERIFY2(!button(page, QStringLiteral("Resume")), "once");
    }

    void whatATrainingCameToStandsFirst()
    {
        RunsPage page;
        page.show();
        Run training = run("a", RunState::done);
        training.kind = "train";
        training.metrics = {
            {"corrected", 3}, {"tokens_per_second", 4642.93}, {"validation_step_f1", 0.8}};
        page.setRuns({training});
        QStringList told;
        for (const auto* label : page.findChildren<QLabel*>())
            told << label->text();
        QVERIFY(told.indexOf(QStringLiteral("0.80")) < told.indexOf(QStringLiteral("3")));
        QVERIFY(told.contains(QStringLiteral("4,643")));
        QVERIFY2(told.contains(QStringLiteral("Train · prm · Done")), "which model");
    }

    void aTrainingShowsItsCurves()
    {
        RunsPage page;
        page.show();
        Run training = run("a", RunState::running);
        training.kind = "train";
        page.setRuns({training});
        page.setHistory(QStringLiteral("a"),
                        {{{"step", 0}, {"validation_loss", 0.7}, {"validation_step_f1", 0.5}},
                         {{"step", 5}, {"loss", 0.4}},
                         {{"step", 6}, {"loss", std::nan("")}},
                         {{"step", 10}, {"validation_loss", 0.25}, {"validation_step_f1", 0.75}}});
        const auto* curve = page.findChild<TrainingCurve*>();
        QVERIFY(curve && curve->isVisible());
        QCOMPARE(curve->accessibleDescription(),
                 QStringLiteral("loss 0.400; loss, held out 0.250; step F1, held out 0.750"));
        const QLegend* legend = curve->findChild<QChartView*>()->chart()->legend();
        QStringList named;
        for (const QLegendMarker* marker : legend->markers())
            if (marker->isVisible())
                named << marker->label();
        QVERIFY2(!named.contains(QStringLiteral("first-error F1, held out")), "it has no points");
        QCOMPARE(named.size(), 3);
        page.setRuns({run("b", RunState::done)});
        QVERIFY(!curve->isVisible());
    }

    void aRunJustStartedIsShownWhenItComes()
    {
        RunsPage page;
        page.show();
        page.setModels({model("/models/prm")});
        page.setRuns({run("a", RunState::done)});
        page.newRun(QStringLiteral("score"));
        page.select(QStringLiteral("b"));
        page.setRuns({run("a", RunState::done)}); // read before it was stored
        QVERIFY(says(page, QStringLiteral("A process reward model reads each trace")));
        QSignalSpy log(&page, &RunsPage::logWanted);
        page.setRuns({run("b", RunState::waiting), run("a", RunState::done)});
        QCOMPARE(page.selected(), QStringLiteral("b"));
        QVERIFY(says(page, QStringLiteral("Waiting for its turn")));
        QCOMPARE(log.size(), 1);
    }

    void aLateCountOfAnotherQueryIsIgnored()
    {
        RunsPage page;
        page.show();
        page.setModels({model("/models/prm")});
        page.newRun(QStringLiteral("score"), {}, QStringLiteral("bus"));
        page.setCount(QStringLiteral("bu"), 300, 300);
        QVERIFY(!says(page, QStringLiteral("300 traces")));
        page.setCount(QStringLiteral("bus"), -1, -1, QStringLiteral("A word is missing."));
        QVERIFY(says(page, QStringLiteral("A word is missing.")));
        QVERIFY(!button(page, QStringLiteral("Start scoring"))->isEnabled());
    }

    void repeatFillsTheForm()
    {
        RunsPage page;
        page.show();
        page.setModels({model("/other"), model("/models/prm")});
        page.setRuns({run("a", RunState::failed)});
        button(page, QStringLiteral("Repeat"))->click();
        page.setCount(QStringLiteral("correct:no"), 5, 2);
        QSignalSpy started(&page, &RunsPage::startRequested);
        button(page, QStringLiteral("Score 5 traces"))->click();
        QCOMPARE(started.size(), 1);
        QCOMPARE(started[0][1].toString(), QStringLiteral("/models/prm"));
        QCOMPARE(started[0][2].toString(), QStringLiteral("correct:no"));
        const auto settings = started[0][3].value<QMap<QString, QString>>();
        QCOMPARE(settings.value(QStringLiteral("overwrite")), QStringLiteral("true"));
        QCOMPARE(settings.value(QStringLiteral("threads")), QStringLiteral("3"));
        button(page, QStringLiteral("Cancel"))->click();
        QVERIFY(says(page, QStringLiteral("Failed")));
    }

    void aModelThatCannotBeUsedSaysWhy()
    {
        ModelsPage page;
        page.show();
        QVERIFY(says(page, QStringLiteral("No models yet")));
        QSignalSpy wanted(&page, &ModelsPage::runRequested);
        QSignalSpy removed(&page, &ModelsPage::removeRequested);
        page.setModels({{model("/models/bad", "model.safetensors is missing.")}});
        QVERIFY(says(page, QStringLiteral("model.safetensors is missing.")));
        QVERIFY(!button(page, QStringLiteral("Score with this"))->isEnabled());
        page.setModels({{model("/models/prm")}});
        QVERIFY(button(page, QStringLiteral("Score with this"))->isEnabled());
        button(page, QStringLiteral("Score with this"))->click();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].toString(), QStringLiteral("score"));
        QCOMPARE(wanted[0][1].toString(), QStringLiteral("/models/prm"));
        Model judge = model("/models/judge");
        judge.profile = "judge";
        judge.note = "It knows 60 puzzles";
        page.setModels({{judge}});
        QVERIFY(says(page, QStringLiteral("It knows 60 puzzles")));
        QVERIFY(!button(page, QStringLiteral("Train from this")));
        button(page, QStringLiteral("Judge with this"))->click();
        QCOMPARE(wanted[1][0].toString(), QStringLiteral("judge"));
        button(page, QStringLiteral("Remove"))->click();
        QCOMPARE(removed.size(), 1);
    }

    void aModelSaysWhatItIsAndWhatCameOfIt()
    {
        ModelsPage page;
        page.show();
        ModelEntry entry{model("/models/prm")};
        entry.model.parameters = 1'234'567;
        entry.architecture = {QStringLiteral("Qwen2_5_VL"), 28, 2048, 16, 151'936, 32, 1280};
        entry.profile = ModelProfile{true, QStringLiteral("+"), QStringLiteral("-"), 1.5, 0.4};
        page.setModels({entry});
        QVERIFY(says(page, QStringLiteral("1.2 M parameters")));
        QVERIFY(says(page, QStringLiteral("28 layers of width 2,048")));
        QVERIFY(says(page, QStringLiteral("vision tower of 32 layers")));
        QVERIFY(says(page, QStringLiteral("calibrated with temperature 1.5")));
        QVERIFY(says(page, QStringLiteral("Not checked yet")));
        QVERIFY(!button(page, QStringLiteral("Show traces"))); // nothing scored
        page.setScored(QStringLiteral("/models/prm"),
                       {412, 2901, 2, 0.714, 0, QStringLiteral("scored-by:\"/models/prm\"")});
        QSignalSpy traces(&page, &ModelsPage::tracesRequested);
        QVERIFY(says(page, QStringLiteral("412 traces")));
        button(page, QStringLiteral("Show traces"))->click();
        QCOMPARE(traces.size(), 1);
        QCOMPARE(traces[0][0].toString(), QStringLiteral("scored-by:\"/models/prm\""));

        entry.check = ModelCheck{};
        entry.check->refused = true;
        entry.check->memoryNeeded = qint64(33) << 30;
        entry.check->memoryThere = qint64(8) << 30;
        page.setModels({entry});
        QVERIFY(says(page, QStringLiteral("Too large for this machine")));
        QVERIFY(says(page, QStringLiteral("33.0 GB of memory as float32, and 8.0 GB are free")));
        entry.check = ModelCheck{};
        entry.check->missing = {QStringLiteral("lm_head.weight")};
        page.setModels({entry});
        QVERIFY(says(page, QStringLiteral("Missing: lm_head.weight")));
        QVERIFY(!button(page, QStringLiteral("Score with this"))->isEnabled());
    }

    void aCheckUnderWayCanBeCancelled()
    {
        ModelsPage page;
        page.show();
        page.setModels({{model("/models/prm")}});
        QSignalSpy wanted(&page, &ModelsPage::checkRequested);
        QSignalSpy cancelled(&page, &ModelsPage::checkCancelled);
        button(page, QStringLiteral("Check loading"))->click();
        QCOMPARE(wanted.size(), 1);
        page.setChecking(QStringLiteral("/models/prm"), 0.25, QStringLiteral("hashing x"), 90);
        QVERIFY(says(page, QStringLiteral("hashing x")));
        QVERIFY(!button(page, QStringLiteral("Check loading"))->isEnabled());
        page.setModels({{model("/models/prm")}}); // the list was read again meanwhile
        QVERIFY(says(page, QStringLiteral("hashing x")));
        button(page, QStringLiteral("Cancel"))->click();
        QCOMPARE(cancelled.size(), 1);
        page.endChecking(QStringLiteral("/models/prm"));
        QVERIFY(!button(page, QStringLiteral("Cancel")));
    }

    void aMissingFolderCanOnlyBeLocatedOrRemoved()
    {
        ModelsPage page;
        page.show();
        ModelEntry entry{model("/models/gone")};
        entry.missing = true;
        page.setModels({entry});
        QVERIFY(says(page, QStringLiteral("Folder is missing")));
        QVERIFY(button(page, QStringLiteral("Locate")));
        QVERIFY(!button(page, QStringLiteral("Check loading")));
        QVERIFY(!button(page, QStringLiteral("Score with this"))->isEnabled());
    }

    void aTypedPathIsAdded()
    {
        ModelsPage page;
        page.show();
        QSignalSpy added(&page, &ModelsPage::addRequested);
        auto* path = page.findChild<QLineEdit*>();
        QTest::keyClicks(path, QStringLiteral("~/m"));
        QTest::keyClick(path, Qt::Key_Return);
        QCOMPARE(added.size(), 1);
        QCOMPARE(added[0][0].toString(), QDir::homePath() + QStringLiteral("/m"));
        QTest::keyClick(path, Qt::Key_Return); // empty
        QCOMPARE(added.size(), 1);
    }

    void aDroppedFolderIsAddedAsAModel()
    {
        QTemporaryDir folder;
        ModelsPage page;
        page.show();
        QSignalSpy added(&page, &ModelsPage::addRequested);
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(folder.path())});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &mime, Qt::LeftButton,
                              Qt::NoModifier);
        QApplication::sendEvent(&page, &enter);
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&page, &drop);
        QCOMPARE(added.size(), 1);
        QCOMPARE(added[0][0].toString(), folder.path());
    }

    void nothingIsWrittenBeforeItsPreview()
    {
        ExportPage page;
        QSignalSpy wanted(&page, &ExportPage::previewWanted);
        QSignalSpy written(&page, &ExportPage::writeRequested);
        page.setFormats({{QStringLiteral("vlprm-chat"), QStringLiteral("Chat"), {}, {}}});
        page.setRules({{QStringLiteral("human-first"), QStringLiteral("People first"), {}, {}}});
        QTest::qWait(450);
        QCOMPARE(wanted.size(), 0); // out of sight: nothing is read
        page.show();
        QTRY_COMPARE(wanted.size(), 1);
        QAbstractButton* write = button(page, QStringLiteral("Write"));
        QVERIFY(!write->isEnabled());

        page.setPreview(page.recipe(), preview(19));
        QTRY_VERIFY(says(page, QStringLiteral("neutral label")));
        QVERIFY(says(page, QStringLiteral("Say where to write.")));
        QVERIFY(!write->isEnabled());
        ExportRecipe recipe = page.recipe();
        recipe.out = "/tmp/out.jsonl";
        page.setRecipe(recipe);
        QCOMPARE(write->text(), QStringLiteral("Write 19 rows")); // a path changes no effect
        QVERIFY(write->isEnabled());

        recipe.query = "bus";
        page.setRecipe(recipe);
        QVERIFY(!write->isEnabled()); // another recipe, not shown yet
        ExportRecipe old = recipe;
        old.query = "bu";
        page.setPreview(old, preview(300)); // a late reply
        QVERIFY(!write->isEnabled());
        page.setPreview(recipe, preview(0));
        QVERIFY(!write->isEnabled());
        QVERIFY(says(page, QStringLiteral("would write no row")));
        page.setPreviewError(recipe, QStringLiteral("“bus” cannot be read."));
        QVERIFY(says(page, QStringLiteral("“bus” cannot be read.")));
        QVERIFY(!write->isEnabled());
        QCOMPARE(written.size(), 0);
    }

    void writingShowsProgressAndItsEnd()
    {
        ExportPage page;
        page.setFormats({{QStringLiteral("vlprm-chat"), QStringLiteral("Chat"), {}, {}}});
        page.setRules({{QStringLiteral("human-first"), QStringLiteral("People first"), {}, {}}});
        ExportRecipe recipe = page.recipe();
        recipe.out = "/p/out.jsonl";
        page.setRecipe(recipe);
        page.show();
        page.setPreview(recipe, preview(19));
        QSignalSpy written(&page, &ExportPage::writeRequested);
        QSignalSpy cancelled(&page, &ExportPage::cancelRequested);
        QAbstractButton* write = button(page, QStringLiteral("Write"));
        write->click();
        QCOMPARE(written.size(), 1);
        QCOMPARE(written[0][0].value<ExportRecipe>(), recipe);
        QVERIFY(!write->isEnabled());
        page.setProgress(5, 21, 30);
        QVERIFY(says(page, QStringLiteral("5 of 21 traces")));
        button(page, QStringLiteral("Cancel"))->click();
        QCOMPARE(cancelled.size(), 1);
        page.setCancelled();
        QVERIFY(says(page, QStringLiteral("Nothing was written")));
        QVERIFY(write->isEnabled());

        write->click();
        ExportReport report;
        report.rows = 19;
        report.files = {{"/p/out.jsonl", 19, "5be2a3f0c61d9e77aaaa"}};
        page.setWritten(report);
        QVERIFY(says(page, QStringLiteral("5be2a3f0c61d9e77")));
        QSignalSpy shown(&page, &ExportPage::showInFolderRequested);
        button(page, QStringLiteral("Show in folder"))->click();
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown[0][0].toString(), QStringLiteral("/p/out.jsonl"));
    }

    void aFormOfPeoplesLabelsTakesNoRuleAndListsWhatItCannotSay()
    {
        ExportPage page;
        page.setFormats(
            {{QStringLiteral("vlprm-chat"), QStringLiteral("Chat"), {}, QStringLiteral("jsonl")},
             {QStringLiteral("coco"), QStringLiteral("COCO"), {}, QStringLiteral("json"), true},
             {QStringLiteral("labelme"), QStringLiteral("labelme"), {}, {}, true}});
        page.setRules({{QStringLiteral("human-first"), QStringLiteral("People first"), {}, {}},
                       {QStringLiteral("judge"), QStringLiteral("Judge alone"), {}, {}}});
        page.setSets({{QStringLiteral("full"), QStringLiteral("All"), {}, {}}});
        ExportRecipe recipe = page.recipe();
        recipe.rule = "judge";
        recipe.out = "/p/labels.jsonl";
        page.setRecipe(recipe);
        page.show();
        QSignalSpy compared(&page, &ExportPage::compareWanted);
        const auto boxes = page.findChildren<QComboBox*>();
        QTest::keyClick(boxes[0], Qt::Key_Down);
        QCOMPARE(page.recipe().format, std::string("coco"));
        QCOMPARE(page.recipe().rule, ExportRecipe().rule);
        QCOMPARE(page.recipe().out, std::string("/p/labels.json"));
        QVERIFY(!boxes[1]->isEnabled());

        ExportPreview effect = preview(3);
        effect.asTheyAre = true;
        effect.report.dropped.clear();
        effect.report.unsaid = {{"label without a region", 12}, {"estimate", 3}};
        page.setPreview(page.recipe(), effect);
        QVERIFY(says(page, QStringLiteral("What the format has no place for")));
        QTRY_VERIFY(says(page, QStringLiteral("label without a region")));
        QVERIFY(!says(page, QStringLiteral("Nothing is left out")));
        QCOMPARE(compared.size(), 0); // there is nothing to compare
        QVERIFY(button(page, QStringLiteral("Write"))->isEnabled());

        QTest::keyClick(boxes[0], Qt::Key_Down);
        QCOMPARE(page.recipe().out, std::string("/p/labels"));
        QTest::keyClick(boxes[0], Qt::Key_Home);
        QCOMPARE(page.recipe().out, std::string("/p/labels.jsonl"));
        QCOMPARE(page.recipe().rule, std::string("judge")); // it was kept
        QVERIFY(boxes[1]->isEnabled());
    }

    void rulesAreComparedOnceAndForTheTracesInSight()
    {
        ExportPage page;
        page.setFormats({{QStringLiteral("vlprm-chat"), QStringLiteral("Chat"), {}, {}}});
        page.setRules({{QStringLiteral("human-first"), QStringLiteral("People first"), {}, {}},
                       {QStringLiteral("judge"), QStringLiteral("Judge alone"), {}, {}}});
        page.show();
        QSignalSpy wanted(&page, &ExportPage::compareWanted);
        QSignalSpy cancelled(&page, &ExportPage::compareCancelled);
        ExportPreview large = preview(19);
        large.tracesBefore = 21000; // too many to be read unasked
        page.setPreview(page.recipe(), large);
        QCOMPARE(wanted.size(), 0);
        button(page, QStringLiteral("Compare rules"))->click();
        QCOMPARE(wanted.size(), 1);
        page.setCompareProgress(page.recipe(), 50, 21000);
        QVERIFY(says(page, QStringLiteral("50 of 21,000 traces")));
        RuleOutcome judge{"judge", 21, 10, 1, 1, 95, 2, 40, 37, {{"trace without a reply", 9}}};
        page.setOutcomes(page.recipe(), {judge});
        QVERIFY(says(page, QStringLiteral("12 of 21 traces")));
        QVERIFY(says(page, QStringLiteral("people agree on 37 of 40 steps")));
        const auto parts = page.findChildren<QWidget*>();
        QVERIFY(std::any_of(parts.begin(), parts.end(), [](QWidget* part) {
            return part->accessibleName().contains(QStringLiteral("trace without a reply: 9"));
        }));
        button(page, QStringLiteral("Judge alone"))->click();
        QCOMPARE(page.recipe().rule, std::string("judge"));
        QVERIFY(says(page, QStringLiteral("12 of 21 traces"))); // another rule, the same traces

        ExportRecipe recipe = page.recipe();
        recipe.query = "bus";
        page.setRecipe(recipe);
        QCOMPARE(cancelled.size(), 1);
        QVERIFY(button(page, QStringLiteral("Compare rules")));
        ExportRecipe old = recipe;
        old.query.clear();
        page.setOutcomes(old, {judge}); // a late reply
        QVERIFY(!says(page, QStringLiteral("12 of 21 traces")));
        page.setPreview(recipe, preview(19));
        QCOMPARE(wanted.size(), 2); // 21 traces: at once
    }

    void recentProjectsOpenAndMissingOnesAreForgotten()
    {
        StartPage page;
        page.show();
        QSignalSpy opened(&page, &StartPage::openRequested);
        QSignalSpy forgotten(&page, &StartPage::forgetRequested);
        RecentProject here;
        here.folder = QStringLiteral("/p/a");
        here.name = QStringLiteral("a");
        RecentProject gone = here;
        gone.folder = QStringLiteral("/p/b");
        gone.name = QStringLiteral("b");
        gone.missing = true;
        page.setRecent({here, gone});
        QList<QAbstractButton*> cards;
        for (auto* each : page.findChildren<QAbstractButton*>())
            if (each->inherits("steplight::ProjectCard"))
                cards << each;
        QCOMPARE(cards.size(), 2);
        cards[0]->click();
        cards[1]->click();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toString(), QStringLiteral("/p/a"));
        QCOMPARE(forgotten.size(), 1);
        QCOMPARE(forgotten[0][0].toString(), QStringLiteral("/p/b"));
        button(page, QStringLiteral("Open project"))->click();
        QCOMPARE(opened.last()[0].toString(), QString());
    }
};

QTEST_MAIN(PagesWorkTest)
#include "pages_work_test.moc"
