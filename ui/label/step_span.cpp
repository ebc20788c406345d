// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/step_span.h"

#include <QString>

#include <algorithm>

namespace steplight {

namespace {

struct Walk {
    int units = 0; ///< on the screen
    int letters = 0;
};

/// Goes through the text until so many units or letters are passed.
Walk walk(const std::string& bytes, int units, int letters)
{
    const QString text = QString::fromStdString(bytes);
    qsizetype i = 0;
    Walk at;
    for (; i < text.size() && text[i].isSpace(); ++i)
        ++at.letters;
    for (; i < text.size() && at.units < units && at.letters < letters; ++i) {
        const bool halfLetter =
            text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        ++at.units;
        at.letters += halfLetter ? 0 : 1;
    }
    return at;
}

constexpr int all = 1 << 30;

} // namespace

int letterAt(const std::string& text, int at)
{
    return walk(text, at, all).letters;
}

int unitAt(const std::string& text, int letter)
{
    return walk(text, all, letter).units;
}

} // namespace steplight
