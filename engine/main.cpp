// SPDX-License-Identifier: GPL-3.0-or-later
// steplight-engine: run one run folder, serve calls on pipes, or say what this machine offers.
#include "engine/core/device.h"
#include "engine/runs/info.h"
#include "engine/runs/run.h"
#include "engine/runs/serve.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdlib>
#include <execinfo.h>
#include <iostream>
#include <unistd.h>

namespace {

/// LibTorch's OpenMP reads this when it is loaded, before main: idle threads sleep instead of
/// spinning, so that the engine shares a busy machine with the window.
void letIdleThreadsSleep(char** argv)
{
    if (std::getenv("OMP_WAIT_POLICY"))
        return;
    setenv("OMP_WAIT_POLICY", "passive", 0);
    execv("/proc/self/exe", argv); // on failure: goes on, only less politely
}

/// The C library loads what unwinds its own frames when it is needed first, and aborts with a full
/// memory.
void loadUnwinder()
{
    void* here = nullptr;
    ::backtrace(&here, 1);
}

/// A line on stdout, ten times a second at most.
void sayProgress(double share, const std::string& what)
{
    using Clock = std::chrono::steady_clock;
    static Clock::time_point last;
    if (const auto now = Clock::now(); now - last > std::chrono::milliseconds(100)) {
        last = now;
        std::cout << steplight::progressLine(share, what) << std::endl;
    }
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Steplight's engine: scores reasoning traces with a process reward model.",
                 "steplight-engine");
    app.set_version_flag("--version", "steplight-engine " STEPLIGHT_VERSION);
    app.require_subcommand(1);

    steplight::RunOptions options;
    CLI::App* run = app.add_subcommand("run", "Carry out one run folder (docs/protocol.md).");
    run->add_option("FOLDER", options.folder, "the run folder")
        ->required()
        ->check(CLI::ExistingDirectory);
    run->add_option("--images", options.images, "find the images here, by their hashes")
        ->check(CLI::ExistingDirectory);
    run->add_option("--model", options.model, "the checkpoint folder, instead of the request's")
        ->check(CLI::ExistingDirectory);
    run->add_option("--lock-fd", options.lockFile, "the open lock file, locked by the starter");
    run->add_flag("--turn", options.turn, "wait until no run beside it is at work");

    CLI::App* serve = app.add_subcommand("serve", "Answer calls on stdin and stdout, a line each.");
    CLI::App* info = app.add_subcommand("info", "Say version, devices and plug-in.");
    bool json = false;
    info->add_flag("--json", json, "one JSON object");
    std::string model;
    CLI::Option* about = info->add_option(
        "--model", model, "what this checkpoint folder holds, without reading its weights");
    bool check = false;
    info->add_flag("--check", check, "compare every tensor, hash the files, load the model")
        ->needs(about);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (!*info || check) // what computes; starting anew costs as long as a start
        letIdleThreadsSleep(argv);
    loadUnwinder();
    steplight::gpu(); // before anything asks LibTorch about CUDA
    if (*serve)
        return steplight::serve(steplight::takeStdout());
    if (*run) {
        steplight::keepFreedMemory();
        return steplight::runFolder(options);
    }
    steplight::InfoOptions wanted{json, check};
    if (json && check)
        wanted.progress = sayProgress;
    std::cout << (model.empty() ? steplight::engineInfo(json) : steplight::modelInfo(model, wanted))
              << '\n';
    return 0;
}
