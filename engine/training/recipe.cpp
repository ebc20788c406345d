// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/recipe.h"

#include <charconv>
#include <sstream>

#include "engine/core/error.h"

namespace steplight {
namespace {

[[noreturn]] void refuse(const std::string& name, const std::string& value,
                         const std::string& wanted)
{
    throw EngineError("input", "Setting \"" + name + "\" is \"" + value + "\"; it must be " +
                                   wanted + ". Nothing was begun.");
}

std::string plain(double number)
{
    std::ostringstream out;
    out << number;
    return out.str();
}

// Hands out each setting once and knows at the end what nobody asked for.
class Settings
{
public:
    explicit Settings(std::map<std::string, std::string> all) : m_rest(std::move(all)) {}

    template <typename Number>
    void read(const std::string& name, Number& value, double least, double most)
    {
        const auto found = m_rest.extract(name);
        if (!found)
            return;
        const std::string& text = found.mapped();
        const char* end = text.data() + text.size();
        const auto read = std::from_chars(text.data(), end, value);
        if (read.ec != std::errc() || read.ptr != end || !(static_cast<double>(value) >= least) ||
            !(static_cast<double>(value) <= most))
            refuse(name, text, "a number from " + plain(least) + " to " + plain(most));
    }
    // The place of the setting among `words`; the first where it is not given.
    std::size_t choose(const std::string& name, const std::vector<std::string>& words)
    {
        const auto found = m_rest.extract(name);
        if (!found)
            return 0;
        std::string listed;
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (found.mapped() == words[i])
                return i;
            listed += (i ? " or " : "") + words[i];
        }
        refuse(name, found.mapped(), listed);
    }
    std::optional<std::string> take(const std::string& name)
    {
        const auto found = m_rest.extract(name);
        return found ? std::optional(found.mapped()) : std::nullopt;
    }
    void refuseRest() const
    {
        if (!m_rest.empty())
            throw EngineError("input", "There is no setting \"" + m_rest.begin()->first +
                                           "\" for a training. Nothing was begun.");
    }

private:
    std::map<std::string, std::string> m_rest;
};

Trainable parts(const std::string& list)
{
    Trainable learns{false, false, false};
    std::istringstream in(list);
    for (std::string part; std::getline(in, part, ',');) {
        if (part != "text" && part != "tower" && part != "merger")
            refuse("learn", list, "a list of text, tower and merger");
        learns.text |= part == "text";
        learns.tower |= part == "tower";
        learns.merger |= part == "merger";
    }
    return learns;
}

void readLora(Settings& s, Recipe& recipe)
{
    LoraOptions lora;
    lora.rank = 0;
    s.read("lora_rank", lora.rank, 0, 4096);
    lora.alpha = 2.0 * static_cast<double>(lora.rank);
    s.read("lora_alpha", lora.alpha, 0, 1e6);
    if (lora.rank == 0 && lora.alpha != 0)
        refuse("lora_alpha", plain(lora.alpha), "left out, or lora_rank given");
    if (lora.rank > 0) {
        recipe.lora = lora;
        recipe.learns = {false, false, false};
    }
    if (const auto list = s.take("learn"))
        recipe.learns = parts(*list);
    if (lora.rank > 0 && recipe.learns.text)
        refuse("learn", "text", "tower, merger or nothing where adapters learn (lora_rank)");
    if (lora.rank == 0 && !recipe.learns.text && !recipe.learns.tower && !recipe.learns.merger)
        refuse("learn", "", "a list of text, tower and merger");
}

// The published trainer's labels are over all tokens, read what they are, and weigh one.
void readLabels(Settings& s, Recipe& r)
{
    r.referenceLabels = s.choose("labels", {"structure", "reference"}) == 1;
    const auto over = s.choose("loss", {"", "pair", "vocabulary"});
    const auto history = s.choose("history", {"", "plus", "labels"});
    r.balance = s.choose("balance", {"none", "classes"}) == 1;
    if (r.referenceLabels && (over == 1 || history == 1 || r.balance || r.perceptionWeight != 1))
        refuse("labels", "reference",
               "structure beside loss=pair, history=plus, balance or perception_weight");
    if (over == 2 || r.referenceLabels)
        r.over = LossOver::vocabulary;
    r.plusHistory = history != 2 && !r.referenceLabels;
}

} // namespace

Recipe readRecipe(std::map<std::string, std::string> settings,
                  std::map<std::string, std::string> otherwise)
{
    settings.merge(otherwise);
    constexpr double many = 1e9, tiny = 1e-12, almost = 0.999999; // neither 0 nor 1
    Settings s(settings);
    Recipe r;
    s.read("epochs", r.epochs, 1, many);
    s.read("updates", r.updates, 0, many);
    s.read("batch", r.batch, 1, 1e6);
    s.read("tokens", r.tokens, 1, many);
    s.read("rate", r.rate, tiny, 1);
    s.read("warmup", r.warmup, 0, 1);
    s.read("clip", r.clip, tiny, many);
    s.read("beta1", r.adam.beta1, 0, almost);
    s.read("beta2", r.adam.beta2, 0, almost);
    s.read("decay", r.adam.decay, 0, 1);
    s.read("perception_weight", r.perceptionWeight, 0, many);
    s.read("add_layers", r.addLayers, 0, 1024);
    s.read("evaluate_every", r.evaluateEvery, 0, many);
    s.read("processes", r.processes, 0, 1024);
    s.read("threads", r.threads, 0, 1024);
    readLabels(s, r);
    r.recompute = s.choose("recompute", {"on", "off"}) == 0;
    r.fromNothing = s.choose("begin", {"model", "random"}) == 1;
    if (const auto type = s.choose("weights", {"", "float32", "bfloat16"}); type > 0)
        r.saveAs = type == 1 ? at::kFloat : at::kBFloat16;
    r.device = s.take("device").value_or(r.device);
    r.name = s.take("name").value_or(r.name);
    readLora(s, r);
    s.refuseRest();
    return r;
}

} // namespace steplight
