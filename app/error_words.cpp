// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/error_words.h"

#include "storage/error.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace steplight {
namespace {

struct Meaning {
    std::string_view code;
    const char* words;
};

constexpr Meaning meanings[] = {
    {"a-project", QT_TRANSLATE_NOOP("ErrorWords", "This is a project, not a data set.")},
    {"bad-image", QT_TRANSLATE_NOOP("ErrorWords", "A picture could not be taken.")},
    {"bad-label", QT_TRANSLATE_NOOP("ErrorWords", "The label cannot be recorded like this.")},
    {"bad-model", QT_TRANSLATE_NOOP("ErrorWords", "There is no model in the folder.")},
    {"bad-setting", QT_TRANSLATE_NOOP("ErrorWords", "A setting of the run cannot be used.")},
    {"bad-query", QT_TRANSLATE_NOOP("ErrorWords", "The query cannot be read.")},
    {"busy", QT_TRANSLATE_NOOP("ErrorWords", "Another program keeps the project busy.")},
    {"damaged", QT_TRANSLATE_NOOP("ErrorWords", "The project file is damaged.")},
    {"exists", QT_TRANSLATE_NOOP("ErrorWords", "There is one already.")},
    {"disk-full",
     QT_TRANSLATE_NOOP("ErrorWords", "The disk is full. What was saved before is kept.")},
    {"gone", QT_TRANSLATE_NOOP("ErrorWords", "The project is no longer there. What was saved "
                                             "before is with it; bring it back or open it where "
                                             "it is now.")},
    {"io", QT_TRANSLATE_NOOP("ErrorWords", "Reading or writing failed. What was saved before is "
                                           "kept; look at the drive and its free space.")},
    {"newer-version", QT_TRANSLATE_NOOP("ErrorWords", "The project is from a newer Steplight. "
                                                      "Nothing was changed; update the program.")},
    {"no-labels", QT_TRANSLATE_NOOP("ErrorWords", "No label that the training could learn from.")},
    {"no-questions", QT_TRANSLATE_NOOP("ErrorWords", "There is no question to solve.")},
    {"no-such-file", QT_TRANSLATE_NOOP("ErrorWords", "The file is not there.")},
    {"no-such-format", QT_TRANSLATE_NOOP("ErrorWords", "There is no such format.")},
    {"no-such-label", QT_TRANSLATE_NOOP("ErrorWords", "The label is not in the project.")},
    {"no-such-question", QT_TRANSLATE_NOOP("ErrorWords", "The question is not in the project.")},
    {"no-such-rule", QT_TRANSLATE_NOOP("ErrorWords", "There is no such rule.")},
    {"no-such-run", QT_TRANSLATE_NOOP("ErrorWords", "The run is not in the project.")},
    {"no-such-set", QT_TRANSLATE_NOOP("ErrorWords", "There is no such set.")},
    {"no-such-trace", QT_TRANSLATE_NOOP("ErrorWords", "The trace is not in the project.")},
    {"not-a-project", QT_TRANSLATE_NOOP("ErrorWords", "This is no Steplight project.")},
    {"not-scored", QT_TRANSLATE_NOOP("ErrorWords", "A PRM has not scored what is to be measured.")},
    {"nothing-to-continue",
     QT_TRANSLATE_NOOP("ErrorWords", "There is no rewritten step to go on from.")},
    {"nothing-to-measure",
     QT_TRANSLATE_NOOP("ErrorWords", "There is nothing that a PRM could be measured by.")},
    {"read-only", QT_TRANSLATE_NOOP("ErrorWords", "The project cannot be written to. Nothing was "
                                                  "changed; look at its permissions.")},
};

} // namespace

QString errorInWords(const std::exception& error)
{
    const StorageError known = explain(error);
    const QString sentence = QString::fromUtf8(known.what());
    const auto* meaning = std::find_if(std::begin(meanings), std::end(meanings),
                                       [&](const Meaning& m) { return m.code == known.code(); });
    if (meaning == std::end(meanings))
        return sentence;
    const QString words = QCoreApplication::translate("ErrorWords", meaning->words);
    const bool translated = words != QLatin1String(meaning->words);
    return translated ? words + QLatin1Char('\n') + sentence : sentence;
}

} // namespace steplight
