// SPDX-License-Identifier: GPL-3.0-or-later
// What the page shows; label_build.cpp puts it together, label_actions.cpp says what its keys do.
#include "ui/label/label_page.h"

#include "ui/canvas/image_pane.h"
#include "ui/charts/step_curve.h"
#include "ui/label/detail_row.h"
#include "ui/label/guideline_panel.h"
#include "ui/label/history_strip.h"
#include "ui/label/question_header.h"
#include "ui/label/queue_panel.h"
#include "ui/label/rating_row.h"
#include "ui/label/steps_bar.h"
#include "ui/label/steps_view.h"
#include "ui/math/formulas.h"

#include <QApplication>
#include <QDateTime>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>
#include <optional>

namespace steplight {

namespace {

/// The estimate that a query speaks of first: who asked it wants to see that one.
std::optional<LightSource> lightAskedFor(const QString& query)
{
    static const QRegularExpression name(QStringLiteral("\\b(mc|judge|prm|given)\\b"));
    const QString found = name.match(query).captured();
    if (found.isEmpty())
        return std::nullopt;
    return found == QLatin1String("mc")      ? LightSource::mc
           : found == QLatin1String("judge") ? LightSource::judge
           : found == QLatin1String("prm")   ? LightSource::prm
                                             : LightSource::given;
}

} // namespace

void LabelPage::setAnnotator(const std::string& name)
{
    m_steps->detailRow().closeInputs();
    m_annotator = name;
    m_labelling.setTrace(TraceDetail(m_labelling.detail()), name);
    showTrace(true);
}

void LabelPage::setFeedback(const QString& words)
{
    m_feedback->setText(words);
    m_feedback->setVisible(!words.isEmpty());
}

void LabelPage::setDetail(const TraceDetail& detail)
{
    const bool another = detail.trace.id != traceId() || m_middle->currentIndex() != 0;
    if (another) {
        m_steps->detailRow().closeInputs(); // what was typed belongs to the trace that goes
        m_clock.reset();
        m_subject = -1;
        m_ended = false;
        m_seen.clear();
        m_revealed = -1;
        m_select.reset();
        m_image->canvas().cancelTool(); // the next trace may have the same picture
        m_image->canvas().selectRegion(-1);
    }
    m_labelling.setTrace(detail, m_annotator);
    m_middle->setCurrentIndex(0);
    setFocusProxy(m_steps); // with the focus, when the page has it
    showTrace(another);
}

void LabelPage::clearDetail(const QString& title, const QString& advice, bool offerImport)
{
    m_steps->detailRow().closeInputs();
    m_labelling.setTrace({}, m_annotator);
    m_subject = -1;
    m_emptyTitle->setText(title);
    m_emptyAdvice->setText(advice);
    m_import->setVisible(offerImport);
    // A hidden widget cannot have the focus: while there are no steps the page has it itself.
    const bool focused = hasFocus() || m_work->isAncestorOf(QApplication::focusWidget());
    setFocusProxy(nullptr);
    m_middle->setCurrentIndex(1);
    if (focused)
        setFocus();
    showTrace(true);
}

void LabelPage::showTrace(bool another)
{
    const TraceDetail& detail = m_labelling.detail();
    if (another) {
        m_formulas->forgetWanted();
        askFormulas(detail);
    }
    m_question->setTrace(detail);
    m_image->canvas().setImages(detail.question.images);
    m_steps->detailRow().setImages(m_image->canvas().imageCount());
    m_image->refresh();
    m_curveSoon.start();
    m_queue->setCurrentTrace(detail.trace.id);
    if (!m_litChosen) {
        const auto lit = [&](LightSource source) {
            for (int step = 0; step < m_labelling.steps(); ++step)
                if (lightOf(cellOf(detail, step), source))
                    return true;
            return false;
        };
        for (const auto source :
             {LightSource::given, LightSource::judge, LightSource::prm, LightSource::mc})
            if (lit(source))
                m_litBy = source;
        if (const auto asked = lightAskedFor(m_queue->query()); asked && lit(*asked))
            m_litBy = *asked;
    }
    if (another) {
        m_steps->showTrace(m_annotator);
        hint({});
    }
    showLook();
    int step = another ? std::max(0, m_labelling.nextUndecided(-1, ends())) : currentStep();
    if (m_wanted && m_wanted->first == detail.trace.id) {
        step = m_wanted->second;
        m_wanted.reset();
    }
    goTo(m_labelling.steps() ? std::clamp(step, 0, m_labelling.steps() - 1) : -1);
}

void LabelPage::setLabels(const std::string& id, const std::vector<Label>& labels)
{
    if (id != traceId())
        return;
    m_labelling.setLabels(labels);
    if (m_labelling.firstError() < 0)
        m_ended = false;
    showLook();
    goTo(currentStep());
}

void LabelPage::showStep(const std::string& id, int step)
{
    if (id != traceId()) {
        m_wanted = {id, step};
        return;
    }
    m_subject = -1;
    goTo(std::clamp(step, 0, std::max(0, m_labelling.steps() - 1)));
    m_steps->setFocus();
}

void LabelPage::goTo(int step)
{
    touchClock(step);
    const int about = subjectAt(step);
    m_steps->ratingRow().setVerdict(m_labelling.confirmedAt(step));
    m_steps->detailRow().setSubject(about, m_labelling.confirmedAt(about), estimatesShown(about));
    showRewrite(about);
    m_steps->setCurrent(step, about);
    m_question->setVerdict(m_labelling.confirmedAt(wholeTrace));
    m_bar->setProgress(m_labelling.labelledCount(), m_labelling.steps());
    if (!m_curveSoon.isActive())
        m_curve->setCurrentStep(step);
    showRegions();
    showRule();
}

// After the frame with the words, which do not wait for it: a chart takes longer than all of them.
void LabelPage::showCurve()
{
    const TraceDetail& detail = m_labelling.detail();
    const auto& steps = detail.trace.steps;
    const auto perception = std::count_if(steps.begin(), steps.end(), [](const Step& step) {
        return step.section == Section::perception;
    });
    m_curve->setEstimates(detail.estimates, m_labelling.steps(), static_cast<int>(perception));
    m_curve->setCurrentStep(currentStep());
}

void LabelPage::showLook()
{
    const StepsLook look{m_litBy,        m_threshold, m_visibility,
                         m_scoresHidden, ends(),      m_analysisFolded};
    m_bar->setLitBy(m_litBy);
    m_bar->setFirstErrorMode(m_firstErrorMode);
    m_bar->setScores(m_visibility, m_scoresHidden);
    m_steps->setLook(look);
    // Curve and barcodes speak of all steps at once: they are shown when every step may be.
    bool all = true;
    for (int step = 0; step < m_labelling.steps(); ++step) {
        all &= look.shows(m_labelling, step);
        if (look.shows(m_labelling, step))
            m_seen.insert(step);
    }
    m_curve->setHidden(!all);
    m_queue->setStyle({m_litBy, m_threshold, m_scoresHidden || m_visibility != Visibility::open});
}

const std::string& LabelPage::traceId() const
{
    return m_labelling.detail().trace.id;
}

int LabelPage::currentStep() const
{
    return m_steps->current();
}

void LabelPage::setTraceModel(TraceTableModel* model)
{
    m_queue->setModel(model);
}

void LabelPage::setQueues(const std::vector<Queue>& queues, const std::string& current)
{
    m_queue->setQueues(queues, current);
}

void LabelPage::setQuery(const QString& query)
{
    m_queue->setQuery(query);
}

void LabelPage::setQueryWords(const std::vector<QueryWord>& words)
{
    m_queue->setQueryWords(words);
}

void LabelPage::setQueryReader(const ReadQuery& reader)
{
    m_queue->setQueryReader(reader);
}

void LabelPage::setQueryError(const QString& sentence, int column)
{
    m_queue->setQueryError(sentence, column);
}

void LabelPage::setCounts(std::int64_t left, std::int64_t today)
{
    m_queue->setCounts(left, today);
}

void LabelPage::setHistory(const std::vector<Decision>& newestFirst)
{
    m_history->setDecisions(newestFirst);
}

void LabelPage::setSaved(std::int64_t msEpoch)
{
    m_saved->setText(msEpoch == 0
                         ? QString()
                         : tr("saved %1 ✓")
                               .arg(QDateTime::fromMSecsSinceEpoch(msEpoch).time().toString(
                                   QStringLiteral("HH:mm:ss"))));
    m_saved->setToolTip(tr("Each decision is on the disk before it is shown"));
}

void LabelPage::setVisibility(Visibility mode)
{
    m_visibility = mode;
    showLook();
    goTo(currentStep());
}

void LabelPage::setFirstErrorMode(bool on)
{
    m_firstErrorMode = on;
    m_ended = false;
    showLook();
    goTo(currentStep());
}

void LabelPage::setThreshold(double threshold)
{
    m_threshold = threshold;
    m_curve->setThreshold(threshold);
    showLook();
}

void LabelPage::setLitBy(LightSource source)
{
    m_litBy = source;
    m_litChosen = true;
    showLook();
}

void LabelPage::setView(const CanvasView& view)
{
    m_image->canvas().setView(view);
    m_image->refresh();
}

void LabelPage::setAdjustment(const DisplayAdjustment& adjustment)
{
    m_image->canvas().setAdjustment(adjustment);
    m_image->refresh();
}

void LabelPage::hint(const QString& words)
{
    m_hint->setText(words);
}

void LabelPage::touchClock(int step)
{
    m_clock.touch(step, m_time.elapsed());
}

bool LabelPage::event(QEvent* event)
{
    if (event->type() == QEvent::WindowDeactivate || event->type() == QEvent::Hide)
        touchClock(-1);
    else if (event->type() == QEvent::WindowActivate || event->type() == QEvent::Show)
        touchClock(currentStep());
    return QWidget::event(event);
}

bool LabelPage::eventFilter(QObject* watched, QEvent* event)
{
    // Page up and down would scroll the steps; a question with several images turns them.
    if (watched == m_steps && event->type() == QEvent::KeyPress &&
        m_image->canvas().imageCount() > 1) {
        const auto& pressed = *static_cast<QKeyEvent*>(event);
        for (const auto& id : {QStringLiteral("previous-image"), QStringLiteral("next-image")})
            if (keyMap().matches(id, pressed))
                return static_cast<QObject&>(m_image->canvas()).event(event);
    }
    switch (event->type()) {
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
        touchClock(currentStep());
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void LabelPage::keyPressEvent(QKeyEvent* event)
{
    // Keys of the image work wherever the focus is on this page, but where it types: what a field
    // has no use for is not the image's.
    Canvas& canvas = m_image->canvas();
    event->ignore();
    const QWidget* focus = focusWidget();
    const bool types =
        qobject_cast<const QLineEdit*>(focus) || qobject_cast<const QPlainTextEdit*>(focus);
    if (!types && !canvas.hasFocus() && m_middle->currentIndex() == 0)
        static_cast<QObject&>(canvas).event(event);
    if (!event->isAccepted() && event->key() == Qt::Key_Escape && !m_rules->isHidden()) {
        toggleGuideline();
        event->accept();
    }
}

void LabelPage::keyReleaseEvent(QKeyEvent* event)
{
    Canvas& canvas = m_image->canvas();
    event->ignore();
    if (!canvas.hasFocus() && m_middle->currentIndex() == 0)
        static_cast<QObject&>(canvas).event(event);
}

void LabelPage::resizeEvent(QResizeEvent*)
{
    foldQueue();
}

} // namespace steplight
