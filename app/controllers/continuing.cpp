// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/continuing.h"

#include "app/error_words.h"
#include "app/run_folder.h"
#include "app/run_news.h"
#include "app/run_order.h"
#include "storage/continuations.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "ui/label/label_page.h"

#include <algorithm>
#include <set>

namespace steplight {
namespace {

constexpr auto countSetting = "continuations";
constexpr int usualCount = 4, mostCount = 1000;

struct Prepared {
    QString folder; ///< empty: no policy is known
    QString error;
};

/// Asked again, it draws what was not drawn yet.
RunOrder orderFor(Project& project, const std::string& labelId, int count)
{
    RunOrder order{
        "synthesize",
        {},
        {},
        {{"from", "rewrites"}, {"label", labelId}, {"solutions", std::to_string(count)}}};
    if (const auto rewrite = findRewrite(project, labelId)) {
        const TraceDetail detail = traceDetail(project, rewrite->traceId);
        order.model = policyFor(project, detail.trace.policy);
        std::int64_t seed = 0;
        for (const ContinuedStep& one : detail.continued)
            seed += std::max(one.written, static_cast<int>(one.traces.size()));
        order.settings["seed"] = std::to_string(seed);
    }
    return order;
}

Prepared prepare(Project& project, const std::string& labelId, int count)
{
    Prepared prepared;
    try {
        const RunOrder order = orderFor(project, labelId, count);
        if (!order.model.empty())
            prepared.folder = QString::fromStdString(prepareRun(project, order).folder);
    } catch (const std::exception& error) {
        prepared.error = errorInWords(error);
    }
    return prepared;
}

} // namespace

Continuing::Continuing(Session& session, LabelPage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page)
{
    connect(&page, &LabelPage::continuationsRequested, this, &Continuing::start);
    connect(&page, &LabelPage::continuationsCancelled, this, &Continuing::cancel);
    connect(&page, &LabelPage::continuationsChosen, this, [this](int count) {
        m_session.writer().post(
            this,
            [count](Project& project) { setSetting(project, countSetting, std::to_string(count)); },
            [] {});
    });
    readCount();
}

void Continuing::readCount()
{
    m_session.reader().post(
        this,
        [](Project& project) {
            return QString::fromStdString(setting(project, countSetting)).toInt();
        },
        [this](int count) {
            m_page.setContinuations(count > 0 ? std::min(count, mostCount) : usualCount);
        });
}

void Continuing::start(const QString& labelId, int count)
{
    m_session.writer().post(
        this,
        [id = labelId.toStdString(), count](Project& project) {
            return prepare(project, id, count);
        },
        [this, labelId](Prepared prepared) {
            if (prepared.error.isEmpty() && prepared.folder.isEmpty()) {
                emit message({MessageLevel::info,
                              tr("No policy is known yet. Add its folder on the Models page and "
                                 "let it write once: New run, Synthesize. From then on it is the "
                                 "one that continues.")});
                return;
            }
            try {
                if (prepared.error.isEmpty())
                    startRun(prepared.folder);
            } catch (const std::exception& error) {
                prepared.error = errorInWords(error);
            }
            if (!prepared.error.isEmpty())
                emit message({MessageLevel::error, prepared.error});
            else
                emit started();
        });
}

void Continuing::cancel(const QString& labelId)
{
    const auto run = m_living.find(labelId);
    if (run == m_living.end())
        return;
    try {
        cancelRun(run->second);
    } catch (const std::exception& error) {
        emit message({MessageLevel::error, errorInWords(error)});
    }
}

void Continuing::takeRuns(const std::vector<Run>& runs)
{
    m_living.clear();
    std::set<std::string> labels;
    for (const Run& run : runs)
        if (const std::string label = settingOf(run, "label"); !isOver(run) && !label.empty()) {
            m_living[QString::fromStdString(label)] = QString::fromStdString(run.folder);
            labels.insert(label);
        }
    m_page.setContinuing(labels);
}

} // namespace steplight
