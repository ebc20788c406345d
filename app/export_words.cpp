// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace steplight {

QString exportWords(const std::string& english)
{
    static constexpr std::array known{
        QT_TRANSLATE_NOOP("ExportWords",
                          "VL-PRM training chats (JSON Lines): a step a turn, answered + or -"),
        QT_TRANSLATE_NOOP("ExportWords",
                          "PRM800K's labels (JSON Lines): a person's ratings of a trace a line"),
        QT_TRANSLATE_NOOP("ExportWords",
                          "Potato's PRM export (JSON Lines), and its items beside it"),
        QT_TRANSLATE_NOOP(
            "ExportWords",
            "Label Studio's tasks (JSON) with annotations and predictions, and their config"),
        QT_TRANSLATE_NOOP("ExportWords",
                          "labelme's files of regions (JSON), one beside each picture of a folder"),
        QT_TRANSLATE_NOOP("ExportWords",
                          "COCO annotations (JSON) of regions, with attributes of their steps"),
        QT_TRANSLATE_NOOP("ExportWords",
                          "Rewritten steps to imitate (JSON Lines): prompt and completion"),
        QT_TRANSLATE_NOOP(
            "ExportWords",
            "Rewritten steps to prefer (JSON Lines): chosen and rejected after a prefix"),
        QT_TRANSLATE_NOOP("ExportWords", "comment"),
        QT_TRANSLATE_NOOP("ExportWords", "error kind"),
        QT_TRANSLATE_NOOP("ExportWords", "label \"bad-question\""),
        QT_TRANSLATE_NOOP("ExportWords", "label \"cannot-judge\""),
        QT_TRANSLATE_NOOP("ExportWords", "label \"skipped\""),
        QT_TRANSLATE_NOOP("ExportWords", "label \"wrong-key\""),
        QT_TRANSLATE_NOOP("ExportWords", "label after an undecided step"),
        QT_TRANSLATE_NOOP("ExportWords", "label after the first error"),
        QT_TRANSLATE_NOOP("ExportWords", "neutral label"),
        QT_TRANSLATE_NOOP("ExportWords", "reason"),
        QT_TRANSLATE_NOOP("ExportWords", "region"),
        QT_TRANSLATE_NOOP("ExportWords", "rewritten step"),
        QT_TRANSLATE_NOOP("ExportWords", "label without a rewrite"),
        QT_TRANSLATE_NOOP("ExportWords", "rival labels of a step"),
        QT_TRANSLATE_NOOP("ExportWords", "row that the set leaves out"),
        QT_TRANSLATE_NOOP("ExportWords", "row with the same steps as an earlier one"),
        QT_TRANSLATE_NOOP("ExportWords", "step after the first error"),
        QT_TRANSLATE_NOOP("ExportWords", "step without a label"),
        QT_TRANSLATE_NOOP("ExportWords",
                          "trace that the judge calls correct and Monte-Carlo does not"),
        QT_TRANSLATE_NOOP("ExportWords",
                          "trace whose first error judge and Monte-Carlo see at different steps"),
        QT_TRANSLATE_NOOP("ExportWords", "trace without Monte-Carlo counts"),
        QT_TRANSLATE_NOOP("ExportWords", "trace without a judge's verdict"),
        QT_TRANSLATE_NOOP("ExportWords", "trace without a usable label"),
        QT_TRANSLATE_NOOP("ExportWords", "broken region"),
        QT_TRANSLATE_NOOP("ExportWords", "date of a label"),
        QT_TRANSLATE_NOOP("ExportWords", "estimate"),
        QT_TRANSLATE_NOOP("ExportWords", "guideline of a label"),
        QT_TRANSLATE_NOOP("ExportWords", "judge's reply"),
        QT_TRANSLATE_NOOP("ExportWords", "label without a region"),
        QT_TRANSLATE_NOOP("ExportWords", "model or run of an estimate"),
        QT_TRANSLATE_NOOP("ExportWords", "overruled estimate"),
        QT_TRANSLATE_NOOP("ExportWords", "picture of a question"),
        QT_TRANSLATE_NOOP("ExportWords", "region on a missing picture"),
        QT_TRANSLATE_NOOP("ExportWords", "replaced label"),
        QT_TRANSLATE_NOOP("ExportWords", "section of a step"),
        QT_TRANSLATE_NOOP("ExportWords", "time a label took"),
        QT_TRANSLATE_NOOP("ExportWords", "trace without a label"),
        QT_TRANSLATE_NOOP("ExportWords", "what was visible"),
    };
    const auto found = std::find(known.begin(), known.end(), english);
    return found == known.end() ? QString::fromStdString(english)
                                : QCoreApplication::translate("ExportWords", *found);
}

} // namespace steplight
