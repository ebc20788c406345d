// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/compare_controller.h"

#include "app/comparison.h"
#include "app/error_words.h"
#include "app/evaluation_input.h"
#include "app/run_folder.h"
#include "app/run_news.h"
#include "storage/error.h"

namespace steplight {
namespace {

constexpr int pollInterval = 200; // ms

RunOrder orderOf(const ComparisonChoice& choice)
{
    RunOrder order{"evaluate", choice.first.toStdString(), {}, {}};
    order.settings["against"] = choice.second.toStdString();
    order.settings["rule"] = choice.rule.toStdString();
    if (choice.ownThresholds)
        order.settings["threshold"] = "chosen";
    if (choice.allQuestions)
        order.settings["questions"] = "all";
    return order;
}

struct Problem {
    QString sentence;
    QString unscored; ///< the model that has scored nothing at all
};

Problem problemOf(Project& project, const RunOrder& order, const std::exception& error)
{
    Problem problem{errorInWords(error), {}};
    if (explain(error).code() != "not-scored")
        return problem;
    for (const std::string& model : {order.settings.at("against"), order.model})
        try {
            findScores(project, model);
        } catch (const StorageError&) {
            problem.unscored = QString::fromStdString(model);
        }
    if (problem.unscored.isEmpty()) // each has scored others
        problem.unscored = QString::fromStdString(order.settings.at("against"));
    return problem;
}

} // namespace

CompareController::CompareController(Session& session, ComparisonView& view, QObject* parent)
    : QObject(parent), m_session(session), m_view(view)
{
    connect(&view, &ComparisonView::choiceChanged, this, &CompareController::show);
    connect(&view, &ComparisonView::measureRequested, this, &CompareController::measure);
    connect(&view, &ComparisonView::cancelRequested, this, &CompareController::cancel);
    connect(&m_poll, &QTimer::timeout, this, &CompareController::follow);
}

void CompareController::show(const ComparisonChoice& choice)
{
    if (m_poll.isActive() && choice == m_measured)
        return m_view.setMeasuring(m_run.done, m_run.total, m_run.secondsLeft);
    m_session.reader().post(
        this,
        [order = orderOf(choice)](Project& project) {
            const auto run = lastLike(project, order);
            return run ? std::optional(comparisonOf(project, *run)) : std::nullopt;
        },
        [this, choice](const std::optional<Comparison>& comparison) {
            if (!(m_view.choice() == choice))
                return; // another is wanted meanwhile
            if (comparison)
                m_view.setComparison(*comparison);
            else
                m_view.setUnmeasured();
        });
}

void CompareController::measure(const ComparisonChoice& choice)
{
    if (m_poll.isActive())
        return;
    struct Prepared {
        Run run;
        Problem problem;
    };
    m_cancelled = false;
    m_view.setMeasuring(0, 0, -1);
    m_session.writer().postLong(
        this,
        [order = orderOf(choice), &thread = m_session.writer()](Project& project) {
            Prepared prepared;
            try {
                prepared.run = prepareRun(project, order, [&] { thread.runUrgent(project); });
            } catch (const std::exception& error) {
                prepared.problem = problemOf(project, order, error);
            }
            return prepared;
        },
        [this, choice](Prepared prepared) {
            try {
                if (prepared.problem.sentence.isEmpty())
                    startRun(QString::fromStdString(prepared.run.folder));
            } catch (const std::exception& error) {
                prepared.problem.sentence = errorInWords(error);
            }
            if (!prepared.problem.sentence.isEmpty()) {
                if (m_view.choice() == choice)
                    m_view.setProblem(prepared.problem.sentence, prepared.problem.unscored);
                return;
            }
            m_measured = choice;
            m_run = prepared.run;
            m_poll.start(pollInterval);
            if (m_cancelled)
                cancel();
        });
}

void CompareController::cancel()
{
    m_cancelled = true; // as soon as it has begun, if it has not
    if (!m_poll.isActive())
        return;
    try {
        cancelRun(QString::fromStdString(m_run.folder));
    } catch (const std::exception& error) {
        m_view.setProblem(errorInWords(error));
    }
}

void CompareController::follow()
{
    m_session.writer().post(
        this,
        [run = m_run](Project& project) mutable {
            while (collectRun(project, run))
                continue;
            return run;
        },
        [this](const Run& run) {
            if (m_poll.isActive() && run.id == m_run.id)
                showRun(run);
        });
}

void CompareController::showRun(const Run& run)
{
    m_run = run;
    const bool wanted = m_view.choice() == m_measured;
    if (isOver(run))
        m_poll.stop();
    if (!wanted)
        return;
    if (!isOver(run))
        m_view.setMeasuring(run.done, run.total, run.secondsLeft);
    else if (run.state == RunState::done || run.state == RunState::cancelled)
        show(m_measured); // or what was measured before
    else
        m_view.setProblem(QString::fromStdString(run.message));
}

} // namespace steplight
