// SPDX-License-Identifier: GPL-3.0-or-later
// An allocator for LibTorch that refuses large pieces, as a full GPU does. One thread.
#pragma once

#include <c10/core/CPUAllocator.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <limits>

#include <sys/resource.h>
#include <unistd.h>

namespace steplight::test {

class LimitedMemory final : public c10::Allocator
{
public:
    std::size_t most = std::numeric_limits<std::size_t>::max(), largest = 0;
    int refused = 0;

    c10::DataPtr allocate(std::size_t bytes) override
    {
        refused += bytes > most;
        TORCH_CHECK_WITH(OutOfMemoryError, bytes <= most, "this piece is too large");
        largest = std::max(largest, bytes);
        return c10::GetDefaultCPUAllocator()->allocate(bytes);
    }
    c10::DeleterFnPtr raw_deleter() const override
    {
        return c10::GetDefaultCPUAllocator()->raw_deleter();
    }
    void copy_data(void* to, const void* from, std::size_t bytes) const override
    {
        default_copy_data(to, from, bytes);
    }
};

// While it lives, this process may take so many bytes of addresses beyond those it has.
class AddressLimit
{
public:
    explicit AddressLimit(std::int64_t more)
    {
        std::int64_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        ::getrlimit(RLIMIT_AS, &m_before);
        const rlimit limit{static_cast<rlim_t>(pages * ::sysconf(_SC_PAGESIZE) + more),
                           m_before.rlim_max};
        ::setrlimit(RLIMIT_AS, &limit);
    }
    ~AddressLimit() { ::setrlimit(RLIMIT_AS, &m_before); }
    AddressLimit(const AddressLimit&) = delete;
    AddressLimit& operator=(const AddressLimit&) = delete;

private:
    rlimit m_before{};
};

// LibTorch's allocator for the rest of the program.
inline LimitedMemory& limitedMemory()
{
    static LimitedMemory limited;
    c10::SetCPUAllocator(&limited, 1);
    return limited;
}

} // namespace steplight::test
