// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/export_controller.h"

#include "app/error_words.h"
#include "app/export_words.h"
#include "storage/export/export.h"
#include "storage/export/fusion.h"
#include "storage/export/rules.h"
#include "ui/pages/export_page.h"
#include "ui/pages/rule_words.h"

#include <QDesktopServices>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QUrl>

namespace steplight {
namespace {

template <typename Value> struct Attempt {
    Value value{};
    QString error;
};

/// Empty: a folder.
QString suffixOf(const std::string& format)
{
    if (format == "labelme")
        return {};
    return format == "label-studio" || format == "coco" ? QStringLiteral("json")
                                                        : QStringLiteral("jsonl");
}

std::vector<ExportChoice> formatChoices()
{
    std::vector<ExportChoice> choices;
    for (const FormatLine& format : exportFormatLines()) {
        const QString name = QString::fromStdString(format.name);
        choices.push_back({name, name, exportWords(format.description), suffixOf(format.name),
                           !isTrainingFormat(format.name)});
    }
    return choices;
}

std::vector<ExportChoice> setChoices()
{
    return {{QStringLiteral("full"), ExportController::tr("All rows"), {}, {}},
            {QStringLiteral("balanced"),
             ExportController::tr("Balanced"),
             ExportController::tr("All rows without error, all with an error of reasoning, and as "
                                  "many with an error of perception."),
             {}},
            {QStringLiteral("ablation"),
             ExportController::tr("Without errors of perception"),
             ExportController::tr("To see what they are worth to a model."),
             {}}};
}

std::map<std::string, std::int64_t> translated(const std::map<std::string, std::int64_t>& counts)
{
    std::map<std::string, std::int64_t> words;
    for (const auto& [reason, count] : counts)
        words[exportWords(reason).toStdString()] += count;
    return words;
}

/// What the form has no place for is said there, not twice.
void translateReasons(ExportReport& report)
{
    std::erase_if(report.dropped,
                  [&](const auto& reason) { return report.unsaid.contains(reason.first); });
    report.dropped = translated(report.dropped);
    report.unsaid = translated(report.unsaid);
}

} // namespace

ExportController::ExportController(Session& session, ExportPage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page)
{
    page.setFormats(formatChoices());
    std::vector<ExportChoice> rules = ruleChoices();
    std::erase_if(rules,
                  [](const ExportChoice& rule) { return rule.key.toStdString() == softRule; });
    page.setRules(rules);
    page.setSets(setChoices());
    connect(&page, &ExportPage::previewWanted, this, &ExportController::preview);
    connect(&page, &ExportPage::writeRequested, this, &ExportController::write);
    connect(&page, &ExportPage::compareWanted, this, &ExportController::compare);
    connect(&page, &ExportPage::compareCancelled, this, [this] { m_comparing.request_stop(); });
    connect(&page, &ExportPage::cancelRequested, this, [this] { m_writing.request_stop(); });
    connect(&page, &ExportPage::showInFolderRequested, this, [](const QString& path) {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath()));
    });
    ExportRecipe recipe;
    recipe.out = QFileInfo(session.folder()).absoluteFilePath().toStdString() + "-labels.jsonl";
    page.setRecipe(recipe);
}

ExportController::~ExportController()
{
    m_previewing.request_stop();
    m_writing.request_stop();
    m_comparing.request_stop();
}

void ExportController::preview(const ExportRecipe& recipe)
{
    m_previewing.request_stop();
    m_previewing = {};
    m_session.reader().postLong(
        this,
        [recipe, stop = m_previewing.get_token()](Project& project) {
            Attempt<ExportPreview> attempt;
            try {
                attempt.value.report = exportTraces(project, recipe, ExportMode::preview, {}, stop);
                translateReasons(attempt.value.report);
                attempt.value.tracesBefore = attempt.value.report.traces;
                attempt.value.stepsBefore = attempt.value.report.stepsBefore;
                attempt.value.stepsAfter = attempt.value.report.steps;
                attempt.value.asTheyAre = !isTrainingFormat(recipe.format);
            } catch (const std::exception& error) {
                attempt.error = errorInWords(error);
            }
            return attempt;
        },
        [this, recipe, stop = m_previewing.get_token()](const Attempt<ExportPreview>& attempt) {
            if (stop.stop_requested())
                return;
            if (attempt.error.isEmpty())
                m_page.setPreview(recipe, attempt.value);
            else
                m_page.setPreviewError(recipe, attempt.error);
        });
}

void ExportController::compare(const ExportRecipe& recipe)
{
    m_comparing = {};
    const auto progressed = [guard = QPointer<ExportController>(this), &thread = m_session.reader(),
                             recipe](std::int64_t done, std::int64_t total) {
        thread.tell(guard, [=](ExportController& exporting) {
            exporting.m_page.setCompareProgress(recipe, done, total);
        });
    };
    m_session.reader().postLong(
        this,
        [recipe, progressed, stop = m_comparing.get_token()](Project& project) {
            Attempt<std::vector<RuleOutcome>> attempt;
            try {
                attempt.value =
                    compareRules(project, recipe.query, recipe.threshold, progressed, stop);
                for (RuleOutcome& outcome : attempt.value)
                    outcome.dropped = translated(outcome.dropped);
            } catch (const std::exception& error) {
                attempt.error = errorInWords(error);
            }
            return attempt;
        },
        [this, recipe,
         stop = m_comparing.get_token()](const Attempt<std::vector<RuleOutcome>>& attempt) {
            if (stop.stop_requested())
                return;
            if (attempt.error.isEmpty())
                m_page.setOutcomes(recipe, attempt.value);
            else
                m_page.setCompareError(recipe, attempt.error);
        });
}

void ExportController::write(const ExportRecipe& recipe)
{
    m_writing = {};
    QElapsedTimer clock;
    clock.start();
    // Called on the reading thread; the page is told on its own.
    const auto progressed = [guard = QPointer<ExportController>(this), &thread = m_session.reader(),
                             clock](const ExportProgress& progress) {
        const double left = progress.traces > 0
                                ? static_cast<double>(clock.elapsed()) / 1000.0 *
                                      static_cast<double>(progress.total - progress.traces) /
                                      static_cast<double>(progress.traces)
                                : -1;
        thread.tell(guard, [=](ExportController& exporting) {
            exporting.m_page.setProgress(progress.traces, progress.total, left);
        });
    };
    m_session.reader().postLong(
        this,
        [recipe, progressed, stop = m_writing.get_token()](Project& project) {
            Attempt<ExportReport> attempt;
            try {
                attempt.value = exportTraces(project, recipe, ExportMode::write, progressed, stop);
            } catch (const std::exception& error) {
                attempt.error = errorInWords(error);
            }
            return attempt;
        },
        [this, stop = m_writing.get_token()](const Attempt<ExportReport>& attempt) {
            if (stop.stop_requested())
                m_page.setCancelled();
            else if (attempt.error.isEmpty())
                m_page.setWritten(attempt.value);
            else
                m_page.setWriteError(attempt.error);
        });
}

} // namespace steplight
