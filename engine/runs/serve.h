// SPDX-License-Identifier: GPL-3.0-or-later
// `steplight-engine serve`: calls from stdin, events to a pipe (docs/protocol.md). Main thread,
// once a process.
#pragma once

namespace steplight {

/// The protocol's own copy of stdout; from then on what is printed goes to stderr. Call before
/// anything is loaded.
int takeStdout();

/// Works until stdin ends or a terminate call. out is what takeStdout() gave. Returns the exit
/// code.
int serve(int out);

} // namespace steplight
