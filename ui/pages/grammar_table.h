// SPDX-License-Identifier: GPL-3.0-or-later
// Kinds of error, or reasons, as a table: letter, title and what each belongs to can be changed,
// rows added and removed. It says beside each row why it cannot stand. GUI thread only.
#pragma once

#include <QWidget>

#include <string>
#include <vector>

class QPushButton;
class QTableWidget;

namespace steplight {

struct GrammarRow {
    int of = 0;       ///< place in the choices given to the table
    std::string word; ///< as it is stored; empty for a new row, whose title becomes it
    QString title;    ///< as it is shown
    QChar letter;     ///< null = none
    bool operator==(const GrammarRow&) const = default;
};

class GrammarTable final : public QWidget
{
    Q_OBJECT

public:
    enum Column { letter, title, of, fault };

    /// kinds: what a row may belong to, "perception", "reasoning", …
    GrammarTable(const QString& name, const QString& addWords, const QStringList& kinds,
                 QWidget* parent = nullptr);
    ~GrammarTable() override;

    void setRows(const std::vector<GrammarRow>& rows);
    const std::vector<GrammarRow>& rows() const { return m_rows; }
    void setFaults(const QStringList& faults); ///< a sentence a row, empty = none
    QTableWidget* table() { return m_table; }

    void insert(int at, const GrammarRow& row); ///< as if the user had added it
    void keepTyped();                           ///< what is being typed into a cell

signals:
    void changed();                                         ///< by the user
    void removed(int at, const steplight::GrammarRow& row); ///< the same

private:
    void showRow(int row);
    void take(int row, int column);
    void add();
    void remove();

    QStringList m_of;
    std::vector<GrammarRow> m_rows;
    QTableWidget* m_table;
    QPushButton *m_add, *m_remove;
    bool m_filling = false;
};

} // namespace steplight
