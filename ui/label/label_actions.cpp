// SPDX-License-Identifier: GPL-3.0-or-later
// What the Label page's keys do.
#include "ui/canvas/image_pane.h"
#include "ui/label/detail_row.h"
#include "ui/label/label_page.h"
#include "ui/label/steps_view.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace steplight {

namespace {

Verdict rated(int rating)
{
    Verdict verdict;
    verdict.rating = rating;
    return verdict;
}

Region::Shape shapeOf(LabelKey key)
{
    switch (key) {
    case LabelKey::polygon:
        return Region::Shape::polygon;
    case LabelKey::point:
        return Region::Shape::point;
    case LabelKey::selection:
        return Region::Shape::selection;
    default:
        return Region::Shape::box;
    }
}

} // namespace

void LabelPage::holdKeys(bool hold)
{
    m_held = hold;
    if (hold)
        return;
    for (const LabelKey key : std::exchange(m_waiting, {}))
        perform(key); // an undo among them holds the rest
}

void LabelPage::perform(LabelKey key)
{
    if (m_held) {
        m_waiting.push_back(key);
        return;
    }
    if (key == LabelKey::undo || key == LabelKey::redo) {
        closeInputs();
        m_subject = -1;
        key == LabelKey::undo ? emit undoRequested() : emit redoRequested();
    } else if (key == LabelKey::nextTrace || key == LabelKey::previousTrace) {
        closeInputs();
        emit nextTraceRequested(key == LabelKey::nextTrace ? 1 : -1);
    } else if (key == LabelKey::scoreNow) {
        if (m_labelling.steps() > 0)
            emit scoreRequested(QString::fromStdString(traceId()));
    } else if (key == LabelKey::sourceText) {
        m_sourceShown = !m_sourceShown;
        showSource();
    } else if (key == LabelKey::guideline) {
        toggleGuideline();
    } else if (m_labelling.steps() > 0) {
        performOnStep(key);
    }
}

void LabelPage::closeInputs()
{
    if (m_steps->detailRow().isAsking())
        m_steps->setFocus();
    m_steps->detailRow().closeInputs();
}

void LabelPage::keepTyped()
{
    m_image->canvas().finishEdit(); // a region that the arrows have moved
    m_steps->detailRow().closeInputs();
}

void LabelPage::performOnStep(LabelKey key)
{
    const int step = currentStep();
    constexpr std::array asking{LabelKey::errorKind, LabelKey::reason,    LabelKey::comment,
                                LabelKey::overrule,  LabelKey::box,       LabelKey::polygon,
                                LabelKey::point,     LabelKey::selection, LabelKey::absent,
                                LabelKey::tie,       LabelKey::rewrite};
    const bool asks = std::find(asking.begin(), asking.end(), key) != asking.end();
    if (!asks) {
        m_steps->detailRow().closeInputs();
        m_steps->setFocus();
    }
    hint({});
    switch (key) {
    case LabelKey::stepUp:
    case LabelKey::stepDown:
        m_subject = -1;
        goTo(std::clamp(step + (key == LabelKey::stepUp ? -1 : 1), 0, m_labelling.steps() - 1));
        break;
    case LabelKey::right:
        rate(step, rated(1), false);
        break;
    case LabelKey::neutral:
        rate(step, rated(0), false);
        break;
    case LabelKey::wrong:
        rate(step, rated(-1), m_firstErrorMode);
        break;
    case LabelKey::firstError:
        rate(step, rated(-1), true);
        break;
    case LabelKey::skip:
        rateState(LabelState::skipped);
        break;
    case LabelKey::cannotJudge:
        rateState(LabelState::cannotJudge);
        break;
    case LabelKey::errorKind:
        if (subject() < 0) // its letter says that the step is wrong, and how
            m_subject = step;
        goTo(step);
        m_steps->detailRow().askErrorKind();
        break;
    case LabelKey::reason:
    case LabelKey::comment:
        if (subject() < 0)
            hint(tr("Label the step first (%1), then say more.").arg(ratingKeysInWords()));
        else if (key == LabelKey::reason)
            m_steps->detailRow().askReason();
        else
            m_steps->detailRow().askComment();
        break;
    case LabelKey::overrule:
        askOverrule();
        break;
    case LabelKey::judgeNitpick:
        nitpickJudge();
        break;
    case LabelKey::rewrite:
        if (subject() < 0) // to be rewritten is to be wrong
            m_subject = step;
        goTo(step);
        m_steps->detailRow().askRewrite();
        hint(tr("Write the step as it should read. Ctrl+Enter keeps it, Esc leaves it."));
        break;
    case LabelKey::goOnFrom:
        goOnFromRewrite();
        break;
    case LabelKey::box:
    case LabelKey::polygon:
    case LabelKey::point:
    case LabelKey::selection:
        closeInputs();
        m_image->canvas().start(shapeOf(key));
        break;
    case LabelKey::absent:
        closeInputs();
        drawAbsent();
        break;
    case LabelKey::tie:
        closeInputs();
        tieRegion();
        break;
    case LabelKey::badQuestion:
        markTrace(LabelState::badQuestion);
        break;
    case LabelKey::wrongKey:
        markTrace(LabelState::wrongKey);
        break;
    case LabelKey::nextDisagreement:
        if (m_scoresHidden || m_visibility != Visibility::open) {
            hint(tr("Disagreement is not told while estimates are hidden."));
        } else if (const int next = m_labelling.nextDisagreement(step); next >= 0) {
            m_subject = -1;
            goTo(next);
        } else {
            hint(tr("The estimates disagree on no step of this trace."));
        }
        break;
    case LabelKey::lights:
        cycleLight();
        break;
    case LabelKey::hideScores:
        if (m_visibility == Visibility::blind)
            break;
        m_scoresHidden = !m_scoresHidden;
        showLook();
        goTo(step);
        emit scoresHiddenChanged(m_scoresHidden);
        break;
    case LabelKey::analysis:
        m_analysisFolded = !m_analysisFolded;
        showLook();
        goTo(step);
        break;
    case LabelKey::firstErrorMode:
        setFirstErrorMode(!m_firstErrorMode);
        emit firstErrorModeChanged(m_firstErrorMode);
        break;
    case LabelKey::copyText:
        m_steps->copy();
        break;
    case LabelKey::undo:
    case LabelKey::redo:
    case LabelKey::nextTrace:
    case LabelKey::previousTrace:
    case LabelKey::scoreNow:
    case LabelKey::sourceText:
    case LabelKey::guideline:
        break; // not of a step
    }
}

