// SPDX-License-Identifier: GPL-3.0-or-later
// What the area "window" measures on the real window, off screen, one command a process. Each
// prints one JSON object; times are milliseconds.
#include "app/controllers/label_controller.h"
#include "app/start.h"
#include "app/window.h"
#include "storage/images.h"
#include "storage/import/import.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "tests/app/scripted_annotator.h"
#include "tests/bench/event_loop_probe.h"
#include "ui/canvas/canvas.h"
#include "ui/canvas/selection_tool.h"
#include "ui/label/label_page.h"
#include "ui/label/steps_view.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/trace_table.h"
#include "ui/pages/trace_table_model.h"
#include "ui/shell/progress_strip.h"

#include <QEventLoop>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>

namespace steplight::bench {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

namespace fs = std::filesystem;

constexpr int noAnswer = 20'000; // ms

double since(Clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// Calls then after each time that a widget was painted and the picture handed to the screen.
class Painting final : public QObject
{
public:
    Painting(QWidget* widget, std::function<void()> then) : m_then(std::move(then))
    {
        widget->installEventFilter(this);
    }

private:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) // the whole window is painted before the next event
            QMetaObject::invokeMethod(this, m_then, Qt::QueuedConnection);
        return QObject::eventFilter(watched, event);
    }

    std::function<void()> m_then;
};

