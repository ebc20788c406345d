// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/document.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace steplight {

namespace {

constexpr qsizetype longestReference = 1000;

bool isInside(const QString& file, const QString& folder)
{
    return !folder.isEmpty() && file.startsWith(QString(folder + u'/'));
}

QString withoutMarks(QString heading)
{
    static const QRegularExpression marks(QStringLiteral("[*_`#]"));
    return heading.remove(marks).simplified();
}

/// Among the words of the text, not within one.
bool hasWords(const QString& text, const QString& words)
{
    const QRegularExpression whole(
        QStringLiteral("(?<![\\p{L}\\p{N}])") + QRegularExpression::escape(words) +
            QStringLiteral("(?![\\p{L}\\p{N}])"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    // Chinese has no blanks between its words.
    const bool blanks = words.isEmpty() || words.front().unicode() < 0x2e80;
    return blanks ? text.contains(whole) : text.contains(words);
}

} // namespace

std::vector<DocumentPart> readDocument(const QString& markdown)
{
    static const QRegularExpression heading(QStringLiteral("^\\s{0,3}(#{1,6})\\s+(\\S.*)$"));
    static const QRegularExpression picture(
        QStringLiteral("^\\s*!\\[([^\\]]*)\\]\\(([^)]+)\\)\\s*$"));
    static const QRegularExpression fence(QStringLiteral("^\\s{0,3}(```|~~~)"));
    std::vector<DocumentPart> parts;
    QStringList words;
    const auto endWords = [&] {
        while (!words.isEmpty() && words.back().trimmed().isEmpty())
            words.removeLast();
        while (!words.isEmpty() && words.front().trimmed().isEmpty())
            words.removeFirst();
        if (!words.isEmpty())
            parts.push_back({DocumentPart::Kind::words, words.join(u'\n'), 0, {}});
        words.clear();
    };
    bool code = false;
    for (const QString& line : markdown.split(u'\n')) {
        const auto head = heading.match(line), shown = picture.match(line);
        if (fence.match(line).hasMatch())
            code = !code;
        if (!code && head.hasMatch()) {
            endWords();
            parts.push_back({DocumentPart::Kind::heading,
                             head.captured(2).trimmed(),
                             static_cast<int>(head.capturedLength(1)),
                             {}});
        } else if (!code && shown.hasMatch()) {
            endWords();
            parts.push_back({DocumentPart::Kind::picture, shown.captured(1).trimmed(), 0,
                             shown.captured(2).trimmed()});
        } else {
            words << line;
        }
    }
    endWords();
    return parts;
}

int headingOf(const std::vector<DocumentPart>& parts, const QStringList& names)
{
    for (const QString& name : names)
        for (const bool just : {true, false})
            for (std::size_t i = 0; i < parts.size(); ++i) {
                if (parts[i].kind != DocumentPart::Kind::heading || name.isEmpty())
                    continue;
                const QString text = withoutMarks(parts[i].text);
                if (just ? text.compare(name, Qt::CaseInsensitive) == 0 : hasWords(text, name))
                    return static_cast<int>(i);
            }
    return -1;
}

QString documentPicture(const QString& projectFolder, const QString& reference)
{
    const QString project = QFileInfo(projectFolder).canonicalFilePath();
    if (project.isEmpty() || reference.isEmpty() || reference.size() > longestReference ||
        reference.contains(QChar::Null))
        return {};
    for (const auto& start : {QStringLiteral("/guideline/"), QStringLiteral("/")}) {
        const QFileInfo info(QString(project + start + reference));
        const QString file = info.canonicalFilePath();
        const bool allowed = isInside(file, project + QStringLiteral("/guideline")) ||
                             isInside(file, project + QStringLiteral("/images"));
        if (allowed && QFileInfo(file).isFile())
            return file;
    }
    return {};
}

} // namespace steplight
