// SPDX-License-Identifier: GPL-3.0-or-later
// The window's side of a run folder (docs/protocol.md): make it, start its engine, read what it
// says, cancel it. Nothing is remembered between calls, so a run is found again from its folder
// alone. Any thread, except startRun().
#pragma once

#include "engine/protocol/event.h"
#include "engine/protocol/request.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace steplight {

/// Gives the next line with its newline, none at the end: a run of 300,000 traces is never whole in
/// memory.
using NextLine = std::function<std::optional<std::string>()>;

/// Writes input.jsonl, then request.json by rename, with its traces and inputHash filled in;
/// returns that request. Throws std::runtime_error with a sentence, and then leaves no request.json
/// behind.
protocol::RunRequest createRunFolder(const QString& folder, protocol::RunRequest request,
                                     const NextLine& next);

/// STEPLIGHT_ENGINE, or steplight-engine beside this program, or in the PATH; empty when there is
/// none.
QString engineProgram();

/// Starts the engine as a process of its own that outlives this one; also takes up a run whose
/// engine died, or that was cancelled. Throws std::runtime_error with a sentence: no engine, or one
/// is at work there already. GUI thread (or the main thread without one): for an instant the lock
/// file can be inherited, so all processes are to be started on one thread.
void startRun(const QString& folder);

/// Asks the engine to stop; its final event says when it has. Throws std::runtime_error with a
/// sentence.
void cancelRun(const QString& folder);

/// Whether an engine works in the folder now.
bool engineAlive(const QString& folder);

/// Whether its engine died or was cancelled in the midst: startRun() would go on there.
bool isInterrupted(const QString& folder);

/// Whether a whole line stands in events.jsonl behind the offset.
bool saysMore(const QString& folder, std::int64_t offset);

struct RunNews {
    std::vector<protocol::Event> events; ///< in order; after a final one nothing comes
    std::int64_t offset = 0;             ///< store this in one transaction with what the events say
    bool more = false;                   ///< more whole lines wait: poll again soon
    bool reread = false;     ///< the file had shrunk (power cut): these are its first lines again
    int rubbish = 0;         ///< lines that could not be read and were passed over
    QString rubbishSentence; ///< of the first of them
};

/// Reads the whole lines behind offset, about 1 MiB a call. A dead engine without a final event
/// gives one here: failed with code "died", or cancelled when that had been asked.
RunNews pollRun(const QString& folder, std::int64_t offset);

} // namespace steplight
