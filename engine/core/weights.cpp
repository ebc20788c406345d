// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/weights.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <map>
#include <sstream>

#include "engine/core/error.h"

namespace steplight {
namespace {

using Shape = std::vector<std::int64_t>;

constexpr std::size_t mostFaults = 200'000; // of all, by name

std::string text(const Shape& shape)
{
    std::ostringstream out;
    out << '[';
    for (std::size_t i = 0; i < shape.size(); ++i)
        out << (i ? ", " : "") << shape[i];
    out << ']';
    return out.str();
}

std::string folderOf(const SafeTensors& file)
{
    return file.tensors().empty() ? "The checkpoint"
                                  : file.tensors().begin()->second.file.parent_path().string();
}

// Hands out each tensor once and knows at the end what nobody asked for.
class Source
{
public:
    // With `faults` nothing is read and nothing throws but a doubled name: what does not fit is
    // noted there, and every tensor is one without data.
    Source(const SafeTensors& file, const std::function<void(double)>& progress,
           at::TensorOptions place, TensorFaults* faults = nullptr)
        : m_progress(progress), m_place(place), m_faults(faults)
    {
        for (const auto& [name, info] : file.tensors()) {
            if (name.ends_with("rotary_emb.inv_freq"))
                continue; // a buffer that some old checkpoints saved; it follows from the
                          // configuration
            if (!m_rest.emplace(oldName(name), &info).second)
                throw EngineError("weights",
                                  info.file.string() + ": tensor " + name +
                                      " is there under its old and its new name. Take the "
                                      "publisher's file, or save it again with one "
                                      "program.");
        }
        m_total = m_rest.size();
        m_folder = folderOf(file);
    }

    // Nothing is read: every tensor is drawn.
    Source(std::uint64_t seed, double spread, at::TensorOptions place)
        : m_place(place), m_generator(at::detail::createCPUGenerator(seed)), m_spread(spread)
    {
    }

    bool has(const std::string& name) const
    {
        return m_generator.defined() || m_rest.contains(name);
    }
    void drop(const std::string& name) { m_rest.erase(name); }

    at::Tensor take(const std::string& name, const Shape& shape)
    {
        if (m_faults)
            return compare(name, shape);
        if (m_generator.defined())
            return draw(name, shape).to(m_place);
        const TensorInfo& info = *m_rest.at(name); // there and fitting: it was compared before
        m_rest.erase(name);
        if (m_progress)
            m_progress(1.0 - static_cast<double>(m_rest.size()) / static_cast<double>(m_total));
        return toTensor(info, m_place);
    }

    // What nobody took.
    void noteUnused() const
    {
        for (const auto& [name, info] : m_rest)
            note(m_faults->unused, name);
    }

private:
    void note(std::vector<std::string>& list, const std::string& what) const
    {
        list.push_back(what);
        // A configuration with a billion layers is not walked to its end.
        if (++m_faults->all > mostFaults)
            throw EngineError("weights", m_folder + ": config.json asks for far more tensors than "
                                                    "there are. Check that weights and config.json "
                                                    "are of one model.");
    }

    at::Tensor compare(const std::string& name, const Shape& shape)
    {
        if (const auto it = m_rest.find(name); it == m_rest.end()) {
            note(m_faults->missing, name);
        } else {
            if (it->second->shape != shape)
                note(m_faults->misshapen,
                     name + " is " + text(it->second->shape) + ", not " + text(shape));
            else if (!at::isFloatingType(it->second->type))
                note(m_faults->misshapen, name + " is of type " + it->second->dtype);
            m_rest.erase(it);
        }
        return at::empty(shape, at::TensorOptions(at::kMeta));
    }

    at::Tensor draw(const std::string& name, const Shape& shape)
    {
        if (name.ends_with(".bias"))
            return at::zeros(shape);
        if (shape.size() == 1)
            return at::ones(shape);
        return at::normal(0.0, m_spread, shape, m_generator);
    }

