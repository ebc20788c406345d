// SPDX-License-Identifier: GPL-3.0-or-later
// A tiny checkpoint of the fixtures, loaded, and the cases that transformers has scored with it.
#pragma once

#include <cmath>

#include "engine/core/score.h"
#include "tests/core/pictures.h"

namespace fixture {

using namespace steplight;

struct Checkpoint {
    explicit Checkpoint(const std::string& name, at::ScalarType type = at::kFloat)
        : folder(fixture::folder() / name), profile(readJson(name + "/steplight_profile.json")),
          model(loadModel(readConfig(folder), SafeTensors::openFolder(folder), {}, type)),
          how(readPreprocessing(folder))
    {
    }

    // The image path as the profile asks for it.
    at::Tensor patches(const Json& picture) const
    {
        at::Tensor p = fixture::picture(picture);
        const auto size = [&] { return Size{p.size(0), p.size(1)}; };
        if (const Json& first = profile.at("first_resize"); !first.is_null())
            p = resizePillow(p, smartResize(size(), 28, {first["min_pixels"], first["max_pixels"]},
                                            SmallSide::oneCell));
        p = resizePillow(p,
                         smartResize(size(), 28, {profile["min_pixels"], profile["max_pixels"]}));
        return toPatches(p, how, model.config.vision);
    }

    std::vector<double> plus(const ScoreInput& input, const Json& pair) const
    {
        const double t = profile.contains("calibration")
                             ? profile["calibration"]["temperature"].get<double>()
                             : 1.0;
        std::vector<double> p = scoreMargins(model, input, pair[0], pair[1]);
        for (double& x : p)
            x = 1 / (1 + std::exp(-x / t));
        return p;
    }

    fs::path folder;
    Json profile;
    Model model;
    Preprocessing how;
};

inline ScoreInput inputOf(const Checkpoint& c, const Json& test)
{
    ScoreInput in{test.at("ids"), test.at("rows"), {}, {}};
    std::vector<at::Tensor> patches;
    for (const Json& p : test.at("pictures"))
        patches.push_back(c.patches(p));
    if (!patches.empty())
        in.patches = at::cat(patches);
    for (const Json& g : test.at("grids"))
        in.grids.push_back({g[0], g[1], g[2]});
    return in;
}

// P(+) of each step, from the tokens up to it alone.
inline std::vector<double> plusByStep(const Checkpoint& c, const ScoreInput& whole,
                                      const Json& pair)
{
    std::vector<double> all;
    for (const std::int64_t row : whole.rows) {
        ScoreInput prefix = whole;
        prefix.ids.resize(static_cast<std::size_t>(row) + 1);
        prefix.rows = {row};
        all.push_back(c.plus(prefix, pair).at(0));
    }
    return all;
}

// The largest difference; infinite where one is longer.
inline double worst(const std::vector<double>& a, const std::vector<double>& b)
{
    double most = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        most = std::max(most, std::fabs(a[i] - b[i]));
    return most;
}

inline bool onlyDrawn(const Json& test)
{
    for (const Json& p : test.at("pictures"))
        if (p.is_null())
            return false;
    return true;
}

inline Json casesOf(const std::string& model)
{
    Json out;
    const Json all = readJson("cases.json").at("cases");
    for (const Json& test : all)
        if (test.at("model") == model && onlyDrawn(test))
            out.push_back(test);
    return out;
}

} // namespace fixture
