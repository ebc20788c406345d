// SPDX-License-Identifier: GPL-3.0-or-later
// The Export page: the recipe left, its effect right, Write at the bottom. Nothing is written
// before Write, and Write waits for the preview of exactly this recipe. GUI thread only.
#pragma once

#include "storage/records/fusion.h"
#include "storage/records/transfer.h"

#include <QTimer>
#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QProgressBar;
class QPushButton;
class QSplitter;

namespace steplight {

class ExportEffect;
class ExportForm;
class MessageBar;
struct Message;

/// A format, a rule or a set that can be chosen: its key, its name on screen, one line on what it
/// is.
struct ExportChoice {
    QString key;
    QString name;
    QString about;
    QString suffix;         ///< formats only: "jsonl"; empty: a folder
    bool asTheyAre = false; ///< formats only: people's labels, by no rule
};

/// What a recipe will do.
struct ExportPreview {
    qint64 tracesBefore = 0; ///< traces that the query gives
    qint64 stepsBefore = 0;
    qint64 stepsAfter = 0;  ///< steps that carry a label
    bool asTheyAre = false; ///< people's labels, by no rule
    ExportReport report;    ///< rows, unsaid, dropped, samples; files empty
};

class ExportPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ExportPage(QWidget* parent = nullptr);

    void setFormats(const std::vector<ExportChoice>& formats);
    void setRules(const std::vector<ExportChoice>& rules);
    void setSets(const std::vector<ExportChoice>& sets);
    void setRecipe(const ExportRecipe& recipe); ///< asks for its preview
    ExportRecipe recipe() const;

    /// The answer to previewWanted(); one for another recipe than the one on screen is ignored
    /// (the path does not matter).
    void setPreview(const ExportRecipe& recipe, const ExportPreview& preview);
    void setPreviewError(const ExportRecipe& recipe, const QString& sentence);
    /// Labels were made or estimates came: the preview is out of date.
    void refresh();

    /// The answers to compareWanted(); for other traces than the recipe's now they are ignored.
    void setOutcomes(const ExportRecipe& recipe, const std::vector<RuleOutcome>& outcomes);
    void setCompareProgress(const ExportRecipe& recipe, qint64 done, qint64 total);
    void setCompareError(const ExportRecipe& recipe, const QString& sentence);

    void setProgress(qint64 done, qint64 total, double secondsLeft); ///< while it writes
    void setWritten(const ExportReport& report);
    void setWriteError(const QString& sentence);
    void setCancelled();

    QByteArray saveState() const;
    void restoreState(const QByteArray& state);

signals:
    void previewWanted(const steplight::ExportRecipe& recipe);
    void writeRequested(const steplight::ExportRecipe& recipe);
    void compareWanted(const steplight::ExportRecipe& recipe); ///< its query and threshold
    void compareCancelled();
    void cancelRequested();
    void showInFolderRequested(const QString& path);

private:
    void recipeChanged();
    void askPreview();
    void compare();
    void forgetComparison();
    void updateWrite();
    void write();
    void end(const Message& message);
    void showEvent(QShowEvent* event) override;

    ExportForm* m_form;
    ExportEffect* m_effect;
    QPushButton* m_write;
    QPushButton* m_cancel;
    QProgressBar* m_progress;
    QLabel* m_why; ///< why Write cannot be pressed
    MessageBar* m_result;
    QSplitter* m_splitter;
    QTimer m_askSoon;
    std::optional<ExportRecipe> m_compared; ///< asked for or on screen
    std::optional<ExportRecipe> m_shown;    ///< the recipe whose preview is on screen
    qint64 m_rows = 0;                      ///< that it would write
    QString m_error;                        ///< why there is none
    bool m_writing = false;
};

} // namespace steplight
