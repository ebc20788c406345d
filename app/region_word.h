// SPDX-License-Identifier: GPL-3.0-or-later
// A region as it is written on the command line. Any thread.
#pragma once

#include "storage/records/label.h"

#include <optional>
#include <string>

namespace steplight {

/// "[absent:][image:]NUMBERS[@begin-end]" in stored pixels, counted from 0. Numbers with commas:
/// x,y is a point; x,y,w,h a box; x,y,x,y,x,y and more pairs a polygon. begin-end: letters of the
/// step's text. Unset when it is none of these.
std::optional<Region> regionFromWord(const std::string& word);

} // namespace steplight
