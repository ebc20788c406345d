// SPDX-License-Identifier: GPL-3.0-or-later
// What a policy writes, read by the published form and by one of lines, whole, up to its first step
// and as prose with a box; the first byte chooses.
#include "fuzz.h"

#include "engine/grade/answer.h"
#include "engine/text/profile.h"

using namespace steplight;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const PolicyForm forms[] = {{},
                                {"", "{question}", "[Visual Elements]\n", "[Reasoning]\n",
                                 "{step}\n", "$\\boxed{{answer}}$"},
                                {"", "{question}", "", "", "{n}) {step};", "= {answer}"}};
    const PolicyForm& form = forms[data[0] % std::size(forms)];
    const auto text = fuzz::text(data + 1, size - 1);
    fuzz::require(text.find(boxedAnswer(text)) != text.npos, "an answer stands in the text");
    const auto step = readNextStep(form, {}, text.substr(0, text.find(stepStop(form))));
    fuzz::require(!step || !step->text.empty(), "a step has words");
    const auto turn = readPolicyTurn(form, text);
    if (!turn)
        return 0;
    fuzz::require(!turn->steps.empty() && !turn->answer.empty(), "a turn has steps and an answer");
    const auto again = readPolicyTurn(form, renderPolicyTurn(form, turn->steps, turn->answer));
    fuzz::require(again && again->answer == turn->answer &&
                      again->steps.size() == turn->steps.size(),
                  "what was read is read again when it is written");
    for (std::size_t i = 0; i < turn->steps.size(); ++i)
        fuzz::require(again->steps[i].text == turn->steps[i].text &&
                          again->steps[i].perception == turn->steps[i].perception,
                      "step by step");
    return 0;
}
