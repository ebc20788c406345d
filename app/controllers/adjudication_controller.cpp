// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/adjudication_controller.h"

#include "app/error_words.h"
#include "storage/labels.h"
#include "storage/team/adjudication.h"
#include "ui/adjudication/adjudication_page.h"

namespace steplight {
namespace {

Label rowOf(const Adjudication& decision, const std::string& annotator)
{
    Label row;
    row.traceId = decision.traceId;
    row.step = decision.step;
    row.annotator = annotator;
    row.verdict = decision.verdict;
    row.supersedes = decision.replaces;
    row.visibility = Visibility::blind; // no estimate is on this page
    row.focusMs = decision.focusMs;
    row.program = STEPLIGHT_VERSION;
    return row;
}

struct Recorded {
    DisputedTrace trace;
    QString error;
};

} // namespace

AdjudicationController::AdjudicationController(Session& session, AdjudicationPage& page,
                                               QObject* parent)
    : QObject(parent), m_session(session), m_page(page)
{
    connect(&page, &AdjudicationPage::traceRequested, this, &AdjudicationController::open);
    connect(&page, &AdjudicationPage::decided, this, &AdjudicationController::record);
    connect(&page, &AdjudicationPage::undoRequested, this, &AdjudicationController::undo);
    connect(&page, &AdjudicationPage::redoRequested, this, &AdjudicationController::redo);
}

void AdjudicationController::refresh()
{
    m_session.reader().post(
        this, [](Project& project) { return disputes(project); },
        [this](const std::vector<Dispute>& found) {
            m_page.setDisputes(found);
            if (!m_page.traceId().empty())
                open(QString::fromStdString(m_page.traceId()));
            else if (!found.empty())
                open(QString::fromStdString(found.front().traceId));
        });
}

// On the writing thread: what it reads is never older than the answer to a decision.
void AdjudicationController::open(const QString& traceId)
{
    m_session.writer().post(
        this, [id = traceId.toStdString()](Project& project) { return disputedTrace(project, id); },
        [this, wish = ++m_opening](const DisputedTrace& trace) {
            if (wish == m_opening)
                m_page.setTrace(trace);
        });
}

void AdjudicationController::record(const Adjudication& decision)
{
    m_session.writer().post(
        this,
        [row = rowOf(decision, m_session.annotator())](Project& project) {
            Recorded recorded;
            try {
                recordLabels(project, {row});
            } catch (const std::exception& failure) {
                recorded.error = errorInWords(failure);
                return recorded; // a disk that refused is not asked to read
            }
            recorded.trace = disputedTrace(project, row.traceId);
            return recorded;
        },
        [this](const Recorded& recorded) {
            if (!recorded.error.isEmpty()) {
                m_page.refuse();
                m_page.showMessage({MessageLevel::error,
                                    tr("The decision was not saved: %1 Everything saved before "
                                       "is kept.")
                                        .arg(recorded.error)});
                return;
            }
            if (recorded.trace.detail.trace.id == m_page.traceId())
                m_page.setTrace(recorded.trace);
            emit this->recorded();
        });
}

void AdjudicationController::takeBack(bool again)
{
    struct Turned {
        DisputedTrace trace;
        int step = wholeTrace;
    };
    m_session.writer().post(
        this,
        [again, annotator = m_session.annotator()](Project& project) -> std::optional<Turned> {
            const auto done =
                again ? steplight::redo(project, annotator) : steplight::undo(project, annotator);
            if (!done || done->written.empty())
                return std::nullopt;
            const Label& last = done->written.back();
            return Turned{disputedTrace(project, last.traceId), last.step};
        },
        [this, again](const std::optional<Turned>& turned) {
            if (!turned) {
                m_page.showMessage({MessageLevel::info, again ? tr("There is nothing to redo.")
                                                              : tr("There is nothing to undo.")});
                return;
            }
            ++m_opening;
            m_page.setTrace(turned->trace);
            m_page.showStep(turned->step);
            if (!m_page.lists(m_page.traceId())) {
                if (turned->trace.open() == 0)
                    m_page.showMessage({MessageLevel::info,
                                        tr("That was no decision of this list, but a label; the "
                                           "Label page shows its trace.")});
                refresh();
            }
            emit recorded();
        });
}

} // namespace steplight
