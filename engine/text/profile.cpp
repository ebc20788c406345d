// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/profile.h"

#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/core/error.h"
#include "engine/core/words.h"
#include "engine/text/form.h"
#include "engine/text/sha256.h"

namespace steplight {
namespace {

using Json = nlohmann::json;

// The system prompt that the released VL-PRM checkpoints were trained with, to the letter (two
// spaces end one line).
constexpr const char* vlPrmSystem =
    "**You are a process supervision model for visual reasoning tasks. You will receive an image "
    "and an image-based "
    "problem statement, followed by solution steps to evaluate.**\n\nFirst round: problem "
    "statement and first solution "
    "step.  \nSubsequent rounds: one new step per round.\n\nAssess the cumulative correctness of "
    "the entire solution up "
    "to each step.\n\n## Evaluation Criteria:\n\n1. **Visual Accuracy**: Are visual elements from "
    "the image correctly "
    "identified (shapes, colors, positions, quantities, spatial relationships)?\n\n2. **Logical "
    "Validity**: Do all "
    "inferences and calculations follow correctly from the image and previous steps?\n\n## "
    "Response:\n- **\"+\"** if "
    "correct up to this step\n- **\"-\"** if any error exists up to this step\n\nOnly respond with "
    "\"+\" or \"-\". No "
    "explanations.\n\nAn error in any step invalidates all subsequent steps.";

// What a model is asked that knows nothing of the published layout.
constexpr const char* askForLayout =
    "<question>\n{question}\n</question>\n\nAnswer the question about the image. Write nothing but "
    "the layout below: first what you see that matters, one observation in each step, then your "
    "reasoning, one thought in each step, as many steps as are needed, then the answer.\n\n"
    "[Visual Elements]\n<step_1>\nan observation\n</step_1>\n<step_2>\nanother "
    "one\n</step_2>\n\n[Reasoning]\n<step_1>\na thought\n</step_1>\n<step_2>\nanother "
    "one\n</step_2>\n\n<correct_answer>\n$\\boxed{the answer}$\n</correct_answer>";

const std::set<std::string> knownKeys = {
    "name",      "system", "first_turn", "later_turn",  "step_end",   "options_head",
    "option",    "plus",   "minus",      "min_pixels",  "max_pixels", "first_resize",
    "processor", "alpha",  "specials",   "calibration", "policy",     "training"};

void require(bool ok, const std::string& what)
{
    if (!ok)
        throw std::runtime_error(what);
}

void read(const Json& j, const char* key, std::string& value)
{
    value = j.value(key, value);
}

// Of two words that a key may have, the first is that of a profile without it.
bool saysOther(const Json& j, const char* key, const std::string& usual, const std::string& other)
{
    const std::string word = j.value(key, usual);
    require(word == usual || word == other,
            std::string(key) + " is neither \"" + usual + "\" nor \"" + other + "\"");
    return word == other;
}

PixelLimits readLimits(const Json& j, PixelLimits limits)
{
    for (const char* key : {"min_pixels", "max_pixels"})
        require(!j.contains(key) || j.at(key).is_number_integer(),
                std::string(key) + " is no whole number");
    limits.minPixels = j.value("min_pixels", limits.minPixels);
    limits.maxPixels = j.value("max_pixels", limits.maxPixels);
    require(limits.minPixels > 0 && limits.minPixels <= limits.maxPixels &&
                limits.maxPixels <= 100'000'000,
            "min_pixels and max_pixels are no sensible limits");
    return limits;
}

void fill(const Json& j, PolicyForm& form)
{
    const std::map<std::string, std::string*> texts{
        {"system", &form.system},       {"user", &form.user}, {"perception", &form.perception},
        {"reasoning", &form.reasoning}, {"step", &form.step}, {"answer", &form.answer},
        {"prose", &form.prose}};
    for (const auto& [key, value] : j.items()) {
        require(texts.contains(key), "the key policy." + key + " is unknown");
        *texts.at(key) = value.get<std::string>();
    }
    for (const auto& [text, place] : {std::pair<std::string, std::string>{form.step, "{step}"},
                                      {form.user, "{question}"},
                                      {form.prose, "{question}"},
                                      {form.answer, "{answer}"}})
        require(text.find(place) != std::string::npos,
                "policy has no " + place + " where it belongs");
}

void fill(const Json& j, Profile& p)
{
    for (const auto& [key, value] : j.items())
        require(knownKeys.contains(key), "the key \"" + key + "\" is unknown");
    read(j, "name", p.name);
    read(j, "system", p.system);
    read(j, "first_turn", p.firstTurn);
    read(j, "later_turn", p.laterTurn);
    read(j, "step_end", p.stepEnd);
    read(j, "options_head", p.optionsHead);
    read(j, "option", p.option);
    read(j, "plus", p.plus);
    read(j, "minus", p.minus);
    require(!p.plus.empty() && !p.minus.empty() && p.plus != p.minus,
            "plus and minus are not two tokens");
    require(p.firstTurn.find("{step}") != std::string::npos &&
                p.laterTurn.find("{step}") != std::string::npos,
            "first_turn or later_turn has no {step}");
    p.pixels = readLimits(j, p.pixels);
    if (j.contains("first_resize"))
        p.firstResize = j.at("first_resize").is_null()
                            ? std::nullopt
                            : std::optional(readLimits(j.at("first_resize"), {3136, 12845056}));
    p.processor = saysOther(j, "processor", "slow", "fast") ? Processor::fast : Processor::slow;
    p.alphaOverWhite = saysOther(j, "alpha", "drop", "white");
    p.parseSpecials = saysOther(j, "specials", "text", "parse");
    const Json calibration = j.value("calibration", Json::object());
    for (const auto& [key, value] : calibration.items())
        require(key == "temperature" || key == "threshold",
                "the key calibration." + key + " is unknown");
    p.temperature = calibration.value("temperature", p.temperature);
    p.threshold = calibration.value("threshold", p.threshold);
    if (j.contains("policy")) {
        p.policy = PolicyForm(); // it was taught its form and need not be asked for it
        fill(j.at("policy"), p.policy);
    }
    p.training = j.value("training", p.training);
    require(p.temperature > 0 && p.threshold >= 0 && p.threshold <= 1,
            "the calibration is out of range");
}

std::string withOptions(const Profile& profile, const std::string& question,
                        const std::vector<std::string>& options)
{
    std::string asked = question;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (i == 0)
            asked += profile.optionsHead;
        const std::string letter =
            i < 26 ? std::string(1, static_cast<char>('A' + i)) : std::to_string(i + 1);
        asked += fillForm(profile.option, {{"{letter}", letter}, {"{text}", options[i]}});
    }
    return asked;
}

} // namespace

