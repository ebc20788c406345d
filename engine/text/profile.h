// SPDX-License-Identifier: GPL-3.0-or-later
// How a PRM wants to be asked: prompt, token pair, pixel limits, calibration;
// `steplight_profile.json` beside the checkpoint. Plain values, any thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/config.h"

namespace steplight {

// How a policy is asked and what it writes, under the key "policy" of the profile:
//   { "system": "…", "user": "{question}", "perception": "[Visual Elements]\n", "reasoning": "…",
//     "step": "<step_{n}>\n{step}\n</step_{n}>\n", "answer": "…{answer}…", "prose": "…{question}…"
//     }
// The defaults are the layout of the published rollouts (pipeline.md, 1a), for one that was taught
// it; defaultProfile() is of a model that was not, and asks it for the layout.
struct PolicyForm {
    std::string system = "You are a helpful assistant."; // the template's own
    std::string user = "{question}";                     // options included
    std::string perception = "[Visual Elements]\n";      // before the first step of its section
    std::string reasoning = "\n[Reasoning]\n";
    std::string step = "<step_{n}>\n{step}\n</step_{n}>\n"; // n from 1 in each section
    std::string answer = "\n<correct_answer>\n$\\boxed{{answer}}$\n</correct_answer>";
    // In place of `user` where the policy is to write as it will, its answer in a box.
    std::string prose =
        "{question}\n\nThink step by step, each step a paragraph of its own with an "
        "empty line behind it. Put your final answer within \\boxed{}.";
};

// All keys of the file are optional; the names below are the JSON keys in snake_case. Unknown keys
// are an error, so that a typing mistake is not a silent default.
//   { "name": "…", "system": "…", "first_turn": "… {question} … {step}", "later_turn": "{step}",
//   "step_end": "\n\n",
//     "options_head": "\nOptions:", "option": "\n({letter}) {text}", "plus": "+", "minus": "-",
//     "min_pixels": 200704, "max_pixels": 1003520, "first_resize": {"min_pixels": 3136,
//     "max_pixels": 12845056} | null, "processor": "slow" | "fast", "alpha": "drop" | "white",
//     "specials": "text" | "parse", "calibration": {"temperature": 1.0, "threshold": 0.5},
//     "policy": {…}, "training": {"rate": "1e-3", …} }
// The defaults are those of the published VL-PRM checkpoints (ob11/Qwen-VL-PRM-3B and -7B).
struct Profile {
    std::string name = "vl-prm";
    std::string system; // defaultProfile() has VL-PRM's own
    std::string firstTurn = "### Question:\n{question}\n\n### Solution Process:\n{step}";
    std::string laterTurn = "{step}";
    std::string stepEnd = "\n\n"; // appended to each step that does not end so
    std::string optionsHead = "\nOptions:";
    std::string option = "\n({letter}) {text}";
    std::string plus = "+"; // must each be one token
    std::string minus = "-";
    PixelLimits pixels{256 * 28 * 28, 1280 * 28 * 28};
    // qwen_vl_utils.fetch_image resizes once before the processor does; what was trained so must be
    // asked so.
    std::optional<PixelLimits> firstResize;
    Processor processor = Processor::slow; // that the model was trained with
    bool alphaOverWhite = false;           // else the alpha channel is dropped
    // Whether "<|im_end|>" in a question or step is the token, as the reference reads it. Only for
    // comparisons with it: otherwise a text could end its own turn.
    bool parseSpecials = false;
    double temperature = 1.0; // P(+) = sigmoid((z+ - z-) / temperature); > 0
    double threshold = 0.5;   // shown by the window; changes no score
    PolicyForm policy;
    // Settings of a training (docs/training.md) that suit this model better than the defaults,
    // which are those of models of some billions of weights.
    std::map<std::string, std::string> training;
    std::string hash; // SHA-256 of the file's bytes; "builtin:vl-prm" without a file
    bool fromFile = false;
};

Profile defaultProfile();
// Reads `folder`/steplight_profile.json, or gives defaultProfile() when there is none. Throws
// EngineError "profile".
Profile loadProfile(const std::filesystem::path& folder);
// What a model is called: as its folder; where a training left it in a folder called "model", as
// its profile says, if that says anything.
std::string modelName(const std::filesystem::path& folder, const Profile& profile);
Profile parseProfile(const std::string& json, const std::string& fileName);

// The user turns of one trace, in order: the first holds question and step 0. Images come before
// the first turn's text.
std::vector<std::string> renderTurns(const Profile& profile, const std::string& question,
                                     const std::vector<std::string>& options,
                                     const std::vector<std::string>& steps);

struct PolicyStep {
    bool perception = false;
    std::string text;
    bool operator==(const PolicyStep&) const = default;
};

// The user's turn of a policy, images before it. prose: it is not asked for its form.
std::string renderPolicyUser(const Profile& profile, const std::string& question,
                             const std::vector<std::string>& options, bool prose = false);
// The assistant's: these steps and the answer; an empty answer is none, so that the turn goes on.
std::string renderPolicyTurn(const PolicyForm& form, const std::vector<PolicyStep>& steps,
                             const std::string& answer);

struct PolicyTurn {
    std::vector<PolicyStep> steps; // trimmed
    std::string answer;
};

// The other way: what a policy wrote, whatever the blanks around its parts. Nothing when a part of
// the form is missing, a section has no step, or something stands between. Where a form has no
// headings, all steps are reasoning. In the published layout, which a model was asked for and not
// taught, what stands around and between its parts is passed over, either heading of the visual
// elements is taken, the answer needs no box, and steps stand by their numbers (pipeline.md, 1a).
std::optional<PolicyTurn> readPolicyTurn(const PolicyForm& form, std::string_view turn);

// Where a policy that writes step by step is to stop: what ends a step, up to its number. Empty:
// the form does not say where a step ends.
std::string stepStop(const PolicyForm& form);
// The step that `text`, which ends before a stepStop(), adds to these. Nothing when it is no whole
// step: blanks, a heading alone, the beginning of an answer, or what has no form.
std::optional<PolicyStep>
readNextStep(const PolicyForm& form, const std::vector<PolicyStep>& before, std::string_view text);

} // namespace steplight
