// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/search_options.h"

#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>

namespace steplight {

namespace {

constexpr int usualSolutions = 16; // the published pipeline's
const QString prmKey = QStringLiteral("prm");
const QString solutionsKey = QStringLiteral("n");
const QString strategiesKey = QStringLiteral("strategies");
const QString pooled =
    QStringLiteral("single,majority,weighted,oneshot,mean,min,last,product,odds");
const QString trees = QStringLiteral(",greedy,beam,dvts,mcts");

} // namespace

SearchOptions::SearchOptions(QWidget* parent)
    : QWidget(parent), m_prm(new QComboBox(this)), m_solutions(new QSpinBox(this)),
      m_trees(new QCheckBox(tr("Also search trees, step by step"), this))
{
    m_prm->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_prm->setMinimumContentsLength(24);
    m_prm->setToolTip(tr("It scores the solutions, and the best are chosen by its scores"));
    m_solutions->setRange(1, 1024);
    m_solutions->setToolTip(tr("Votes and the best of them are also told for 1, 2, 4 and so on"));
    m_trees->setToolTip(
        tr("Guided greedy, beam, DVTS and MCTS: each writes a tree of its own, which "
           "costs several times as much"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(metrics::grid);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form->addRow(tr("Chosen by"), m_prm);
    form->addRow(tr("Solutions of each question"), m_solutions);
    form->addRow(QString(), m_trees);
    fill({});
}

void SearchOptions::setModels(const std::vector<Model>& models)
{
    const QString before = m_wanted.isEmpty() ? m_prm->currentData().toString() : m_wanted;
    m_prm->clear();
    for (const Model& model : models)
        if (!isJudge(model))
            m_prm->addItem(QString::fromStdString(model.name.empty() ? model.path : model.name),
                           QString::fromStdString(model.path));
    m_prm->setCurrentIndex(std::max(0, m_prm->findData(before)));
}

void SearchOptions::fill(const QMap<QString, QString>& settings)
{
    m_wanted = settings.value(prmKey);
    if (const int at = m_prm->findData(m_wanted); at >= 0)
        m_prm->setCurrentIndex(at);
    m_solutions->setValue(settings.value(solutionsKey, QString::number(usualSolutions)).toInt());
    m_trees->setChecked(settings.value(strategiesKey).contains(QStringLiteral("beam")));
}

QMap<QString, QString> SearchOptions::settings() const
{
    return {{prmKey, m_prm->currentData().toString()},
            {solutionsKey, QString::number(m_solutions->value())},
            {strategiesKey, m_trees->isChecked() ? pooled + trees : pooled}};
}

} // namespace steplight
