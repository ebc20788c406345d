// SPDX-License-Identifier: GPL-3.0-or-later
// The project's guideline and its grammar of errors: words with a preview at the left, kinds of
// error and reasons at the right, saved together as a version. Reached from the project's menu,
// left again with Esc; what is being written stays there. GUI thread only.
#pragma once

#include "storage/records/guideline.h"
#include "ui/pages/message_bar.h"

#include <QByteArray>
#include <QTimer>
#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace steplight {

class DocumentView;
class Formulas;
class GrammarTable;
struct GrammarRow;
class ImageLoader;

class GuidelinePage final : public QWidget
{
    Q_OBJECT

public:
    /// images must outlive the page.
    explicit GuidelinePage(ImageLoader& images, QWidget* parent = nullptr);
    ~GuidelinePage() override;

    /// All versions, newest first; folder is the project's. Words that are not saved yet stay.
    void setGuidelines(std::vector<Guideline> newestFirst, const QString& folder);
    /// What is written and not saved; empty when nothing is. restoreDraft() before the first
    /// setGuidelines() brings it back with them, and says so.
    QByteArray saveDraft();
    void restoreDraft(const QByteArray& draft) { m_draft = draft; }
    void insertPicture(const QString& name); ///< a file of the folder guideline
    void showMessage(const Message& message);

    QString text() const;
    Grammar grammar() const; ///< as the tables have it, sound or not
    bool isChanged() const;  ///< it says something else than the newest version

signals:
    void saveRequested(const QString& text, const steplight::Grammar& grammar);
    void pictureChosen(const QString& file);
    void left();

private:
    QWidget* buildHead();
    QWidget* buildWords();
    QWidget* buildPreview();
    QWidget* buildGrammar();
    void take(const Guideline& guideline);
    void takeDraft(const QByteArray& draft);
    void offerBack(GrammarTable* table, int at, const GrammarRow& row);
    void showVersions();
    void chooseVersion(int index);
    void edited();
    void showState();
    void save();
    void choosePicture();
    void keyPressEvent(QKeyEvent* event) override;

    std::vector<Guideline> m_known; ///< newest first
    std::string m_shown;            ///< the version that the editors began with
    QString m_folder;
    QByteArray m_draft; ///< until there are guidelines to compare it with
    Formulas* m_formulas;
    QComboBox* m_versions;
    QPushButton* m_save;
    MessageBar* m_message;
    QPlainTextEdit* m_words;
    QStackedWidget* m_side; ///< the preview, or how to begin
    DocumentView* m_preview;
    GrammarTable *m_refinements, *m_overrules;
    QLabel* m_state;
    QTimer m_soon; ///< until the preview follows what is typed
};

} // namespace steplight
