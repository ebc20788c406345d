// SPDX-License-Identifier: GPL-3.0-or-later
// An annotator who agrees with judge and rollouts: real keys to the real window, and a drag where a
// box is drawn; nothing else. For tests and benches, on the GUI thread.
#pragma once

#include "app/window.h"
#include "storage/records/trace_detail.h"

namespace steplight {

class ScriptedAnnotator
{
public:
    explicit ScriptedAnnotator(Window& window) : m_window(window) {}

    /// Labels the trace that is shown up to its first error (all of it, where there is none), with
    /// kind and, for a perception error, a box; then asks for the
    /// next trace. In first-error mode, from a fresh trace. Throws std::runtime_error where the
    /// page does not answer.
    void label(const TraceDetail& detail);
    /// One key to whatever has the focus.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});

    int keys() const { return m_keys; }   ///< pressed so far
    int steps() const { return m_steps; } ///< labelled so far

private:
    void drawBox();
    void waitUntil(const std::function<bool()>& done, const char* what) const;

    Window& m_window;
    int m_keys = 0;
    int m_steps = 0;
};

/// The step that a judge calls the first error, else the first from which hardly a rollout wins; -1
/// = none.
int firstErrorOf(const TraceDetail& detail);

} // namespace steplight
