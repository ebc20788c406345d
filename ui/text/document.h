// SPDX-License-Identifier: GPL-3.0-or-later
// A Markdown document in parts: words, headings, pictures on lines of their own. Any thread.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace steplight {

struct DocumentPart {
    enum class Kind { words, heading, picture };
    Kind kind = Kind::words;
    QString text;  ///< Markdown; of a heading without its marks, of a picture what stands for it
    int level = 0; ///< of a heading, 1 to 6
    QString reference; ///< of a picture, as it is written
    bool operator==(const DocumentPart&) const = default;
};

/// In the order of the source. What stands between the lines ``` is words.
std::vector<DocumentPart> readDocument(const QString& markdown);

/// The heading that is about one of these names, the first name first: the one that says just it,
/// else the first that has it among its words. -1 = none.
int headingOf(const std::vector<DocumentPart>& parts, const QStringList& names);

/// A picture's file: a regular one inside the project's folders guideline/ or images/, wherever
/// links lead. Empty for anything else: nothing is fetched, nothing outside the project is read.
QString documentPicture(const QString& projectFolder, const QString& reference);

} // namespace steplight
