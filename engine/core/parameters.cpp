// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/parameters.h"

#include <ATen/ATen.h>

#include "engine/core/error.h"

namespace steplight {
namespace {

class List
{
public:
    void add(const std::string& name, const at::Tensor& tensor)
    {
        m_all.push_back({name, tensor, {{name, tensor.size(0)}}});
    }
    // `fused` and each of the parts stand between prefix and suffix.
    void add(const std::string& prefix, const std::string& fused, const std::string& suffix,
             const at::Tensor& tensor, std::vector<Part> parts)
    {
        for (Part& part : parts)
            part.name = prefix + part.name + suffix;
        m_all.push_back({prefix + fused + suffix, tensor, std::move(parts)});
    }
    std::vector<Parameter> take() { return std::move(m_all); }

private:
    std::vector<Parameter> m_all;
};

void addVision(List& list, const VisionWeights& w, const VisionConfig& v)
{
    const std::int64_t F = v.intermediate;
    list.add("visual.patch_embed.proj.weight", w.patchW);
    for (std::size_t i = 0; i < w.blocks.size(); ++i) {
        const VisionBlock& b = w.blocks[i];
        const std::string p = "visual.blocks." + std::to_string(i) + ".", mlp = p + "mlp.";
        list.add(p + "norm1.weight", b.norm1);
        list.add(p + "attn.qkv.weight", b.qkvW);
        list.add(p + "attn.qkv.bias", b.qkvB);
        list.add(p + "attn.proj.weight", b.projW);
        list.add(p + "attn.proj.bias", b.projB);
        list.add(p + "norm2.weight", b.norm2);
        list.add(mlp, "gate_up_proj", ".weight", b.gateUpW, {{"gate_proj", F}, {"up_proj", F}});
        list.add(mlp, "gate_up_proj", ".bias", b.gateUpB, {{"gate_proj", F}, {"up_proj", F}});
        list.add(mlp + "down_proj.weight", b.downW);
        list.add(mlp + "down_proj.bias", b.downB);
    }
    list.add("visual.merger.ln_q.weight", w.mergerNorm);
    list.add("visual.merger.mlp.0.weight", w.merger1W);
    list.add("visual.merger.mlp.0.bias", w.merger1B);
    list.add("visual.merger.mlp.2.weight", w.merger2W);
    list.add("visual.merger.mlp.2.bias", w.merger2B);
}

void addText(List& list, const TextWeights& w, const TextConfig& t)
{
    const std::int64_t d = t.hidden, f = t.intermediate, k = t.kvHeads * t.headDim();
    const std::vector<Part> qkv{{"q_proj", d}, {"k_proj", k}, {"v_proj", k}};
    list.add("model.embed_tokens.weight", w.embed);
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
        const TextLayer& l = w.layers[i];
        const std::string p = "model.layers." + std::to_string(i) + ".";
        list.add(p + "input_layernorm.weight", l.inputNorm);
        list.add(p + "self_attn.", "qkv_proj", ".weight", l.qkvW, qkv);
        list.add(p + "self_attn.", "qkv_proj", ".bias", l.qkvB, qkv);
        list.add(p + "self_attn.o_proj.weight", l.outW);
        list.add(p + "post_attention_layernorm.weight", l.postNorm);
        list.add(p + "mlp.", "gate_up_proj", ".weight", l.gateUpW,
                 {{"gate_proj", f}, {"up_proj", f}});
        list.add(p + "mlp.down_proj.weight", l.downW);
    }
    list.add("model.norm.weight", w.norm);
    if (!w.head.is_same(w.embed))
        list.add("lm_head.weight", w.head);
}

// In pieces: what isfinite() computes on the way is as large as what it looks at.
bool isFinite(const at::Tensor& tensor)
{
    constexpr std::int64_t values = 1 << 24;
    for (const at::Tensor& piece : tensor.flatten().split(values))
        if (!at::isfinite(piece).all().item<bool>())
            return false;
    return true;
}

// Empty where all weights are finite.
std::string notFinite(const Model& model)
{
    for (const NamedTensor& t : checkpointTensors(model))
        if (!isFinite(t.tensor))
            return t.name;
    return "";
}

std::string damaged(const std::string& name)
{
    return "Its weight " + name +
           " holds one that is none, so the file is damaged: compare its SHA-256 with the "
           "publisher's, or download it again.";
}

} // namespace

bool isChosen(const std::string& name, const Trainable& t)
{
    if (name.starts_with("visual.merger."))
        return t.merger;
    return name.starts_with("visual.") ? t.tower : t.text;
}

std::vector<Parameter> parametersOf(const Model& model)
{
    List list;
    addVision(list, model.vision, model.config.vision);
    addText(list, model.text, model.config.text);
    return list.take();
}

std::vector<NamedTensor> checkpointTensors(const Model& model)
{
    const VisionConfig& v = model.config.vision;
    std::vector<NamedTensor> out;
    for (const Parameter& p : parametersOf(model)) {
        std::int64_t row = 0;
        for (const Part& part : p.parts) {
            out.push_back({part.name, p.tensor.detach().narrow(0, row, part.rows)});
            row += part.rows;
        }
        if (p.name == "visual.patch_embed.proj.weight")
            out.back().tensor =
                out.back().tensor.view({v.hidden, v.channels, v.temporalPatch, v.patch, v.patch});
    }
    return out;
}

std::vector<Parameter> chooseTrainable(const Model& model, const Trainable& trainable)
{
    std::vector<Parameter> chosen;
    for (Parameter& p : parametersOf(model)) {
        p.tensor.set_requires_grad(isChosen(p.name, trainable));
        if (p.tensor.requires_grad())
            chosen.push_back(std::move(p));
    }
    return chosen;
}

void throwNotFinite(const Model& model)
{
    const std::string name = notFinite(model);
    throw EngineError("weights",
                      "The model gave a value that is not a number, so there is no "
                      "result. " +
                          (name.empty() ? "All its weights are numbers, so they grow beyond all "
                                          "bounds on the way: compare config.json with the "
                                          "publisher's."
                                        : damaged(name)));
}

void requireFinite(const Model& model)
{
    if (const std::string name = notFinite(model); !name.empty())
        throw EngineError("weights", "Not all weights of the model are numbers. " + damaged(name));
}

} // namespace steplight
