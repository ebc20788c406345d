// SPDX-License-Identifier: GPL-3.0-or-later
// How often each strategy of a search was right, and what it cost. One thread at a time.
#pragma once

#include "engine/protocol/event.h"

#include <map>
#include <string>
#include <vector>

namespace steplight {

class SearchTally
{
public:
    void add(const protocol::Searched& searched);

    /// Means over questions: of each strategy (a pooled one from all of its pool) "<name>", the
    /// share of right answers; "<name>_policy_tokens", "<name>_prm_tokens"; of each with a tree
    /// "majority_at_<name>", the share that majority has with as many of 1, 2, 4, … and all
    /// solutions as cost no more than this tree. Of the pool its size "n", "pass_1", the mean over
    /// its solutions, and "oracle", a right one among them. Shares are of the questions with a key,
    /// "graded".
    std::map<std::string, double> metrics() const;

    /// Accuracy against tokens, over the questions with a key: of each strategy "tokens_<name>", a
    /// row for every number of solutions that it looked at (0 of a tree): n, mean tokens a question
    /// (policy and PRM), the share of right answers and its 95 % interval (Wilson).
    std::vector<protocol::Curve> curves() const;

private:
    struct Mean {
        double sum = 0;
        double count = 0;
    };
    struct Point {
        double questions = 0;
        double right = 0;
        double tokens = 0;
    };
    void note(const std::string& name, double value);
    void addPool(const std::vector<protocol::Searched::Pooled>& pool);

    std::map<std::string, Mean> m_means;
    std::map<std::string, std::map<std::int64_t, Point>> m_points; ///< by strategy and n
    double m_questions = 0, m_graded = 0;
};

} // namespace steplight
