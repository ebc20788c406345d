// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

#include "engine/core/error.h"
#include "engine/core/rescore.h"
#include "tests/core/fixture.h"

using namespace steplight;
using fixture::Json;

namespace {

struct Trace {
    explicit Trace(const std::string& name)
        : model(loadModel(readConfig(fixture::folder() / "tiny-old"),
                          SafeTensors::openFolder(fixture::folder() / "tiny-old")))
    {
        const Json cases = fixture::readJson("cases.json").at("cases");
        for (const Json& test : cases)
            if (test.at("model") == "tiny-old" && test.at("name") == name) {
                input.ids = test.at("ids").get<std::vector<std::int64_t>>();
                input.rows = test.at("rows").get<std::vector<std::int64_t>>();
                for (const Json& g : test.at("grids"))
                    input.grids.push_back({g[0], g[1], g[2]});
            }
        std::int64_t tokens = 0;
        for (const Grid& g : input.grids)
            tokens += g.patches() / 4;
        at::manual_seed(9);
        if (tokens > 0)
            input.images = at::randn({tokens, model.config.text.hidden});
    }

    Rescored again(const ScoreInput& what) { return rescoreMargins(model, what, 10, 12, last); }
    double apart(const ScoreInput& what, const std::vector<double>& margins) const
    {
        const std::vector<double> plain = scoreMargins(model, what, 10, 12);
        EXPECT_EQ(plain.size(), margins.size());
        double most = 0;
        for (std::size_t i = 0; i < plain.size(); ++i)
            most = std::max(most, std::fabs(plain[i] - margins[i]));
        return most;
    }

    Model model;
    ScoreInput input;
    Scored last;
};

} // namespace

TEST(Rescore, AnEditAnywhereEqualsScoringAnew)
{
    for (const char* name : {"text only", "one image", "two images", "many steps"}) {
        Trace t(name);
        EXPECT_EQ(t.again(t.input).kept, 0);
        double most = 0;
        const auto end = static_cast<std::size_t>(t.input.rows.back()); // behind it nothing counts
        for (std::size_t at = 1; at < end; at += 31) {
            if (t.input.ids[at] == t.model.config.imageToken)
                continue;
            ScoreInput edited = t.input;
            edited.ids[at] = edited.ids[at] == 5 ? 6 : 5;
            t.again(t.input);
            const Rescored result = t.again(edited);
            EXPECT_EQ(result.kept, static_cast<std::int64_t>(at)) << name;
            most = std::max(most, t.apart(edited, result.margins));
        }
        std::cout << name << ": margins apart by at most " << most << "\n";
        EXPECT_LE(most, 1e-5) << name;
    }
}

TEST(Rescore, TheSameTraceIsNotComputedAndALongerOneFromItsEndOn)
{
    Trace t("many steps");
    const ScoreInput whole = t.input;
    ScoreInput begun = whole;
    begun.ids.resize(static_cast<std::size_t>(whole.rows[9]) + 3);
    begun.rows.resize(10);
    t.again(begun);
    const Rescored same = t.again(begun);
    EXPECT_EQ(same.kept, static_cast<std::int64_t>(begun.ids.size()));
    const Rescored grown = t.again(whole);
    EXPECT_EQ(grown.kept, static_cast<std::int64_t>(begun.ids.size()));
    EXPECT_LE(t.apart(whole, grown.margins), 1e-5);
    const Rescored cut = t.again(begun); // all its rows are known
    EXPECT_EQ(cut.kept, static_cast<std::int64_t>(begun.ids.size()));
    EXPECT_LE(t.apart(begun, cut.margins), 1e-5);
}

TEST(Rescore, OtherPicturesAndUnknownRowsKeepNothingWrong)
{
    Trace t("one image");
    ScoreInput fewer = t.input;
    fewer.rows = {t.input.rows.back()};
    t.again(fewer);
    const Rescored more = t.again(t.input); // rows that were not read before
    EXPECT_EQ(more.kept, t.input.rows.front());
    EXPECT_LE(t.apart(t.input, more.margins), 1e-5);
    ScoreInput other = t.input;
    other.images = t.input.images + 0.5;
    const Rescored changed = t.again(other);
    EXPECT_EQ(changed.kept, 0);
    EXPECT_LE(t.apart(other, changed.margins), 1e-5);
    ScoreInput turned = other; // an even surface looks the same upright
    std::swap(turned.grids.at(0).height, turned.grids.at(0).width);
    ASSERT_NE(turned.grids, other.grids);
    EXPECT_EQ(t.again(turned).kept, 0);
}

TEST(Rescore, WhatIsCancelledLeavesTheLastTraceAsItWas)
{
    Trace t("one image");
    const auto before = t.again(t.input).margins;
    ScoreInput edited = t.input;
    edited.ids[2] = 7;
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(rescoreMargins(t.model, edited, 10, 12, t.last, stop.get_token()), EngineError);
    const Rescored same = t.again(t.input);
    EXPECT_EQ(same.margins, before);
    EXPECT_EQ(same.kept, static_cast<std::int64_t>(t.input.ids.size()));
}
