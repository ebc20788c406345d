// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/progress_line.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace steplight {

using namespace std::chrono_literals;

ProgressLine::ProgressLine()
    : m_terminal(isatty(STDERR_FILENO) != 0), m_begun(std::chrono::steady_clock::now())
{
}

ProgressLine::~ProgressLine()
{
    if (m_terminal)
        std::fputs("\r\033[K", stderr);
}

void ProgressLine::show(const std::string& what, std::int64_t done, std::int64_t total)
{
    const auto now = std::chrono::steady_clock::now();
    if (!m_terminal || now - m_drawn < 100ms)
        return;
    m_drawn = now;
    if (total <= 0) {
        std::fprintf(stderr, "\r\033[K%s  %lld", what.c_str(), static_cast<long long>(done));
        return;
    }
    const double share =
        std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
    const double seconds = std::chrono::duration<double>(now - m_begun).count();
    const std::string bar(static_cast<std::size_t>(share * 30), '#');
    std::fprintf(stderr, "\r\033[K%s  [%-30s] %3.0f %%", what.c_str(), bar.c_str(), share * 100);
    if (share > 0.02)
        std::fprintf(stderr, "  %.0f s left", seconds * (1 - share) / share);
}

} // namespace steplight
