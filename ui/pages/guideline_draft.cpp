// SPDX-License-Identifier: GPL-3.0-or-later
// What is written on the page Guideline and not saved, kept from one opening of the project to the
// next.
#include "ui/pages/grammar_rows.h"
#include "ui/pages/guideline_page.h"

#include <QDataStream>
#include <QPlainTextEdit>

#include <algorithm>

namespace steplight {

namespace {

constexpr qint32 draftVersion = 1;
constexpr qint32 mostRows = 1000;

void write(QDataStream& out, const std::vector<GrammarRow>& rows)
{
    out << static_cast<qint32>(rows.size());
    for (const GrammarRow& row : rows)
        out << static_cast<qint32>(row.of) << QString::fromStdString(row.word) << row.title
            << row.letter;
}

/// kinds: how many there are that a row may belong to.
std::vector<GrammarRow> readRows(QDataStream& in, qsizetype kinds)
{
    qint32 count = 0;
    in >> count;
    std::vector<GrammarRow> rows;
    for (qint32 i = 0; i < std::min(count, mostRows) && in.status() == QDataStream::Ok; ++i) {
        GrammarRow row;
        qint32 of = 0;
        QString word;
        in >> of >> word >> row.title >> row.letter;
        if (of < 0 || of >= kinds)
            in.setStatus(QDataStream::ReadCorruptData);
        row.of = of;
        row.word = word.toStdString();
        rows.push_back(row);
    }
    return rows;
}

} // namespace

QByteArray GuidelinePage::saveDraft()
{
    for (GrammarTable* table : {m_refinements, m_overrules})
        table->keepTyped();
    const Guideline none, &newest = m_known.empty() ? none : m_known.front();
    if (!m_draft.isEmpty() || (text().toStdString() == newest.text && grammar() == newest.grammar))
        return m_draft; // of before, when it could not be shown yet
    QByteArray draft;
    QDataStream out(&draft, QIODevice::WriteOnly);
    out << draftVersion << text();
    write(out, m_refinements->rows());
    write(out, m_overrules->rows());
    return draft;
}

void GuidelinePage::takeDraft(const QByteArray& draft)
{
    QDataStream in(draft);
    qint32 version = 0;
    QString words;
    in >> version >> words;
    if (version != draftVersion)
        return;
    const auto refinements = readRows(in, familiesInWords().size());
    const auto overrules = readRows(in, overruledInWords().size());
    if (in.status() != QDataStream::Ok)
        return;
    m_words->setPlainText(words);
    m_refinements->setRows(refinements);
    m_overrules->setRows(overrules);
    edited();
    if (isChanged())
        showMessage({MessageLevel::info,
                     tr("This is your draft from when the project was closed; it is not saved as a "
                        "version yet."),
                     tr("Put it aside"), [this] {
                         take(m_known.empty() ? Guideline() : m_known.front());
                         showVersions();
                     }});
}

} // namespace steplight
