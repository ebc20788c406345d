// SPDX-License-Identifier: GPL-3.0-or-later
// A problem to be solved: its text, images, options and answer key. Plain values, any thread.
#pragma once

#include <string>
#include <vector>

namespace steplight {

struct ImageRef {
    std::string reference; ///< as the data writes it: a path, or "sha256:<hex>" for a data URI
    std::string hash;      ///< SHA-256 (hex) of the stored bytes; empty while the image is missing
    int width = 0;         ///< stored pixels, no EXIF turn; 0 while missing
    int height = 0;
    std::string path;      ///< where the bytes lie now (absolute); empty while missing
    std::string lookedFor; ///< the path last tried in vain, for the placeholder; empty when found
};

struct Question {
    std::string id;   ///< 32 hex digits; see storage/identity.h
    std::string text; ///< the plain question, without the rollout prompt around it
    std::vector<std::string> options;
    std::vector<ImageRef> images;
    std::string answer;  ///< the answer key; empty when the data has none
    std::string grading; ///< how an answer is graded ("exact", "number", ...); empty = unknown
    std::string dataset; ///< name of the data set it came with, as far as the data tells
    std::string prompt;  ///< the whole rollout prompt when it differs from text; else empty
};

} // namespace steplight
