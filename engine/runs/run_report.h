// SPDX-License-Identifier: GPL-3.0-or-later
// What a run that works through input.jsonl says while it does: loading, warnings, progress twice a
// second at most, each as an event and in words for engine.log. One thread.
#pragma once

#include "engine/prm/model_folder.h"
#include "engine/protocol/request.h"
#include "engine/runs/event_log.h"
#include "engine/runs/image_folder.h"
#include "engine/runs/run.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace steplight {

class RunReport
{
public:
    RunReport(EventLog& log, std::stop_token stop) : m_log(log), m_stop(std::move(stop)) {}

    /// Throws EngineError "cancelled" after a stop request.
    void throwIfStopped() const;
    /// For whoever loads the model; throws as above.
    ProgressFn loading();
    /// Throws EngineError "model" unless it is the one that the run was made for and begun with; a
    /// second model (role "prm"), begun with.
    void loaded(const protocol::RunRequest& request, const std::filesystem::path& folder,
                const protocol::ModelLoaded& model);
    /// Work begins: time left is told from here on.
    void begin();
    /// worked: of done, since begin(). Not sooner than the last one allows.
    void progress(const std::string& phase, std::int64_t worked, std::int64_t done,
                  std::int64_t total);
    /// subject ("trace", "question") and its id; an empty id concerns no one of them.
    void warn(const std::string& subject, const std::string& id, const std::string& code,
              const std::string& detail);
    /// Throws EngineError "input" with what the first warning said.
    [[noreturn]] void throwNothingDone(const std::string& what) const;
    /// For whoever goes on with less memory; concerns no one trace or question.
    std::function<void(const std::string& sentence)> warnOfMemory();

private:
    using Clock = std::chrono::steady_clock;
    bool isDue();

    EventLog& m_log;
    std::stop_token m_stop;
    std::string m_what; ///< that was said of loading
    std::string m_firstWarning;
    Clock::time_point m_begin, m_said;
};

/// As the request says, or as the command line does.
std::filesystem::path modelFolderOf(const RunOptions& options, const protocol::RunRequest& request);
ImageFolder imageFolderOf(const RunOptions& options, const protocol::RunRequest& request);

} // namespace steplight
