// SPDX-License-Identifier: GPL-3.0-or-later
// KaTeX in a JavaScript engine that has no files, no network and no document. The formula is data
// to it, never script; time, length, expansions and trust are bounded. Lives on one thread;
// interrupt() from any.
#pragma once

#include "ui/math/katex_tree.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace steplight {

class KatexEngine
{
public:
    static constexpr int longestFormula = 10'000; ///< characters
    static constexpr int mostExpansions = 1000;   ///< of macros
    static constexpr std::chrono::milliseconds longestTime{250};

    /// Loads katex.min.js of the folder; throws std::runtime_error when that does not work.
    explicit KatexEngine(const QString& folder, std::chrono::milliseconds limit = longestTime);
    ~KatexEngine();
    KatexEngine(const KatexEngine&) = delete;
    KatexEngine& operator=(const KatexEngine&) = delete;

    /// The formula's tree; none when it is not TeX that KaTeX knows, asks for trust, or takes too
    /// long.
    std::optional<KatexNode> tree(const QString& formula, bool display);
    /// What runs ends at once, and all later formulas fail: the program ends.
    void interrupt();

private:
    void watch(std::stop_token stop);

    struct Script; // keeps QJSEngine's headers from everybody else
    std::unique_ptr<Script> m_script;
    const std::chrono::milliseconds m_limit; ///< of one formula
    std::mutex m_lock;
    std::condition_variable_any m_changed;
    std::chrono::steady_clock::time_point m_deadline; // guarded by m_lock; max = nothing runs
    bool m_ended = false;                             // guarded by m_lock
    std::jthread m_watch;                             // last: it uses the others
};

} // namespace steplight
