// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/prepare.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <numeric>

#include "engine/core/error.h"
#include "engine/core/vision.h"
#include "engine/prm/prepare.h"
#include "engine/text/policy_steps.h"
#include "engine/text/sha256.h"

namespace steplight {

using protocol::Example;

namespace {

constexpr std::size_t keptFeatures = 1U << 30; // bytes

bool isPerception(const Step& step)
{
    return step.section == Section::perception;
}

std::string turnOf(const Example& example, const PolicyForm& form)
{
    return renderPolicyTurn(form, policyStepsOf(example.trace.steps), example.answer);
}

// What a PRM judges, one after the other.
std::vector<std::string> textsOf(const Example& example, const PolicyForm& form)
{
    if (example.whole)
        return {turnOf(example, form)};
    std::vector<std::string> texts;
    for (const Step& step : example.trace.steps)
        texts.push_back(step.text);
    return texts;
}

at::Tensor catDefined(const std::vector<at::Tensor>& tensors)
{
    return tensors.empty() ? at::Tensor() : at::cat(tensors);
}

} // namespace

struct Preparer::Pictures {
    std::vector<Grid> grids;
    std::vector<std::int64_t> tokens; // of each
    at::Tensor images, patches;       // one of the two
    std::string key;
};

Preparer::Preparer(const ModelFolder& folder, const Recipe& recipe, ReadImage readImage,
                   const LabelWeights& weights)
    : m_folder(folder), m_recipe(recipe), m_readImage(std::move(readImage)), m_weights(weights),
      m_frozen(!recipe.learns.tower && !recipe.learns.merger),
      m_close(turnEnd(folder.tokenizer, folder.tokens)), m_cache(keptFeatures)
{
}

Preparer::Pictures Preparer::look(const Example& example, std::stop_token stop)
{
    const VisionConfig& v = m_folder.model.config.vision;
    Pictures all;
    std::vector<at::Tensor> images, patches;
    for (const protocol::ImageFile& file : example.trace.images) {
        const std::string bytes = m_readImage(file);
        const auto prepare = [&] {
            return prepareImage(bytes, m_folder.profile, m_folder.preprocessing, v);
        };
        if (m_frozen) {
            bool known = false;
            const Picture picture = m_cache.of(
                bytes,
                [&] {
                    const at::NoGradGuard
                        noGrad; // InferenceMode's tensors could not be learnt from
                    const PreparedImage image = prepare();
                    return Picture{encodeImages(m_folder.model, image.patches,
                                                planVision(v, {&image.grid, 1}), stop),
                                   image.grid};
                },
                known);
            images.push_back(picture.features);
            all.grids.push_back(picture.grid);
            all.key += picture.hash;
        } else {
            PreparedImage image = prepare();
            patches.push_back(std::move(image.patches));
            all.grids.push_back(image.grid);
            all.key += Sha256().add(bytes).hex();
        }
        all.tokens.push_back(all.grids.back().patches() / (v.merge * v.merge));
    }
    all.images = catDefined(images);
    all.patches = catDefined(patches);
    return all;
}

PrmChat Preparer::chat(const Example& example, const Pictures& pictures) const
{
    const Profile& profile = m_folder.profile;
    const auto turns = renderTurns(profile, example.trace.question, example.trace.options,
                                   textsOf(example, profile.policy));
    PrmChat chat =
        renderPrmChat(m_folder.tokenizer, m_folder.tokens, profile.system, turns, pictures.tokens,
                      profile.parseSpecials ? Specials::parse : Specials::plain);
    requireFit(m_folder, chat.ids.size());
    return chat;
}

// Writes earlier labels into the chat where the recipe wants them there. A step that nobody judged
// reads like the one before it, and is not learnt.
Labels Preparer::learnPrm(const Example& example, PrmChat& chat) const
{
    const TokenPair pair{m_folder.tokens.plus, m_folder.tokens.minus};
    std::vector<std::int64_t> places, unjudged;
    std::vector<double> shares;
    std::vector<std::uint8_t> perception;
    bool right = true;
    for (std::size_t i = 0; i < example.targets.size(); ++i) {
        const auto& target = example.targets[i];
        const std::int64_t place = chat.rows[i] + 1;
        right = target ? *target >= 0.5 : right;
        if (!m_recipe.plusHistory && !right)
            chat.ids[static_cast<std::size_t>(place)] = pair.minus;
        if (!target) {
            unjudged.push_back(place);
            continue;
        }
        places.push_back(place);
        shares.push_back(*target);
        perception.push_back(!example.whole && isPerception(example.trace.steps[i]));
    }
    if (m_recipe.referenceLabels) {
        places = referenceLabels(chat.ids, pair);
        std::erase_if(places, [&](std::int64_t place) {
            return std::find(unjudged.begin(), unjudged.end(), place) != unjudged.end();
        });
        return tokenLabels(places, chat.ids);
    }
    Labels labels = pairLabels(places, shares, pair);
    labels.perception = at::tensor(perception).to(at::kBool);
    weigh(labels, m_weights);
    return labels;
}

Lesson Preparer::policyLesson(const Example& example, Pictures&& pictures) const
{
    const PolicyForm& form = m_folder.profile.policy;
    Lesson lesson;
    lesson.ids = renderOpenChat(
        m_folder.tokenizer, m_folder.tokens, form.system,
        renderPolicyUser(m_folder.profile, example.trace.question, example.trace.options),
        pictures.tokens, "");
    // By itself: it is written after "assistant\n", whatever it begins with.
    const std::vector<std::int64_t> turn = m_folder.tokenizer.encode(turnOf(example, form));
    const auto begin = static_cast<std::int64_t>(lesson.ids.size());
    lesson.ids.insert(lesson.ids.end(), turn.begin(), turn.end());
    lesson.ids.insert(lesson.ids.end(), m_close.begin(), m_close.end());
    requireFit(m_folder, lesson.ids.size());
    std::vector<std::int64_t> places(turn.size() + 1); // <|im_end|> is learnt, too
    std::iota(places.begin(), places.end(), begin);
    lesson.labels = tokenLabels(places, lesson.ids);
    lesson.grids = std::move(pictures.grids);
    lesson.images = std::move(pictures.images);
    lesson.patches = std::move(pictures.patches);
    return lesson;
}

Lesson Preparer::lesson(const Example& example, std::stop_token stop)
{
    Pictures pictures = look(example, std::move(stop));
    if (example.targets.empty())
        return policyLesson(example, std::move(pictures));
    PrmChat chat = this->chat(example, pictures);
    Labels labels = learnPrm(example, chat);
    return {std::move(chat.ids), std::move(pictures.grids), std::move(pictures.images),
            std::move(pictures.patches), std::move(labels)};
}

ScoreInput Preparer::scoreInput(const Example& example, std::stop_token stop)
{
    Pictures pictures = look(example, std::move(stop));
    PrmChat chat = this->chat(example, pictures);
    return {std::move(chat.ids), std::move(chat.rows), pictures.patches,
            pictures.grids,      pictures.key,         pictures.images};
}

Batch Preparer::batch(std::span<const Lesson> lessons) const
{
    std::vector<Sequence> sequences;
    std::vector<Labels> labels;
    std::vector<at::Tensor> images, patches;
    Batch batch;
    for (const Lesson& lesson : lessons) {
        sequences.push_back(layOut(m_folder.model.config, lesson.ids, lesson.grids));
        labels.push_back(lesson.labels);
        batch.grids.insert(batch.grids.end(), lesson.grids.begin(), lesson.grids.end());
        if (lesson.images.defined())
            images.push_back(lesson.images);
        if (lesson.patches.defined())
            patches.push_back(lesson.patches);
    }
    batch.packed = pack(sequences);
    batch.images = catDefined(images);
    batch.patches = catDefined(patches);
    batch.labels = packLabels(labels, batch.packed.plan);
    return batch;
}

std::vector<Batch> Preparer::batches(std::span<const Lesson> lessons) const
{
    std::vector<Batch> all;
    for (std::size_t from = 0; from < lessons.size();) {
        std::size_t end = from, tokens = 0;
        do
            tokens += lessons[end++].ids.size();
        while (end < lessons.size() &&
               tokens + lessons[end].ids.size() <= static_cast<std::size_t>(m_recipe.tokens));
        all.push_back(batch(lessons.subspan(from, end - from)));
        from = end;
    }
    return all;
}

} // namespace steplight
