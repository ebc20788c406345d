// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/export_form.h"

#include "ui/theme.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int aboutRole = Qt::UserRole + 1;
constexpr int suffixRole = Qt::UserRole + 2;
constexpr int asTheyAreRole = Qt::UserRole + 3;

QLabel* note(QWidget* parent, const QString& text = {})
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setText(text);
    setMuted(label);
    return label;
}

void addField(QVBoxLayout* column, const QString& name, QWidget* field, QWidget* below)
{
    auto* label = new QLabel(name, field->parentWidget());
    label->setBuddy(field);
    field->setAccessibleName(name);
    column->addWidget(label);
    column->addWidget(field);
    if (below)
        column->addWidget(below);
    column->addSpacing(metrics::grid + metrics::gap);
}

} // namespace

ExportForm::ExportForm(QWidget* parent)
    : QWidget(parent), m_format(new QComboBox(this)), m_formatNote(note(this)),
      m_rule(new QComboBox(this)), m_ruleNote(note(this)), m_set(new QComboBox(this)),
      m_setNote(note(this)), m_query(new QLineEdit(this)), m_threshold(new QDoubleSpinBox(this)),
      m_out(new QLineEdit(this))
{
    for (QComboBox* box : {m_format, m_rule, m_set}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(16);
    }
    m_query->setPlaceholderText(tr("All traces"));
    m_query->setClearButtonEnabled(true);
    m_query->setToolTip(tr("The same words as on the Explore page; empty means all"));
    m_threshold->setRange(0, 1);
    m_threshold->setSingleStep(0.05);
    m_threshold->setDecimals(3);
    auto* browse = new QPushButton(tr("Browse…"), this);
    m_out->setPlaceholderText(tr("Path of the file to write"));

    auto* title = new QLabel(tr("Recipe"), this);
    title->setFont(fontOf(TextSize::heading));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(2 * metrics::grid, 2 * metrics::grid, 2 * metrics::grid,
                               2 * metrics::grid);
    column->setSpacing(metrics::gap);
    column->addWidget(title);
    column->addSpacing(metrics::grid);
    addField(column, tr("Format"), m_format, m_formatNote);
    addField(column, tr("Rule"), m_rule, m_ruleNote);
    addField(column, tr("Which traces"), m_query, nullptr);
    addField(column, tr("Set"), m_set, m_setNote);
    addField(column, tr("Threshold of rollouts"), m_threshold,
             note(this, tr("Without a person's label, a step counts as wrong when the share of "
                           "rollouts that won is at or below this.")));
    addField(column, tr("Write to"), m_out, nullptr);
    column->insertWidget(column->indexOf(m_out) + 1, browse, 0, Qt::AlignLeft);
    column->addStretch();

    setFocusProxy(m_format);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportForm::followSuffix);
    for (QComboBox* box : {m_format, m_rule, m_set})
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            showNotes();
            emit changed();
        });
    connect(m_query, &QLineEdit::textChanged, this, &ExportForm::changed);
    connect(m_threshold, &QDoubleSpinBox::valueChanged, this, &ExportForm::changed);
    connect(m_out, &QLineEdit::textChanged, this, &ExportForm::changed);
    connect(browse, &QPushButton::clicked, this, &ExportForm::chooseFile);
}

void ExportForm::fill(QComboBox* box, const std::vector<ExportChoice>& choices)
{
    const QString before = box->currentData().toString();
    {
        const QSignalBlocker quiet(box);
        box->clear();
        for (const ExportChoice& choice : choices) {
            box->addItem(choice.name, choice.key);
            box->setItemData(box->count() - 1, choice.about, aboutRole);
            box->setItemData(box->count() - 1, choice.suffix, suffixRole);
            box->setItemData(box->count() - 1, choice.asTheyAre, asTheyAreRole);
        }
        box->setCurrentIndex(std::max(0, box->findData(before)));
    }
    showNotes();
    emit changed();
}

void ExportForm::setFormats(const std::vector<ExportChoice>& formats)
{
    fill(m_format, formats);
    m_suffix = m_format->currentData(suffixRole).toString();
}

void ExportForm::setRules(const std::vector<ExportChoice>& rules)
{
    fill(m_rule, rules);
}

void ExportForm::setSets(const std::vector<ExportChoice>& sets)
{
    fill(m_set, sets);
}

void ExportForm::setRecipe(const ExportRecipe& recipe)
{
    {
        const QSignalBlocker quiet(this);
        m_format->setCurrentIndex(
            std::max(0, m_format->findData(QString::fromStdString(recipe.format))));
        m_rule->setCurrentIndex(std::max(0, m_rule->findData(QString::fromStdString(recipe.rule))));
        m_set->setCurrentIndex(std::max(0, m_set->findData(QString::fromStdString(recipe.set))));
        m_query->setText(QString::fromStdString(recipe.query));
        m_threshold->setValue(recipe.threshold);
        m_out->setText(QString::fromStdString(recipe.out));
    }
    showNotes();
    emit changed();
}

ExportRecipe ExportForm::recipe() const
{
    ExportRecipe recipe;
    recipe.format = m_format->currentData().toString().toStdString();
    recipe.query = m_query->text().trimmed().toStdString();
    if (!asTheyAre()) {
        recipe.rule = m_rule->currentData().toString().toStdString();
        recipe.set = m_set->currentData().toString().toStdString();
        recipe.threshold = m_threshold->value();
    }
    recipe.out = m_out->text().trimmed().toStdString();
    return recipe;
}

bool ExportForm::asTheyAre() const
{
    return m_format->currentData(asTheyAreRole).toBool();
}

/// A path that ends as the last format's files do ends as this one's.
void ExportForm::followSuffix()
{
    const QString suffix = m_format->currentData(suffixRole).toString();
    const QString before = m_suffix.isEmpty() ? QString() : QStringLiteral(".") + m_suffix;
    const QString after = suffix.isEmpty() ? QString() : QStringLiteral(".") + suffix;
    QString path = m_out->text();
    if (!path.isEmpty() && path.endsWith(before)) {
        const QSignalBlocker quiet(m_out);
        m_out->setText(path.chopped(before.size()) + after);
    }
    m_suffix = suffix;
}

void ExportForm::showNotes()
{
    for (QWidget* field : {static_cast<QWidget*>(m_rule), static_cast<QWidget*>(m_set),
                           static_cast<QWidget*>(m_threshold)})
        field->setEnabled(!asTheyAre());
    m_formatNote->setText(m_format->currentData(aboutRole).toString());
    m_ruleNote->setText(m_rule->currentData(aboutRole).toString());
    m_setNote->setText(m_set->currentData(aboutRole).toString());
    for (QLabel* label : {m_formatNote, m_ruleNote, m_setNote})
        label->setVisible(!label->text().isEmpty());
}

void ExportForm::chooseFile()
{
    const QString suffix = m_format->currentData(suffixRole).toString();
    const QString filter = suffix.isEmpty() ? QString() : QStringLiteral("*.%1 (*.%1)").arg(suffix);
    const QString path = QFileDialog::getSaveFileName(this, tr("Write to"), m_out->text(), filter);
    if (!path.isEmpty())
        m_out->setText(path);
}

} // namespace steplight
