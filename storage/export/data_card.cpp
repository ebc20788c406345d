// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/data_card.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace steplight {

std::string cardText(const ExportRecipe& recipe, const ExportReport& report,
                     const SignCounts* signs, std::size_t annotators)
{
    const auto folder = std::filesystem::path(recipe.out).parent_path();
    nlohmann::ordered_json card;
    card["program"] = "Steplight " STEPLIGHT_VERSION;
    card["format"] = recipe.format;
    card["query"] = recipe.query;
    if (signs) {
        card["rule"] = recipe.rule;
        card["set"] = recipe.set;
        card["threshold"] = recipe.threshold;
    }
    card["rows"] = report.rows;
    if (signs)
        card["labels"] = {{"+", signs->plus}, {"-", signs->minus}};
    card["annotators"] = annotators;
    card["dropped"] = report.dropped;
    card["unsaid"] = report.unsaid;
    for (const auto& file : report.files)
        card["files"].push_back(
            {{"path", std::filesystem::path(file.path).lexically_relative(folder).string()},
             {"rows", file.rows},
             {"sha256", file.sha256}});
    return card.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

} // namespace steplight
