// SPDX-License-Identifier: GPL-3.0-or-later
// Text of the queue grammar to a tree. Any thread. For storage's own files.
#pragma once

#include "storage/queries.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// One thing that a query asks for.
struct Predicate {
    enum class Kind {
        text,       ///< value stands in the question or a step
        compare,    ///< key op number: mc<.2
        difference, ///< key - other op number on one step: prm - mc > .4; |prm - mc| when absolute
        word,       ///< key:value
        firstError, ///< the first step that critic key calls wrong: there is one (op empty), there
                    ///< is none (value "none"), its number op number, or op the critic other's; or
                    ///< people's ones are the same (value "agreed") or not ("disagreed")
        flag        ///< key alone: disagree
    };
    Kind kind = Kind::text;
    std::string key;
    std::string source = {}; ///< of an estimate's key: by whom, prm.A; of label: whose, label.ADA
    std::string op;          ///< one of < <= > >= = <>
    double number = 0;
    std::string value;
    std::string other;
    std::string otherSource = {};
    bool absolute = false;
    bool quoted = false;
};

struct QueryNode {
    enum class Kind { all, either, negation, sameStep, predicate };
    Kind kind = Kind::all;
    std::vector<QueryNode> children;
    Predicate predicate;
    std::size_t begin = 0, end = 0; ///< bytes of the query
};

/// Throws QueryError. An empty query is "all" without children.
QueryNode parseQuery(std::string_view query);

} // namespace steplight
