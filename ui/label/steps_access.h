// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader finds in the steps pane, which paints its steps itself: a list with an item
// a step, each with its words, its scores as far as they may be seen, and what was said of it. GUI
// thread only.
#pragma once

namespace steplight {

/// For all steps panes; more than once does nothing more.
void installStepsAccess();

} // namespace steplight
