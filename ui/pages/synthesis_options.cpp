// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/synthesis_options.h"

#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QSpinBox>

#include <algorithm>

namespace steplight {

namespace {

// The published pipeline's.
constexpr int usualSolutions = 4, usualRollouts = 16;
constexpr double usualTemperature = 1;
const QString solutionsKey = QStringLiteral("solutions");
const QString rolloutsKey = QStringLiteral("rollouts");
const QString temperatureKey = QStringLiteral("temperature");
const QString estimateKey = QStringLiteral("estimate");
const QString fromKey = QStringLiteral("from");
const QString keepKey = QStringLiteral("keep_rollouts");
const QString rewritesWord = QStringLiteral("rewrites");
const QString decidedKey = QStringLiteral("decided");
const QString sure = QStringLiteral("0.95");

} // namespace

SynthesisOptions::SynthesisOptions(QWidget* parent)
    : QWidget(parent), m_fromRewrites(new QCheckBox(tr("Go on from rewritten steps"), this)),
      m_solutions(new QSpinBox(this)), m_estimate(new QComboBox(this)),
      m_rollouts(new QSpinBox(this)),
      m_decided(new QCheckBox(tr("Fewer where a few say enough"), this)),
      m_keep(new QCheckBox(tr("Keep what they wrote"), this)),
      m_temperature(new QDoubleSpinBox(this))
{
    m_fromRewrites->setToolTip(
        tr("Of the traces' labels, instead of solving their questions: of each rewritten step from "
           "which nothing was written on yet"));
    connect(m_fromRewrites, &QCheckBox::toggled, this, [this](bool on) {
        m_rollouts->setValue(on ? 0 : usualRollouts);
        emit sourceChanged();
    });
    m_solutions->setRange(1, 1000);
    m_solutions->setToolTip(tr("Each becomes a trace, unless the project has it already"));
    m_estimate->addItem(tr("Every step"), QStringLiteral("flat"));
    m_estimate->addItem(tr("First errors, by halving"), QStringLiteral("omega"));
    m_estimate->addItem(tr("First errors, in a search tree"), QStringLiteral("tree"));
    m_estimate->setToolTip(
        tr("By halving: of wrong solutions only, for a fraction of the rollouts; most steps get no "
           "estimate. In a tree: wrong rollouts are searched as well, and become traces."));
    m_rollouts->setRange(0, 10000);
    m_rollouts->setSpecialValueText(tr("none"));
    m_rollouts->setToolTip(
        tr("From a step on the policy writes on so many times; the share that ends right is the "
           "step's estimate. Most of the time goes there."));
    m_decided->setToolTip(tr("A step's rollouts end, four at a time, once it is 95 % sure on which "
                             "side of 20 % its chance of success lies"));
    m_keep->setToolTip(tr("The rollouts behind every estimate can then be read; without them an "
                          "estimate is two numbers, and takes less room"));
    m_temperature->setRange(0, 10);
    m_temperature->setSingleStep(0.1);
    m_temperature->setToolTip(tr("1: as likely as the policy finds it; lower: closer to its best"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(metrics::grid);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(QString(), m_fromRewrites);
    form->addRow(tr("Solutions of each question"), m_solutions);
    form->addRow(tr("Estimates"), m_estimate);
    form->addRow(tr("Rollouts from each step"), m_rollouts);
    form->addRow(QString(), m_decided);
    form->addRow(QString(), m_keep);
    form->addRow(tr("Temperature"), m_temperature);
    fill({});
}

bool SynthesisOptions::goesOnFromRewrites() const
{
    return m_fromRewrites->isChecked();
}

void SynthesisOptions::fill(const QMap<QString, QString>& settings)
{
    const bool rewrites = settings.value(fromKey) == rewritesWord;
    m_fromRewrites->setChecked(rewrites);
    m_solutions->setValue(settings.value(solutionsKey, QString::number(usualSolutions)).toInt());
    m_estimate->setCurrentIndex(std::max(0, m_estimate->findData(settings.value(estimateKey))));
    m_decided->setChecked(settings.value(decidedKey).toDouble() > 0);
    m_keep->setChecked(settings.value(keepKey) != QLatin1String("off"));
    m_rollouts->setValue(
        settings.value(rolloutsKey, QString::number(rewrites ? 0 : usualRollouts)).toInt());
    m_temperature->setValue(
        settings.value(temperatureKey, QString::number(usualTemperature)).toDouble());
}

QMap<QString, QString> SynthesisOptions::settings() const
{
    QMap<QString, QString> settings{
        {solutionsKey, QString::number(m_solutions->value())},
        {estimateKey, m_estimate->currentData().toString()},
        {decidedKey, m_decided->isChecked() ? sure : QStringLiteral("0")},
        {rolloutsKey, QString::number(m_rollouts->value())},
        {temperatureKey, QString::number(m_temperature->value())}};
    if (!m_keep->isChecked())
        settings.insert(keepKey, QStringLiteral("off"));
    if (m_fromRewrites->isChecked())
        settings.insert(fromKey, rewritesWord);
    return settings;
}

} // namespace steplight
