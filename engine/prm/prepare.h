// SPDX-License-Identifier: GPL-3.0-or-later
// From an encoded picture to the patches that the vision model reads, as a PRM's profile asks for
// it. Any thread.
#pragma once

#include <string_view>

#include "engine/core/image.h"
#include "engine/text/profile.h"

namespace steplight {

struct PreparedImage {
    at::Tensor patches; // f32 [N, 1176]
    Grid grid;
};

// Decodes, resizes once or twice, and cuts. Throws EngineError "image".
PreparedImage prepareImage(std::string_view bytes, const Profile& profile, const Preprocessing& how,
                           const VisionConfig& vision);

} // namespace steplight
