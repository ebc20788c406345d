// SPDX-License-Identifier: GPL-3.0-or-later
// What the Label page says of errors by the project's grammar, and the guideline beside the trace.
#include "ui/label/choices.h"
#include "ui/label/detail_row.h"
#include "ui/label/guideline_panel.h"
#include "ui/label/label_page.h"
#include "ui/label/queue_panel.h"
#include "ui/label/steps_view.h"

#include <QApplication>
#include <QSplitter>

#include <algorithm>
#include <cmath>

namespace steplight {

namespace {

constexpr int leastImage = 420;
constexpr int queueFoldsBelow = 1040;       // page width
constexpr int queueFoldsBesideRules = 1600; // page width

} // namespace

void LabelPage::setGuideline(const Guideline& guideline, const QString& folder)
{
    m_guideline = guideline;
    m_steps->detailRow().setGrammar(guideline.grammar);
    m_rules->setGuideline(guideline, folder);
    showRule();
}

// A reason that refines another kind does not fit any more.
void LabelPage::setErrorKind(int step, ErrorKind kind)
{
    Verdict verdict = m_labelling.verdictAt(step);
    if (isWrong(verdict)) {
        const Refinement* refined = findRefinement(m_guideline.grammar, verdict.reason);
        if (refined && refined->family != kind)
            verdict.reason.clear();
        verdict.errorKind = kind;
        amend(step, verdict);
    } else if (kind != ErrorKind::none) {
        verdict = {};
        verdict.rating = -1;
        verdict.errorKind = kind;
        rate(step, verdict, m_firstErrorMode);
    }
    showRule();
}

// A refinement brings its family along, however it was reached.
void LabelPage::refine(int step, const QString& word)
{
    Verdict verdict = m_labelling.verdictAt(step);
    verdict.reason = word.toStdString();
    if (const Refinement* refined = findRefinement(m_guideline.grammar, verdict.reason);
        refined && isWrong(verdict))
        verdict.errorKind = refined->family;
    amend(step, verdict);
    showRule();
}

std::vector<EstimateKind> LabelPage::estimatesShown(int step) const
{
    std::vector<EstimateKind> kinds;
    if (step < 0 || !m_steps->showsEstimates(step))
        return kinds;
    const LitCell cell = cellOf(m_labelling.detail(), step);
    if (cell.mc)
        kinds.push_back(EstimateKind::mc);
    if (cell.judge)
        kinds.push_back(EstimateKind::judge);
    if (cell.prm)
        kinds.push_back(EstimateKind::prm);
    return kinds;
}

void LabelPage::askOverrule()
{
    if (subject() < 0)
        hint(tr("Label the step first (%1), then say more.").arg(ratingKeysInWords()));
    else if (estimatesShown(subject()).empty())
        hint(tr("No estimate of this step is on the screen, so there is none to overrule."));
    else
        m_steps->detailRow().askOverrule();
}

void LabelPage::overrule(int step, EstimateKind kind, const std::string& word)
{
    Verdict verdict = m_labelling.verdictAt(step);
    if (std::string& said = verdict.overrules[kind]; said != word)
        said = word;
    else
        verdict.overrules.erase(kind);
    amend(step, verdict);
}

// To overrule must cost no more keys than to agree: on an undecided step it is the label, too.
void LabelPage::nitpickJudge()
{
    const int step = currentStep();
    const auto shown = estimatesShown(step);
    if (std::find(shown.begin(), shown.end(), EstimateKind::judge) == shown.end()) {
        hint(tr("No verdict of a judge on this step is on the screen."));
    } else if (m_labelling.isDecided(step)) {
        overrule(step, EstimateKind::judge, std::string(nitpick));
    } else if (*cellOf(m_labelling.detail(), step).judge >= 0.5) {
        hint(tr("The judge does not call this step wrong; %1 labels it.").arg(ratingKeysInWords()));
    } else {
        Verdict right;
        right.rating = 1;
        right.overrules[EstimateKind::judge] = nitpick;
        rate(step, right, false);
    }
}

void LabelPage::toggleGuideline()
{
    const int steps = m_work->sizes().last();
    m_rules->setVisible(m_rules->isHidden());
    foldQueue();
    // When all is laid out: the words stay where they are, as far as the image keeps its buttons.
    QMetaObject::invokeMethod(
        this,
        [this, steps] {
            const int image = std::max(leastImage, m_work->width() - steps);
            m_work->setSizes({image, m_work->width() - image});
        },
        Qt::QueuedConnection);
    showRule();
    if (m_rules->isHidden())
        m_steps->setFocus();
}

// Where there is room for one of them, the rules are looked at and the queue is not.
void LabelPage::foldQueue()
{
    const bool room = width() >= (m_rules->isHidden() ? queueFoldsBelow : queueFoldsBesideRules);
    if (!room && m_queue->isAncestorOf(QApplication::focusWidget()))
        setFocus(); // a hidden queue cannot keep it
    m_queue->setVisible(room);
}

void LabelPage::showRule()
{
    if (m_rules->isHidden())
        return;
    const Verdict verdict = m_labelling.verdictAt(subject());
    QStringList names;
    const auto add = [&names](const QString& name) {
        if (!name.isEmpty() && !names.contains(name, Qt::CaseInsensitive))
            names << name;
    };
    if (const std::string& word = verdict.reason; !word.empty()) {
        add(reasonInWords(m_guideline.grammar, QString::fromStdString(word)));
        add(QString::fromStdString(word));
    }
    if (verdict.errorKind != ErrorKind::none) {
        const std::string_view word = errorKindWord(verdict.errorKind);
        add(QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size())));
        add(errorKindInWords(verdict.errorKind));
    }
    m_rules->showRule(names);
}

} // namespace steplight
