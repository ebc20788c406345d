// SPDX-License-Identifier: GPL-3.0-or-later
// Bounds what one record may unfold into: the paths of a tree share their beginnings in the file,
// but not in memory. Any thread.
#pragma once

#include "storage/import/json.h"
#include "storage/records/trace.h"

#include <cstddef>

namespace steplight {

class TextBudget
{
public:
    static constexpr std::size_t most = std::size_t{256} << 20; ///< bytes of text

    /// Throws BadRow when the record has unfolded into more than most.
    void spend(const std::string& question, const std::vector<Step>& steps)
    {
        m_spent += question.size();
        for (const auto& step : steps)
            m_spent += step.text.size() + sizeof(Step);
        if (m_spent > most)
            throw BadRow("its solutions hold more than " + std::to_string(most >> 20) +
                         " MB of text");
    }

private:
    std::size_t m_spent = 0;
};

} // namespace steplight
