// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/checkpoint.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/core/durable_file.h"
#include "engine/core/error.h"
#include "engine/core/lora.h"
#include "engine/core/save.h"

namespace steplight {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* optimiserStem = "optimiser-"; // and the process that wrote it
constexpr const char* adapterFile = "adapter_model.safetensors";

bool isAdapter(const Parameter& p)
{
    return p.name.ends_with(".lora_A.weight") || p.name.ends_with(".lora_B.weight");
}

// FNV-1a by words of eight bytes: any one changed word changes it.
std::uint64_t checksum(const fs::path& file)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    if (fs::file_size(file) == 0)
        return hash; // nothing to map
    const MappedFile mapped(file);
    const auto bytes = mapped.bytes();
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + i, std::min<std::size_t>(8, bytes.size() - i));
        hash = (hash ^ word) * 0x100000001b3;
    }
    return hash;
}

// {file name: size and checksum} of all that is in the folder
Json manifest(const fs::path& folder)
{
    Json files = Json::object();
    for (const auto& entry : fs::directory_iterator(folder))
        files[entry.path().filename().string()] = {{"bytes", entry.file_size()},
                                                   {"checksum", checksum(entry.path())}};
    return files;
}

Json toJson(const TrainState& s, std::int64_t updates)
{
    return {{"step", s.step},
            {"skipped", s.skipped},
            {"epoch", s.epoch},
            {"cursor", s.cursor},
            {"seed", s.seed},
            {"updates", updates},
            {"metric", s.metric ? Json(*s.metric) : Json()},
            {"measured", s.measured}};
}

Json readState(const fs::path& checkpoint)
{
    std::ifstream in(checkpoint / trainStateFile);
    return Json::parse(in);
}

// Throws whatever says best what is wrong.
void verify(const fs::path& checkpoint)
{
    const Json state = readState(checkpoint);
    for (const auto& [name, file] : state.at("files").items()) {
        const fs::path path = checkpoint / name;
        if (!fs::exists(path) || fs::file_size(path) != file.at("bytes").get<std::uint64_t>())
            throw std::runtime_error(name + " is missing or cut off");
        if (checksum(path) != file.at("checksum").get<std::uint64_t>())
            throw std::runtime_error(name + " was changed or damaged");
    }
}

bool isWhole(const fs::path& checkpoint, std::vector<std::string>* refused)
{
    try {
        verify(checkpoint);
        return true;
    } catch (const std::exception& e) {
        if (refused)
            refused->push_back("The checkpoint " + checkpoint.string() + " is not used: " +
                               e.what() + ". An earlier one is taken, if there is one.");
        return false;
    }
}

std::optional<double> metricOf(const fs::path& checkpoint)
{
    try {
        const Json state = readState(checkpoint);
        if (state.at("metric").is_number())
            return state.at("metric").get<double>();
    } catch (const Json::exception&) { // it cannot be the best then
    }
    return std::nullopt;
}

// Finished ones, the newest first.
std::vector<fs::path> checkpoints(const fs::path& folder)
{
    std::vector<fs::path> all;
    if (fs::is_directory(folder))
        for (const auto& entry : fs::directory_iterator(folder))
            if (const std::string name = entry.path().filename();
                name.starts_with("step-") && !name.ends_with(".partial"))
                all.push_back(entry.path());
    std::sort(all.rbegin(), all.rend());
    return all;
}

void removePartial(const fs::path& folder)
{
    std::vector<fs::path> torn;
    if (fs::is_directory(folder))
        for (const auto& entry : fs::directory_iterator(folder))
            if (const std::string name = entry.path().filename();
                name.starts_with("step-") && name.ends_with(".partial"))
                torn.push_back(entry.path());
    for (const fs::path& one : torn)
        fs::remove_all(one);
}

