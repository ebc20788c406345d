// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/lora.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/core/durable_file.h"
#include "engine/core/error.h"
#include "engine/core/save.h"

namespace steplight {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* peftPrefix = "base_model.model.";

// Where an adapter of a layer acts.
struct Place {
    const char* group; // "self_attn." or "mlp."
    const char* target;
    LowRank TextLayer::Adapters::*adapter;
    at::Tensor TextLayer::*weight;
    std::int64_t row;
    std::int64_t rows;
};

std::vector<Place> placesOf(const TextConfig& t)
{
    const std::int64_t d = t.hidden, f = t.intermediate, k = t.kvHeads * t.headDim();
    using L = TextLayer;
    using A = TextLayer::Adapters;
    return {{"self_attn.", "q_proj", &A::q, &L::qkvW, 0, d},
            {"self_attn.", "k_proj", &A::k, &L::qkvW, d, k},
            {"self_attn.", "v_proj", &A::v, &L::qkvW, d + k, k},
            {"self_attn.", "o_proj", &A::out, &L::outW, 0, d},
            {"mlp.", "gate_proj", &A::gate, &L::gateUpW, 0, f},
            {"mlp.", "up_proj", &A::up, &L::gateUpW, f, f},
            {"mlp.", "down_proj", &A::down, &L::downW, 0, d}};
}

std::string nameOf(std::size_t layer, const Place& place)
{
    return "model.layers." + std::to_string(layer) + "." + place.group + place.target;
}

// Calls visit(name, layer, place) for every place of every layer.
template <typename Visit>
void forEachPlace(const TextConfig& text, std::vector<TextLayer>& layers, const Visit& visit)
{
    const std::vector<Place> places = placesOf(text);
    for (std::size_t i = 0; i < layers.size(); ++i)
        for (const Place& place : places)
            visit(nameOf(i, place), layers[i], place);
}

[[noreturn]] void refuse(const fs::path& file, const std::string& what)
{
    throw EngineError("config", file.string() + ": " + what +
                                    " Merge the adapter with PEFT and load the merged model.");
}

// The scale, once it is sure that the file asks for nothing else.
double readScale(const fs::path& file)
{
    std::ifstream in(file);
    try {
        const Json j = Json::parse(in);
        if (j.value("peft_type", "") != "LORA")
            refuse(file, "peft_type is not LORA.");
        for (const char* key : {"use_dora", "fan_in_fan_out", "lora_bias", "use_qalora"})
            if (j.value(key, false))
                refuse(file, std::string(key) + " is not supported.");
        for (const char* key : {"rank_pattern", "alpha_pattern", "modules_to_save",
                                "layer_replication", "trainable_token_indices"})
            if (j.contains(key) && !j.at(key).empty())
                refuse(file, std::string(key) + " is not supported.");
        if (j.value("bias", "none") != "none")
            refuse(file, "trained biases are not supported.");
        const double rank = j.at("r"), alpha = j.at("lora_alpha");
        if (!(rank > 0))
            refuse(file, "r is not positive.");
        const double scale = alpha / (j.value("use_rslora", false) ? std::sqrt(rank) : rank);
        if (!std::isfinite(scale))
            refuse(file, "lora_alpha / r is no number.");
        return scale;
    } catch (const Json::exception& e) {
        throw EngineError("config", file.string() + " cannot be read: " + e.what());
    }
}

at::Tensor readMatrix(const TensorInfo& info, const std::string& name, std::int64_t rows,
                      std::int64_t columns)
{
    if (info.shape.size() != 2 || (rows && info.shape[0] != rows) ||
        (columns && info.shape[1] != columns) || !at::isFloatingType(info.type))
        throw EngineError("weights", info.file.string() + ": " + name +
                                         " does not fit the model. Was the adapter made for "
                                         "another one?");
    return toTensor(info, at::kFloat);
}

} // namespace

void attachLora(Model& model, const LoraOptions& options, std::uint64_t seed)
{
    const auto wanted = [&](std::string_view target) {
        return std::count(options.targets.begin(), options.targets.end(), target) > 0;
    };
    std::size_t known = 0;
    for (const Place& place : placesOf(model.config.text))
        known += wanted(place.target);
    if (known != options.targets.size() || known == 0 || options.rank <= 0)
        throw EngineError("config", "The adapter's rank is not positive or a target is none of "
                                    "q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, "
                                    "down_proj.");
    const auto generator = at::detail::createCPUGenerator(seed);
    forEachPlace(model.config.text, model.text.layers,
                 [&](const std::string&, TextLayer& layer, const Place& place) {
                     LowRank& adapter = layer.adapters.*place.adapter;
                     adapter = {};
                     if (!wanted(place.target))
                         return;
                     const at::Tensor& weight = layer.*place.weight;
                     const std::int64_t m = weight.size(1);
                     const double bound = 1 / std::sqrt(static_cast<double>(m));
                     adapter.a = at::empty({options.rank, m}).uniform_(-bound, bound, generator);
                     adapter.a = adapter.a.to(weight.device()).requires_grad_();
                     adapter.b = at::zeros({place.rows, options.rank}, weight.device());
                     adapter.b.requires_grad_();
                     adapter.scale = options.alpha / static_cast<double>(options.rank);
                 });
}

