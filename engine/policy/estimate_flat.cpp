// SPDX-License-Identifier: GPL-3.0-or-later
// Flat Monte-Carlo: every prefix of a solution, all at once.
#include "engine/policy/estimation.h"

#include <utility>

namespace steplight {
namespace {

class Flat : public Estimation
{
public:
    Flat(const PolicyForm& form, Synthesised&& solution, bool keepRollouts)
        : m_path(form, std::move(solution), keepRollouts)
    {
    }
    std::vector<Prefix> next() override
    {
        std::vector<Prefix> all;
        while (m_asked < m_path.steps())
            all.push_back(m_path.prefix(++m_asked));
        return all;
    }
    void take(const Prefix& prefix, Weighed&& weighed) override
    {
        m_path.take(prefix, std::move(weighed));
    }
    void finish(const SynthesisNews& news) override { m_path.finish(news); }

private:
    WeighedPath m_path;
    std::size_t m_asked = 0;
};

} // namespace

std::unique_ptr<Estimation> flatEstimation(const PolicyForm& form, Synthesised&& solution,
                                           bool keepRollouts)
{
    return std::make_unique<Flat>(form, std::move(solution), keepRollouts);
}

} // namespace steplight
