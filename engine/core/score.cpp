// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/score.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <array>
#include <cmath>

#include "engine/core/error.h"
#include "engine/core/text.h"
#include "engine/core/vision.h"

namespace steplight {

std::vector<double> scoreMargins(const Model& model, const ScoreInput& input, std::int64_t plus,
                                 std::int64_t minus, std::stop_token stop)
{
    const c10::InferenceMode inference;
    const std::array sequences{layOut(model.config, input.ids, input.grids)};
    const Packed packed = pack(sequences);
    at::Tensor images;
    if (!input.grids.empty())
        images =
            encodeImages(model, input.patches, planVision(model.config.vision, input.grids), stop);
    const at::Tensor x = embed(model, packed.sequence, images);
    const Rope rope = ropeTable(model.config.text, packed.sequence.pos);
    const at::Tensor rows = at::tensor(input.rows, at::kLong);
    const at::Tensor h = forwardText(model, x, rope, attendAs(packed.plan), rows, stop); // [K, d]
    const at::Tensor difference = model.text.head[plus] - model.text.head[minus];
    const at::Tensor margins = at::mv(h, difference).to(at::kDouble); // [K]
    std::vector<double> result(margins.const_data_ptr<double>(),
                               margins.const_data_ptr<double>() + margins.numel());
    for (const double margin : result)
        if (!std::isfinite(margin))
            throw EngineError("weights", "The model gave a value that is not a number. "
                                         "Its weights may be damaged.");
    return result;
}

} // namespace steplight
