# The GPU plug-in, where nvcc is found. STEPLIGHT_CUDA=ON insists on it, OFF leaves it out.
find_program(STEPLIGHT_NVCC nvcc HINTS ENV CUDA_HOME PATHS /usr/local/cuda PATH_SUFFIXES bin)
if(STEPLIGHT_CUDA STREQUAL "ON" AND NOT STEPLIGHT_NVCC)
    message(FATAL_ERROR "STEPLIGHT_CUDA is ON, but there is no nvcc. Install the CUDA 13.0 toolkit or set CUDA_HOME.")
endif()
if(STEPLIGHT_CUDA STREQUAL "AUTO" AND STEPLIGHT_NVCC)
    execute_process(COMMAND "${STEPLIGHT_NVCC}" --version OUTPUT_VARIABLE _told ERROR_QUIET)
    # LibTorch's CUDA half is of 13; the distributions' older nvcc refuses their own compiler.
    if(NOT _told MATCHES "release 13\\.")
        message(STATUS "No GPU plug-in: ${STEPLIGHT_NVCC} is not of CUDA 13")
        unset(STEPLIGHT_NVCC CACHE)
    endif()
endif()
# nvcc takes neither the sanitizers' flags nor clang's
if(STEPLIGHT_CUDA STREQUAL "ON" OR (STEPLIGHT_CUDA STREQUAL "AUTO" AND STEPLIGHT_NVCC
        AND NOT STEPLIGHT_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU"))
    set(CMAKE_CUDA_COMPILER "${STEPLIGHT_NVCC}")
    set(CMAKE_CUDA_HOST_COMPILER "${CMAKE_CXX_COMPILER}")
    add_subdirectory(engine/kernels)
endif()
