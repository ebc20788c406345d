// SPDX-License-Identifier: GPL-3.0-or-later
// Deciding where people differ: disputed traces at the left, the image with what each marked, the
// steps with what each said; who said it is hidden behind letters. Neither estimates nor names are
// on it while one decides. Takes values through setters, says what the user wants through signals.
// GUI thread only.
#pragma once

#include "storage/records/dispute.h"
#include "storage/records/guideline.h"
#include "ui/label/focus_clock.h"
#include "ui/label/labelling.h"
#include "ui/pages/message_bar.h"

#include <QElapsedTimer>
#include <QWidget>

#include <functional>
#include <map>
#include <string>
#include <vector>

class QLabel;
class QListWidget;
class QStackedWidget;

namespace steplight {

class ChoiceStrip;
class Formulas;
class ImageLoader;
class ImagePane;
class QuestionHeader;
class StepsView;
class VoiceRow;

/// One key press: a label in the place of others.
struct Adjudication {
    std::string traceId;
    int step = wholeTrace;
    Verdict verdict;
    std::vector<std::string> replaces; ///< ids of labels; one's own is replaced anyway
    std::int64_t focusMs = 0;
};

class AdjudicationPage final : public QWidget
{
    Q_OBJECT

public:
    /// The loader must outlive the page.
    explicit AdjudicationPage(ImageLoader& loader, QWidget* parent = nullptr);
    ~AdjudicationPage() override;

    /// In whose words reasons are told, from the next trace on.
    void setGrammar(const Grammar& grammar) { m_grammar = grammar; }
    /// The list; one that is open stays chosen. Empty = nothing is disputed.
    void setDisputes(const std::vector<Dispute>& disputes);
    /// Shows a trace; the same one again keeps the step. What was asked for of it is answered.
    void setTrace(const DisputedTrace& trace);
    void showStep(int step); ///< of the shown trace
    /// What was decided last could not be stored.
    void refuse();
    void showMessage(const Message& message);
    const std::string& traceId() const { return m_trace.detail.trace.id; }
    int currentStep() const { return m_current; }
    bool lists(const std::string& traceId) const;
    /// The row of the list beside the shown trace; empty at either end.
    QString neighbour(int direction) const;

signals:
    void traceRequested(const QString& traceId);
    void decided(const steplight::Adjudication& decision);
    void undoRequested();
    void redoRequested();
    void left();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // --- put together (adjudication_build.cpp)
    QWidget* buildHead();
    QWidget* buildWork();
    QWidget* buildFoot();
    QWidget* buildEmpty();
    void buildKeys();
    void addKey(const QString& id, bool repeats, const std::function<void()>& then);

    void showTrace();
    void showVoices();
    void showRegions();
    void showProgress();
    void goTo(int step);
    void move(int by);
    bool isOpen(const DisputedStep& step) const; ///< and not being decided just now
    int nextOpen(int from) const;                ///< after it, then from the start; noStep = none
    int openSteps() const;
    void take(int step, int said);
    void takeVoice(int voice);
    void decide(int step, const Verdict& verdict);
    void rate(int rating, LabelState state);
    void askWhy(int step);
    void closeWhy();
    void answerWhy(const QString& key);
    void goOn(int from);
    void nextTrace(int direction);
    void revealNames();
    void hint(const QString& words);

    static constexpr int noStep = -2;

    Grammar m_grammar = defaultGrammar();
    DisputedTrace m_trace;
    std::vector<Dispute> m_disputes;
    Labelling m_labelling;          ///< letters in the place of names
    std::map<int, Verdict> m_asked; ///< decisions that are on their way to the disk
    int m_current = noStep;
    int m_why = noStep; ///< the step that the strip asks about
    bool m_named = false;
    FocusClock m_clock;
    QElapsedTimer m_time;

    Formulas* m_formulas;
    QLabel *m_progress, *m_hint, *m_whyWords, *m_wholeWords;
    MessageBar* m_message;
    QStackedWidget* m_stack;
    QListWidget* m_list;
    ImagePane* m_image;
    QuestionHeader* m_question;
    QWidget* m_whole; ///< of the trace as a whole, where that is disputed
    VoiceRow *m_wholeVoices, *m_voices;
    StepsView* m_steps;
    ChoiceStrip* m_strip;
};

} // namespace steplight

Q_DECLARE_METATYPE(steplight::Adjudication)
