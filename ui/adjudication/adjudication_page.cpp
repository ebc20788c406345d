// SPDX-License-Identifier: GPL-3.0-or-later
// What the page shows and what its keys do; adjudication_build.cpp puts it together.
#include "ui/adjudication/adjudication_page.h"

#include "ui/adjudication/dispute_words.h"
#include "ui/adjudication/voice_row.h"
#include "ui/canvas/image_pane.h"
#include "ui/key_map.h"
#include "ui/label/choice_strip.h"
#include "ui/label/question_header.h"
#include "ui/label/steps_view.h"
#include "ui/math/formulas.h"
#include "ui/pages/words.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QStackedWidget>

#include <algorithm>

namespace steplight {

namespace {

const std::string decisionMark = "="; // in the stamp of what was decided; no letter of a voice

} // namespace

void AdjudicationPage::setDisputes(const std::vector<Dispute>& disputes)
{
    m_disputes = disputes;
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const Dispute& dispute : m_disputes) {
        auto* item = new QListWidgetItem(disputeInWords(dispute), m_list);
        item->setData(Qt::UserRole, QString::fromStdString(dispute.traceId));
        if (dispute.traceId == traceId())
            m_list->setCurrentItem(item);
    }
    m_stack->setCurrentIndex(m_disputes.empty() ? 1 : 0);
    // While nothing is disputed the page has the focus itself: Esc and undo are heard.
    setFocusProxy(m_disputes.empty() ? nullptr : m_steps);
    showProgress();
}

void AdjudicationPage::setTrace(const DisputedTrace& trace)
{
    const bool another = trace.detail.trace.id != traceId();
    m_trace = trace;
    if (m_trace.open() > 0)
        m_named = false; // it is decided again
    std::erase_if(m_asked, [&](const auto& asked) {
        const DisputedStep* at = m_trace.at(asked.first);
        return another || (at && at->decision == asked.second);
    });
    if (another) {
        m_named = false;
        m_current = noStep; // the regions that are shown are another trace's
        m_clock.reset();
        m_formulas->forgetWanted();
        closeWhy();
        hint({});
    }
    for (std::size_t row = 0; row < m_disputes.size(); ++row)
        if (m_disputes[row].traceId == traceId()) {
            m_disputes[row].open = m_trace.open();
            const QSignalBlocker quiet(m_list);
            m_list->item(static_cast<int>(row))->setText(disputeInWords(m_disputes[row]));
            m_list->setCurrentRow(static_cast<int>(row));
        }
    m_question->setTrace(trace.detail);
    m_image->canvas().setImages(trace.detail.question.images);
    m_image->refresh();
    showTrace();
    if (another) {
        m_steps->showTrace(decisionMark);
        const int first = nextOpen(noStep);
        goTo(first == noStep ? 0 : first);
    } else {
        goTo(m_current);
    }
    showProgress();
}

void AdjudicationPage::showTrace()
{
    TraceDetail detail = m_trace.detail;
    for (const DisputedStep& step : m_trace.steps) {
        const auto add = [&](const std::string& who, const Verdict& verdict) {
            Label label;
            label.step = step.step;
            label.annotator = who;
            label.verdict = verdict;
            detail.labels.push_back(std::move(label));
        };
        if (step.decision)
            add(decisionMark, *step.decision);
        for (const DisputedStep::Said& said : step.said)
            add(m_named ? m_trace.voices[static_cast<std::size_t>(said.voice)]
                        : letterOf(said.voice).toStdString(),
                said.verdict);
    }
    m_labelling.setTrace(detail, decisionMark);
    m_steps->labelsChanged();
}

void AdjudicationPage::showVoices()
{
    QStringList voices;
    for (int voice = 0; voice < static_cast<int>(m_trace.voices.size()); ++voice)
        voices << (m_named
                       ? letterOf(voice) + u' ' +
                             QString::fromStdString(m_trace.voices[static_cast<std::size_t>(voice)])
                       : letterOf(voice));
    const DisputedStep* whole = m_trace.at(wholeTrace);
    m_whole->setVisible(whole);
    m_wholeVoices->setStep(whole, voices, m_grammar);
    QFont font = m_wholeWords->font();
    font.setBold(m_current == wholeTrace);
    m_wholeWords->setFont(font);
    m_voices->setStep(m_current >= 0 ? m_trace.at(m_current) : nullptr, voices, m_grammar);
}

