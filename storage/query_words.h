// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the queue grammar: which there are, what may follow them, and other ways to write
// them. Any thread. For storage's own files.
#pragma once

#include "storage/query_parser.h"

#include <string>
#include <string_view>

namespace steplight {

/// Compared with a number: mc, prm, steps, labels, annotators, disagreement.
bool isComparedKey(std::string_view key);
/// Has a value on each step that another can be taken from: mc, judge, prm, given.
bool isStepValue(std::string_view key);
bool isCritic(std::string_view key); ///< mc, judge, prm, person
bool isKey(std::string_view key);    ///< key:value
bool isFlag(std::string_view word);
/// The same key or value in the one way that the rest of storage knows: annotator -> by,
/// judge "-1" and "wrong" -> "-".
std::string plainKey(std::string_view key);
std::string plainValue(std::string_view key, std::string_view value);

/// Empty when the predicate can be asked; else what is wrong with it, to be followed by a position.
/// inStep: it stands inside any( ).
std::string problemWith(const Predicate& predicate, bool inStep);

} // namespace steplight
