// SPDX-License-Identifier: GPL-3.0-or-later
// What models write: tagged solutions, judges' replies, boxed answers, data URIs.
#include "fuzz.h"

#include "storage/import/data_uri.h"
#include "storage/import/judge_verdict.h"
#include "storage/import/solution_text.h"

using namespace steplight;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string reply(fuzz::text(data, size));
    const std::vector<Step> steps{{Section::perception, "a"},
                                  {Section::perception, "b"},
                                  {Section::reasoning, "c"},
                                  {Section::reasoning, "d"}};
    const auto verdict = readVerdict(reply, steps, {});
    for (const auto& estimate : verdict.estimates)
        fuzz::require(estimate.step >= 0 && estimate.step < static_cast<int>(steps.size()),
                      "a verdict is about a step");
    fuzz::require(verdict.parsed() || verdict.estimates.empty(), "nothing is guessed");
    for (const char* tag : {"step", "analysis"})
        for (const auto& part : readTagged(reply, tag).parts)
            fuzz::require(part.text.size() <= reply.size(), "a part is inside the reply");
    answerCorrect(finalAnswer(reply), boxed(reply).value_or("7"), plainQuestion(reply));
    try {
        imageFrom(reply);
    } catch (const BadRow&) { // refused with a reason
    }
    decodeBase64(reply);
    return 0;
}
