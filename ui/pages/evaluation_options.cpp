// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluation_options.h"

#include "ui/pages/rule_words.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QSignalBlocker>

#include <algorithm>

namespace steplight {

namespace {

const QString againstKey = QStringLiteral("against");
const QString ruleKey = QStringLiteral("rule");
const QString byKey = QStringLiteral("by");
const QString questionsKey = QStringLiteral("questions");
const QString all = QStringLiteral("all");

} // namespace

EvaluationOptions::EvaluationOptions(QWidget* parent)
    : QWidget(parent), m_against(new QComboBox(this)), m_rule(new QComboBox(this)),
      m_by(new QComboBox(this)),
      m_heldOut(new QCheckBox(tr("Only questions that the model did not learn"), this))
{
    m_against->setToolTip(tr("Both are measured on what both have scored, and compared"));
    for (const ExportChoice& rule : ruleChoices())
        m_rule->addItem(rule.name, rule.key);
    m_rule->setToolTip(tr("Who knows whether a step is right"));
    m_by->addItem(tr("Data set"), QStringLiteral("dataset"));
    m_by->addItem(tr("File"), QStringLiteral("file"));
    m_by->addItem(tr("Policy"), QStringLiteral("policy"));
    m_by->setToolTip(tr("Step F1 and first-error F1 are told of each apart, too"));
    m_heldOut->setToolTip(
        tr("Of a model that was trained in this project; of another it is not known"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(metrics::grid);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(tr("Beside"), m_against);
    form->addRow(tr("What is right, by"), m_rule);
    form->addRow(tr("Told apart by"), m_by);
    form->addRow(QString(), m_heldOut);
    setModels({});
    fill({});
}

void EvaluationOptions::setModels(const std::vector<Model>& models)
{
    const QString chosen = m_wanted.isEmpty() ? m_against->currentData().toString() : m_wanted;
    m_against->clear();
    m_against->addItem(tr("no other model"), QString());
    for (const Model& model : models)
        if (!isJudge(model))
            m_against->addItem(QString::fromStdString(model.name.empty() ? model.path : model.name),
                               QString::fromStdString(model.path));
    m_against->setCurrentIndex(std::max(0, m_against->findData(chosen)));
    if (m_against->currentData().toString() == m_wanted)
        m_wanted.clear();
}

void EvaluationOptions::fill(const QMap<QString, QString>& settings)
{
    const auto choose = [&](QComboBox* box, const QString& key) {
        box->setCurrentIndex(std::max(0, box->findData(settings.value(key))));
    };
    choose(m_against, againstKey);
    m_wanted = settings.value(againstKey) == m_against->currentData().toString()
                   ? QString()
                   : settings.value(againstKey);
    choose(m_rule, ruleKey);
    choose(m_by, byKey);
    m_heldOut->setChecked(settings.value(questionsKey) != all);
}

QMap<QString, QString> EvaluationOptions::settings() const
{
    QMap<QString, QString> settings{{ruleKey, m_rule->currentData().toString()},
                                    {byKey, m_by->currentData().toString()}};
    if (!m_heldOut->isChecked())
        settings.insert(questionsKey, all);
    if (const QString against = m_against->currentData().toString(); !against.isEmpty())
        settings.insert(againstKey, against);
    return settings;
}

} // namespace steplight
