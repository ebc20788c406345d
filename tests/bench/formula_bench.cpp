// SPDX-License-Identifier: GPL-3.0-or-later
// formula_bench: how long a trace with 200 formulas takes on the Label page, off screen, the first
// time and from the cache. Prints one JSON object of milliseconds: from setDetail() to the screen,
// and to typeset formulas.
#include "ui/image_loader.h"
#include "ui/label/label_page.h"
#include "ui/math/formulas.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

using namespace steplight;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int steps = 20, formulasAStep = 10, opened = 100;

double since(Clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

TraceDetail traceWithFormulas(int which)
{
    TraceDetail detail;
    detail.trace.id = std::string("trace").append(std::to_string(which));
    for (int step = 0, n = 0; step < steps; ++step) {
        std::string text;
        for (int i = 0; i < formulasAStep; ++i, ++n) {
            const std::string number = std::to_string(which * 1000 + n);
            text.append("and with $x_{").append(number).append("}^2 + ");
            text.append(i % 3 ? "2y" : "\\frac{a}{b}").append(" = \\sqrt{z}$ it is ");
        }
        detail.trace.steps.push_back({Section::reasoning, text});
    }
    return detail;
}

/// Milliseconds of processor that this thread has used: other programs do not lengthen them.
double processor()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// From a trace to its picture on the screen.
double show(LabelPage& page, const TraceDetail& detail)
{
    const auto begin = Clock::now();
    page.setDetail(detail);
    page.repaint();
    return since(begin);
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    if (katexFolder().isEmpty()) {
        std::fputs("formula_bench: KaTeX is not installed\n", stderr);
        return 1;
    }
    ImageLoader loader;
    LabelPage page(loader);
    page.resize(1366, 728);
    page.show();
    QTest::qWait(200);
    const TraceDetail traces[] = {traceWithFormulas(1), traceWithFormulas(2)};
    double source[2], typeset[2];
    QSignalSpy ready(page.findChild<Formulas*>(), &Formulas::ready);
    for (int i : {0, 1}) {
        const auto begin = Clock::now();
        source[i] = show(page, traces[i]);
        if (!ready.wait(30'000))
            return 1;
        typeset[i] = since(begin);
    }
    std::vector<double> cached, used;
    for (int i = 0; i < opened; ++i) {
        const double before = processor();
        cached.push_back(show(page, traces[i % 2]));
        used.push_back(processor() - before);
        QTest::qWait(5);
    }
    std::sort(cached.begin(), cached.end());
    std::sort(used.begin(), used.end());
    std::printf("{\"source\": %.2f, \"typeset\": %.2f, \"typeset again\": %.2f, \"count\": %d, "
                "\"median\": %.2f, \"99th\": %.2f, \"longest\": %.2f, \"processor\": %.2f}\n",
                source[1], typeset[0], typeset[1], opened, cached[opened / 2],
                cached[opened * 99 / 100 - 1], cached.back(), used[opened / 2]);
    return 0;
}
