// SPDX-License-Identifier: GPL-3.0-or-later
// The Label page's formulas: asked for before they are needed, and shown as their source on demand.
#include "ui/image_loader.h"
#include "ui/label/label_page.h"
#include "ui/label/question_header.h"
#include "ui/label/steps_view.h"
#include "ui/math/formulas.h"
#include "ui/text/typeset.h"

namespace steplight {

void LabelPage::showSource()
{
    m_question->setTypeset(!m_sourceShown);
    m_steps->setTypeset(!m_sourceShown);
}

void LabelPage::askFormulas(const TraceDetail& detail)
{
    if (m_sourceShown)
        return;
    const auto ask = [this](const std::string& text) {
        TypesetText(QString::fromStdString(text), font(), m_formulas);
    };
    ask(detail.question.text);
    for (const Step& step : detail.trace.steps)
        ask(step.text);
    for (const Estimate& estimate : detail.estimates)
        ask(estimate.analysis);
}

void LabelPage::prefetch(const TraceDetail& detail)
{
    for (const ImageRef& image : detail.question.images)
        if (!image.path.empty())
            m_loader.prefetch(QString::fromStdString(image.path));
    askFormulas(detail);
}

} // namespace steplight
