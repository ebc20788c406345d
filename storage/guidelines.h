// SPDX-License-Identifier: GPL-3.0-or-later
// The versions of a project's guideline. One is made of its content, so the same words and grammar
// are the same version in every project. The one that was saved last holds; of two that were saved
// in the same millisecond, in projects that were merged, the one with the greater version: every
// copy decides alike. Called on the project's thread.
#pragma once

#include "storage/project.h"
#include "storage/records/guideline.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// 12 hex digits over the words and the grammar.
std::string guidelineVersion(std::string_view text, const Grammar& grammar);

/// Adds a version, or makes a former one the newest again: its time moves on, also when the clock
/// was turned back, and its annotator is the one who saved it now. Nothing happens when it holds
/// already. Throws "bad-guideline" when the grammar is not sound, or either is too long.
Guideline saveGuideline(Project& project, const std::string& text, const Grammar& grammar,
                        const std::string& annotator);

/// The one that holds; with an empty version, and the default grammar, where there is none.
Guideline newestGuideline(Project& project);
/// Its version alone, for each label; empty where there is none.
std::string newestGuidelineVersion(Project& project);
/// Newest first.
std::vector<Guideline> guidelines(Project& project);

/// The union of both by version; of one that both know the later time and who saved it then. May be
/// repeated, in any order, with the same result. Pictures that are missing in the folder guideline
/// are copied; one of the same name stays. Returns how many versions were new.
int mergeGuidelines(Project& from, Project& into);

/// Copies the file into the project's folder guideline and returns its name there, which is another
/// one where that is taken by a different file. Throws "bad-image" when it is no picture.
std::filesystem::path addGuidelinePicture(Project& project, const std::filesystem::path& file);

/// A grammar as JSON, and back. Unset when it is no sound grammar, whoever wrote it.
std::string grammarText(const Grammar& grammar);
std::optional<Grammar> grammarFromText(const std::string& json);

} // namespace steplight
