// SPDX-License-Identifier: GPL-3.0-or-later
// The Label page: queue at the left, image in the middle, question and steps at the right, history
// and curve below. Takes values through setters, says what the user wants through signals; a label
// is on the screen only after setLabels() or setDetail() has brought it back. GUI thread only.
#pragma once

#include "storage/records/guideline.h"
#include "ui/canvas/canvas.h"
#include "ui/label/focus_clock.h"
#include "ui/label/keys.h"
#include "ui/label/labelling.h"
#include "ui/light.h"
#include "ui/pages/query_edit.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <map>
#include <optional>
#include <set>
#include <vector>

class QAction;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace steplight {

class Formulas;
class GuidelinePanel;
class HistoryStrip;
class ImageLoader;
class ImagePane;
class QuestionHeader;
class QueuePanel;
class StepCurve;
class StepsBar;
class StepsView;
class TraceTableModel;

class LabelPage final : public QWidget
{
    Q_OBJECT

public:
    /// The loader must outlive the page.
    explicit LabelPage(ImageLoader& loader, QWidget* parent = nullptr);
    ~LabelPage() override;

    // --- the trace
    void setAnnotator(const std::string& name);
    const std::string& annotator() const { return m_annotator; }
    /// A sentence above the steps, of a trace with answers to learn from; empty = none.
    void setFeedback(const QString& words);
    /// Keys wait while this is so, and are carried out in turn afterwards: those behind an undo are
    /// about the step that it brings back.
    void holdKeys(bool hold);
    /// Shows a trace; the same trace again keeps step, scroll position and selection.
    void setDetail(const TraceDetail& detail);
    /// No trace, and why: "No traces yet", "Nothing in this queue" and what to do next. Plain text.
    void clearDetail(const QString& title, const QString& advice, bool offerImport = false);
    /// All current labels of the shown trace, after a label, an undo, a merge.
    void setLabels(const std::string& traceId, const std::vector<Label>& labels);
    /// Makes a step current, now or as soon as setDetail() brings its trace.
    void showStep(const std::string& traceId, int step);
    const std::string& traceId() const;
    int currentStep() const;
    /// The labels of the trace, everybody's, that are shown as saved.
    const std::vector<Label>& savedLabels() const { return m_labelling.detail().labels; }
    /// What is being typed beside a step becomes part of its label, as if the user went on.
    void keepTyped();
    /// Decodes the images and sets the formulas of a trace that will probably come next.
    void prefetch(const TraceDetail& detail);

    // --- the queue
    /// The panel's rows; not owned. The page shows the barcode of each row.
    void setTraceModel(TraceTableModel* model);
    void setQueues(const std::vector<Queue>& queues, const std::string& current);
    /// What is shown while one labels in the project, and in the queues that have their own.
    void setQueueModes(Visibility project, const std::map<std::string, Visibility>& own);
    void setQueueOrder(TraceOrder order, bool descending); ///< of the chosen one
    /// The list was read anew and the trace on the screen is, or would be, its row: it stays where
    /// the eye has it, or in a list that is shown afresh comes into the middle.
    void setPlace(int row, bool afresh);
    void setQuery(const QString& query);
    /// What the query field completes, and how it finds what cannot be read while it is typed.
    void setQueryWords(const std::vector<QueryWord>& words);
    void setQueryReader(const ReadQuery& reader);
    /// Empty = no error. column is 0-based in the query, -1 = unknown.
    void setQueryError(const QString& sentence, int column = -1);
    void setCounts(std::int64_t left, std::int64_t today);

    // --- rewritten steps
    void setContinuations(int count); ///< asked for at a time; 4 at start
    /// Labels from whose rewrites a policy goes on just now, or waits to.
    void setContinuing(const std::set<std::string>& labels);

    // --- what is around
    void setHistory(const std::vector<Decision>& newestFirst);
    void setSaved(std::int64_t msEpoch); ///< "saved 14:02:11 ✓"; 0 = nothing saved yet
    void setVisibility(Visibility mode);
    void setFirstErrorMode(bool on);
    bool firstErrorMode() const { return m_firstErrorMode; }
    /// The version that holds; folder is the project's, for the guideline's pictures.
    void setGuideline(const Guideline& guideline, const QString& folder);
    const Grammar& grammar() const { return m_guideline.grammar; }
    void setThreshold(double threshold); ///< of the PRM whose numbers are shown; 0.5 at start
    void setLitBy(LightSource source);
    LightSource litBy() const { return m_litBy; }
    void setView(const CanvasView& view); ///< of the current image
    void setAdjustment(const DisplayAdjustment& adjustment);

    /// Splitters, folds, light, whether scores are hidden or sources shown, how pictures are
    /// adjusted. restoreState() of anything else changes nothing.
    QByteArray saveState() const;
    bool restoreState(const QByteArray& state);
    /// Splitters and folds alone, for a layout that has a name (label_layout.cpp).
    QByteArray saveLayout() const;
    bool restoreLayout(const QByteArray& layout);

signals:
    void labelRequested(const steplight::LabelAction& action);
    void undoRequested();
    void redoRequested();
    void traceRequested(const QString& traceId);
    void scoreRequested(const QString& traceId);
    /// A policy is to go on from the step that the label rewrote.
    void continuationsRequested(const QString& labelId, int count);
    void continuationsCancelled(const QString& labelId);
    void continuationsChosen(int count);
    void nextTraceRequested(int direction); ///< +1 next, -1 previous in the queue
    void queueChosen(const steplight::Queue& queue);
    void queryEdited(const QString& query);
    /// Unset: the queue follows the project.
    void queueModeChosen(const QString& queue, std::optional<steplight::Visibility> mode);
    void queueOrderChosen(steplight::TraceOrder order, bool descending);
    void litByChanged(steplight::LightSource source);
    void firstErrorModeChanged(bool on);
    void scoresHiddenChanged(bool hidden);
    void imageViewChanged(const QString& imageHash, const steplight::CanvasView& view);
    void adjustmentChanged(const steplight::DisplayAdjustment& adjustment);
    void locateImageRequested(const QString& questionId, const steplight::ImageRef& image);
    void importRequested();
    void guidelineEditRequested();

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildRight();
    QWidget* buildBottom();
    QWidget* buildEmpty();
    void buildKeys();
    void connectParts();
    void connectDetailRow();
    void connectCanvas();

