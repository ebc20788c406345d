// SPDX-License-Identifier: GPL-3.0-or-later
// How many keys an annotator needs for real traces with photos. tests/bench measures how long each
// takes.
#include "app/controllers/label_controller.h"
#include "app/start.h"
#include "storage/import/import.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "tests/app/scripted_annotator.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace steplight;

namespace fs = std::filesystem;

class AnnotatorTest : public QObject
{
    Q_OBJECT

private slots:
    void twentyTracesTakeFewKeys();
};

namespace {

/// The VQAv2 traces, with their judge's replies.
void importPhotos(Project& project, const fs::path& data)
{
    ImportOptions options;
    options.judgePaths = {data / "judge_batch.jsonl", data / "judge_results.json"};
    importPaths(project, std::array{data / "rollouts.jsonl"}, options);
    setSetting(project, "annotator", "Ada");
    setSetting(project, "first-error", "1");
    setSetting(project, "query", "images:found");
}

std::vector<TraceDetail> tracesWithPhotos(Project& project)
{
    std::vector<TraceDetail> details;
    for (const auto& id : traceIds(project, {"images:found"}))
        details.push_back(traceDetail(project, id));
    return details;
}

} // namespace

void AnnotatorTest::twentyTracesTakeFewKeys()
{
    const fs::path data = fs::path(STEPLIGHT_SHARED_DATA) / "vlprm-vqav2";
    if (!fs::exists(data))
        QSKIP("no shared data beside the repository");
    const QTemporaryDir folder;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                       folder.filePath(QStringLiteral("settings")));
    const QString place = folder.filePath(QStringLiteral("p"));
    Project project = Project::create(place.toStdString());
    importPhotos(project, data);
    const auto details = tracesWithPhotos(project);
    QVERIFY(details.size() >= 20);

    applyAppearance(Scheme::light, QStringLiteral("en"));
    Window window(place);
    window.show();
    QVERIFY(QTest::qWaitFor(
        [&] { return window.labelling() && !window.labelling()->traceId().isEmpty(); }, 10'000));
    ScriptedAnnotator annotator(window);
    for (const TraceDetail& detail : details)
        annotator.label(detail);

    int errors = 0;
    for (const TraceDetail& detail : details) {
        const int error = firstErrorOf(detail);
        const auto labels = currentLabels(project, detail.trace.id);
        QCOMPARE(labels.size(),
                 error < 0 ? detail.trace.steps.size() : static_cast<std::size_t>(error + 1));
        for (const Label& label : labels)
            QCOMPARE(label.verdict.rating, label.step == error ? -1 : 1);
        if (error < 0)
            continue;
        ++errors;
        const bool seen =
            detail.trace.steps[static_cast<std::size_t>(error)].section == Section::perception;
        QCOMPARE(labels.back().verdict.errorKind,
                 seen ? ErrorKind::perception : ErrorKind::reasoning);
        QCOMPARE(labels.back().verdict.regions.size(), std::size_t{seen ? 1u : 0u});
    }
    QVERIFY(errors >= 3);
    qInfo("%d keys for %d steps, %d errors: %.3f a step", annotator.keys(), annotator.steps(),
          errors, double(annotator.keys()) / annotator.steps());
    QVERIFY(annotator.keys() < 1.3 * annotator.steps());
}

QTEST_MAIN(AnnotatorTest)
#include "annotator_test.moc"
