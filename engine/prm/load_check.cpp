// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/load_check.h"

#include "engine/core/device.h"
#include "engine/prm/memory.h"
#include "engine/prm/model_folder.h"
#include "engine/text/sha256.h"

#include <chrono>
#include <set>

namespace steplight {
namespace {

namespace fs = std::filesystem;

constexpr const char* device = "auto"; // as a run would choose it
constexpr double shareOfHashing = 0.5; // of the whole check
constexpr std::size_t piece = 8 * 1024 * 1024;

std::vector<fs::path> weightFiles(const SafeTensors& file)
{
    std::set<fs::path> files;
    for (const auto& [name, info] : file.tensors())
        files.insert(info.file);
    return {files.begin(), files.end()};
}

std::vector<WeightFile> hashFiles(const std::vector<fs::path>& paths, const ProgressFn& progress)
{
    double all = 1, done = 0;
    for (const fs::path& path : paths)
        all += static_cast<double>(fs::file_size(path));
    std::vector<WeightFile> files;
    for (const fs::path& path : paths) {
        const MappedFile file(path);
        const std::string_view bytes{reinterpret_cast<const char*>(file.bytes().data()),
                                     file.bytes().size()};
        Sha256 sha;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            progress(shareOfHashing * done / all, "hashing " + path.filename().string());
            sha.add(bytes.substr(at, piece));
            done += static_cast<double>(std::min(piece, bytes.size() - at));
        }
        files.push_back(
            {path.filename().string(), static_cast<std::int64_t>(bytes.size()), sha.hex()});
    }
    return files;
}

void check(const fs::path& folder, const ProgressFn& progress, LoadCheck& result)
{
    const Config config = readConfig(folder);
    std::vector<fs::path> paths;
    {
        const SafeTensors file = SafeTensors::openFolder(folder);
        result.faults = compareTensors(config, file);
        const MemoryPlan plan =
            planUse(config, parametersOf(file), loadProfile(folder).pixels.maxPixels, device);
        result.memoryNeeded = plan.needed;
        result.memoryThere = plan.there;
        result.refused = !plan.fits();
        paths = weightFiles(file);
    }
    if (result.refused)
        return;
    result.files = hashFiles(paths, progress);
    const auto begin = std::chrono::steady_clock::now();
    const auto reading = [&](double share, const std::string& what) {
        progress(shareOfHashing + (1 - shareOfHashing) * share, what);
    };
    const Prm prm = Prm::load(folder, reading, 0, device);
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    prm.requireFinite();
    result.loads = true;
}

} // namespace

LoadCheck checkCheckpoint(const fs::path& folder, const ProgressFn& progress)
{
    LoadCheck result;
    try {
        check(folder, progress, result);
    } catch (const EngineError& error) {
        result.error = error.what();
    } catch (const std::exception& error) {
        const auto* torch = dynamic_cast<const c10::Error*>(&error);
        result.error = isOutOfMemory(std::current_exception())
                           ? std::string("It was not loaded. ") + memoryIsFull
                       : torch ? torch->what_without_backtrace()
                               : error.what();
    }
    return result;
}

} // namespace steplight
