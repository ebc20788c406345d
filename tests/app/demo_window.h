// SPDX-License-Identifier: GPL-3.0-or-later
// The demo project as Ada's, and the real window on it. For tests, on the GUI thread.
#pragma once

#include "app/controllers/label_controller.h"
#include "app/demo.h"
#include "app/start.h"
#include "app/window.h"
#include "storage/runs.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace steplight {

/// Makes it in the folder, which holds the program's settings too. Its path.
inline QString demoProjectIn(const QTemporaryDir& folder)
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                       folder.filePath(QStringLiteral("settings")));
    const QString path = folder.filePath(QStringLiteral("p"));
    makeDemoProject(path.toStdString());
    Project project(path.toStdString());
    setSetting(project, "annotator", "Ada");
    applyAppearance(Scheme::light, QStringLiteral("en"));
    return path;
}

/// With a trace on the screen; null when none comes.
inline std::unique_ptr<Window> openWindow(const QString& project, const QSize& size = {})
{
    auto window = std::make_unique<Window>(project);
    if (size.isValid())
        window->shell().resize(size);
    window->show();
    const bool shown = QTest::qWaitFor(
        [&] { return window->labelling() && !window->labelling()->traceId().isEmpty(); }, 20'000);
    return shown ? std::move(window) : nullptr;
}

} // namespace steplight
