// SPDX-License-Identifier: GPL-3.0-or-later
// The first error of each wrong solution by binary search (arXiv 2406.06592, §3.2). A right
// solution is none to search; steps where nobody looked have no estimate.
#include "engine/policy/estimation.h"

#include <utility>

namespace steplight {
namespace {

class Omega : public Estimation
{
public:
    Omega(const PolicyForm& form, Synthesised&& solution, bool keepRollouts)
        : m_path(form, std::move(solution), keepRollouts), m_search(0, m_path.steps())
    {
    }
    std::vector<Prefix> next() override
    {
        const auto steps = m_search.next();
        if (m_path.solution().correct.value() || !steps)
            return {};
        return {m_path.prefix(*steps)};
    }
    void take(const Prefix& prefix, Weighed&& weighed) override
    {
        // Where there is no room to write on, there is none behind it either.
        m_search.take(prefix.steps, weighed.estimate.correct > 0);
        m_path.take(prefix, std::move(weighed));
    }
    void finish(const SynthesisNews& news) override { m_path.finish(news); }

private:
    WeighedPath m_path;
    FirstErrorSearch m_search;
};

} // namespace

std::unique_ptr<Estimation> omegaEstimation(const PolicyForm& form, Synthesised&& solution,
                                            bool keepRollouts)
{
    return std::make_unique<Omega>(form, std::move(solution), keepRollouts);
}

} // namespace steplight
