// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hints.h"

#include "storage/runs.h"
#include "ui/label/keys.h"
#include "ui/shell/hint_bar.h"
#include "ui/shell/main_shell.h"

namespace steplight {
namespace {

enum : int { labelOne = 1, labelMore, train, wait, compare };
constexpr int last = compare;
constexpr int someLabels = 3, moreLabels = 12;

QString keyOf(LabelKey key)
{
    const QList<QKeySequence>& keys = keyMap().keys(labelKey(key).id);
    return keys.isEmpty() ? labelKey(key).what() : keyInWords(keys.front());
}

Hint hintOf(int number)
{
    switch (number) {
    case labelOne:
        return {
            number, last,
            Hints::tr("Read the steps against the picture. %1 says that a step is right, %2 that "
                      "it is wrong; the next one waits for you at once.")
                .arg(keyOf(LabelKey::right), keyOf(LabelKey::wrong))};
    case labelMore:
        return {
            number, last,
            Hints::tr("That is all there is to it; nothing has to be saved. %1 goes to the next "
                      "trace. Correct some more, up to the first wrong step of each.")
                .arg(keyOf(LabelKey::nextTrace))};
    case train:
        return {number, last,
                Hints::tr("Your labels can teach the model that lit these steps. It takes some "
                          "minutes in the background."),
                Hints::tr("Train the model")};
    case wait:
        return {number, last,
                Hints::tr("It learns. Go on labelling meanwhile; when it is done it lights all "
                          "traces anew.")};
    default:
        return {number, last,
                Hints::tr("The steps now show what the new model says. The Models page says where "
                          "it comes from and how good it is."),
                Hints::tr("Show the models")};
    }
}

} // namespace

Hints::Hints(Session& session, MainShell& shell, QObject* parent)
    : QObject(parent), m_session(session), m_shell(shell)
{
    connect(&shell.hints(), &HintBar::acted, this,
            [this] { m_number == train ? emit trainingWanted() : emit modelsWanted(); });
    connect(&keyMap(), &KeyMap::changed, this, [this] {
        if (m_number > 0)
            m_shell.hints().show(hintOf(m_number));
    });
    connect(&shell.hints(), &HintBar::skipped, this, [this] { show(m_number + 1); });
    connect(&shell.hints(), &HintBar::ended, this, [this] { show(0); });
    session.reader().post(
        this,
        [](Project& project) {
            return std::pair(QString::fromStdString(setting(project, hintSetting)).toInt(),
                             runs(project).empty());
        },
        [this](const std::pair<int, bool>& kept) {
            m_number = kept.first >= labelOne && kept.first <= last ? kept.first : 0;
            if (m_number == 0)
                return;
            m_shell.hints().show(hintOf(m_number));
            if (kept.second)
                emit scoringWanted();
        });
}

Hints::~Hints()
{
    m_shell.hints().hide();
}

void Hints::show(int number)
{
    m_number = number;
    m_labels = 0;
    if (number > 0)
        m_shell.hints().show(hintOf(number));
    m_session.writer().post(
        this,
        [number](Project& project) {
            setSetting(project, hintSetting, number > 0 ? std::to_string(number) : "");
            return true;
        },
        [](bool) {});
}

void Hints::goOn(int number)
{
    if (m_number == number - 1)
        show(number);
}

void Hints::labelled()
{
    ++m_labels;
    if (m_labels >= someLabels)
        goOn(labelMore);
    if (m_labels >= moreLabels)
        goOn(train);
}

void Hints::runStarted(const QString& kind)
{
    if (kind == QStringLiteral("train") && m_number > 0 && m_number < wait)
        show(wait);
}

void Hints::runEnded(const QString& kind, bool done, bool follows)
{
    if (!done && m_number == wait)
        return show(train); // again, once what went wrong is mended
    if (done && !follows && (kind == QStringLiteral("train") || kind == QStringLiteral("score")))
        goOn(compare);
}

} // namespace steplight
