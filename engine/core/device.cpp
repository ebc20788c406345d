// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/device.h"

#include <ATen/Context.h>
#include <c10/util/Exception.h>
#include <torch/headeronly/version.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <limits>
#include <malloc.h>
#include <new>
#include <system_error>

#include "engine/core/error.h"

namespace steplight {
namespace {

namespace fs = std::filesystem;

// Throws EngineError "device" where no driver answers for any GPU.
void askDriver()
{
    void* driver = ::dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!driver)
        throw EngineError("device", "no NVIDIA driver");
    const auto init = reinterpret_cast<int (*)(unsigned)>(::dlsym(driver, "cuInit"));
    const auto count = reinterpret_cast<int (*)(int*)>(::dlsym(driver, "cuDeviceGetCount"));
    constexpr int noDevice = 100; // CUDA_ERROR_NO_DEVICE
    int devices = 0;
    int error = !init || !count ? -1 : init(0);
    if (error == 0)
        error = count(&devices);
    if (error == noDevice || (error == 0 && devices == 0))
        throw EngineError("device", "an NVIDIA driver, but no GPU");
    if (error != 0)
        throw EngineError("device", "the NVIDIA driver does not answer (error " +
                                        std::to_string(error) + ")");
}

std::string pluginFile()
{
    if (const char* named = std::getenv("STEPLIGHT_PLUGIN"))
        return named;
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const fs::path& folder : {program, program / "../lib/steplight"})
        if (fs::exists(folder / "libsteplight_cuda.so", error))
            return (folder / "libsteplight_cuda.so").lexically_normal();
    return {};
}

// Throws EngineError "device".
const CudaTable* open(const std::string& file)
{
    void* plugin = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL); // stays until the end
    if (!plugin) {
        std::string why = ::dlerror(); // "FILE: cannot open …" of the plug-in or what it needs
        if (!why.starts_with(file))
            why += std::string(" (LibTorch's CUDA half is missing or another than ") +
                   TORCH_VERSION +
                   "; LD_LIBRARY_PATH can name the lib folder of such a PyTorch with CUDA)";
        throw EngineError("device", "the GPU plug-in does not load: " + why);
    }
    const auto entry = reinterpret_cast<CudaEntry*>(::dlsym(plugin, "steplightCuda"));
    if (!entry)
        throw EngineError("device", file + " is no GPU plug-in of Steplight");
    if (std::string_view(entry()->libtorch) != TORCH_VERSION)
        throw EngineError("device", std::string("the GPU plug-in is for LibTorch ") +
                                        entry()->libtorch + ", not for " TORCH_VERSION);
    return entry();
}

Gpu look()
{
    Gpu found;
    found.file = pluginFile();
    try {
        if (!std::getenv("STEPLIGHT_PLUGIN"))
            askDriver();
        if (found.file.empty()) {
            found.sentence = "an NVIDIA driver, but no GPU plug-in";
            return found;
        }
        found.table = open(found.file);
        found.devices = found.table->devices();
        // cuDNN's attention plans anew for each form, and few trainings' passes have the same.
        at::globalContext().setSDPUseCuDNN(false);
        found.sentence = found.devices == 0
                             ? "the GPU plug-in is loaded, but finds no GPU that it is compiled for"
                             : nameOf(found, 0);
        if (found.devices > 1)
            found.sentence += " and " + std::to_string(found.devices - 1) + " more";
    } catch (const EngineError& error) {
        found.sentence = error.what();
    } catch (const c10::Error& error) {
        found.sentence = std::string("CUDA does not start: ") + error.what_without_backtrace();
    }
    return found;
}

} // namespace

const Gpu& gpu()
{
    static const Gpu found = look();
    return found;
}

std::string nameOf(const Gpu& found, int index)
{
    std::array<char, 256> name{};
    found.table->name(index, name.data(), name.size());
    return name.data();
}

at::TensorOptions placeOf(std::string_view wanted)
{
    const bool there = gpu().devices > 0;
    if (wanted == "cpu" || (wanted == "auto" && !there))
        return at::TensorOptions(at::kCPU).dtype(at::kFloat);
    if (wanted != "cuda" && wanted != "auto")
        throw EngineError("device", "The device is \"" + std::string(wanted) +
                                        "\"; it must be auto, cpu or cuda.");
    if (!there)
        throw EngineError("device", "No GPU can be used: " + gpu().sentence +
                                        ". Take the device \"cpu\", or \"auto\".");
    const char* place = std::getenv("LOCAL_RANK");
    if (!place)
        place = std::getenv("SLURM_LOCALID");
    const int index = place ? std::atoi(place) % gpu().devices : 0;
    return at::TensorOptions(at::Device(at::kCUDA, static_cast<at::DeviceIndex>(index)))
        .dtype(at::kBFloat16);
}

std::string describe(const at::TensorOptions& place)
{
    const std::string type = place.dtype() == at::kFloat ? "float32" : "bfloat16";
    const at::Device device = place.device();
    return type + " on " +
           (device.is_cuda() ? nameOf(gpu(), std::max<int>(device.index(), 0)) : "the CPU");
}

bool isOutOfMemory(const std::exception_ptr& error)
{
    try {
        std::rethrow_exception(error);
    } catch (const std::bad_alloc&) {
        return true;
    } catch (const c10::OutOfMemoryError&) {
        return true;
    } catch (const c10::Error& other) {
        const std::string words = other.what_without_backtrace();
        const auto says = [&](const char* part) { return words.find(part) != std::string::npos; };
        return says("can't allocate memory") || says("CUDA error: out of memory") ||
               says("ALLOC_FAILED");           // the CPU's; CUDA's own, cuBLAS's and cuDNN's
    } catch (const std::system_error& other) { // no room for a thread
        return other.code() == std::errc::resource_unavailable_try_again ||
               other.code() == std::errc::not_enough_memory;
    } catch (const std::exception& other) { // oneDNN, without room for a kernel
        return std::string(other.what()) == "could not create a primitive";
    } catch (...) {
        return false;
    }
}

void keepFreedMemory()
{
    ::mallopt(M_MMAP_THRESHOLD, std::numeric_limits<int>::max()); // no pieces of their own
    ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    ::mallopt(M_ARENA_MAX, 1); // a second one could not hold large pieces
}

void giveBackMemory()
{
    if (gpu().table)
        gpu().table->emptyCache();
}

} // namespace steplight
