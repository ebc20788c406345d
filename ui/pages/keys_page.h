// SPDX-License-Identifier: GPL-3.0-or-later
// The page on which keys are changed: every action of the window with its key. What is set is at
// once so, in ui/key_map.h. GUI thread only.
#pragma once

#include "ui/pages/message_bar.h"

#include <QMap>
#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace steplight {

class KeyRow;

class KeysPage final : public QWidget
{
    Q_OBJECT

public:
    explicit KeysPage(QWidget* parent = nullptr);

    void showMessage(const Message& message);
    /// Sets that come with the program, after other tools' keys: name to file.
    void setKnownSets(const QMap<QString, QString>& files);

signals:
    void exportRequested(const QString& file);
    void importRequested(const QString& file);
    void left();

private:
    QWidget* buildHead();
    void buildRows(QVBoxLayout* column);
    void filter(const QString& text);
    void resetAll();
    void chooseExport();
    void chooseImport();
    void keyPressEvent(QKeyEvent* event) override;

    struct Group {
        QLabel* title;
        std::vector<KeyRow*> rows;
    };
    QLineEdit* m_search;
    QPushButton* m_import;
    QPushButton* m_resetAll;
    MessageBar* m_message;
    QLabel* m_none;
    std::vector<Group> m_groups;
};

} // namespace steplight
