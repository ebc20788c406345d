// SPDX-License-Identifier: GPL-3.0-or-later
// A trace as a JSON value, for the messages that hold one. Any thread; only for engine/protocol.
#pragma once

#include "engine/protocol/fields.h"
#include "engine/protocol/trace_input.h"

namespace steplight::protocol {

const char* wordOf(Section section); ///< "perception", "reasoning"
Section sectionFromWord(const std::string& word);
Json jsonOf(const Step& step);
Step stepOf(const Json& object);
Json jsonOf(const std::vector<Step>& steps);
std::vector<Step> stepsFrom(const Json& object); ///< its field "steps"
Json jsonOf(const TraceInput& trace);
TraceInput traceFrom(const Json& object);

} // namespace steplight::protocol
