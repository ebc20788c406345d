// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/comparison_figures.h"

#include "ui/pages/plain_label.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QLabel>

namespace steplight {

namespace {

constexpr int nameWidth = 168;
constexpr int figureWidth = 48;

} // namespace

ComparisonFigures::ComparisonFigures(QWidget* parent)
    : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(2 * metrics::grid);
    m_grid->setVerticalSpacing(metrics::gap);
}

void ComparisonFigures::showMeasures(const Metrics& m, const QString& first, const QString& second)
{
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int row = 0;
    const auto put = [&](int column, const QString& text, const QString& small, bool bold) {
        auto* label = plainLabel(this, text);
        QFont font = column == 0 ? fontOf(TextSize::body) : figuresOf(TextSize::body);
        font.setBold(bold);
        label->setFont(font);
        label->setWordWrap(false);
        label->setMinimumWidth(column == 0 ? 0 : withText(figureWidth));
        m_grid->addWidget(label, row, 2 * column);
        if (small.isEmpty())
            return label;
        auto* interval = plainLabel(this, small);
        setMuted(interval);
        interval->setWordWrap(false);
        m_grid->addWidget(interval, row, 2 * column + 1);
        return label;
    };
    const auto putName = [&](int column, const QString& name) {
        auto* label = plainLabel(this);
        label->setFont(fontOf(TextSize::small));
        label->setText(label->fontMetrics().elidedText(name, Qt::ElideMiddle, withText(nameWidth)));
        label->setToolTip(plainToolTip(name));
        label->setWordWrap(false);
        m_grid->addWidget(label, 0, 2 * column, 1, 2);
    };
    putName(1, first);
    putName(2, second);
    putName(3, tr("Difference"));
    for (const ShownMetric& shown : shownMetrics()) {
        const std::string name = shown.metric;
        if (!valueOf(m, name) && !valueOf(m, "against_" + name))
            continue;
        ++row;
        put(0, shown.name, {}, false)->setToolTip(plainToolTip(shown.about));
        for (int column = 1; column <= 3; ++column) {
            const std::string key = std::string(column == 1   ? ""
                                                : column == 2 ? "against_"
                                                              : "gain_") +
                                    name;
            const auto value = valueOf(m, key);
            put(column, value ? figureInWords(*value, column == 3) : QStringLiteral("–"),
                intervalInWords(m, key, column == 3), column == 3 && isCertain(m, key));
        }
    }
}

} // namespace steplight