void AdjudicationPage::showRegions()
{
    std::vector<ShownRegion> regions;
    if (const DisputedStep* step = m_current >= 0 ? m_trace.at(m_current) : nullptr)
        for (const DisputedStep::Said& said : step->said)
            for (std::size_t i = 0; i < said.verdict.regions.size(); ++i)
                regions.push_back({said.verdict.regions[i], static_cast<int>(i) + 1, true, false,
                                   letterOf(said.voice)});
    m_image->canvas().setRegions(std::move(regions));
    m_image->canvas().revealCurrent();
}

void AdjudicationPage::showProgress()
{
    int steps = 0, traces = 0;
    for (const Dispute& dispute : m_disputes) {
        steps += dispute.open;
        traces += dispute.open > 0 ? 1 : 0;
    }
    m_progress->setText(
        steps == 0 ? tr("Nothing is left to decide")
                   : tr("%n disputed steps left in %1", nullptr, steps).arg(tracesInWords(traces)));
}

void AdjudicationPage::goTo(int step)
{
    const bool moved = step != m_current;
    m_current = step;
    m_clock.touch(step, m_time.elapsed());
    showVoices();
    m_steps->setCurrent(std::max(step, -1), -1);
    m_steps->controlsChanged();
    if (moved)
        showRegions();
}

void AdjudicationPage::showStep(int step)
{
    closeWhy();
    goTo(step);
}

void AdjudicationPage::refuse()
{
    m_asked.clear();
    closeWhy();
    goTo(m_current);
}

void AdjudicationPage::move(int by)
{
    const int first = m_trace.at(wholeTrace) ? wholeTrace : 0;
    goTo(std::clamp(m_current + by, first, std::max(first, m_labelling.steps() - 1)));
}

bool AdjudicationPage::isOpen(const DisputedStep& step) const
{
    return step.open && !m_asked.contains(step.step);
}

int AdjudicationPage::nextOpen(int from) const
{
    int first = noStep;
    for (const DisputedStep& step : m_trace.steps) {
        if (!isOpen(step))
            continue;
        if (step.step > from)
            return step.step;
        if (first == noStep)
            first = step.step;
    }
    return first;
}

int AdjudicationPage::openSteps() const
{
    return static_cast<int>(std::count_if(m_trace.steps.begin(), m_trace.steps.end(),
                                          [this](const auto& step) { return isOpen(step); }));
}

void AdjudicationPage::takeVoice(int voice)
{
    const DisputedStep* step = m_trace.at(m_current);
    for (int said = static_cast<int>(step ? step->said.size() : 0) - 1; said >= 0; --said)
        if (step->said[static_cast<std::size_t>(said)].voice == voice)
            return take(m_current, said);
    hint(tr("%1 says nothing of this step.").arg(letterOf(voice)));
}

void AdjudicationPage::take(int step, int said)
{
    if (const DisputedStep* at = m_trace.at(step))
        decide(step, at->said[static_cast<std::size_t>(said)].verdict);
}

void AdjudicationPage::rate(int rating, LabelState state)
{
    if (m_current == wholeTrace) {
        hint(tr("The trace as a whole has no rating; take what a voice said of it."));
        return;
    }
    Verdict verdict;
    verdict.state = state;
    verdict.rating = rating;
    decide(m_current, verdict);
}

void AdjudicationPage::decide(int step, const Verdict& verdict)
{
    const DisputedStep* at = m_trace.at(step);
    if (!at || !(at->open || at->decision || m_asked.contains(step))) {
        hint(tr("Nobody disputes this step. %1: the next that is disputed.")
                 .arg(keysInWords(QStringLiteral("next-dispute"))));
        return;
    }
    m_asked[step] = verdict;
    emit decided({traceId(), step, verdict, at->current, m_clock.take(step, m_time.elapsed())});
    goOn(step);
    askWhy(step);
}

void AdjudicationPage::goOn(int from)
{
    const int next = nextOpen(from);
    goTo(next == noStep ? from : next);
    hint(next != noStep ? QString()
                        : tr("All of this trace is decided. %1: next trace. %2: who said what.")
                              .arg(keysInWords(QStringLiteral("next-disputed-trace")),
                                   keysInWords(QStringLiteral("who-said"))));
}

