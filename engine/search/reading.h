// SPDX-License-Identifier: GPL-3.0-or-later
// How a policy's words become steps and an answer, whole or step by step. Any thread.
#pragma once

#include "engine/text/profile.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace steplight::search {

// form: the policy's own, of its profile. prose: the published pipeline's reading of a policy that
// was taught no form (pipeline.md §7, 27-29): paragraphs are steps, all of them reasoning, and the
// answer is the last \boxed{} of the solution, or where there are options the last letter of one,
// or all of it. An answer that names an option by its letter is that option.
class Reading
{
public:
    // Form and options are to outlive it.
    Reading(const PolicyForm& form, bool prose, std::span<const std::string> options = {})
        : m_form(form), m_prose(prose), m_options(options)
    {
    }

    // What ends a step; empty when nothing says it.
    std::string stop() const;
    // The open turn that these steps make; where there are none, the heading that must come first.
    std::string standing(const std::vector<PolicyStep>& steps) const;
    // Unset when it does not have the form.
    std::optional<PolicyTurn> whole(std::string_view response) const;

    struct Next {
        PolicyStep step;    // no text: only the answer was written
        std::string answer; // not empty: the solution ends here
    };
    // What `text` adds to these steps, up to a stop() or to its end. Unset when it is no whole step
    // and no answer (yet).
    std::optional<Next> next(const std::vector<PolicyStep>& before, std::string_view text,
                             bool stopped) const;

private:
    std::string answerIn(std::string_view prose) const;

    const PolicyForm& m_form;
    bool m_prose;
    std::span<const std::string> m_options;
};

} // namespace steplight::search
