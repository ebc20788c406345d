// SPDX-License-Identifier: GPL-3.0-or-later
// Ids: hashes of canonical content, and UUIDv7 for what people and runs make. Any thread.
#pragma once

#include "storage/records/question.h"
#include "storage/records/trace.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace steplight {

/// 64 lower-case hex digits.
std::string sha256(std::string_view bytes);
/// Streams the file; throws StorageError "io".
std::string sha256File(const std::filesystem::path& file);

/// 32 hex digits over text, options and image references as the data writes them. The answer key,
/// the data set's name and the pictures' bytes (but for data URIs) are no part of it.
std::string questionId(const Question& question);
/// 32 hex digits over the question's id and the steps' sections and texts.
std::string traceId(std::string_view questionId, const std::vector<Step>& steps);
/// 32 hex digits over the trace's id and the 0-based index.
std::string stepId(std::string_view traceId, int step);

/// UUIDv8 (RFC 9562) made of the content's SHA-256: the same content, the same id. Thread-safe.
std::string contentUuid(std::string_view content);

/// UUIDv7 (RFC 9562), strictly increasing within a process. Thread-safe.
std::string newUuid();

} // namespace steplight
