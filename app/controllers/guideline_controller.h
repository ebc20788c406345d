// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the guideline's page, and tells which version holds. GUI thread.
#pragma once

#include "app/session.h"
#include "storage/records/guideline.h"
#include "ui/pages/message_bar.h"

namespace steplight {

class GuidelinePage;

class GuidelineController final : public QObject
{
    Q_OBJECT

public:
    GuidelineController(Session& session, GuidelinePage& page, QObject* parent);

    void refresh();

signals:
    /// Read, or read again: the default grammar where the project has no guideline.
    void holds(const steplight::Guideline& guideline);
    void message(const steplight::Message& message);

private:
    void save(const QString& text, const Grammar& grammar);
    void takePicture(const QString& file);

    Session& m_session;
    GuidelinePage& m_page;
    std::string m_warned; ///< version whose grammar cannot be read, and that was said
};

} // namespace steplight
