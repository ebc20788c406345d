// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/choices.h"

#include <QCoreApplication>

namespace steplight {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(LabelChoices)
};

QString wordOf(ErrorKind kind)
{
    const std::string_view word = errorKindWord(kind);
    return QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()));
}

QString key(const char16_t* text)
{
    return QString::fromUtf16(text);
}

} // namespace

std::vector<Choice> errorKindChoices()
{
    using E = ErrorKind;
    return {
        {u'p', wordOf(E::perception), Words::tr("perception")},
        {u'r', wordOf(E::reasoning), Words::tr("reasoning")},
        {u'k', wordOf(E::knowledge), Words::tr("knowledge")},
        {u'f', wordOf(E::format), Words::tr("format")},
        {u'a', wordOf(E::answer), Words::tr("answer")},
        {u'n', wordOf(E::none), Words::tr("none")},
    };
}

std::vector<Choice> reasonChoices()
{
    return {
        {u't', key(u"text read"), Words::tr("text misread")},
        {u'n', key(u"count"), Words::tr("miscounted")},
        {u'c', key(u"colour"), Words::tr("colour")},
        {u's', key(u"shape or size"), Words::tr("shape or size")},
        {u'p', key(u"position"), Words::tr("position")},
        {u'm', key(u"missed object"), Words::tr("missed object")},
        {u'i', key(u"invented object"), Words::tr("invented object")},
        {u'a', key(u"arithmetic"), Words::tr("arithmetic")},
        {u'l', key(u"logic"), Words::tr("logic")},
        {u'q', key(u"question misread"), Words::tr("question misread")},
        {u'u', key(u"unsupported"), Words::tr("unsupported")},
        {u'j', key(u"judge nitpick"), Words::tr("judge nitpicks")},
        {u'v', key(u"scorer misperceived"), Words::tr("scorer misperceived")},
        {u'o', key(ownWords), Words::tr("own words")},
    };
}

QString errorKindInWords(ErrorKind kind)
{
    for (const Choice& choice : errorKindChoices())
        if (choice.key == wordOf(kind))
            return choice.text;
    return {};
}

QString reasonInWords(const QString& reason)
{
    for (const Choice& choice : reasonChoices())
        if (choice.key == reason)
            return choice.text;
    return reason;
}

} // namespace steplight
