// SPDX-License-Identifier: GPL-3.0-or-later
// Joins this process to the others' NCCL group, found through their common store; `timeout` in
// milliseconds. The caller owns the reference. Throws c10::Error.
#pragma once

#include "engine/core/device.h"

namespace steplight {

c10d::Backend* joinNccl(c10d::Store* store, int rank, int size, std::int64_t timeout);

} // namespace steplight