    std::map<std::string, const TensorInfo*> m_rest;
    std::function<void(double)> m_progress;
    at::TensorOptions m_place;
    TensorFaults* m_faults = nullptr;
    at::Generator m_generator; // defined: tensors are drawn
    double m_spread = 0;
    std::size_t m_total = 0;
    std::string m_folder;
};

VisionBlock takeVisionBlock(Source& s, const VisionConfig& v, const std::string& p)
{
    const std::int64_t C = v.hidden, F = v.intermediate;
    VisionBlock b;
    b.norm1 = s.take(p + "norm1.weight", {C});
    b.qkvW = s.take(p + "attn.qkv.weight", {3 * C, C});
    b.qkvB = s.take(p + "attn.qkv.bias", {3 * C});
    b.projW = s.take(p + "attn.proj.weight", {C, C});
    b.projB = s.take(p + "attn.proj.bias", {C});
    b.norm2 = s.take(p + "norm2.weight", {C});
    b.gateUpW = at::cat(
        {s.take(p + "mlp.gate_proj.weight", {F, C}), s.take(p + "mlp.up_proj.weight", {F, C})});
    b.gateUpB =
        at::cat({s.take(p + "mlp.gate_proj.bias", {F}), s.take(p + "mlp.up_proj.bias", {F})});
    b.downW = s.take(p + "mlp.down_proj.weight", {C, F});
    b.downB = s.take(p + "mlp.down_proj.bias", {C});
    return b;
}

VisionWeights takeVision(Source& s, const VisionConfig& v)
{
    const std::int64_t M = v.hidden * v.merge * v.merge;
    VisionWeights w;
    w.patchW = s.take("visual.patch_embed.proj.weight",
                      {v.hidden, v.channels, v.temporalPatch, v.patch, v.patch})
                   .reshape({v.hidden, v.patchValues()});
    for (std::int64_t i = 0; i < v.depth; ++i)
        w.blocks.push_back(takeVisionBlock(s, v, "visual.blocks." + std::to_string(i) + "."));
    w.mergerNorm = s.take("visual.merger.ln_q.weight", {v.hidden});
    w.merger1W = s.take("visual.merger.mlp.0.weight", {M, M});
    w.merger1B = s.take("visual.merger.mlp.0.bias", {M});
    w.merger2W = s.take("visual.merger.mlp.2.weight", {v.outHidden, M});
    w.merger2B = s.take("visual.merger.mlp.2.bias", {v.outHidden});
    return w;
}

TextLayer takeTextLayer(Source& s, const TextConfig& t, const std::string& p)
{
    const std::int64_t d = t.hidden, f = t.intermediate, k = t.kvHeads * t.headDim();
    const std::string a = p + "self_attn.";
    TextLayer l;
    l.inputNorm = s.take(p + "input_layernorm.weight", {d});
    l.qkvW = at::cat({s.take(a + "q_proj.weight", {d, d}), s.take(a + "k_proj.weight", {k, d}),
                      s.take(a + "v_proj.weight", {k, d})});
    l.qkvB = at::cat({s.take(a + "q_proj.bias", {d}), s.take(a + "k_proj.bias", {k}),
                      s.take(a + "v_proj.bias", {k})});
    l.outW = s.take(a + "o_proj.weight", {d, d});
    l.postNorm = s.take(p + "post_attention_layernorm.weight", {d});
    l.gateUpW = at::cat(
        {s.take(p + "mlp.gate_proj.weight", {f, d}), s.take(p + "mlp.up_proj.weight", {f, d})});
    l.downW = s.take(p + "mlp.down_proj.weight", {d, f});
    return l;
}

TextWeights takeText(Source& s, const TextConfig& t)
{
    const std::string head = "lm_head.weight";
    TextWeights w;
    w.embed = s.take("model.embed_tokens.weight", {t.vocab, t.hidden});
    for (std::int64_t i = 0; i < t.layers; ++i)
        w.layers.push_back(takeTextLayer(s, t, "model.layers." + std::to_string(i) + "."));
    w.norm = s.take("model.norm.weight", {t.hidden});
    if (t.tied.value_or(!s.has(head))) {
        w.head = w.embed;
        s.drop(head); // some savers write it all the same; transformers ignores it, too
    } else {
        w.head = s.take(head, {t.vocab, t.hidden});
    }
    return w;
}

void list(std::ostream& out, const char* what, const std::vector<std::string>& names)
{
    if (names.empty())
        return;
    out << ' ' << what << ": ";
    for (std::size_t i = 0; i < names.size(); ++i)
        out << (i ? ", " : "") << names[i];
    out << '.';
}

// Names every tensor that does not fit; from a wrong folder to a renamed layer, this tells which.
[[noreturn]] void refuse(const TensorFaults& faults, const SafeTensors& file)
{
    std::ostringstream out;
    out << folderOf(file) << ": " << faults.all
        << (faults.all == 1 ? " tensor does" : " tensors do")
        << " not fit config.json; nothing was loaded.";
    list(out, "Missing", faults.missing);
    list(out, "Of another shape or type", faults.misshapen);
    list(out, "Unused", faults.unused);
    out << " Check that weights and config.json are of one model, saved by one program.";
    throw EngineError("weights", out.str());
}

// Some activations of the vision model lie beyond float16's range: it would give infinities
// (https://github.com/ggml-org/llama.cpp/pull/17534).
void refuseHalf(at::TensorOptions place)
{
    if (c10::typeMetaToScalarType(place.dtype()) == at::kHalf)
        throw EngineError("weights", "Qwen2.5-VL's vision model does not fit into float16. Nothing "
                                     "was loaded; load it as bfloat16 or float32.");
}

} // namespace

std::string oldName(std::string_view name)
{
    for (const auto& [from, to] :
         {std::pair<std::string_view, std::string_view>{"model.visual.", "visual."},
          {"model.language_model.", "model."}})
        if (name.starts_with(from))
            return std::string(to) + std::string(name.substr(from.size()));
    return std::string(name);
}

TensorFaults compareTensors(const Config& config, const SafeTensors& file)
{
    TensorFaults faults;
    Source source(file, {}, at::kFloat, &faults);
    takeVision(source, config.vision);
    takeText(source, config.text);
    source.noteUnused();
    return faults;
}

Model loadModel(const Config& config, const SafeTensors& file,
                const std::function<void(double)>& progress, at::TensorOptions place)
{
    refuseHalf(place);
    if (const TensorFaults faults = compareTensors(config, file); faults.all > 0)
        refuse(faults, file);
    Source source(file, progress, place);
    Model model;
    model.config = config;
    model.vision = takeVision(source, config.vision);
    model.text = takeText(source, config.text);
    return model;
}

Model randomModel(const Config& config, std::uint64_t seed, at::TensorOptions place)
{
    Source source(seed, config.text.initialSpread, place);
    return {config, takeVision(source, config.vision), takeText(source, config.text)};
}

void addTextLayers(Model& model, std::int64_t count, std::uint64_t seed)
{
    Source source(seed, model.config.text.initialSpread, model.text.embed.options());
    for (std::int64_t i = 0; i < count; ++i) {
        model.text.layers.push_back(takeTextLayer(source, model.config.text, "added."));
        model.text.layers.back().outW.zero_();
        model.text.layers.back().downW.zero_();
    }
    model.config.text.layers += count;
}

} // namespace steplight
