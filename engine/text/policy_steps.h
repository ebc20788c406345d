// SPDX-License-Identifier: GPL-3.0-or-later
// A trace's steps as a policy writes them. Any thread.
#pragma once

#include "engine/text/profile.h"
#include "storage/records/trace.h"

namespace steplight {

inline std::vector<PolicyStep> policyStepsOf(const std::vector<Step>& steps)
{
    std::vector<PolicyStep> written;
    for (const Step& step : steps)
        written.push_back({step.section == Section::perception, step.text});
    return written;
}

} // namespace steplight
