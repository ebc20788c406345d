// SPDX-License-Identifier: GPL-3.0-or-later
// Every decision ever made in the project, by person and hour; what stands can be taken back, each
// by a new row. Reached from the project's menu, left again with Esc. GUI thread only.
#pragma once

#include "storage/records/journal_entry.h"
#include "ui/pages/message_bar.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QDateTimeEdit;
class QLabel;
class QPushButton;
class QTableView;

namespace steplight {

class JournalModel;

class JournalPage final : public QWidget
{
    Q_OBJECT

public:
    explicit JournalPage(QWidget* parent = nullptr);

    JournalFilter filter() const;
    void setPeople(const QStringList& names);
    /// The answer to listWanted() for this filter; others are dropped.
    void setEntries(const JournalFilter& filter, std::vector<JournalEntry> newest, qint64 all);
    /// The answer to moreWanted().
    void addEntries(const JournalFilter& filter, std::vector<JournalEntry> older);
    void showMessage(const Message& message);
    void refresh(); ///< asks anew; where one looks stays

signals:
    void listWanted(const steplight::JournalFilter& filter);
    void moreWanted(const steplight::JournalFilter& filter, qint64 before);
    void takeBackRequested(const QStringList& actions);
    void traceActivated(const QString& traceId, int step);
    void left();

private:
    QWidget* buildHead();
    QWidget* buildTable();
    QWidget* buildFoot();
    void showSpan();
    void showChosen();
    std::vector<const JournalEntry*> chosen() const;
    void takeBack();
    void open();
    void keyPressEvent(QKeyEvent* event) override;

    JournalFilter m_asked; ///< what the list shows, or will
    JournalModel* m_model;
    QComboBox *m_who, *m_when;
    QDateTimeEdit *m_from, *m_to;
    QLabel *m_count, *m_none;
    QTableView* m_table;
    MessageBar* m_message;
    QPushButton *m_takeBack, *m_open;
};

} // namespace steplight
