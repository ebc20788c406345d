// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/examples.h"

#include "engine/core/error.h"
#include "engine/protocol/lines.h"

#include <algorithm>
#include <array>

namespace steplight {

using protocol::Example;

namespace {

// Something must be learnt of it: a target, or a step to write.
void requireUse(const Example& example)
{
    if (example.trace.steps.empty())
        throw protocol::Error("malformed", "the trace has no steps.");
    const auto& targets = example.targets;
    if (!targets.empty() && std::count(targets.begin(), targets.end(), std::nullopt) ==
                                static_cast<std::ptrdiff_t>(targets.size()))
        throw protocol::Error("malformed", "no step has a target.");
}

} // namespace

Examples::Examples(const std::filesystem::path& input, const WarnFn& warn)
    : m_path(input), m_file(input, std::ios::binary)
{
    protocol::LineSplitter lines;
    std::array<char, 1U << 16> bytes;
    std::int64_t number = 0, begin = 0;
    while (m_file.read(bytes.data(), bytes.size()), m_file.gcount() > 0) {
        lines.add({bytes.data(), static_cast<std::size_t>(m_file.gcount())});
        while (const auto line = lines.next()) {
            ++number;
            const Place place{begin, line->bytes};
            begin += line->bytes;
            try {
                if (line->tooLong)
                    throw protocol::Error("too-large", "it is too long.");
                const Example example = protocol::readExample(line->text);
                requireUse(example);
                m_places.push_back(place);
                count(example);
            } catch (const protocol::Error& error) {
                warn("Line " + std::to_string(number) +
                     " of input.jsonl is left out: " + error.what());
            }
        }
    }
    m_file.clear();
    if (m_learnt.empty())
        throw EngineError("input", input.string() + " has no example to learn from (" +
                                       std::to_string(m_validation.size()) +
                                       " are for validation). Nothing was begun.");
}

void Examples::count(const Example& example)
{
    const std::size_t index = m_places.size() - 1;
    m_targets += example.targets.empty() ? 0 : 1;
    if (example.validation) {
        m_validation.push_back(index);
        return;
    }
    m_learnt.push_back(index);
    ++(example.targets.empty() ? m_policy : m_prm);
    for (std::size_t i = 0; i < example.targets.size(); ++i) {
        const bool seen = !example.whole && example.trace.steps[i].section == Section::perception;
        m_plus[seen ? 1 : 0] += example.targets[i].value_or(0);
        m_minus[seen ? 1 : 0] += 1 - example.targets[i].value_or(1);
    }
}

Example Examples::read(std::size_t index)
{
    const Place& place = m_places.at(index);
    std::string line(static_cast<std::size_t>(place.bytes), '\0');
    m_file.seekg(place.begin);
    if (!m_file.read(line.data(), place.bytes))
        throw EngineError("input", m_path.string() + " cannot be read any more. The checkpoints so "
                                                     "far are kept.");
    return protocol::readExample(line);
}

} // namespace steplight
