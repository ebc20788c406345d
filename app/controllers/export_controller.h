// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the Export page: previews, compares and writes on the reading thread. GUI thread.
#pragma once

#include "app/session.h"
#include "storage/records/transfer.h"

#include <stop_token>

namespace steplight {

class ExportPage;

class ExportController final : public QObject
{
    Q_OBJECT

public:
    ExportController(Session& session, ExportPage& page, QObject* parent);
    ~ExportController() override;

private:
    void preview(const ExportRecipe& recipe);
    void write(const ExportRecipe& recipe);
    void compare(const ExportRecipe& recipe);

    Session& m_session;
    ExportPage& m_page;
    std::stop_source m_previewing; ///< a newer preview stops an older one
    std::stop_source m_writing;
    std::stop_source m_comparing;
};

} // namespace steplight
