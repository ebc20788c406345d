// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/grammar_rows.h"

#include "ui/label/choices.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace steplight {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(GrammarRows)
};

constexpr std::array families{ErrorKind::perception, ErrorKind::reasoning, ErrorKind::knowledge,
                              ErrorKind::format, ErrorKind::answer};
constexpr std::array overruled{EstimateKind::mc, EstimateKind::judge, EstimateKind::prm};

template <class All, class One> int placeIn(const All& all, One one)
{
    const auto at = std::find(all.begin(), all.end(), one);
    return at == all.end() ? 0 : static_cast<int>(at - all.begin());
}

/// Word, title and letter of a row; of is its own.
template <class Row> Row stored(const GrammarRow& row)
{
    Row one;
    const std::string title = row.title.toStdString();
    one.word = row.word.empty() ? title : row.word;
    one.letter = row.letter.toLatin1(); // 0 for a letter that is none of a to z: none or a fault
    if (!row.letter.isNull() && one.letter == 0)
        one.letter = '?';
    return one;
}

template <class Row> void nameIt(Row& one, const GrammarRow& row)
{
    if (titleOf(one) != row.title)
        one.title = row.title.toStdString();
}

template <class Row> GrammarRow shown(const Row& one, int of)
{
    return {of, one.word, titleOf(one), one.letter == 0 ? QChar() : QChar::fromLatin1(one.letter)};
}

} // namespace

QStringList familiesInWords()
{
    QStringList words;
    for (const ErrorKind family : families)
        words << errorKindInWords(family);
    return words;
}

QStringList overruledInWords()
{
    QStringList words;
    for (const EstimateKind kind : overruled)
        words << estimateInWords(kind);
    return words;
}

std::vector<GrammarRow> refinementRows(const Grammar& grammar)
{
    std::vector<GrammarRow> rows;
    for (const Refinement& one : grammar.refinements)
        rows.push_back(shown(one, placeIn(families, one.family)));
    return rows;
}

std::vector<GrammarRow> overruleRows(const Grammar& grammar)
{
    std::vector<GrammarRow> rows;
    for (const OverruleReason& one : grammar.overrules)
        rows.push_back(shown(one, placeIn(overruled, one.kind)));
    return rows;
}

Grammar grammarOf(const std::vector<GrammarRow>& refinements,
                  const std::vector<GrammarRow>& overrules)
{
    Grammar grammar;
    for (const GrammarRow& row : refinements) {
        auto one = stored<Refinement>(row);
        one.family = families[static_cast<std::size_t>(row.of)];
        nameIt(one, row);
        grammar.refinements.push_back(std::move(one));
    }
    for (const GrammarRow& row : overrules) {
        auto one = stored<OverruleReason>(row);
        one.kind = overruled[static_cast<std::size_t>(row.of)];
        nameIt(one, row);
        grammar.overrules.push_back(std::move(one));
    }
    return grammar;
}

QString faultInWords(GrammarFault fault)
{
    switch (fault) {
    case GrammarFault::none:
        return {};
    case GrammarFault::noWord:
        return Words::tr("has no name");
    case GrammarFault::badWord:
        return Words::tr("name not possible");
    case GrammarFault::sameWord:
        return Words::tr("name taken");
    case GrammarFault::badLetter:
        return Words::tr("key not possible");
    case GrammarFault::sameLetter:
        return Words::tr("key taken");
    case GrammarFault::noFamily:
        return Words::tr("belongs nowhere");
    }
    return {};
}

} // namespace steplight
