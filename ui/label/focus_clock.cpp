// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/focus_clock.h"

#include <algorithm>
#include <utility>

namespace steplight {

void FocusClock::reset()
{
    m_step = -1;
    m_spent.clear();
}

void FocusClock::gather(std::int64_t now)
{
    if (m_step >= 0)
        m_spent[m_step] += std::clamp(now - m_since, std::int64_t(0), longestPause);
    m_since = now;
}

void FocusClock::touch(int step, std::int64_t now)
{
    gather(now);
    m_step = step;
}

std::int64_t FocusClock::take(int step, std::int64_t now)
{
    gather(now);
    return std::exchange(m_spent[step], 0);
}

} // namespace steplight
