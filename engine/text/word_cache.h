// SPDX-License-Identifier: GPL-3.0-or-later
// The ids of short words that were met lately; most words of a text are among a few thousand. One
// thread an object.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string_view>
#include <vector>

namespace steplight {

class WordCache
{
public:
    // Appends what `encode` appends for the word, and remembers it in place of another word.
    template <typename Encode>
    void encode(std::string_view word, std::vector<std::int64_t>& ids, const Encode& encodeWord)
    {
        if (word.size() > mostBytes)
            return encodeWord(word, ids);
        Slot& slot = m_slots[std::hash<std::string_view>()(word) % m_slots.size()];
        if (slot.size != word.size() ||
            std::memcmp(slot.word.data(), word.data(), slot.size) != 0) {
            const std::size_t before = ids.size();
            encodeWord(word, ids);
            const std::size_t count = ids.size() - before;
            if (count > slot.ids.size())
                return;
            slot.size = static_cast<std::uint8_t>(word.size());
            slot.count = static_cast<std::uint8_t>(count);
            std::memcpy(slot.word.data(), word.data(), word.size());
            for (std::size_t i = 0; i < count; ++i)
                slot.ids[i] = static_cast<std::int32_t>(ids[before + i]);
            return;
        }
        ids.insert(ids.end(), slot.ids.begin(), slot.ids.begin() + slot.count);
    }

private:
    static constexpr std::size_t mostBytes = 22;

    struct Slot { // 64 bytes
        std::uint8_t size = 0;
        std::uint8_t count = 0;
        std::array<char, mostBytes> word;
        std::array<std::int32_t, 10> ids;
    };

    std::vector<Slot> m_slots = std::vector<Slot>(1U << 14);
};

} // namespace steplight
