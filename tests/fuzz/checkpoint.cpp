// SPDX-License-Identifier: GPL-3.0-or-later
// A checkpoint's JSON: config, preprocessing, profile, what an adapter and a training's state say;
// and, with the limits that a profile gives, the size to which a picture is brought. The input is a
// folder in parts.
#include "fuzz.h"

#include "engine/core/checkpoint.h"
#include "engine/core/config.h"
#include "engine/core/error.h"
#include "engine/core/image.h"
#include "engine/core/lora.h"
#include "engine/text/profile.h"

#include <ATen/ATen.h>

using namespace steplight;

namespace {

void resize(const Profile& profile)
{
    for (const Size size : {Size{1, 1}, Size{600, 3}, Size{37, 41}})
        try {
            const Size to = smartResize(size, 28, profile.pixels);
            fuzz::require(to.height >= 28 && to.width >= 28 && to.height % 28 == 0 &&
                              to.width % 28 == 0,
                          "a size is in whole cells");
            if (to.height * to.width <= 1 << 14) // more is only slow
                resizePillow(at::zeros({size.height, size.width, 3}, at::kByte), to);
        } catch (const EngineError& error) {
            fuzz::require(error.code() == "image", "a refusal has its code");
        }
}

template <class Read> void attempt(const char* code, Read read)
{
    try {
        read();
    } catch (const EngineError& error) {
        fuzz::require(error.code() == code, "a refusal has its code");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto folder = fuzz::scratch() / "checkpoint";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto training = folder / "checkpoints";
    std::filesystem::create_directories(training / "step-00000001");
    for (const auto& [name, bytes] : fuzz::parts(fuzz::text(data, size))) {
        for (const char* known : {"config.json", "preprocessor_config.json",
                                  "steplight_profile.json", "adapter_config.json"})
            if (name == known)
                fuzz::write(folder / name, bytes);
        if (name == "state.json")
            fuzz::write(training / "step-00000001" / name, bytes);
    }
    attempt("config", [&] {
        const Config config = readConfig(folder);
        fuzz::require(config.text.headDim() > 0 && config.vision.headDim() > 0,
                      "a head has channels");
    });
    attempt("config", [&] { readPreprocessing(folder); });
    attempt("profile", [&] {
        const Profile profile = loadProfile(folder);
        const auto turns = renderTurns(profile, "q {step}", {"a", "{text}"}, {"s", "{question}"});
        fuzz::require(turns.size() == 2, "a turn for each step");
        resize(profile);
    });
    try {
        Model none;
        loadLora(none, folder);
    } catch (const EngineError& error) { // its tensors are missing: found when the JSON was read
        fuzz::require(error.code() == "config" || error.code() == "weights",
                      "a refusal has its code");
    }
    bestCheckpoint(training);
    std::vector<std::string> refused;
    const auto newest = newestCheckpoint(training, &refused);
    fuzz::require(newest || refused.size() == 1, "a checkpoint is whole or refused with a word");
    return 0;
}
