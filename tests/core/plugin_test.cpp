// SPDX-License-Identifier: GPL-3.0-or-later
// The GPU plug-in as it is built: loading it needs LibTorch's CUDA half, but no GPU. Each case runs
// in a process of its own, since a plug-in stays loaded.
#include <gtest/gtest.h>

#include <ATen/core/dispatch/Dispatcher.h>

#include <cstdlib>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/core/device.h"
#include "engine/core/error.h"
#include "engine/core/ops.h"

using namespace steplight;

namespace {

constexpr int fine = 0, wrong = 1, absent = 77;

// The exit code of `act` in a child process with STEPLIGHT_PLUGIN set.
template <class Act> int inChild(const std::string& plugin, Act act)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv("STEPLIGHT_PLUGIN", plugin.c_str(), 1);
        ::_exit(act());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool says(const std::string& sentence, const char* part)
{
    std::cerr << "    " << sentence << '\n';
    return sentence.find(part) != std::string::npos;
}

int checkOperators()
{
    const at::NoGradGuard fused;
    if (!gpu().table && says(gpu().sentence, "cannot open shared object"))
        return absent;
    if (!gpu().table)
        return wrong;
    if (rmsNorm(at::ones({1, 4}), at::ones({4}), 0).sum().item<float>() != 4)
        return wrong; // the CPU's twins go on working beside it
    for (const char* name : {"rms_norm", "add_norm", "rotate_qk", "gated", "merge_states"}) {
        const auto op =
            c10::Dispatcher::singleton().findSchema({std::string("steplight::") + name, ""});
        if (!op || !op->hasKernelForDispatchKey(c10::DispatchKey::CUDA))
            return wrong;
    }
    return fine;
}

} // namespace

TEST(Plugin, LoadsAndRegistersEveryOperator)
{
    const int code = inChild(STEPLIGHT_BIN "/libsteplight_cuda.so", checkOperators);
    if (code == absent)
        GTEST_SKIP() << "LibTorch's CUDA half is not here: packaging/fetch_libtorch --cuda";
    EXPECT_EQ(code, fine);
}

TEST(Plugin, WithoutAGpuTheCpuIsChosenAndCudaIsRefused)
{
    const int code = inChild(STEPLIGHT_BIN "/libsteplight_cuda.so", [] {
        if (gpu().devices > 0)
            return absent;
        try {
            placeOf("cuda");
        } catch (const EngineError& error) {
            return placeOf("auto").device().is_cpu() && says(error.what(), "No GPU can be used: ")
                       ? fine
                       : wrong;
        }
        return wrong;
    });
    if (code == absent)
        GTEST_SKIP() << "a GPU is here";
    EXPECT_EQ(code, fine);
}

TEST(Plugin, AnotherFileIsNamedInASentence)
{
    EXPECT_EQ(inChild("/no/such/plugin.so",
                      [] { return says(gpu().sentence, "/no/such/plugin.so") ? fine : wrong; }),
              fine);
    EXPECT_EQ(inChild("libm.so.6",
                      [] { return says(gpu().sentence, "is no GPU plug-in") ? fine : wrong; }),
              fine);
}

TEST(Plugin, AnUnknownDeviceIsRefused)
{
    try {
        placeOf("tpu");
        FAIL() << "nothing was thrown";
    } catch (const EngineError& error) {
        EXPECT_EQ(error.code(), "device");
        EXPECT_NE(std::string(error.what()).find("auto, cpu or cuda"), std::string::npos);
    }
    EXPECT_TRUE(placeOf("cpu").device().is_cpu());
}
