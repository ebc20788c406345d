// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/row_keeper.h"

#include "storage/content.h"
#include "storage/estimates.h"
#include "storage/import/label_join.h"
#include "storage/reading.h"

#include <algorithm>

namespace steplight {
namespace {

constexpr std::size_t mostResolved = 20'000; ///< keeps the memory of a long import bounded

bool saysTheSame(const Estimate& a, const Estimate& b)
{
    return a.kind == b.kind && a.step == b.step && a.value == b.value && a.won == b.won &&
           a.drawn == b.drawn && a.analysis == b.analysis;
}

ImageRef stored(const std::string& reference, const StoredImage& image)
{
    return {reference, image.hash, image.width, image.height, image.path.string(), {}};
}

} // namespace

RowKeeper::RowKeeper(Project& project, const ImportOptions& options)
    : m_project(project), m_options(options)
{
}

void RowKeeper::startFile(const std::filesystem::path& file)
{
    m_resolved.clear();
    m_file = file.filename().string();
    auto folders = m_options.imageFolders;
    if (file != "-") {
        const auto folder = std::filesystem::absolute(file).parent_path();
        folders.push_back(folder);
        if (std::filesystem::is_directory(folder / "images"))
            folders.push_back(folder / "images");
    }
    m_search = ImageSearch(std::move(folders));
}

void RowKeeper::note(const ImageRef& image)
{
    if (image.hash.empty()) {
        if (!m_found.contains(image.reference))
            m_missing.insert(image.reference);
    } else {
        m_missing.erase(image.reference);
        m_found.insert(image.reference);
    }
}

ImageRef RowKeeper::lookFor(const ImageSource& source)
{
    ImageRef missing{source.reference, {}, 0, 0, {}, {}};
    std::vector<std::string> references{source.reference};
    references.insert(references.end(), source.alternatives.begin(), source.alternatives.end());
    for (const auto& reference : references) {
        const auto found = m_search.find(reference);
        if (missing.lookedFor.empty())
            missing.lookedFor = found.lookedFor.string();
        if (found.path.empty())
            continue;
        try {
            return stored(source.reference,
                          addImageFile(m_project, found.path,
                                       m_options.copyImages ? Keep::copy : Keep::reference));
        } catch (const StorageError& error) {
            if (error.code() != "bad-image")
                throw;
            missing.lookedFor = found.path.string();
        }
    }
    return missing;
}

ImageRef RowKeeper::resolve(const ImageSource& source)
{
    // Data sets call different pictures alike; where else they lie tells them apart.
    std::string asked = source.reference;
    for (const std::string& other : source.alternatives)
        asked.append("\n").append(other);
    if (const auto known = m_resolved.find(asked); known != m_resolved.end())
        return known->second;
    ImageRef image{source.reference, {}, 0, 0, {}, {}};
    if (source.bytes.empty()) {
        image = lookFor(source);
    } else {
        try {
            image = stored(source.reference, addImageBytes(m_project, source.bytes));
        } catch (const StorageError& error) {
            if (error.code() != "bad-image")
                throw;
            image.lookedFor = error.what();
        }
    }
    if (m_resolved.size() >= mostResolved)
        m_resolved.clear();
    m_resolved.emplace(std::move(asked), image);
    return image;
}

/// True when the question is new.
bool RowKeeper::keepQuestion(Question& question, const std::vector<ImageSource>& images)
{
    question.images.clear();
    for (const auto& source : images)
        if (!source.reference.empty())
            question.images.push_back(resolve(source));
    const bool isNew = addQuestion(m_project, question);
    const bool lacking = std::any_of(question.images.begin(), question.images.end(),
                                     [](const ImageRef& image) { return image.hash.empty(); });
    if (!isNew && lacking && m_noted.insert(question.id).second)
        if (const auto known = findQuestion(m_project, question.id))
            std::for_each(known->images.begin(), known->images.end(),
                          [this](const ImageRef& image) { note(image); });
    if (isNew || !lacking)
        std::for_each(question.images.begin(), question.images.end(),
                      [this](const ImageRef& image) { note(image); });
    return isNew;
}

/// The same words on the same step under another file's name are the same data.
void RowKeeper::keepEstimates(const Trace& trace, std::vector<Estimate> estimates)
{
    if (estimates.empty())
        return;
    const auto known = traceDetail(m_project, trace.id).estimates;
    std::erase_if(estimates, [&](const Estimate& estimate) {
        return std::any_of(known.begin(), known.end(),
                           [&](const Estimate& k) { return saysTheSame(k, estimate); });
    });
    if (!estimates.empty())
        addEstimates(m_project, trace.id, estimates);
}

void RowKeeper::keep(ParsedTrace row, const Format& format, ImportedFile& counts)
{
    const bool newQuestion = keepQuestion(row.question, row.images);
    counts.questions += newQuestion ? 1 : 0;
    if (!row.trace) {
        ++(newQuestion ? counts.questionsOnly : counts.duplicates);
        return;
    }
    Trace& trace = *row.trace;
    trace.file = m_file;
    const bool isNew = addNewTrace(m_project, trace, row.estimates);
    if (!isNew) {
        addTrace(m_project, trace);
        keepEstimates(trace, std::move(row.estimates));
    }
    addLabels(m_project, trace.id, std::move(row.labels), format);
    ++(isNew ? counts.traces : counts.duplicates);
    counts.steps += isNew ? static_cast<std::int64_t>(trace.steps.size()) : 0;
}

void RowKeeper::attachPictures(const std::string& id, const std::vector<ImageSource>& images)
{
    if (images.empty() || m_complete.contains(id))
        return;
    const auto question = findQuestion(m_project, id);
    if (!question)
        return;
    const auto count = std::min(images.size(), question->images.size());
    for (std::size_t i = 0; i < count; ++i) {
        ImageRef wanted = question->images[i];
        if (wanted.hash.empty() && !images[i].bytes.empty()) {
            wanted.hash = resolve(images[i]).hash;
            if (!wanted.hash.empty())
                attachImage(m_project, id, static_cast<int>(i), wanted.hash);
        }
        note(wanted);
    }
    m_complete.insert(id);
}

} // namespace steplight
