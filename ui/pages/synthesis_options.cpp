// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/synthesis_options.h"

#include "ui/theme.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QSpinBox>

namespace steplight {

namespace {

// The published pipeline's.
constexpr int usualSolutions = 4, usualRollouts = 16;
constexpr double usualTemperature = 1;
const QString solutionsKey = QStringLiteral("solutions");
const QString rolloutsKey = QStringLiteral("rollouts");
const QString temperatureKey = QStringLiteral("temperature");

} // namespace

SynthesisOptions::SynthesisOptions(QWidget* parent)
    : QWidget(parent), m_solutions(new QSpinBox(this)), m_rollouts(new QSpinBox(this)),
      m_temperature(new QDoubleSpinBox(this))
{
    m_solutions->setRange(1, 1000);
    m_solutions->setToolTip(tr("Each becomes a trace, unless the project has it already"));
    m_rollouts->setRange(0, 10000);
    m_rollouts->setSpecialValueText(tr("none"));
    m_rollouts->setToolTip(
        tr("From every step on the policy writes on so many times; the share that "
           "ends right is the step's estimate. Most of the time goes there."));
    m_temperature->setRange(0, 10);
    m_temperature->setSingleStep(0.1);
    m_temperature->setToolTip(tr("1: as likely as the policy finds it; lower: closer to its best"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(metrics::grid);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(tr("Solutions of each question"), m_solutions);
    form->addRow(tr("Rollouts from each step"), m_rollouts);
    form->addRow(tr("Temperature"), m_temperature);
    fill({});
}

void SynthesisOptions::fill(const QMap<QString, QString>& settings)
{
    m_solutions->setValue(settings.value(solutionsKey, QString::number(usualSolutions)).toInt());
    m_rollouts->setValue(settings.value(rolloutsKey, QString::number(usualRollouts)).toInt());
    m_temperature->setValue(
        settings.value(temperatureKey, QString::number(usualTemperature)).toDouble());
}

QMap<QString, QString> SynthesisOptions::settings() const
{
    return {{solutionsKey, QString::number(m_solutions->value())},
            {rolloutsKey, QString::number(m_rollouts->value())},
            {temperatureKey, QString::number(m_temperature->value())}};
}

} // namespace steplight
