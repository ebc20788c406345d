// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the comparison on the Models page: shows what was measured before, has it measured anew by
// a run of kind evaluate. GUI thread.
#pragma once

#include "app/run_order.h"
#include "app/session.h"
#include "storage/records/comparison.h"
#include "ui/pages/comparison_view.h"

#include <QTimer>

namespace steplight {

class CompareController final : public QObject
{
    Q_OBJECT

public:
    CompareController(Session& session, ComparisonView& view, QObject* parent);

private:
    void show(const ComparisonChoice& choice);
    void measure(const ComparisonChoice& choice);
    void cancel();
    void follow();
    void showRun(const Run& run);

    Session& m_session;
    ComparisonView& m_view;
    ComparisonChoice m_measured; ///< what m_run measures
    Run m_run;                   ///< under way while m_poll is active
    bool m_cancelled = false;
    QTimer m_poll;
};

} // namespace steplight
