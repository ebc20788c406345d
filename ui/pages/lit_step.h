// SPDX-License-Identifier: GPL-3.0-or-later
// One step, read-only: its text on its light, the estimates below, people's stamps at the right.
#pragma once

#include "storage/records/trace_detail.h"
#include "ui/light.h"

#include <QWidget>

#include <vector>

namespace steplight {

class LitStep final : public QWidget
{
    Q_OBJECT

public:
    LitStep(const TraceDetail& detail, int step, LightSource source, QWidget* parent = nullptr);

private:
    void paintEvent(QPaintEvent* event) override;

    std::optional<double> m_value;
    std::vector<Label> m_labels;
};

} // namespace steplight
