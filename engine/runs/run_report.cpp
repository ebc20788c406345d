// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/run_report.h"

#include "engine/core/device.h"

#include <algorithm>
#include <iostream>
#include <utility>

namespace steplight {

using namespace protocol;

void RunReport::throwIfStopped() const
{
    if (m_stop.stop_requested())
        throw EngineError("cancelled", "The run was cancelled.");
}

bool RunReport::isDue()
{
    constexpr auto interval = std::chrono::milliseconds(500);
    if (Clock::now() - m_said < interval)
        return false;
    m_said = Clock::now();
    return true;
}

ProgressFn RunReport::loading()
{
    std::cerr << "GPU: " << gpu().sentence << '\n';
    return [this](double share, const std::string& what) {
        throwIfStopped();
        if (std::exchange(m_what, what) != what)
            std::cerr << what << '\n';
        if (isDue())
            m_log.write({"", Progress{"load", static_cast<std::int64_t>(share * 100), 100, -1}});
    };
}

void RunReport::loaded(const RunRequest& request, const std::filesystem::path& folder,
                       const ModelLoaded& model)
{
    const bool second = model.role == "prm";
    for (const std::string& wanted : {second ? std::string() : request.modelHash,
                                      second ? m_log.past().prmHash : m_log.past().modelHash})
        if (!wanted.empty() && wanted != model.hash)
            throw EngineError("model", "The model in " + folder.string() +
                                           " is not the one that this run was made for or begun "
                                           "with (its hash differs). Make a new run for it.");
    m_log.write({"", model});
    std::cerr << model.summary << '\n';
}

void RunReport::begin()
{
    m_begin = m_said = Clock::now();
}

void RunReport::progress(const std::string& phase, std::int64_t worked, std::int64_t done,
                         std::int64_t total)
{
    if (!isDue())
        return;
    const std::chrono::duration<double> gone = m_said - m_begin;
    const double left = gone.count() / static_cast<double>(worked) * double(total - done);
    m_log.write({"", Progress{phase, done, total, std::max(left, 0.0)}});
}

void RunReport::warn(const std::string& subject, const std::string& id, const std::string& code,
                     const std::string& detail)
{
    if (m_firstWarning.empty())
        m_firstWarning = detail;
    m_log.write({"", Warning{id, code, detail}});
    std::cerr << "warning: " << (id.empty() ? "" : subject + " " + id + ": ") << detail << '\n';
}

void RunReport::throwNothingDone(const std::string& what) const
{
    throw EngineError(
        "input",
        what + (m_firstWarning.empty() ? "The warnings say why." : "First: " + m_firstWarning) +
            " Mend that, then start a new run.");
}

std::function<void(const std::string&)> RunReport::warnOfMemory()
{
    return [this](const std::string& sentence) { warn("", "", "memory", sentence); };
}

std::filesystem::path modelFolderOf(const RunOptions& options, const RunRequest& request)
{
    return options.model.empty() ? std::filesystem::path(request.model) : options.model;
}

ImageFolder imageFolderOf(const RunOptions& options, const RunRequest& request)
{
    const bool byHash = !options.images.empty();
    return {byHash ? options.images : options.folder / request.images, byHash};
}

} // namespace steplight
