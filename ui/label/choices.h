// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of error and the preset reasons with their letters, as data. What is stored is the
// stable English key; what is shown is translated. Any thread.
#pragma once

#include "storage/records/label.h"

#include <QString>

#include <vector>

namespace steplight {

struct Choice {
    QChar letter;
    QString key;  ///< as it is stored: an error kind's word or a reason
    QString text; ///< as it is shown
};

/// p r k f a, and n for none.
std::vector<Choice> errorKindChoices();
/// Preset reasons; "other" (o) stands for own words.
std::vector<Choice> reasonChoices();
constexpr char16_t ownWords[] = u"other";

QString errorKindInWords(ErrorKind kind);
/// A preset's words, or the free words themselves.
QString reasonInWords(const QString& reason);

} // namespace steplight
