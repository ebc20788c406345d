// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/strategy_table.h"

#include "ui/pages/plain_label.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

namespace steplight {

namespace {

constexpr std::string_view policyTokens = "_policy_tokens", prmTokens = "_prm_tokens",
                           asMuch = "majority_at_";

using Metrics = std::map<std::string, double>;

std::optional<double> metricIn(const Metrics& metrics, const std::string& key)
{
    const auto found = metrics.find(key);
    return found == metrics.end() ? std::nullopt : std::optional(found->second);
}

/// By right answers; without a key, by name.
std::vector<std::string> strategiesIn(const Metrics& metrics)
{
    std::vector<std::string> names;
    for (const auto& [key, value] : metrics)
        if (key.ends_with(policyTokens))
            names.push_back(key.substr(0, key.size() - policyTokens.size()));
    std::stable_sort(names.begin(), names.end(), [&](const auto& a, const auto& b) {
        return metricIn(metrics, a).value_or(-1) > metricIn(metrics, b).value_or(-1);
    });
    return names;
}

QString share(const std::optional<double>& value)
{
    return value ? QLocale().toString(*value, 'f', 3) : QStringLiteral("–");
}

} // namespace

StrategyTable::StrategyTable(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(3 * metrics::grid);
    m_grid->setVerticalSpacing(metrics::gap);
    m_grid->setColumnStretch(5, 1);
    setAccessibleName(tr("Strategies, the best first"));
}

bool StrategyTable::holds(const std::string& key, const Metrics& metrics)
{
    return key.ends_with(policyTokens) || key.ends_with(prmTokens) || key.starts_with(asMuch) ||
           metrics.contains(key + std::string(policyTokens));
}

void StrategyTable::clear()
{
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_rows = 0;
}

void StrategyTable::setMetrics(const Metrics& metrics)
{
    clear();
    const std::vector<std::string> names = strategiesIn(metrics);
    if (names.empty())
        return;
    const auto put = [this](int column, const QString& text, bool muted = false) {
        auto* label = plainLabel(this, text);
        label->setWordWrap(false);
        if (muted)
            setMuted(label);
        else if (column > 0)
            label->setFont(figuresOf(TextSize::body));
        m_grid->addWidget(label, m_rows, column, column > 0 ? Qt::AlignRight : Qt::AlignLeft);
    };
    const QStringList heads{tr("strategy"), tr("right"), tr("majority at that cost"),
                            tr("policy's tokens"), tr("PRM's tokens")};
    for (int column = 0; column < heads.size(); ++column)
        put(column, heads[column], true);
    for (const std::string& name : names) {
        ++m_rows;
        const auto tokens = [&](std::string_view of) {
            const auto value = metricIn(metrics, name + std::string(of));
            return value ? countInWords(std::llround(*value)) : QStringLiteral("–");
        };
        put(0, QString::fromStdString(name));
        put(1, share(metricIn(metrics, name)));
        const auto equal = metricIn(metrics, std::string(asMuch) + name);
        put(2, equal ? share(equal) : QString());
        put(3, tokens(policyTokens));
        put(4, tokens(prmTokens));
    }
}

} // namespace steplight
