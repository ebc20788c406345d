// SPDX-License-Identifier: GPL-3.0-or-later
// Which prefixes are to be written on from, and what comes of them: the part in which flat
// Monte-Carlo, the search for the first error and the tree differ. synthesis.cpp asks the policy
// for them. One thread an object.
#pragma once

#include "engine/policy/synthesis.h"

#include <memory>

namespace steplight {

class Estimation
{
public:
    struct Prefix {
        std::string name;      // tells it from the problem's others, on every start of a run alike
        std::size_t steps = 0; // how many
        std::string written;   // they, as the policy writes them
    };
    struct Weighed {
        Estimate estimate;
        std::vector<Continuation> rollouts; // in order
    };

    virtual ~Estimation() = default;
    // Prefixes to weigh, each once; asked at first and after every take(). None, and none is out:
    // all is known.
    virtual std::vector<Prefix> next() = 0;
    virtual void take(const Prefix& prefix, Weighed&& weighed) = 0;
    // Hands over what was found; the last call.
    virtual void finish(const SynthesisNews& news) = 0;
};

// `solution` has the policy's form and a grade. The form outlives the object.
std::unique_ptr<Estimation> flatEstimation(const PolicyForm& form, Synthesised&& solution,
                                           bool keepRollouts);
std::unique_ptr<Estimation> omegaEstimation(const PolicyForm& form, Synthesised&& solution,
                                            bool keepRollouts);
// All solutions of one problem with a key, in order. The options outlive the object too.
std::unique_ptr<Estimation> treeEstimation(const PolicyForm& form, const SynthesisOptions& options,
                                           std::vector<Synthesised>&& solutions);

// A binary search for the first step of a wrong solution from which no rollout succeeds (arXiv
// 2406.06592, §3.2), behind `right` steps that stand. That it may be none is an outcome too: only
// the answer is wrong then.
class FirstErrorSearch
{
public:
    FirstErrorSearch(std::size_t right, std::size_t steps) : m_right(right), m_wrong(steps + 1) {}
    // After how many steps to look next; nothing: it is found.
    std::optional<std::size_t> next() const
    {
        return m_wrong - m_right > 1 ? std::optional((m_right + m_wrong) / 2) : std::nullopt;
    }
    void take(std::size_t steps, bool succeeds) { (succeeds ? m_right : m_wrong) = steps; }

private:
    std::size_t m_right; // steps after which a rollout succeeds
    std::size_t m_wrong; // steps after which none does, or one more than there are
};

// One solution and what is known of its prefixes.
class WeighedPath
{
public:
    WeighedPath(const PolicyForm& form, Synthesised&& solution, bool keepRollouts);
    const Synthesised& solution() const { return m_solution; }
    std::size_t steps() const { return m_solution.estimates.size(); }
    Estimation::Prefix prefix(std::size_t steps) const;
    void take(const Estimation::Prefix& prefix, Estimation::Weighed&& weighed);
    void finish(const SynthesisNews& news);

private:
    SearchNodes nodes();

    const PolicyForm& m_form;
    Synthesised m_solution;
    bool m_keepRollouts;
    std::vector<std::vector<Continuation>> m_rollouts; // by step
};

} // namespace steplight
