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
    };
    const auto found = std::find(known.begin(), known.end(), english);
    return found == known.end() ? QString::fromStdString(english)
                                : QCoreApplication::translate("ExportWords", *found);
}

} // namespace steplight
