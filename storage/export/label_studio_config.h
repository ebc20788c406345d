// SPDX-License-Identifier: GPL-3.0-or-later
// The labelling config for the tasks that label_studio_form.cpp writes: its controls' names are
// those of the results. Any thread.
#pragma once

namespace steplight {

/// XML. _{{idx}} counts steps from 0, _trace is the trace as a whole.
extern const char* const labelStudioConfig;

} // namespace steplight
