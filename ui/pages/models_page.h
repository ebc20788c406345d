// SPDX-License-Identifier: GPL-3.0-or-later
// The Models page: the checkpoint folders that the project knows, one card each, and two of them
// compared. GUI thread only.
#pragma once

#include "ui/pages/model_entry.h"

#include <QHash>
#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace steplight {

class ComparisonView;
class ModelCard;

class ModelsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ModelsPage(QWidget* parent = nullptr);

    void setModels(const std::vector<ModelEntry>& models);
    void setScored(const QString& folder, const ModelScored& scored);
    /// Folders that are being looked at; none = no more.
    void setBusy(const QStringList& folders);
    /// The folder's load check is under way; share is 0..1, secondsLeft -1 = unknown.
    void setChecking(const QString& folder, double share, const QString& what, double secondsLeft);
    void endChecking(const QString& folder);

    ComparisonView* comparison() const { return m_comparison; }
    /// Shows the comparison, with this model first; empty = as it was left.
    void compare(const QString& folder = {});

signals:
    void addRequested(const QString& folder);
    void checkRequested(const QString& folder);
    void checkCancelled(const QString& folder);
    void removeRequested(const QString& folder); ///< from the list; the folder is left alone
    void locateRequested(const QString& folder, const QString& nowAt);
    void runRequested(const QString& kind, const QString& folder); ///< "score", "train", "judge"
    void openFolderRequested(const QString& folder);
    void tracesRequested(const QString& query); ///< what a model has scored, on Explore
    void shown();                               ///< somebody looks: time to count

private:
    QLayout* buildHead();
    QWidget* buildCards();
    void leaveComparison();
    ModelCard* card(const QString& folder);
    void addTyped();
    void chooseFolder();
    void locate(const QString& folder);
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

    QStackedWidget* m_stack;
    ComparisonView* m_comparison;
    QPushButton* m_compare;
    QVBoxLayout* m_cards;
    QHash<QString, ModelCard*> m_byFolder;
    QLineEdit* m_path;
    QLabel* m_busy;
    QLabel* m_none;
};

} // namespace steplight
