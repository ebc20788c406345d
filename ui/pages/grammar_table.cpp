// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/grammar_table.h"

#include "ui/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTableWidget>

#include <algorithm>

namespace steplight {

namespace {

constexpr int heightOfRow = 28;
constexpr int letterWidth = 56;
constexpr int longestTitle = 60; // characters

/// Chooses among a few words.
class ChoiceDelegate final : public QStyledItemDelegate
{
public:
    ChoiceDelegate(const QStringList& choices, QObject* parent)
        : QStyledItemDelegate(parent), m_choices(choices)
    {
    }
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&,
                          const QModelIndex&) const override
    {
        auto* box = new QComboBox(parent);
        box->addItems(m_choices);
        return box;
    }
    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        static_cast<QComboBox*>(editor)->setCurrentText(index.data().toString());
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model,
                      const QModelIndex& index) const override
    {
        model->setData(index, static_cast<QComboBox*>(editor)->currentText());
    }

private:
    QStringList m_choices;
};

} // namespace

GrammarTable::GrammarTable(const QString& name, const QString& addWords, const QStringList& kinds,
                           QWidget* parent)
    : QWidget(parent), m_of(kinds), m_table(new QTableWidget(0, 4, this)),
      m_add(new QPushButton(addWords, this)), m_remove(new QPushButton(tr("Remove"), this))
{
    auto* heading = new QLabel(name, this);
    heading->setFont(fontOf(TextSize::heading));
    m_table->setAccessibleName(name);
    m_table->setHorizontalHeaderLabels({tr("Key"), tr("Shown as"), tr("Of"), QString()});
    m_table->setSelectionMode(QTableWidget::SingleSelection);
    m_table->setSelectionBehavior(QTableWidget::SelectRows);
    m_table->setEditTriggers(QTableWidget::DoubleClicked | QTableWidget::EditKeyPressed |
                             QTableWidget::AnyKeyPressed | QTableWidget::SelectedClicked);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setItemDelegateForColumn(Column::of, new ChoiceDelegate(kinds, m_table));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(withText(heightOfRow));
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(Column::letter, QHeaderView::Fixed);
    header->resizeSection(Column::letter, withText(letterWidth));
    header->setSectionResizeMode(Column::title, QHeaderView::Stretch);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::grid);
    buttons->addWidget(m_add);
    buttons->addWidget(m_remove);
    buttons->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    column->addWidget(heading);
    column->addWidget(m_table, 1);
    column->addLayout(buttons);
    connect(m_table, &QTableWidget::cellChanged, this, &GrammarTable::take);
    connect(m_table, &QTableWidget::itemSelectionChanged, this,
            [this] { m_remove->setEnabled(m_table->currentRow() >= 0); });
    connect(m_add, &QPushButton::clicked, this, &GrammarTable::add);
    connect(m_remove, &QPushButton::clicked, this, &GrammarTable::remove);
    m_remove->setEnabled(false);
}

GrammarTable::~GrammarTable()
{
    m_table->disconnect(this); // see GuidelinePage
}

void GrammarTable::setRows(const std::vector<GrammarRow>& rows)
{
    m_rows = rows;
    m_filling = true;
    m_table->setRowCount(static_cast<int>(rows.size()));
    m_filling = false;
    for (int row = 0; row < m_table->rowCount(); ++row)
        showRow(row);
    m_remove->setEnabled(m_table->currentRow() >= 0);
}

void GrammarTable::showRow(int row)
{
    m_filling = true;
    const GrammarRow& shown = m_rows[static_cast<std::size_t>(row)];
    const auto put = [&](Column column, const QString& text) {
        auto* item = m_table->item(row, column);
        if (!item)
            m_table->setItem(row, column, item = new QTableWidgetItem);
        item->setText(text);
        if (column == Column::fault)
            item->setFlags(item->flags() & ~Qt::ItemIsEditable);
    };
    put(letter, shown.letter.isNull() ? QString() : QString(shown.letter.toUpper()));
    put(title, shown.title);
    put(of, m_of.value(shown.of));
    put(fault, {});
    const QString stored = shown.word.empty()
                               ? QString()
                               : tr("stored as “%1”").arg(QString::fromStdString(shown.word));
    m_table->item(row, title)->setToolTip(plainToolTip(stored));
    m_filling = false;
}

void GrammarTable::take(int row, int column)
{
    if (m_filling)
        return;
    GrammarRow& said = m_rows[static_cast<std::size_t>(row)];
    const QString text = m_table->item(row, column)->text().simplified();
    if (column == Column::letter)
        said.letter = text.isEmpty() ? QChar() : text.back().toLower(); // what was typed last
    else if (column == Column::title)
        said.title = text.left(longestTitle);
    else if (column == Column::of)
        said.of = std::max(0, static_cast<int>(m_of.indexOf(text)));
    showRow(row);
    emit changed();
}

void GrammarTable::setFaults(const QStringList& faults)
{
    m_filling = true;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QString words = faults.value(row);
        m_table->item(row, fault)->setText(words.isEmpty() ? words : QStringLiteral("⚠ ") + words);
        m_table->item(row, letter)->setToolTip(plainToolTip(words));
    }
    m_filling = false;
}

void GrammarTable::add()
{
    const int row = m_table->currentRow();
    GrammarRow added;
    if (row >= 0) // beside the one that is selected, of the same kind
        added.of = m_rows[static_cast<std::size_t>(row)].of;
    const int at = row >= 0 ? row + 1 : m_table->rowCount();
    insert(at, added);
    m_table->setFocus();
    m_table->editItem(m_table->item(at, title));
}

void GrammarTable::remove()
{
    const int row = m_table->currentRow();
    if (row < 0)
        return;
    const GrammarRow gone = m_rows[static_cast<std::size_t>(row)];
    m_rows.erase(m_rows.begin() + row);
    setRows(std::vector(m_rows));
    emit changed();
    emit removed(row, gone);
}

void GrammarTable::insert(int at, const GrammarRow& row)
{
    const int place = std::clamp(at, 0, m_table->rowCount());
    m_rows.insert(m_rows.begin() + place, row);
    setRows(std::vector(m_rows));
    m_table->setCurrentCell(place, title);
    emit changed();
}

void GrammarTable::keepTyped()
{
    if (m_table->isAncestorOf(QApplication::focusWidget()))
        m_table->setFocus(); // an editor that loses it gives its words to the cell
}

} // namespace steplight