    // --- what is remembered (label_layout.cpp)
    struct Layout;
    Layout layoutNow() const;
    void useLayout(const Layout& layout);

    // --- showing (label_page.cpp)
    void showTrace(bool another);
    void showLook();
    void showCurve();
    void goTo(int step);
    void hint(const QString& words);
    void touchClock(int step);

    // --- formulas (label_typeset.cpp)
    void showSource();
    void askFormulas(const TraceDetail& detail); ///< all at once: what is shown changes once

    // --- errors by the grammar, and the guideline beside the trace (label_errors.cpp)
    void setErrorKind(int step, ErrorKind kind);
    void refine(int step, const QString& word);
    void askOverrule();
    void overrule(int step, EstimateKind kind, const std::string& word);
    void nitpickJudge();
    /// Whose estimates of the step are on the screen and could be mistaken.
    std::vector<EstimateKind> estimatesShown(int step) const;
    void toggleGuideline();
    void showRule(); ///< of the subject's kind of error
    void foldQueue();

    // --- what keys do (label_actions.cpp)
    void perform(LabelKey key);
    void closeInputs(); ///< before the focus would go with them
    void performOnStep(LabelKey key);
    void cycleLight();
    void advance(int from);
    /// The step that E, R, C and B speak of while step is current: the one just marked wrong, else
    /// step when it has a label; -1 = none.
    int subjectAt(int step) const;
    int subject() const { return subjectAt(currentStep()); }
    void rate(int step, Verdict verdict, bool endTrace);
    void rateState(LabelState state);
    void amend(int step, const Verdict& verdict);
    void markTrace(LabelState state);
    void request(std::vector<StepVerdict> verdicts);
    /// The kinds of the step's estimates that are on the screen; of wholeTrace: of any step.
    std::vector<EstimateKind> shownAt(int step) const;
    Visibility visibilityOf(const std::vector<StepVerdict>& verdicts) const;
    bool ends() const { return m_firstErrorMode || m_ended; }

    // --- regions (label_regions.cpp)
    int litStep() const; ///< whose regions are bright and get the new ones
    void showRegions();
    void lightSteps(); ///< of the selected region
    void addRegion(Region region);
    void changeRegion(int shown, const Region* region); ///< nullptr removes it; of all its steps
    void tieRegion();
    void drawAbsent();

    // --- rewritten steps (label_rewrite.cpp)
    void connectRewriteRow();
    void showRewrite(int step);
    void writeRewrite(int step, const QString& text);
    void goOnFromRewrite();
    std::vector<std::string> continuingFrom(const Label& label) const; ///< labels

    Labelling m_labelling;
    std::string m_annotator;
    FocusClock m_clock;
    QElapsedTimer m_time;
    QTimer m_curveSoon;
    Visibility m_visibility = Visibility::open;
    bool m_scoresHidden = false;
    std::set<int> m_seen; ///< steps whose estimates were on the screen since this trace is
    bool m_firstErrorMode = false;
    bool m_ended = false; ///< key F ended this trace
    bool m_analysisFolded = false;
    bool m_sourceShown = false; ///< instead of typeset text
    LightSource m_litBy = LightSource::mc;
    bool m_litChosen = false; ///< by the user; else by what the trace has
    double m_threshold = 0.5;
    bool m_held = false;
    std::vector<LabelKey> m_waiting; ///< keys, while they are held
    int m_subject = -1; ///< just marked wrong or being asked about, until the user goes on
    std::optional<std::pair<std::string, int>> m_wanted; ///< showStep() of a trace not here yet
    /// As on the canvas: one that several labels say, and the steps of these.
    struct ShownPlace {
        Region region;
        std::vector<int> steps;
        bool own = true;
    };
    std::vector<ShownPlace> m_places;
    int m_continuations = 4;
    std::set<std::string> m_continuing; ///< labels
    int m_revealed = -1;                ///< the step whose regions the view was moved to
    std::optional<Region> m_select;     ///< on the canvas, as soon as its label is saved

    Guideline m_guideline;

    ImageLoader& m_loader;
    Formulas* m_formulas;
    GuidelinePanel* m_rules;
    QueuePanel* m_queue;
    ImagePane* m_image;
    QuestionHeader* m_question;
    StepsBar* m_bar;
    StepsView* m_steps;
    HistoryStrip* m_history;
    StepCurve* m_curve;
    QLabel* m_saved;
    QLabel* m_hint;
    QLabel* m_feedback;
    QStackedWidget* m_middle;
    QLabel* m_emptyTitle;
    QLabel* m_emptyAdvice;
    QPushButton* m_import;
    QSplitter* m_work;
    QSplitter* m_columns;
    QSplitter* m_rows;
};

} // namespace steplight

Q_DECLARE_METATYPE(steplight::LabelAction)