void AdjudicationPage::askWhy(int step)
{
    const DisputedStep* at = m_trace.at(step);
    const auto asked = m_asked.find(step);
    if (asked == m_asked.end() && !(at && at->decision)) {
        hint(tr("Decide the step first, then say why they differed."));
        return;
    }
    const Verdict& verdict = asked != m_asked.end() ? asked->second : *at->decision;
    m_why = step;
    m_whyWords->setText(step == wholeTrace ? tr("The trace: why did they differ?")
                                           : tr("Step %1: why did they differ?").arg(step + 1));
    m_strip->offer(disputeReasons(), disputeReasonIn(verdict.reason));
    m_whyWords->show();
}

void AdjudicationPage::closeWhy()
{
    const bool focused = m_strip->hasFocus();
    m_why = noStep;
    m_strip->hide();
    m_whyWords->hide();
    if (focused)
        m_steps->setFocus();
}

void AdjudicationPage::answerWhy(const QString& key)
{
    const int step = m_why;
    const DisputedStep* at = m_trace.at(step);
    const auto asked = m_asked.find(step);
    closeWhy();
    if (!at || (asked == m_asked.end() && !at->decision))
        return; // taken back meanwhile
    Verdict verdict = asked != m_asked.end() ? asked->second : *at->decision;
    verdict.reason = withDisputeReason(verdict.reason, key.toStdString());
    m_asked[step] = verdict;
    emit decided({traceId(), step, verdict, {}, 0});
    if (openSteps() == 0)
        nextTrace(1);
}

bool AdjudicationPage::lists(const std::string& id) const
{
    return std::any_of(m_disputes.begin(), m_disputes.end(),
                       [&](const Dispute& dispute) { return dispute.traceId == id; });
}

QString AdjudicationPage::neighbour(int direction) const
{
    for (int row = m_list->currentRow() + direction; row >= 0 && row < m_list->count();
         row += direction)
        if (m_disputes[static_cast<std::size_t>(row)].open > 0 || direction < 0)
            return m_list->item(row)->data(Qt::UserRole).toString();
    return {};
}

void AdjudicationPage::nextTrace(int direction)
{
    const QString id = neighbour(direction);
    if (!id.isEmpty())
        emit traceRequested(id);
    else
        hint(direction > 0 ? tr("This is the last disputed trace.")
                           : tr("This is the first disputed trace."));
}

void AdjudicationPage::revealNames()
{
    if (openSteps() > 0) {
        hint(tr("Names stay hidden until every disputed step of this trace is decided."));
        return;
    }
    m_named = !m_named;
    showTrace();
    goTo(m_current);
}

void AdjudicationPage::hint(const QString& words)
{
    m_hint->setText(words.isEmpty()
                        ? tr("%1, %2 …: take what that voice said. %3, %4, %5: set another.")
                              .arg(keysInWords(QStringLiteral("take-a")),
                                   keysInWords(QStringLiteral("take-b")),
                                   keysInWords(QStringLiteral("decide-right")),
                                   keysInWords(QStringLiteral("decide-neutral")),
                                   keysInWords(QStringLiteral("decide-wrong")))
                        : words);
}

void AdjudicationPage::showMessage(const Message& message)
{
    m_message->show(message);
}

bool AdjudicationPage::event(QEvent* event)
{
    if (event->type() == QEvent::WindowDeactivate || event->type() == QEvent::Hide)
        m_clock.touch(-1, m_time.elapsed());
    else if (event->type() == QEvent::WindowActivate || event->type() == QEvent::Show)
        m_clock.touch(m_current, m_time.elapsed());
    return QWidget::event(event);
}

void AdjudicationPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        emit left();
        return;
    }
    // Keys of the image work wherever the focus is on this page.
    Canvas& canvas = m_image->canvas();
    event->ignore();
    if (!canvas.hasFocus() && m_stack->currentIndex() == 0)
        static_cast<QObject&>(canvas).event(event);
}

void AdjudicationPage::keyReleaseEvent(QKeyEvent* event)
{
    Canvas& canvas = m_image->canvas();
    event->ignore();
    if (!canvas.hasFocus() && m_stack->currentIndex() == 0)
        static_cast<QObject&>(canvas).event(event);
}

} // namespace steplight
