// SPDX-License-Identifier: GPL-3.0-or-later
// The Label page's regions: which the canvas shows, whose they are, and what changing one says.
#include "ui/canvas/image_pane.h"
#include "ui/label/label_page.h"
#include "ui/label/steps_view.h"

#include <algorithm>
#include <utility>

namespace steplight {

int LabelPage::litStep() const
{
    return subject() >= 0 ? subject() : currentStep();
}

void LabelPage::showRegions()
{
    std::vector<ShownRegion> regions;
    m_places.clear();
    const auto add = [&](const Label& label, bool own) {
        for (std::size_t i = 0; i < label.verdict.regions.size(); ++i) {
            const Region& region = label.verdict.regions[i];
            const auto same =
                std::find_if(m_places.begin(), m_places.end(), [&](const ShownPlace& place) {
                    return place.own == own && samePlace(place.region, region);
                });
            const auto at = static_cast<std::size_t>(same - m_places.begin());
            if (same == m_places.end()) {
                m_places.push_back({region, {}, own});
                regions.push_back({region, static_cast<int>(i) + 1, false, own});
            }
            if (label.step == litStep()) {
                regions[at].number = static_cast<int>(i) + 1;
                regions[at].current = true;
            }
            if (auto& steps = m_places[at].steps; steps.empty() || steps.back() != label.step)
                steps.push_back(label.step); // once, also where a label says it twice
        }
    };
    for (int step = 0; step < m_labelling.steps(); ++step) {
        if (const Label* label = m_labelling.mine(step))
            add(*label, true);
        if (m_steps->showsEstimates(step))
            for (const Label* label : m_labelling.others(step))
                add(*label, false);
    }
    m_image->canvas().setRegions(std::move(regions));
    for (std::size_t i = 0; m_select && i < m_places.size(); ++i)
        if (m_places[i].own && samePlace(m_places[i].region, *m_select)) {
            m_image->canvas().selectRegion(static_cast<int>(i));
            m_select.reset();
        }
    lightSteps();
    if (const int step = litStep(); step != std::exchange(m_revealed, step))
        m_image->canvas().revealCurrent();
}

void LabelPage::lightSteps()
{
    const auto at = static_cast<std::size_t>(m_image->canvas().selectedRegion());
    m_steps->setLit(at < m_places.size() ? m_places[at].steps : std::vector<int>());
}

void LabelPage::addRegion(Region region)
{
    const int step = litStep();
    region.span = m_steps->takeSelection(step);
    Verdict verdict = m_labelling.verdictAt(step);
    if (verdict.state == LabelState::unlabelled) {
        // A region is the evidence of a misread picture: it says that the step is wrong.
        verdict = {};
        verdict.rating = -1;
        verdict.errorKind = ErrorKind::perception;
        verdict.regions = {region};
        rate(step, verdict, m_firstErrorMode);
        return;
    }
    verdict.regions.push_back(region);
    if (isWrong(verdict) && verdict.errorKind == ErrorKind::none)
        verdict.errorKind = ErrorKind::perception;
    amend(step, verdict);
}

void LabelPage::changeRegion(int shown, const Region* region)
{
    const auto at = static_cast<std::size_t>(shown);
    if (shown < 0 || at >= m_places.size() || !m_places[at].own)
        return;
    std::vector<StepVerdict> verdicts;
    for (const int step : m_places[at].steps) {
        Verdict verdict = m_labelling.verdictAt(step);
        const auto same =
            std::find_if(verdict.regions.begin(), verdict.regions.end(),
                         [&](const Region& one) { return samePlace(one, m_places[at].region); });
        if (same == verdict.regions.end())
            continue;
        if (region) {
            same->points = region->points;
            same->kind = region->kind;
        } else {
            verdict.regions.erase(same);
        }
        verdicts.push_back({step, verdict, 0});
    }
    if (region)
        m_places[at].region = *region;
    if (!verdicts.empty())
        request(verdicts);
}

void LabelPage::tieRegion()
{
    const auto at = static_cast<std::size_t>(m_image->canvas().selectedRegion());
    if (at >= m_places.size()) {
        hint(tr("Select a region first, by a click or %1, then tie it to the step.")
                 .arg(keysInWords(QStringLiteral("next-box"))));
        return;
    }
    const ShownPlace place = m_places[at];
    const int step = litStep();
    Verdict verdict = m_labelling.verdictAt(step);
    const auto same = std::find_if(verdict.regions.begin(), verdict.regions.end(),
                                   [&](const Region& one) { return samePlace(one, place.region); });
    if (same == verdict.regions.end()) {
        addRegion(place.region);
    } else if (place.steps.size() == 1) {
        hint(tr("The region is of this step alone; %1 removes it.")
                 .arg(keysInWords(QStringLiteral("box-remove"))));
    } else {
        verdict.regions.erase(same);
        amend(step, verdict);
    }
}

void LabelPage::drawAbsent()
{
    Canvas& canvas = m_image->canvas();
    if (canvas.toggleAbsent())
        return;
    canvas.start(Region::Shape::box);
    canvas.toggleAbsent();
}

} // namespace steplight
