// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/solution_layout.h"

namespace steplight {

std::string solutionLayout(const std::vector<Step>& steps, const std::string& answer)
{
    std::string text;
    int perception = 0, reasoning = 0;
    for (const Step& step : steps) {
        const bool perceives = step.section == Section::perception;
        const int number = ++(perceives ? perception : reasoning);
        if (number == 1)
            text += perceives ? "[Visual Elements]\n" : "\n[Reasoning]\n";
        const std::string tag = "step_" + std::to_string(number);
        text.append("<").append(tag).append(">\n").append(step.text);
        text.append("\n</").append(tag).append(">\n");
    }
    if (!answer.empty())
        text.append("\n<correct_answer>\n$\\boxed{").append(answer).append("}$\n</correct_answer>");
    return text;
}

} // namespace steplight
