// SPDX-License-Identifier: GPL-3.0-or-later
// The last decisions, newest first, each one click from being changed. GUI thread only.
#pragma once

#include "storage/records/label.h"

#include <QWidget>

#include <vector>

namespace steplight {

class FlowLayout;

class HistoryStrip final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int most = 20;

    explicit HistoryStrip(QWidget* parent = nullptr);

    void setDecisions(const std::vector<Decision>& newestFirst);
    QSize sizeHint() const override { return {200, 60}; }

protected:
    void resizeEvent(QResizeEvent* event) override;

signals:
    void decisionChosen(const QString& traceId, int step);

private:
    void showWholeRows();

    FlowLayout* m_flow;
    std::vector<Decision> m_shown;
};

/// "✕ 3 · How old is …": one decision on a button.
QString decisionInWords(const Decision& decision);

} // namespace steplight
