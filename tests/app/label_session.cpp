// SPDX-License-Identifier: GPL-3.0-or-later
// The real window off screen, labelled by keys until somebody kills it:
//   steplight-test-session PROJECT SIDE_FILE SEED
// Each label that the page shows as saved goes into SIDE_FILE, synced, as one line with its id.
#include "app/controllers/label_controller.h"
#include "app/preferences.h"
#include "app/start.h"
#include "app/window.h"
#include "storage/reading.h"
#include "ui/label/label_page.h"

#include <QSettings>
#include <QTest>

#include <algorithm>
#include <fcntl.h>
#include <random>
#include <set>
#include <unistd.h>

using namespace steplight;

namespace {

constexpr int longestMs = 20'000;

std::vector<std::string> firstTraces(const char* folder)
{
    Project project(folder, Access::readOnly);
    return traceIds(project, {}, 8);
}

class LabelSession
{
public:
    LabelSession(Window& window, std::vector<std::string> traces, int sideFile, unsigned seed)
        : m_window(window), m_page(*window.shell().findChild<LabelPage*>()),
          m_traces(std::move(traces)), m_sideFile(sideFile), m_random(seed)
    {
    }

    /// False when the page does not answer.
    bool act()
    {
        if (m_random() % 12 == 0)
            return open(m_traces[m_random() % m_traces.size()]);
        if (m_random() % 6 == 0 && !saved().empty())
            return changes([this] { m_window.labelling()->undo(); });
        return changes([&] { QTest::keyClick(&m_page, isRight() ? Qt::Key_3 : Qt::Key_1); });
    }

private:
    std::set<std::string> saved() const
    {
        std::set<std::string> ids;
        for (const Label& label : m_page.savedLabels())
            ids.insert(label.id);
        return ids;
    }

    /// The current step is right as the page has it: the same key again would say nothing new.
    bool isRight() const
    {
        const auto& labels = m_page.savedLabels();
        return std::any_of(labels.begin(), labels.end(), [this](const Label& label) {
            return label.step == m_page.currentStep() && label.verdict.rating == 1;
        });
    }

    template <class Act> bool changes(Act act)
    {
        const auto before = saved();
        act();
        if (!QTest::qWaitFor([&] { return saved() != before; }, longestMs))
            return false;
        for (const auto& id : saved())
            if (!before.count(id))
                acknowledge(id);
        return true;
    }

    bool open(const std::string& trace)
    {
        m_window.labelling()->openTrace(QString::fromStdString(trace));
        return QTest::qWaitFor([&] { return m_page.traceId() == trace; }, longestMs);
    }

    void acknowledge(const std::string& id) const
    {
        const std::string line = id + "\n";
        if (::write(m_sideFile, line.data(), line.size()) != static_cast<ssize_t>(line.size()) ||
            ::fdatasync(m_sideFile) != 0)
            ::_exit(4);
    }

    Window& m_window;
    LabelPage& m_page;
    std::vector<std::string> m_traces;
    int m_sideFile;
    std::mt19937 m_random;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4)
        return 2;
    const auto application = makeApplication(true);
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                       QString::fromLocal8Bit(argv[2]) % QStringLiteral(".settings"));
    applyAppearance(Scheme::light, QStringLiteral("en"));
    const auto traces = firstTraces(argv[1]);
    Window window(QString::fromLocal8Bit(argv[1]));
    window.show();
    if (!QTest::qWaitFor(
            [&] { return window.labelling() && !window.labelling()->traceId().isEmpty(); },
            longestMs))
        return 3;
    const int sideFile = ::open(argv[2], O_WRONLY | O_CREAT | O_APPEND, 0644);
    LabelSession session(window, traces, sideFile, static_cast<unsigned>(std::atoi(argv[3])));
    while (session.act()) {
    }
    return 3;
}