std::vector<Parameter> loraParameters(const Model& model)
{
    std::vector<Parameter> out;
    auto layers = model.text.layers; // handles: the tensors are the model's own
    forEachPlace(
        model.config.text, layers,
        [&](const std::string& name, TextLayer& layer, const Place& place) {
            const LowRank& adapter = layer.adapters.*place.adapter;
            for (const auto& [suffix, tensor] :
                 {std::pair(".lora_A.weight", adapter.a), {".lora_B.weight", adapter.b}})
                if (tensor.defined())
                    out.push_back({name + suffix, tensor, {{name + suffix, tensor.size(0)}}});
        });
    return out;
}

void mergeLora(Model& model)
{
    const at::NoGradGuard noGrad;
    forEachPlace(model.config.text, model.text.layers,
                 [](const std::string&, TextLayer& layer, const Place& place) {
                     LowRank& adapter = layer.adapters.*place.adapter;
                     if (!adapter.a.defined())
                         return;
                     at::Tensor rows = (layer.*place.weight).narrow(0, place.row, place.rows);
                     rows.copy_(rows.to(at::kFloat) + adapter.scale * adapter.b.mm(adapter.a));
                     adapter = {};
                 });
}

void saveLora(const Model& model, const fs::path& folder, const std::string& base)
{
    std::error_code error;
    fs::create_directories(folder, error);
    std::vector<NamedTensor> tensors;
    for (const Parameter& p : loraParameters(model))
        tensors.push_back({peftPrefix + p.name, p.tensor});
    if (tensors.empty())
        throw EngineError("input", "The model has no adapter to save.");
    writeSafeTensors(folder / "adapter_model.safetensors", tensors);
    std::set<std::string> targets;
    double scale = 1, rank = 1;
    auto layers = model.text.layers;
    forEachPlace(model.config.text, layers,
                 [&](const std::string&, TextLayer& layer, const Place& place) {
                     const LowRank& adapter = layer.adapters.*place.adapter;
                     if (!adapter.a.defined())
                         return;
                     targets.insert(place.target);
                     scale = adapter.scale;
                     rank = static_cast<double>(adapter.a.size(0));
                 });
    std::string pattern;
    for (const std::string& target : targets)
        pattern += (pattern.empty() ? "" : "|") + target;
    // A pattern, since the vision model has layers of the same names.
    const Json config{{"peft_type", "LORA"},
                      {"base_model_name_or_path", base},
                      {"r", static_cast<std::int64_t>(rank)},
                      {"lora_alpha", scale * rank},
                      {"lora_dropout", 0.0},
                      {"bias", "none"},
                      {"fan_in_fan_out", false},
                      {"inference_mode", true},
                      {"init_lora_weights", true},
                      {"target_modules", "^(?!.*visual).*\\.(" + pattern + ")$"},
                      {"task_type", nullptr}};
    writeDurably(folder / "adapter_config.json", config.dump(2) + "\n");
}

void loadLora(Model& model, const fs::path& folder)
{
    const double scale = readScale(folder / "adapter_config.json");
    const SafeTensors file = SafeTensors::openFile(folder / "adapter_model.safetensors");
    std::map<std::string, const TensorInfo*> rest; // by old name
    for (const auto& [name, info] : file.tensors())
        rest.emplace(oldName(std::string_view(name).substr(
                         name.starts_with(peftPrefix) ? std::string_view(peftPrefix).size() : 0)),
                     &info);
    auto layers = model.text.layers;
    forEachPlace(model.config.text, layers,
                 [&](const std::string& name, TextLayer& layer, const Place& place) {
                     LowRank& adapter = layer.adapters.*place.adapter;
                     adapter = {};
                     const auto a = rest.extract(name + ".lora_A.weight");
                     const auto b = rest.extract(name + ".lora_B.weight");
                     if (!a && !b)
                         return;
                     if (!a || !b)
                         throw EngineError("weights", folder.string() + ": of " + name +
                                                          " one half of the adapter is missing.");
                     const at::Tensor& weight = layer.*place.weight;
                     const auto to = weight.device();
                     adapter.a = readMatrix(*a.mapped(), name, 0, weight.size(1)).to(to);
                     adapter.b =
                         readMatrix(*b.mapped(), name, place.rows, adapter.a.size(0)).to(to);
                     adapter.a.requires_grad_();
                     adapter.b.requires_grad_();
                     adapter.scale = scale;
                 });
    if (!rest.empty())
        throw EngineError("weights", folder.string() + ": " + std::to_string(rest.size()) +
                                         " tensors fit no layer of the text model, the first is " +
                                         rest.begin()->first + ".");
    model.text.layers = std::move(layers);
}

} // namespace steplight
