// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/records/estimate.h"

namespace steplight {

std::string estimateKindWord(EstimateKind kind)
{
    switch (kind) {
    case EstimateKind::mc:
        return "mc";
    case EstimateKind::judge:
        return "judge";
    case EstimateKind::prm:
        return "prm";
    case EstimateKind::given:
        return "given";
    }
    return {};
}

std::optional<EstimateKind> estimateKindFromWord(std::string_view word)
{
    for (const auto kind :
         {EstimateKind::mc, EstimateKind::judge, EstimateKind::prm, EstimateKind::given})
        if (estimateKindWord(kind) == word)
            return kind;
    return std::nullopt;
}

} // namespace steplight
