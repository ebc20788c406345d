// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/prm.h"

#include <chrono>
#include <cmath>
#include <new>

#include "engine/core/score.h"
#include "engine/prm/model_folder.h"

namespace steplight {

struct Prm::Loaded {
    ModelFolder folder;
    std::string summary;

    ScoreInput prepare(const ScoreRequest& request) const;
};

ScoreInput Prm::Loaded::prepare(const ScoreRequest& request) const
{
    if (request.steps.empty())
        throw EngineError("input", "The trace has no steps.");
    Pictures pictures = preparePictures(folder, request.imageBytes);
    const auto turns =
        renderTurns(folder.profile, request.question, request.options, request.steps);
    PrmChat chat = renderPrmChat(folder.tokenizer, folder.tokens, folder.profile.system, turns,
                                 pictures.tokens);
    const std::int64_t most = folder.model.config.text.maxPositions;
    if (static_cast<std::int64_t>(chat.ids.size()) > most)
        throw EngineError("input", "The trace needs " + std::to_string(chat.ids.size()) +
                                       " tokens; the model takes " + std::to_string(most) + ".");
    return {std::move(chat.ids), std::move(chat.rows), std::move(pictures.patches),
            std::move(pictures.grids)};
}

Prm::Prm(std::unique_ptr<Loaded> loaded) : m_loaded(std::move(loaded)) {}
Prm::Prm(Prm&&) noexcept = default;
Prm& Prm::operator=(Prm&&) noexcept = default;
Prm::~Prm() = default;

Prm Prm::load(const std::filesystem::path& path, const ProgressFn& progress, int threads)
{
    ModelFolder folder = openModelFolder(path, progress, threads);
    folder.tokens = findChatTokens(folder.tokenizer, folder.profile);
    readWeights(folder, progress);
    std::string summary =
        sizesOf(folder) + ", profile " + folder.profile.name +
        (folder.profile.fromFile ? "" : " (built in; there is no steplight_profile.json)");
    return Prm(std::make_unique<Loaded>(Loaded{std::move(folder), std::move(summary)}));
}

ScoreResult Prm::score(const ScoreRequest& request, std::stop_token stop) const
{
    const auto begin = std::chrono::steady_clock::now();
    const Loaded& l = *m_loaded;
    const ChatTokens& tokens = l.folder.tokens;
    ScoreResult result;
    try {
        const ScoreInput input = l.prepare(request);
        for (const double margin :
             scoreMargins(l.folder.model, input, tokens.plus, tokens.minus, stop))
            result.plus.push_back(1.0 / (1.0 + std::exp(-margin / l.folder.profile.temperature)));
        result.tokens = static_cast<int>(input.ids.size());
        for (const std::int64_t id : input.ids)
            result.imageTokens += id == tokens.imagePad;
    } catch (const std::bad_alloc&) {
        throw EngineError("input", "There is not enough memory for this trace.");
    } catch (const c10::Error& e) {
        throw EngineError("input", std::string("LibTorch: ") + e.what_without_backtrace());
    }
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

const std::string& Prm::name() const
{
    return m_loaded->folder.name;
}
const std::string& Prm::modelHash() const
{
    return m_loaded->folder.modelHash;
}
const Profile& Prm::profile() const
{
    return m_loaded->folder.profile;
}
const std::string& Prm::summary() const
{
    return m_loaded->summary;
}

} // namespace steplight