void LabelPage::cycleLight()
{
    constexpr std::array order{LightSource::mc, LightSource::judge, LightSource::prm,
                               LightSource::given, LightSource::combined};
    const auto speaks = [this](LightSource source) {
        for (int step = 0; step < m_labelling.steps(); ++step)
            if (lightOf(cellOf(m_labelling.detail(), step), source))
                return true;
        return false;
    };
    const auto now =
        static_cast<std::size_t>(std::find(order.begin(), order.end(), m_litBy) - order.begin());
    for (std::size_t i = 1; i <= order.size(); ++i) {
        const LightSource next = order[(now + i) % order.size()];
        if (!speaks(next))
            continue;
        setLitBy(next);
        emit litByChanged(next);
        return;
    }
}

int LabelPage::subjectAt(int step) const
{
    if (m_subject >= 0)
        return m_subject;
    return m_labelling.isDecided(step) ? step : -1;
}

void LabelPage::rate(int step, Verdict verdict, bool endTrace)
{
    // A rating that changes keeps what was said beside it, as far as it still fits.
    const Verdict before = m_labelling.verdictAt(step);
    if (before.state == LabelState::rated && before.rating == verdict.rating &&
        verdict.errorKind == ErrorKind::none && verdict.regions.empty())
        verdict = before;
    else if (verdict.comment.empty())
        verdict.comment = before.comment;
    const bool said = before == verdict;
    const std::vector<StepVerdict> verdicts = m_labelling.verdictsFor(step, verdict, endTrace);
    m_ended = m_ended || (endTrace && isWrong(verdict));
    if (!said || verdicts.size() > 1)
        request(verdicts);
    m_image->canvas().cancelTool();
    m_subject = isWrong(verdict) ? step : -1;
    showLook();
    advance(step);
}

void LabelPage::rateState(LabelState state)
{
    Verdict verdict;
    verdict.state = state;
    rate(currentStep(), verdict, false);
}

void LabelPage::advance(int from)
{
    const int next = m_labelling.nextUndecided(from, ends());
    goTo(next < 0 ? from : next);
    if (next >= 0)
        return;
    hint(ends() && m_labelling.firstError() >= 0
             ? tr("The first error is found; what follows stays open. %1: next trace.")
                   .arg(keysInWords(labelKey(LabelKey::nextTrace).id))
             : tr("Every step is decided. %1: next trace.")
                   .arg(keysInWords(labelKey(LabelKey::nextTrace).id)));
}

void LabelPage::amend(int step, const Verdict& verdict)
{
    if (verdict.state == LabelState::unlabelled || verdict == m_labelling.verdictAt(step))
        return;
    request({{step, verdict, 0}});
}

void LabelPage::markTrace(LabelState state)
{
    Verdict verdict = m_labelling.verdictAt(wholeTrace);
    verdict.state = verdict.state == state ? LabelState::unlabelled : state;
    verdict.rating = 0;
    request({{wholeTrace, verdict, 0}});
}

std::vector<EstimateKind> LabelPage::shownAt(int step) const
{
    const TraceDetail& detail = m_labelling.detail();
    if (step != wholeTrace)
        return m_steps->showsEstimates(step) ? kindsAt(detail, step) : std::vector<EstimateKind>();
    std::set<EstimateKind> kinds;
    for (int each = 0; each < m_labelling.steps(); ++each)
        if (m_steps->showsEstimates(each))
            for (const EstimateKind kind : kindsAt(detail, each))
                kinds.insert(kind);
    return {kinds.begin(), kinds.end()};
}

// What was on the screen and then hidden, by H, by another queue or by undo, has been seen: neither
// is that blind, nor a word before the reveal.
Visibility LabelPage::visibilityOf(const std::vector<StepVerdict>& verdicts) const
{
    bool seen = false, revealed = true;
    for (const StepVerdict& each : verdicts) {
        const bool now = each.step == wholeTrace ? !m_seen.empty() : m_seen.contains(each.step);
        seen |= now;
        revealed &= !now || each.step == wholeTrace || m_labelling.mine(each.step);
    }
    if (!seen)
        return m_scoresHidden ? Visibility::blind : m_visibility;
    return m_visibility == Visibility::commitThenReveal && revealed ? m_visibility
                                                                    : Visibility::open;
}

void LabelPage::request(std::vector<StepVerdict> verdicts)
{
    for (StepVerdict& each : verdicts) {
        each.focusMs = m_clock.take(each.step, m_time.elapsed());
        each.shown = shownAt(each.step);
    }
    const Visibility visibility = visibilityOf(verdicts);
    LabelAction action{traceId(), std::move(verdicts), visibility};
    m_labelling.addPending(action);
    emit labelRequested(action);
}

} // namespace steplight
