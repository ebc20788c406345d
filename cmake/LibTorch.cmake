# LibTorch's CPU half as imported targets: LibTorch::cpu. Its own CMake package is not used: it demands a CUDA toolkit even
# on a CPU. Torch_ROOT (variable or environment) names another torch folder: one with include/ and lib/.
include_guard(GLOBAL)

if(DEFINED ENV{XDG_CACHE_HOME} AND NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
    set(_cache "$ENV{XDG_CACHE_HOME}")
else()
    set(_cache "$ENV{HOME}/.cache")
endif()
if(NOT Torch_ROOT)
    set(Torch_ROOT "$ENV{Torch_ROOT}")
endif()
if(NOT Torch_ROOT)
    set(Torch_ROOT "${_cache}/steplight/libtorch-2.11.0/torch")
endif()
if(NOT EXISTS "${Torch_ROOT}/lib/libtorch_cpu.so" OR NOT EXISTS "${Torch_ROOT}/include/ATen/ATen.h")
    message(FATAL_ERROR "LibTorch is not in ${Torch_ROOT}.\n"
        "Run packaging/fetch_libtorch once, or set Torch_ROOT to a torch folder with include/ and lib/.")
endif()
message(STATUS "LibTorch: ${Torch_ROOT}")

# LibTorch finds NVIDIA's small libraries, which a wheel keeps in its neighbour folder, by a path of its own (RPATH);
# the linker must be told. A LibTorch built without CUDA has none of them.
set(_libraries "${Torch_ROOT}/lib/libc10.so")
file(GLOB _gomp "${Torch_ROOT}/lib/libgomp*.so*")
list(APPEND _libraries ${_gomp})

add_library(LibTorch::cpu SHARED IMPORTED GLOBAL)
set_target_properties(LibTorch::cpu PROPERTIES
    IMPORTED_LOCATION "${Torch_ROOT}/lib/libtorch_cpu.so"
    INTERFACE_INCLUDE_DIRECTORIES "${Torch_ROOT}/include"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${Torch_ROOT}/include"
    INTERFACE_LINK_LIBRARIES "${_libraries}"
    INTERFACE_LINK_OPTIONS "LINKER:-rpath-link,${Torch_ROOT}/lib;LINKER:-rpath-link,${Torch_ROOT}/../nvidia/cu13/lib")