Profile defaultProfile()
{
    Profile p;
    p.system = vlPrmSystem;
    p.policy.user = askForLayout;
    p.firstResize = PixelLimits{4 * 28 * 28, 16384 * 28 * 28};
    p.hash = "builtin:vl-prm";
    return p;
}

Profile parseProfile(const std::string& json, const std::string& fileName)
{
    Profile p = defaultProfile();
    try {
        const Json j = Json::parse(json);
        require(j.is_object(), "it is no JSON object");
        fill(j, p);
    } catch (const std::exception& e) {
        throw EngineError("profile", fileName + ": " + wordsOf(e) +
                                         ". Mend the file, or move it away to have the built-in "
                                         "profile.");
    }
    p.hash = Sha256().add(json).hex();
    p.fromFile = true;
    return p;
}

Profile loadProfile(const std::filesystem::path& folder)
{
    const auto file = folder / "steplight_profile.json";
    if (!std::filesystem::exists(file))
        return defaultProfile();
    std::ifstream in(file, std::ios::binary);
    return parseProfile({std::istreambuf_iterator<char>(in), {}}, file.string());
}

std::string modelName(const std::filesystem::path& folder, const Profile& profile)
{
    const std::string name = std::filesystem::weakly_canonical(folder).filename().string();
    return name == "model" && profile.name != Profile().name ? profile.name : name;
}

std::vector<std::string> renderTurns(const Profile& profile, const std::string& question,
                                     const std::vector<std::string>& options,
                                     const std::vector<std::string>& steps)
{
    const std::string asked = withOptions(profile, question, options);
    std::vector<std::string> turns;
    for (const std::string& step : steps) {
        const std::string ended = step.ends_with(profile.stepEnd) ? step : step + profile.stepEnd;
        turns.push_back(fillForm(turns.empty() ? profile.firstTurn : profile.laterTurn,
                                 {{"{question}", asked}, {"{step}", ended}}));
    }
    return turns;
}

std::string renderPolicyUser(const Profile& profile, const std::string& question,
                             const std::vector<std::string>& options, bool prose)
{
    return fillForm(prose ? profile.policy.prose : profile.policy.user,
                    {{"{question}", withOptions(profile, question, options)}});
}

std::string renderPolicyTurn(const PolicyForm& form, const std::vector<PolicyStep>& steps,
                             const std::string& answer)
{
    std::string turn;
    int perception = 0, reasoning = 0;
    for (const PolicyStep& step : steps) {
        int& n = step.perception ? perception : reasoning;
        if (++n == 1)
            turn += step.perception ? form.perception : form.reasoning;
        turn += fillForm(form.step, {{"{n}", std::to_string(n)}, {"{step}", step.text}});
    }
    return answer.empty() ? turn : turn + fillForm(form.answer, {{"{answer}", answer}});
}

} // namespace steplight
