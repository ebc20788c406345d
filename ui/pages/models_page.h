// SPDX-License-Identifier: GPL-3.0-or-later
// The Models page: the checkpoint folders that the project knows, one card each. GUI thread only.
#pragma once

#include "storage/records/run.h"

#include <QWidget>

#include <vector>

class QLabel;

namespace steplight {

class ModelsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ModelsPage(QWidget* parent = nullptr);

    void setModels(const std::vector<Model>& models);
    /// A folder is being looked at (hashing takes a while); empty = no more.
    void setBusy(const QString& folder);

signals:
    void addRequested(const QString& folder);
    void removeRequested(const QString& folder); ///< from the list; the folder is left alone
    void scoreRequested(const QString& folder);
    void openFolderRequested(const QString& folder);

private:
    QWidget* card(const Model& model);
    void chooseFolder();
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

    QWidget* m_cards;
    QLabel* m_busy;
    QLabel* m_none;
};

} // namespace steplight
