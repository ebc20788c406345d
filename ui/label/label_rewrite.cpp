// SPDX-License-Identifier: GPL-3.0-or-later
// The Label page's rewritten steps: what is written becomes part of the label, and a policy goes on
// from it.
#include "ui/label/detail_row.h"
#include "ui/label/label_page.h"
#include "ui/label/rewrite_row.h"
#include "ui/label/steps_view.h"

namespace steplight {

namespace {

/// What was written on from these words; nothing where nothing was.
ContinuedStep continuedFrom(const TraceDetail& detail, int step, const std::string& rewrite)
{
    for (const ContinuedStep& one : detail.continued)
        if (one.step == step && one.rewrite == rewrite)
            return one;
    return {};
}

} // namespace

void LabelPage::connectRewriteRow()
{
    DetailRow& row = m_steps->detailRow();
    connect(&row, &DetailRow::rewriteWritten, this, &LabelPage::writeRewrite);
    connect(&row.rewriteRow(), &RewriteRow::goOnClicked, this,
            [this] { perform(LabelKey::goOnFrom); });
    connect(&row.rewriteRow(), &RewriteRow::closed, this, [this] { hint({}); });
    connect(&row.rewriteRow(), &RewriteRow::traceChosen, this, &LabelPage::traceRequested);
    connect(&row.rewriteRow(), &RewriteRow::countChosen, this, [this](int count) {
        m_continuations = count;
        emit continuationsChosen(count);
    });
    connect(&row.rewriteRow(), &RewriteRow::cancelClicked, this, [this] {
        if (const Label* label = m_labelling.mine(subject()))
            for (const std::string& id : continuingFrom(*label))
                emit continuationsCancelled(QString::fromStdString(id));
    });
}

void LabelPage::setContinuations(int count)
{
    m_continuations = count;
    m_steps->detailRow().rewriteRow().setCount(count);
}

void LabelPage::setContinuing(const std::set<std::string>& labels)
{
    if (labels == m_continuing)
        return;
    m_continuing = labels;
    showRewrite(subject());
}

/// Those that said the same words: a label may have changed since in something else.
std::vector<std::string> LabelPage::continuingFrom(const Label& label) const
{
    std::vector<std::string> ids;
    const TraceDetail& detail = m_labelling.detail();
    for (const auto* labels : {&detail.labels, &detail.history})
        for (const Label& one : *labels)
            if (one.step == label.step && one.verdict.rewrite == label.verdict.rewrite &&
                m_continuing.contains(one.id))
                ids.push_back(one.id);
    return ids;
}

void LabelPage::showRewrite(int step)
{
    RewriteNews news;
    if (step >= 0 && step < m_labelling.steps()) {
        const TraceDetail& detail = m_labelling.detail();
        news.source =
            QString::fromStdString(detail.trace.steps[static_cast<std::size_t>(step)].text)
                .trimmed();
        news.key = QString::fromStdString(detail.question.answer);
        if (const Label* label = m_labelling.mine(step); label && !label->verdict.rewrite.empty()) {
            news.rewrite = QString::fromStdString(label->verdict.rewrite);
            news.continued = continuedFrom(detail, step, label->verdict.rewrite);
            news.writing = !continuingFrom(*label).empty();
        }
    }
    m_steps->detailRow().rewriteRow().setNews(news);
}

void LabelPage::writeRewrite(int step, const QString& text)
{
    Verdict verdict = m_labelling.verdictAt(step);
    if (text.toStdString() == verdict.rewrite)
        return;
    if (isWrong(verdict) || text.isEmpty()) {
        verdict.rewrite = text.toStdString();
        amend(step, verdict);
        return;
    }
    // What should read otherwise is wrong as it stands.
    Verdict wrong;
    wrong.rating = -1;
    wrong.comment = verdict.comment;
    wrong.rewrite = text.toStdString();
    m_ended = m_ended || m_firstErrorMode;
    request(m_labelling.verdictsFor(step, wrong, m_firstErrorMode));
    showLook();
}

void LabelPage::goOnFromRewrite()
{
    const Label* label = m_labelling.mine(subject());
    const std::string saved = label ? label->verdict.rewrite : std::string();
    if (m_labelling.verdictAt(subject()).rewrite != saved)
        hint(tr("The rewritten step is being saved; once more, please."));
    else if (saved.empty())
        hint(tr("Rewrite the step first (%1); then the policy can go on from it.")
                 .arg(keysInWords(labelKey(LabelKey::rewrite).id)));
    else if (!continuingFrom(*label).empty())
        hint(tr("The policy is at it already."));
    else
        emit continuationsRequested(QString::fromStdString(label->id), m_continuations);
}

} // namespace steplight
