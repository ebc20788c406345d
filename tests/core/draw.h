// SPDX-License-Identifier: GPL-3.0-or-later
// The random numbers and the hashes that make_tokens.py and the scripts beside it use.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace fixture {

// splitmix64 (https://prng.di.unimi.it/splitmix64.c)
class Draw
{
public:
    explicit Draw(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t below(std::uint64_t n)
    {
        std::uint64_t z = m_state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (z ^ (z >> 31)) % n;
    }

private:
    std::uint64_t m_state;
};

constexpr std::uint64_t prime = 0x100000001b3;

template <typename Numbers> std::uint64_t fold(std::uint64_t h, const Numbers& numbers)
{
    for (const std::int64_t n : numbers)
        h = (h * prime) ^ static_cast<std::uint64_t>(n);
    return h;
}

inline std::string hex(std::uint64_t n, int digits = 16)
{
    char text[17];
    std::snprintf(text, sizeof text, "%0*llx", digits, static_cast<unsigned long long>(n));
    return text;
}

// `hash_of` of make_pictures.py: the sum of byte k times prime^k.
inline std::string bytesHash(const std::uint8_t* bytes, std::size_t size)
{
    std::uint64_t sum = 0;
    for (std::size_t i = size; i > 0; --i)
        sum = sum * prime + bytes[i - 1];
    return hex(sum);
}

} // namespace fixture
