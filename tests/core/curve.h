// SPDX-License-Identifier: GPL-3.0-or-later
// The training loop of make_training.py, step by step beside its numbers.
#pragma once

#include <gtest/gtest.h>

#include <iostream>

#include "engine/core/train.h"
#include "tests/core/training.h"

namespace fixture {

inline AdamWOptions adamWOf(const Json& test)
{
    AdamWOptions options;
    options.decay = test.at("decay");
    return options;
}

inline std::vector<Batch> curveBatches(const Json& test, const Model& model, std::int64_t step)
{
    std::vector<Batch> batches;
    const Json& all = test.at("batches");
    for (std::int64_t i = 0; i < test.at("accumulate").get<std::int64_t>(); ++i)
        batches.push_back(batchOf(model, test.at("model"),
                                  all[static_cast<std::size_t>(step + i) % all.size()],
                                  test.at("kind"), false, step));
    return batches;
}

inline StepResult curveStep(const Json& test, const Model& model, AdamW& optimiser,
                            std::int64_t step)
{
    StepOptions options;
    options.gradients.over = overOf(test);
    options.clip = test.at("clip");
    return trainStep(model, optimiser, curveBatches(test, model, step), options,
                     cosineRate(step, test.at("warmup"), test.at("steps"), test.at("rate")));
}

inline void expectCurve(const Json& test, const Model& model, AdamW& optimiser)
{
    double worst = 0;
    for (std::int64_t step = 0; step < test.at("steps").get<std::int64_t>(); ++step) {
        const auto result = curveStep(test, model, optimiser, step);
        const double loss = test.at("losses")[static_cast<std::size_t>(step)];
        const double norm = test.at("norms")[static_cast<std::size_t>(step)];
        EXPECT_NEAR(result.tally.all().meanLoss(), loss, 1e-4) << step;
        EXPECT_NEAR(result.norm, norm, 1e-4 * norm) << step;
        worst = std::max(worst, std::abs(result.tally.all().meanLoss() - loss));
    }
    std::cout << test.at("model") << " over " << test.at("over") << ": "
              << test.at("losses").front() << " to " << test.at("losses").back()
              << ", losses off by at most " << worst << "\n";
}

inline void expectWeights(const Json& test, const std::vector<NamedTensor>& weights)
{
    std::size_t seen = 0;
    double worst = 0;
    for (const auto& t : weights)
        if (const auto it = test.at("weights").find(t.name); it != test.at("weights").end()) {
            const double error = relativeError(projections(t.tensor), *it);
            EXPECT_LE(error, 1e-4) << t.name;
            worst = std::max(worst, error);
            ++seen;
        }
    EXPECT_EQ(seen, test.at("weights").size());
    std::cout << "weights after " << test.at("steps") << " steps off by at most " << worst << "\n";
}

} // namespace fixture