// The least metric first; the newer one where two are equal.
std::vector<fs::path> byMetric(const fs::path& folder)
{
    std::vector<std::pair<double, fs::path>> rated;
    for (const fs::path& c : checkpoints(folder))
        if (const auto metric = metricOf(c))
            rated.emplace_back(*metric, c);
    std::stable_sort(rated.begin(), rated.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<fs::path> out;
    for (auto& [metric, path] : rated)
        out.push_back(std::move(path));
    return out;
}

void prune(const fs::path& folder)
{
    const auto all = checkpoints(folder), rated = byMetric(folder);
    for (std::size_t i = 2; i < all.size(); ++i)
        if (rated.empty() || all[i] != rated.front())
            fs::remove_all(all[i]);
}

void copyInto(const at::Tensor& tensor, const std::string& name, const SafeTensors& file)
{
    const auto it = file.tensors().find(name);
    if (it == file.tensors().end() || it->second.shape != tensor.sizes().vec() ||
        it->second.type != tensor.scalar_type())
        throw EngineError("weights", "The checkpoint is of another training: " + name +
                                         " is missing, or of another shape or type. Start anew, "
                                         "or resume with the options that it began with.");
    tensor.detach().copy_(toTensor(it->second, tensor.options().requires_grad(false)));
}

fs::path placeOf(const fs::path& folder, std::int64_t step)
{
    char name[32];
    std::snprintf(name, sizeof name, "step-%08lld", static_cast<long long>(step));
    return folder / name;
}

std::vector<SafeTensors> optimiserFiles(const fs::path& checkpoint)
{
    std::vector<SafeTensors> files;
    for (const auto& entry : fs::directory_iterator(checkpoint))
        if (entry.path().filename().string().starts_with(optimiserStem))
            files.push_back(SafeTensors::openFile(entry.path()));
    return files;
}

void saveWeights(const fs::path& folder, const Model& model, const AdamW& optimiser,
                 const fs::path& source)
{
    const auto& learns = optimiser.parameters;
    if (!std::all_of(learns.begin(), learns.end(), isAdapter))
        saveModel(model, folder, {source});
    if (std::any_of(learns.begin(), learns.end(), isAdapter))
        saveLora(model, folder, source.string());
}

void finish(const fs::path& partial, const fs::path& place, Json state)
{
    state["files"] = manifest(partial);
    writeDurably(partial / trainStateFile, state.dump(2) + "\n");
    fs::remove_all(place); // of the same step, before a resume
    fs::rename(partial, place);
    syncFolder(place.parent_path());
    prune(place.parent_path());
}

// Runs `work` where this process has a part in it, and then waits for all. Throws in all processes
// when it failed in one.
template <typename Work>
void together(const Processes& processes, bool part, const fs::path& place, const Work& work)
{
    std::exception_ptr failure;
    try {
        if (part)
            work();
    } catch (const fs::filesystem_error& e) {
        failure = std::make_exception_ptr(
            EngineError("disk", "The checkpoint " + place.string() + " could not be written (" +
                                    e.what() + "). Those before it are kept."));
    } catch (...) {
        failure = std::current_exception();
    }
    if (processes.all(!failure))
        return;
    std::error_code ignored;
    fs::remove_all(place.string() + ".partial", ignored);
    if (failure)
        std::rethrow_exception(failure);
    throw EngineError("disk", "Another process could not write its part of the checkpoint " +
                                  place.string() + ". Those before it are kept.");
}

} // namespace

void saveCheckpoint(const fs::path& folder, const Model& model, const AdamW& optimiser,
                    const TrainState& state, const fs::path& source)
{
    const Processes& processes = optimiser.processes;
    const bool first = processes.rank() == 0;
    const fs::path place = placeOf(folder, state.step), partial = place.string() + ".partial";
    together(processes, first, place, [&] {
        removePartial(folder); // also of another step, torn by a kill
        fs::create_directories(partial);
        saveWeights(partial, model, optimiser, source);
    });
    together(processes, true, place, [&] {
        const std::string name = optimiserStem + std::to_string(processes.rank()) + ".safetensors";
        writeSafeTensors(partial / name, stateOf(optimiser));
    });
    together(processes, first, place,
             [&] { finish(partial, place, toJson(state, optimiser.updates)); });
}

std::optional<fs::path> newestCheckpoint(const fs::path& folder, std::vector<std::string>* refused)
{
    for (const fs::path& c : checkpoints(folder))
        if (isWhole(c, refused))
            return c;
    return std::nullopt;
}

std::optional<fs::path> bestCheckpoint(const fs::path& folder)
{
    for (const fs::path& c : byMetric(folder))
        if (isWhole(c, nullptr))
            return c;
    return std::nullopt;
}

TrainState resume(const fs::path& checkpoint, const Model& model, AdamW& optimiser)
{
    const at::NoGradGuard noGrad;
    if (fs::exists(checkpoint / "config.json")) {
        const SafeTensors file = SafeTensors::openFolder(checkpoint);
        for (const NamedTensor& t : checkpointTensors(model))
            copyInto(t.tensor, t.name, file);
    }
    if (fs::exists(checkpoint / adapterFile)) {
        const SafeTensors file = SafeTensors::openFile(checkpoint / adapterFile);
        for (const Parameter& p : loraParameters(model))
            copyInto(p.tensor, "base_model.model." + p.name, file);
    }
    try {
        const Json j = readState(checkpoint);
        restore(optimiser, optimiserFiles(checkpoint), j.at("updates"));
        TrainState s{
            j.at("step"), j.at("skipped"), j.at("epoch"), j.at("cursor"), j.at("seed"), {}, {}};
        if (j.at("metric").is_number())
            s.metric = j.at("metric").get<double>();
        if (const auto measured = j.find("measured"); measured != j.end())
            s.measured = measured->get<std::map<std::string, double>>();
        return s;
    } catch (const Json::exception& e) {
        throw EngineError("config", (checkpoint / trainStateFile).string() + ": " + e.what());
    }
}

} // namespace steplight
