// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

#include "engine/core/error.h"
#include "engine/core/sampling.h"
#include "tests/core/pictures.h"

using namespace steplight;
using fixture::Json;

namespace {

using Ids = std::vector<std::int64_t>;

at::Tensor rowsOf(const Json& list)
{
    std::vector<at::Tensor> rows;
    for (const Json& row : list)
        rows.push_back(at::tensor(row.get<std::vector<double>>(), at::kDouble));
    return at::stack(rows).to(at::kFloat);
}

std::span<const float> row(const at::Tensor& p, std::int64_t i)
{
    return {p.const_data_ptr<float>() + i * p.size(1), static_cast<std::size_t>(p.size(1))};
}

} // namespace

TEST(Sampling, ATinyTemperatureTakesTheLikeliest)
{
    const at::Tensor logits = at::tensor({2.0f, 30.0f, -5.0f, 29.0f}).unsqueeze(0);
    for (const double topP : {1.0, 0.9}) {
        Sampling s;
        s.temperature = 1e-39;
        s.topP = topP;
        const at::Tensor p = distribution(penalise(logits, s, {}), s);
        EXPECT_TRUE(at::equal(p, at::tensor({0.0f, 1.0f, 0.0f, 0.0f}).unsqueeze(0))) << p;
    }
}

TEST(Sampling, LeavesWhatTransformersProcessorsLeave)
{
    const Json all = fixture::readJson("generate.json").at("sampling");
    const at::Tensor logits = rowsOf(all.at("logits"));
    const auto lists = all.at("seen").get<std::vector<Ids>>();
    const std::vector<std::span<const std::int64_t>> seen(lists.begin(), lists.end());
    double most = 0;
    for (const Json& test : all.at("cases")) {
        Sampling s{
            test.at("temperature"), test.at("top_k"), test.at("top_p"), test.at("penalty"), {}};
        const at::Tensor p = distribution(penalise(logits, s, seen), s);
        const at::Tensor expected = rowsOf(test.at("p"));
        EXPECT_TRUE(at::equal(p > 1e-6, expected > 1e-6)) << test.dump().substr(0, 80);
        most = std::max(most, (p - expected).abs().max().item<double>());
    }
    EXPECT_LE(most, 1e-6); // the fixture holds seven digits
    std::cout << all.at("cases").size() << " settings: max |dp| " << most << "\n";
}

TEST(Sampling, BannedTokensAreNeverDrawn)
{
    Sampling s{5, 0, 1, 1, {0, 7, 49}};
    const at::Tensor p = distribution(penalise(at::zeros({2, 50}), s, {}), s);
    for (const std::int64_t id : s.banned)
        EXPECT_EQ(p[1][id].item<float>(), 0);
    EXPECT_NEAR(p[1][1].item<double>(), 1.0 / 47, 1e-7);
    for (int i = 0; i < 2000; ++i)
        EXPECT_GT(p[0][draw(row(p, 0), uniform(1, 2, static_cast<std::uint64_t>(i)))].item<float>(),
                  0);
    EXPECT_EQ(draw(row(p, 0), 0), 1);            // the first that is not banned
    EXPECT_EQ(draw(row(p, 0), 1 - 0x1p-53), 48); // the last
}

TEST(Sampling, DrawsFollowTheDistribution)
{
    const Sampling s{0.9, 12, 0.95, 1, {3}};
    const at::Tensor logits = at::linspace(-2, 2, 20, at::kFloat).view({1, 20});
    const at::Tensor p = distribution(penalise(logits, s, {}), s);
    std::vector<int> counts(20);
    const int draws = 200'000;
    for (int i = 0; i < draws; ++i) { // different rollouts and different tokens
        const auto n = static_cast<std::uint64_t>(i);
        ++counts[static_cast<std::size_t>(draw(row(p, 0), uniform(42, n % 64, n / 64)))];
    }
    double chi2 = 0;
    int kinds = 0;
    for (std::int64_t i = 0; i < 20; ++i) {
        const double expected = p[0][i].item<double>() * draws;
        const int count = counts[static_cast<std::size_t>(i)];
        if (expected == 0) {
            EXPECT_EQ(count, 0);
            continue;
        }
        chi2 += (count - expected) * (count - expected) / expected;
        ++kinds;
    }
    EXPECT_GE(kinds, 8);
    EXPECT_LT(chi2, 35); // 99.9 % of chi² with up to 11 degrees of freedom lie under 31.3
    std::cout << "chi2 " << chi2 << " over " << kinds << " tokens\n";
}

TEST(Sampling, UniformNumbersDependOnAllThreeAndAreUniform)
{
    EXPECT_EQ(uniform(1, 2, 3), uniform(1, 2, 3));
    EXPECT_NE(uniform(1, 2, 3), uniform(2, 2, 3));
    EXPECT_NE(uniform(1, 2, 3), uniform(1, 3, 3));
    EXPECT_NE(uniform(1, 2, 3), uniform(1, 2, 4));
    EXPECT_NE(uniform(std::uint64_t(1) << 40, 0, 0), uniform(std::uint64_t(1) << 41, 0, 0));
    double sum = 0, squares = 0;
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        const double u = uniform(9, i, i * i);
        ASSERT_TRUE(u >= 0 && u < 1);
        sum += u;
        squares += u * u;
    }
    EXPECT_NEAR(sum / 1e5, 0.5, 0.004);
    EXPECT_NEAR(squares / 1e5, 1.0 / 3, 0.004);
}

TEST(Sampling, SaysWhatIsOutOfRange)
{
    EXPECT_NO_THROW(checkSampling({}, 10));
    for (const Sampling& s :
         {Sampling{-1, 0, 1, 1, {}}, Sampling{1, -1, 1, 1, {}}, Sampling{1, 0, 0, 1, {}},
          Sampling{1, 0, 1.1, 1, {}}, Sampling{1, 0, 1, 0, {}}, Sampling{1, 0, 1, 1, {10}},
          Sampling{std::nan(""), 0, 1, 1, {}}})
        EXPECT_THROW(checkSampling(s, 10), EngineError);
}