void waitUntil(const std::function<bool()>& done, const char* what)
{
    const auto begin = Clock::now();
    QTimer tick; // so that a wait for nothing ends
    tick.start(1000);
    while (!done()) {
        if (since(begin) > noAnswer) {
            const QWidget* focus = QApplication::focusWidget();
            throw std::runtime_error(std::string("waited in vain until ") + what +
                                     "; the focus is on " +
                                     (focus ? focus->metaObject()->className() : "nothing"));
        }
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

void pause(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

/// The program as openWindow() starts it, with settings of its own.
struct Desk {
    explicit Desk(const std::string& project);

    LabelPage& page() { return *window->shell().findChild<LabelPage*>(); }
    void press(int key) { QTest::keyClick(&page(), static_cast<Qt::Key>(key)); }
    /// Until a trace is painted.
    void waitForTrace();

    QTemporaryDir settings;
    std::unique_ptr<QApplication> application;
    std::unique_ptr<Window> window;
    Json stages; ///< of the start
};

Desk::Desk(const std::string& project)
{
    const auto begin = Clock::now();
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    application = makeApplication(true);
    stages["application"] = since(begin);
    applyAppearance(Scheme::light, QStringLiteral("en"));
    stages["appearance"] = since(begin);
    window = std::make_unique<Window>(QString::fromStdString(project));
    stages["window made"] = since(begin);
    window->show();
    stages["window shown"] = since(begin);
    QObject::connect(window.get(), &Window::projectShown, window.get(),
                     [this, begin] { stages["pages made"] = since(begin); });
}

void Desk::waitForTrace()
{
    waitUntil([this] { return window->labelling() != nullptr; }, "the project is open");
    bool painted = false;
    const Painting watch(page().findChild<StepsView*>()->viewport(),
                         [&] { painted = !window->labelling()->traceId().isEmpty(); });
    waitUntil([&] { return painted && page().isActiveWindow(); }, "a trace is painted");
}

double now()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// started: the machine's monotonic clock when the process was asked for, milliseconds.
Json open(const std::string& project, double started)
{
    Json result{{"main", now() - started}};
    Desk desk(project);
    desk.waitForTrace();
    result["painted"] = now() - started;
    const int before = desk.page().currentStep();
    bool painted = false;
    const Painting watch(desk.page().findChild<StepsView*>()->viewport(),
                         [&] { painted = desk.page().currentStep() != before; });
    desk.press(before > 0 ? Qt::Key_Up : Qt::Key_Down);
    waitUntil([&] { return painted; }, "a key is answered");
    result["usable"] = now() - started;
    result["stages"] = desk.stages;
    return result;
}

/// Gives the first traces of a project real pictures: copies of those in source, into target.
Json givePictures(const std::string& folder, const fs::path& source, const fs::path& target,
                  int traces)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(source))
        if (const auto form = entry.path().extension(); form == ".jpg" || form == ".png")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    fs::create_directories(target);
    Project project(folder);
    std::size_t given = 0;
    for (const std::string& id : traceIds(project, {}, traces))
        for (const ImageRef& image : traceDetail(project, id).question.images)
            if (const auto place = target / fs::path(image.reference).filename();
                image.hash.empty() && !files.empty() && !fs::exists(place))
                fs::copy_file(files[given++ % files.size()], place);
    const Located located = locateImages(project, target);
    setSetting(project, "annotator", "bench");
    setSetting(project, "trace", ""); // begins with the first one
    return {{"given", given}, {"found", located.found}, {"missing", located.missing}};
}

struct Times {
    std::vector<double> values;

    double at(double q)
    {
        std::sort(values.begin(), values.end());
        return values.empty()
                   ? -1
                   : values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
    }
    Json told()
    {
        return {
            {"count", values.size()}, {"median", at(.5)}, {"99th", at(.99)}, {"longest", at(1)}};
    }
};

/// Enter, Enter, ...: from the key to the next trace's words, and to its picture, on the screen.
Json next(const std::string& project, int count, int readFor)
{
    Desk desk(project);
    desk.waitForTrace();
    const LabelController& labelling = *desk.window->labelling();
    Canvas& canvas = *desk.page().findChild<Canvas*>();
    pause(2000); // the queues are counted
    Times text, picture;
    for (int i = 0; i < count; ++i) {
        pause(readFor);
        const QString before = labelling.traceId();
        const auto pressed = Clock::now();
        double textAt = 0, pictureAt = 0;
        bool another = false;
        const auto noticed = QObject::connect(&canvas, &Canvas::imageChanged, &canvas,
                                              [&another] { another = true; });
        const auto isNext = [&] { return labelling.traceId() != before; };
        const Painting words(desk.page().findChild<StepsView*>()->viewport(), [&] {
            if (isNext() && textAt == 0)
                textAt = since(pressed);
        });
        const Painting image(&canvas, [&] {
            if (isNext() && canvas.hasImage() && pictureAt == 0)
                pictureAt = since(pressed);
        });
        desk.press(Qt::Key_Return);
        waitUntil([&] { return textAt > 0; }, "the next trace is painted");
        text.values.push_back(textAt);
        if (another && (canvas.awaitsImage() || canvas.hasImage())) {
            waitUntil([&] { return pictureAt > 0; }, "its picture is painted");
            picture.values.push_back(pictureAt);
        }
        QObject::disconnect(noticed);
    }
    return {{"text", text.told()}, {"picture", picture.told()}};
}

Json told(const EventLoopProbe& probe)
{
    return {{"longest", probe.longest()},
            {"99.9th", probe.quantile(.999)},
            {"work", probe.longestWork()},
            {"events", probe.events()}};
}

void scrollThrough(Desk& desk, int steps)
{
    QScrollBar& bar = *desk.window->shell().findChild<TraceTable*>()->verticalScrollBar();
    for (int i = 0; i <= steps; ++i) {
        bar.setValue(static_cast<int>(static_cast<qint64>(bar.maximum()) * i / steps));
        pause(16);
    }
    for (int i = 0; i < 200; ++i) { // and like a wheel that is turned
        bar.setValue(bar.value() - 90);
        pause(8);
    }
}

/// Labels ten steps a second, and goes on where a trace has no open step left. From the key to the
/// label on the page, committed.
Times labelFor(Desk& desk, const std::function<bool()>& done)
{
    Times times;
    Clock::time_point pressed;
    const auto counted =
        QObject::connect(desk.window->labelling(), &LabelController::recorded,
                         desk.window->labelling(), [&] { times.values.push_back(since(pressed)); });
    for (int i = 0; !done(); ++i) {
        pressed = Clock::now();
        desk.press(i % 12 == 11 ? Qt::Key_Return : i % 5 == 4 ? Qt::Key_3 : Qt::Key_1);
        pause(100);
    }
    QObject::disconnect(counted);
    return times;
}

/// Of all threads of this process.
double processorMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double proportionalMebibytes()
{
    std::ifstream file("/proc/self/smaps_rollup");
    for (std::string word; file >> word;)
        if (double kibibytes = 0; word == "Pss:" && file >> kibibytes)
            return kibibytes / 1024;
    return -1;
}

Json stalls(const std::string& project, const std::string& importFile)
{
    Desk desk(project);
    desk.waitForTrace();
    pause(2000);
    Json result{{"memory at first", proportionalMebibytes()}};
    desk.window->shell().showPage(ShellPage::explore);
    const TraceTableModel* rows = desk.window->shell().findChild<ExplorePage*>()->model();
    waitUntil([&] { return rows->rowCount() > 0; }, "Explore has rows");
    result["rows"] = rows->rowCount();
    {
        const EventLoopProbe probe;
        scrollThrough(desk, 1000);
        result["scrolling"] = told(probe);
    }
    desk.window->shell().showPage(ShellPage::label);
    pause(500);
    {
        const EventLoopProbe probe;
        const auto begin = Clock::now();
        auto labels = labelFor(desk, [&] { return since(begin) > 15'000; });
        result["labelling"] = told(probe);
        result["labels"] = labels.told();
    }
    {
        const EventLoopProbe probe;
        const auto begin = Clock::now();
        emit desk.window->shell().filesDropped({QString::fromStdString(importFile)});
        const QWidget* strip = desk.window->shell().findChild<ProgressStrip*>();
        waitUntil([&] { return strip->isVisible(); }, "the import has begun");
        auto labels = labelFor(desk, [&] { return !strip->isVisible(); });
        result["import seconds"] = since(begin) / 1000;
        result["importing"] = told(probe);
        result["labels beside an import"] = labels.told();
    }
    pause(2000);
    result["memory"] = proportionalMebibytes();
    return result;
}

/// Adds real traces with photos, and labels these as an annotator does who reads each for a second.
Json annotate(const std::string& folder, const fs::path& data)
{
    const fs::path file = fs::path(folder).parent_path() / "photographed.jsonl";
    fs::copy_file(data / "rollouts.jsonl", file, fs::copy_options::overwrite_existing);
    std::vector<TraceDetail> details;
    {
        Project project(folder);
        ImportOptions options;
        options.imageFolders = {data};
        options.judgePaths = {data / "judge_batch.jsonl", data / "judge_results.json"};
        importPaths(project, std::array{file}, options);
        for (const auto& [key, value] :
             {std::pair("annotator", "script"), std::pair("first-error", "1"),
              std::pair("queue", ""), std::pair("trace", ""),
              std::pair("query", "file:photographed images:found")})
            setSetting(project, key, value);
        for (const auto& id : traceIds(project, {"file:photographed images:found"}))
            details.push_back(traceDetail(project, id));
    }
    Desk desk(folder);
    desk.waitForTrace();
    pause(2000); // the queues are counted
    ScriptedAnnotator annotator(*desk.window);
    const EventLoopProbe probe;
    for (const TraceDetail& detail : details) {
        annotator.label(detail);
        pause(1000);
    }
    Json result = told(probe);
    result["99th"] = probe.quantile(.99);
    result["traces"] = details.size();
    result["keys"] = annotator.keys();
    result["steps"] = annotator.steps();
    return result;
}

/// From the mark to the outline in a photo of 12 megapixels (the file, enlarged), and the longest
/// stall of the loop meanwhile.
Json select(const std::string& file)
{
    int none = 0;
    const QGuiApplication application(none, nullptr);
    const QImage photo(QString::fromStdString(file));
    if (photo.isNull())
        throw std::runtime_error(file + " is no picture");
    const QSize size(4000, 3000);
    SelectionTool tool;
    tool.arm(MipImage(photo.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)));
    ViewTransform view;
    view.setViewport(size);
    view.setImage(size);
    Times work;
    const auto mark = [&](SelectionTool::Mark how, const QPointF& from, const QPointF& way) {
        tool.press(from, view, how);
        for (int i = 1; i <= 10; ++i)
            tool.move(from + way * i / 10, view);
        const auto begin = Clock::now();
        const double processor = processorMilliseconds();
        tool.release();
        waitUntil([&] { return !tool.searches(); }, "an outline is found");
        const double time = since(begin);
        work.values.push_back(processorMilliseconds() - processor);
        tool.takeBack();
        waitUntil([&] { return !tool.searches(); }, "the mark is taken back");
        return time;
    };
    using Mark = SelectionTool::Mark;
    Json result{{"first", mark(Mark::with, {2000, 1500}, {})}};
    work.values.clear();
    Times clicks, scribbles, boxes;
    const EventLoopProbe probe;
    for (int i = 0; i < 40; ++i) {
        const QPointF at(500 + 3000 * (i % 8) / 8.0, 500 + 2000 * (i / 8) / 5.0);
        clicks.values.push_back(mark(Mark::with, at, {}));
        scribbles.values.push_back(mark(Mark::with, at, {300, 100}));
        boxes.values.push_back(mark(Mark::box, at, {400 + 10.0 * i, 400}));
    }
    result["click"] = clicks.told();
    result["scribble"] = scribbles.told();
    result["box"] = boxes.told();
    result["processor"] = work.told();
    result["stall"] = told(probe);
    return result;
}

Json measured(const std::vector<std::string>& words)
{
    const auto& command = words.at(0);
    if (command == "open")
        return open(words.at(1), std::stod(words.at(2)));
    if (command == "next")
        return next(words.at(1), std::stoi(words.at(2)), std::stoi(words.at(3)));
    if (command == "pictures")
        return givePictures(words.at(1), words.at(2), words.at(3), std::stoi(words.at(4)));
    if (command == "stalls")
        return stalls(words.at(1), words.at(2));
    if (command == "annotate")
        return annotate(words.at(1), words.at(2));
    if (command == "select")
        return select(words.at(1));
    throw std::out_of_range("no such command");
}

} // namespace
} // namespace steplight::bench

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    try {
        std::cout << steplight::bench::measured({argv + 1, argv + argc}).dump() << std::endl;
    } catch (const std::out_of_range&) {
        std::fputs(
            "usage: window_bench open PROJECT STARTED_MS | pictures PROJECT SOURCE TARGET"
            " COUNT | next PROJECT COUNT PAUSE_MS | stalls PROJECT FILE | annotate PROJECT DATA |"
            " select PICTURE\n",
            stderr);
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "window_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
