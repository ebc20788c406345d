// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train_options.h"

#include "ui/pages/rule_words.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int usualHoldout = 10; // per cent
const QString ruleKey = QStringLiteral("rule");
const QString thenKey = QStringLiteral("then");
const QString epochsKey = QStringLiteral("epochs");
const QString holdoutKey = QStringLiteral("holdout");
const QString weightKey = QStringLiteral("people_weight");
const QString wholeKey = QStringLiteral("whole_solutions");

} // namespace

TrainOptions::TrainOptions(QWidget* parent)
    : QWidget(parent), m_rule(new QComboBox(this)), m_ruleNote(new QLabel(this)),
      m_score(new QCheckBox(tr("Score the same traces with the new model afterwards"), this)),
      m_epochs(new QSpinBox(this)), m_holdout(new QSpinBox(this)), m_weight(new QSpinBox(this)),
      m_whole(new QCheckBox(tr("Learn whole solutions, too"), this))
{
    for (const ExportChoice& rule : ruleChoices())
        m_rule->addItem(rule.name, rule.key);
    m_rule->setAccessibleName(tr("How labels and estimates become training labels"));
    m_ruleNote->setTextFormat(Qt::PlainText);
    m_ruleNote->setWordWrap(true);
    setMuted(m_ruleNote);
    m_score->setChecked(true);
    auto* heading = new QLabel(tr("Training labels"), this);
    heading->setBuddy(m_rule);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    column->addWidget(heading);
    column->addWidget(m_rule);
    column->addWidget(m_ruleNote);
    column->addSpacing(metrics::grid);
    column->addWidget(m_score);
    connect(m_rule, &QComboBox::currentIndexChanged, this, &TrainOptions::explainRule);
    explainRule();
}

void TrainOptions::addRest(QFormLayout* form)
{
    m_rest = form;
    m_epochs->setRange(0, 1000);
    m_epochs->setSpecialValueText(tr("as the model has it"));
    m_epochs->setToolTip(tr("How often each trace is learnt from"));
    m_holdout->setRange(0, 50);
    m_holdout->setValue(usualHoldout);
    m_holdout->setSuffix(tr(" %"));
    m_holdout->setToolTip(tr(
        "Measured and never learnt; a question's traces are all on one side, in every training"));
    m_weight->setRange(1, 100);
    m_weight->setPrefix(tr("× "));
    m_weight->setToolTip(tr("How often a trace that a person corrected is learnt from, for each "
                            "time of the others"));
    m_whole->setToolTip(tr("Each once more as one step, so that a search may choose by one look "
                           "at a solution; an epoch is twice as long"));
    form->addRow(tr("Epochs"), m_epochs);
    form->addRow(tr("Questions held out"), m_holdout);
    form->addRow(tr("A corrected trace counts"), m_weight);
    form->addRow(m_whole);
    for (QSpinBox* box : {m_epochs, m_holdout, m_weight})
        connect(box, &QSpinBox::valueChanged, this, &TrainOptions::restChanged);
    connect(m_whole, &QCheckBox::toggled, this, &TrainOptions::restChanged);
}

void TrainOptions::setRestVisible(bool visible)
{
    for (QWidget* box : std::initializer_list<QWidget*>{m_epochs, m_holdout, m_weight, m_whole})
        m_rest->setRowVisible(box, visible);
}

void TrainOptions::explainRule()
{
    m_ruleNote->setText(ruleChoices()[static_cast<std::size_t>(m_rule->currentIndex())].about);
}

void TrainOptions::fill(const QMap<QString, QString>& settings)
{
    m_rule->setCurrentIndex(std::max(0, m_rule->findData(settings.value(ruleKey))));
    m_score->setChecked(settings.value(thenKey, QStringLiteral("score")) == QLatin1String("score"));
    m_epochs->setValue(settings.value(epochsKey).toInt());
    m_holdout->setValue(settings.contains(holdoutKey)
                            ? static_cast<int>(settings.value(holdoutKey).toDouble() * 100 + 0.5)
                            : usualHoldout);
    m_weight->setValue(std::max(1, settings.value(weightKey).toInt()));
    m_whole->setChecked(settings.value(wholeKey) == QLatin1String("also"));
}

QMap<QString, QString> TrainOptions::settings() const
{
    QMap<QString, QString> settings{
        {ruleKey, m_rule->currentData().toString()},
        {thenKey, m_score->isChecked() ? QStringLiteral("score") : QStringLiteral("nothing")},
        {holdoutKey, QString::number(m_holdout->value() / 100.0)},
        {weightKey, QString::number(m_weight->value())}};
    if (m_whole->isChecked())
        settings.insert(wholeKey, QStringLiteral("also"));
    if (m_epochs->value() > 0)
        settings.insert(epochsKey, QString::number(m_epochs->value()));
    return settings;
}

QString TrainOptions::restInWords() const
{
    const QString epochs =
        m_epochs->value() == 0 ? tr("usual epochs") : tr("%n epochs", nullptr, m_epochs->value());
    const QString words = tr("%1, %2 % held out").arg(epochs).arg(m_holdout->value());
    return m_whole->isChecked() ? tr("%1, also whole").arg(words) : words;
}

} // namespace steplight
