// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/controllers/journal_controller.h"

#include "app/error_words.h"
#include "storage/journal.h"
#include "storage/labels.h"
#include "ui/pages/journal_page.h"

namespace steplight {
namespace {

constexpr int listed = 200; // at a time

QString whatHappened(const TakenBack& taken, bool again)
{
    QString sentence = again ? JournalController::tr("%n labels stand again.", nullptr, taken.rows)
                             : JournalController::tr("%n labels taken back.", nullptr, taken.rows);
    if (taken.later > 0)
        sentence += QStringLiteral(" ") %
                    JournalController::tr("%n were left alone: a later decision stands there.",
                                          nullptr, taken.later);
    return sentence;
}

} // namespace

JournalController::JournalController(Session& session, JournalPage& page, QObject* parent)
    : QObject(parent), m_session(session), m_page(page)
{
    connect(&page, &JournalPage::listWanted, this, &JournalController::list);
    connect(&page, &JournalPage::moreWanted, this, &JournalController::more);
    connect(&page, &JournalPage::takeBackRequested, this,
            [this](const QStringList& actions) { take(actions, false); });
}

void JournalController::refresh()
{
    m_session.reader().post(
        this,
        [](Project& project) {
            QStringList names;
            for (const std::string& name : annotators(project))
                names << QString::fromStdString(name);
            return names;
        },
        [this](const QStringList& names) {
            m_page.setPeople(names);
            m_page.refresh();
        });
}

void JournalController::list(const JournalFilter& filter)
{
    struct Listed {
        std::vector<JournalEntry> entries;
        std::int64_t all = 0;
    };
    m_session.reader().post(
        this,
        [filter](Project& project) {
            return Listed{journal(project, filter, 0, listed), countJournal(project, filter)};
        },
        [this, filter](Listed read) {
            m_page.setEntries(filter, std::move(read.entries), read.all);
        });
}

void JournalController::more(const JournalFilter& filter, qint64 before)
{
    m_session.reader().post(
        this,
        [filter, before](Project& project) { return journal(project, filter, before, listed); },
        [this, filter](std::vector<JournalEntry> entries) {
            m_page.addEntries(filter, std::move(entries));
        });
}

void JournalController::take(const QStringList& actions, bool again)
{
    std::vector<std::string> ids;
    for (const QString& action : actions)
        ids.push_back(action.toStdString());
    m_session.writer().post(
        this,
        [ids, again](Project& project) {
            return again ? bringBack(project, ids) : takeBack(project, ids);
        },
        [this, again](const TakenBack& taken) {
            m_session.touch();
            QStringList touched;
            for (const std::string& action : taken.actions)
                touched << QString::fromStdString(action);
            Message message{MessageLevel::info, whatHappened(taken, again)};
            if (!touched.isEmpty()) {
                message.action = again ? tr("Take back again") : tr("Bring back");
                message.act = [this, touched, again] { take(touched, !again); };
            }
            m_page.showMessage(message);
            m_page.refresh();
        });
}

} // namespace steplight
