// SPDX-License-Identifier: GPL-3.0-or-later
// `steplight-engine info`: version, devices, threads, plug-in. Any thread.
#pragma once

#include <functional>
#include <string>

namespace steplight {

/// One line of words, or one JSON object {version, protocol, libtorch, devices:[{name, threads},
/// {name, model, memory, memory_there}…], plugin, gpu}: plugin is its file or null, gpu what was
/// found of a GPU, in words.
std::string engineInfo(bool asJson);

struct InfoOptions {
    bool asJson = false;
    bool check = false; ///< compares all tensors, hashes the files, loads the model
    std::function<void(double share, const std::string& what)> progress = [](double,
                                                                             const std::string&) {};
};

/// `info --model FOLDER [--check]`: one object as docs/protocol.md has it. model.error says why the
/// folder cannot be used, model.check what came of loading it.
std::string modelInfo(const std::string& folder, const InfoOptions& options);

/// A line of progress: {progress, what}.
std::string progressLine(double share, const std::string& what);

} // namespace steplight
