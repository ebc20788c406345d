// SPDX-License-Identifier: GPL-3.0-or-later
// How a picture is looked at, as the text of a setting. Any thread.
#pragma once

#include "ui/canvas/canvas.h"

#include <optional>
#include <string>

namespace steplight {

std::string textOf(const CanvasView& view);
std::optional<CanvasView> viewOf(const std::string& text);

} // namespace steplight
