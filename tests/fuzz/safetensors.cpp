// SPDX-License-Identifier: GPL-3.0-or-later
// Weights: one file, or with parts a folder with its index and shards.
#include "fuzz.h"

#include "engine/core/error.h"
#include "engine/core/safetensors.h"

#include <ATen/ATen.h>

using namespace steplight;

namespace {

template <class Open> void load(Open open)
{
    try {
        const SafeTensors weights = open();
        for (const auto& [name, info] : weights.tensors()) {
            const at::Tensor tensor = toTensor(info, at::kFloat);
            fuzz::require(tensor.sizes() == at::IntArrayRef(info.shape), "a tensor has its shape");
        }
    } catch (const EngineError& error) {
        fuzz::require(error.code() == "weights", "a refusal has its code");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto folder = fuzz::scratch() / "weights";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto files = fuzz::parts(fuzz::text(data, size));
    if (files.empty()) {
        const auto file = fuzz::write(folder / "model.safetensors", fuzz::text(data, size));
        load([&] { return SafeTensors::openFile(file); });
        return 0;
    }
    for (const auto& [name, bytes] : files)
        for (const char* known :
             {"model.safetensors", "model.safetensors.index.json",
              "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"})
            if (name == known)
                fuzz::write(folder / name, bytes);
    load([&] { return SafeTensors::openFolder(folder); });
    return 0;
}
