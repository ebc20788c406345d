// SPDX-License-Identifier: GPL-3.0-or-later
// What ways to estimate are worth, by the truth: a synthesis with a policy that is a script, so
// that its rollouts cost nothing and are a real policy's in kind. Any thread.
#pragma once

#include "engine/policy/synthesis.h"
#include "engine/puzzles/demonstration.h"

#include <string>
#include <vector>

namespace steplight::puzzles {

/// Has every habit of the demonstrations. It knows some thousand of a puzzle and goes on from
/// a prefix as one of those does that begin with it, so all prefixes of one solution are of one
/// policy.
class ScriptedPolicy
{
public:
    ScriptedPolicy(const Puzzle& puzzle, int demonstrations, Random& random);
    /// Behind `written`, which it has written itself or is empty; with the answer.
    std::string goOn(const std::string& written, Random& random) const;

private:
    std::vector<std::string> m_texts; ///< in order; one that is likelier comes more often
};

/// How a synthesis with it is asked and read: a step a line, all of them reasoning.
const PolicyForm& scriptedForm();

struct Located {
    std::int64_t questions = 0;
    std::int64_t searched = 0;  ///< solutions with a wrong answer and an estimate
    std::int64_t right = 0;     ///< of them: the first step without success is the first error
    std::int64_t early = 0;     ///< it is a true step before that
    std::int64_t late = 0;      ///< it comes behind, or there is none: a rollout survived the error
    std::int64_t positions = 0; ///< different ones among the right: prefixes that end in an error
    std::int64_t onWrong = 0;   ///< rollouts from wrong solutions
    SynthesisUsage usage;       ///< of all solutions; a token is a word
};

Located locate(const std::vector<Puzzle>& puzzles, const SynthesisOptions& options);

} // namespace steplight::puzzles
