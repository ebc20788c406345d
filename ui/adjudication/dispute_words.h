// SPDX-License-Identifier: GPL-3.0-or-later
// What voices said and why they differed, in words. GUI thread only.
#pragma once

#include "storage/records/dispute.h"
#include "ui/label/choices.h"

#include <QString>

#include <string>
#include <vector>

namespace steplight {

/// 0 is "A". After Z come AA, AB …
QString letterOf(int voice);

/// "✕ wrong · perception · miscounted · 2 regions".
QString saidInWords(const Grammar& grammar, const Verdict& verdict);

/// A row of the list, in two lines.
QString disputeInWords(const Dispute& dispute);

/// Why people differ: s ambiguous step, g guideline gap, n annotator error, i image unreadable, k
/// answer key wrong. None of the letters takes a voice.
std::vector<Choice> disputeReasons();
/// The stored reason of a decision: that of the label that was taken, then why they differed.
std::string withDisputeReason(const std::string& reason, const std::string& why);
/// Which of them it names; empty = none.
QString disputeReasonIn(const std::string& reason);

} // namespace steplight
