// SPDX-License-Identifier: GPL-3.0-or-later
// Against published examples, and against krippendorff, irrCAC and scikit-learn
// (fixtures/team/make_agreement.py).
#include "storage/team/coefficients.h"
#include "storage/team/overlap.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace steplight {
namespace {

using Json = nlohmann::json;

constexpr auto unrated = std::nullopt;

/// One column a rater.
Ratings tableOf(const Json& rows)
{
    Ratings ratings;
    for (const Json& row : rows) {
        Unit& unit = ratings.emplace_back();
        for (const Json& one : row)
            unit.ratings.push_back(one.is_null() ? unrated : std::optional(one.get<int>()));
    }
    return ratings;
}

/// Two raters' counts: counts[a][b] units were called a by one and b by the other.
Ratings crossed(const std::vector<std::vector<int>>& counts)
{
    Ratings ratings;
    for (std::size_t a = 0; a < counts.size(); ++a)
        for (std::size_t b = 0; b < counts.size(); ++b)
            ratings.push_back({{static_cast<int>(a), static_cast<int>(b)}, counts[a][b]});
    return ratings;
}

TEST(Coefficients, areThoseOfOtherImplementations)
{
    constexpr double tolerance = 1e-11; // irrCAC rounds to 12 digits
    std::ifstream file(STEPLIGHT_SOURCE "/tests/fixtures/team/agreement.json");
    const Json reference = Json::parse(file);
    for (const Json& table : reference.at("tables")) {
        const Ratings ratings = tableOf(table.at("ratings"));
        EXPECT_NEAR(*krippendorffsAlpha(ratings), table.at("alpha"), tolerance);
        EXPECT_NEAR(*agreeingShare(ratings), table.at("share"), tolerance);
        EXPECT_NEAR(*gwetsCoefficient(ratings), table.at("ac1"), tolerance);
        EXPECT_NEAR(*agreeingShare(ratings, Match::withinOne), table.at("share_within_one"),
                    tolerance);
        EXPECT_NEAR(*gwetsCoefficient(ratings, Match::withinOne), table.at("ac2_within_one"),
                    tolerance);
        std::size_t pair = 0;
        for (std::size_t one = 0; one < ratings[0].ratings.size(); ++one)
            for (std::size_t other = one + 1; other < ratings[0].ratings.size(); ++other)
                EXPECT_NEAR(*cohensKappa(ratings, one, other), table.at("kappas").at(pair++),
                            tolerance);
        EXPECT_EQ(pair, table.at("kappas").size());
    }
}

TEST(Coefficients, areThosePublished)
{
    // Krippendorff 2011, section C; the same data have AC1 .775 in Gwet 2014.
    const Ratings worked = tableOf(Json::parse(R"([[1,1,null,1],[2,2,3,2],[3,3,3,3],[3,3,3,3],
        [2,2,2,2],[1,2,3,4],[4,4,4,4],[1,1,2,1],[2,2,2,2],[null,5,5,5],[null,null,1,1],
        [null,3,null,null]])"));
    EXPECT_NEAR(*krippendorffsAlpha(worked), 0.815, 5e-4);
    EXPECT_NEAR(*gwetsCoefficient(worked), 0.775, 5e-4);
    // Cohen 1960: two clinicians, 200 cases.
    EXPECT_NEAR(*cohensKappa(crossed({{88, 14, 18}, {10, 40, 10}, {2, 6, 12}}), 0, 1), 0.492, 5e-4);
    // Gwet 2002: all but everybody says the same, which kappa takes for chance.
    const Ratings paradox = crossed({{118, 5}, {2, 0}});
    EXPECT_NEAR(*agreeingShare(paradox), 0.944, 5e-4);
    EXPECT_NEAR(*cohensKappa(paradox, 0, 1), -0.0234, 5e-5);
    EXPECT_NEAR(*gwetsCoefficient(paradox), 0.9408, 5e-5);
}

TEST(Coefficients, areUnsetWhereNothingCanBeTold)
{
    const Ratings unanimous = {{{1, 1}}, {{1, 1}}};
    EXPECT_EQ(agreeingShare(unanimous), 1.0);
    EXPECT_FALSE(cohensKappa(unanimous, 0, 1));
    EXPECT_FALSE(gwetsCoefficient(unanimous));
    EXPECT_FALSE(krippendorffsAlpha(unanimous));
    for (const Ratings& alone : {Ratings{}, Ratings{{{1, unrated}}, {{unrated, -1}}}}) {
        EXPECT_FALSE(agreeingShare(alone));
        EXPECT_FALSE(gwetsCoefficient(alone));
        EXPECT_FALSE(krippendorffsAlpha(alone));
    }
    EXPECT_FALSE(cohensKappa({{{1, unrated}}, {{unrated, -1}}}, 0, 1));
}

TEST(Coefficients, countAUnitAsOftenAsItWasDrawn)
{
    const Ratings drawn = {{{1, 1, unrated}, 3}, {{-1, 1, 0}, 2}, {{0, 0, 0}, 0}, {{-1, -1, 1}, 1}};
    Ratings written;
    for (const Unit& unit : drawn)
        written.insert(written.end(), static_cast<std::size_t>(unit.times), {unit.ratings, 1});
    EXPECT_EQ(agreeingShare(drawn), agreeingShare(written));
    EXPECT_NEAR(*gwetsCoefficient(drawn), *gwetsCoefficient(written), 1e-15);
    EXPECT_NEAR(*krippendorffsAlpha(drawn), *krippendorffsAlpha(written), 1e-15);
    EXPECT_NEAR(*cohensKappa(drawn, 0, 1), *cohensKappa(written, 0, 1), 1e-15);
}

Region box(double left, double top, double right, double bottom, int image = 0)
{
    return {Region::Shape::box, image, {{left, top}, {right, bottom}}, {}};
}

TEST(Overlap, isIntersectionOverUnion)
{
    EXPECT_DOUBLE_EQ(overlap({box(0, 0, 10, 10)}, {box(10, 10, 0, 0)}), 1);
    EXPECT_DOUBLE_EQ(overlap({box(0, 0, 10, 10)}, {box(5, 0, 15, 10)}), 1. / 3);
    EXPECT_DOUBLE_EQ(overlap({box(0, 0, 10, 10)}, {box(0, 0, 10, 10, 1)}), 0);
    EXPECT_DOUBLE_EQ(overlap({}, {}), 0);
    // What one marked twice is marked once.
    EXPECT_DOUBLE_EQ(overlap({box(0, 0, 10, 10), box(0, 0, 10, 5)}, {box(0, 0, 10, 10)}), 1);
    const Region triangle{Region::Shape::polygon, 0, {{0, 0}, {10, 0}, {0, 10}}, {}};
    EXPECT_NEAR(overlap({triangle}, {box(0, 0, 10, 10)}), 0.5, 1e-12);
    EXPECT_NEAR(overlap({triangle}, {{Region::Shape::polygon, 0, {{0, 0}, {10, 0}, {10, 10}}, {}}}),
                1. / 3, 1e-3);
    const Region point{Region::Shape::point, 0, {{5, 5}}, {}};
    EXPECT_DOUBLE_EQ(overlap({point, box(0, 0, 10, 10)}, {box(0, 0, 10, 10)}), 1);
    EXPECT_FALSE(haveArea({point}));
    EXPECT_TRUE(haveArea({point, triangle}));
}

} // namespace
} // namespace steplight
