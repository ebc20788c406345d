// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/key_file.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace steplight {

namespace {

constexpr qsizetype mostBytes = 1024 * 1024;
constexpr qsizetype mostKeys = 4; // of one action

struct Words {
    Q_DECLARE_TR_FUNCTIONS(KeyFile)
};

QString format()
{
    return QStringLiteral("steplight-keys");
}

qsizetype lineAt(const QByteArray& bytes, qsizetype offset)
{
    return bytes.left(offset).count('\n') + 1;
}

/// Qt's parser forgets where a member stood; ids are in the file once.
QString atLine(const QByteArray& bytes, const QString& name, const QString& reason)
{
    const qsizetype offset = bytes.indexOf(QStringLiteral("\"%1\"").arg(name).toUtf8());
    return offset < 0 ? reason : Words::tr("Line %1: %2").arg(lineAt(bytes, offset)).arg(reason);
}

/// Sets keys, or says what is wrong with them.
QString readKeys(const QJsonValue& value, QList<QKeySequence>& keys)
{
    const QJsonArray list = value.toArray();
    if (!value.isArray() || list.size() > mostKeys)
        return Words::tr("an action has a list of at most %1 keys, such as [\"J\"].").arg(mostKeys);
    for (const QJsonValue& one : list) {
        const QKeySequence key =
            QKeySequence::fromString(one.toString(), QKeySequence::PortableText);
        if (!canBeSet(key))
            return Words::tr("“%1” is no key that can be set.").arg(one.toVariant().toString());
        if (!keys.contains(key))
            keys << key;
    }
    return {};
}

QString conflictIn(const QByteArray& bytes, const KeyChoice& choice, const KeyMap& map)
{
    for (auto one = choice.begin(); one != choice.end(); ++one)
        for (const QKeySequence& key : one.value())
            for (const KeyAction* other : map.overlapping(one.key()))
                if (choice.value(other->id, other->defaults).contains(key))
                    return atLine(
                        bytes, one.key(),
                        Words::tr("%1 would mean both “%2” and “%3”.")
                            .arg(keyInWords(key), map.action(one.key()).what(), other->what()));
    return {};
}

QString readChoice(const QByteArray& bytes, const QJsonObject& members, const KeyMap& map,
                   KeyChoice& choice)
{
    for (auto one = members.begin(); one != members.end(); ++one) {
        const QString id = one.key();
        if (!map.knows(id))
            return atLine(bytes, id, Words::tr("there is no action called “%1”.").arg(id));
        if (map.action(id).fixed)
            return atLine(
                bytes, id,
                Words::tr("the key for “%1” cannot be changed.").arg(map.action(id).what()));
        if (const QString wrong = readKeys(one.value(), choice[id]); !wrong.isEmpty())
            return atLine(bytes, id, wrong);
    }
    return conflictIn(bytes, choice, map);
}

} // namespace

QByteArray writeKeySet(const KeyMap& map)
{
    QJsonObject members;
    for (const KeyAction& action : map.actions()) {
        if (action.fixed)
            continue;
        QJsonArray keys;
        for (const QKeySequence& key : map.keys(action.id))
            keys.append(key.toString(QKeySequence::PortableText));
        members[action.id] = keys;
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), format()},
                                     {QStringLiteral("version"), 1},
                                     {QStringLiteral("keys"), members}})
        .toJson();
}

KeySet readKeySet(const QByteArray& bytes, const KeyMap& map)
{
    if (bytes.size() > mostBytes)
        return {{}, Words::tr("The file is too large for a set of keys.")};
    QJsonParseError failure;
    const QJsonObject file = QJsonDocument::fromJson(bytes, &failure).object();
    if (failure.error != QJsonParseError::NoError)
        return {{},
                Words::tr("Line %1: %2.")
                    .arg(lineAt(bytes, failure.offset))
                    .arg(failure.errorString())};
    if (file[QStringLiteral("format")].toString() != format())
        return {{},
                Words::tr("Line 1: this is no set of keys; “format” is not “%1”.").arg(format())};
    if (file[QStringLiteral("version")].toInt() != 1)
        return {{},
                atLine(bytes, QStringLiteral("version"),
                       Words::tr("only version 1 can be read; a newer Steplight wrote this."))};
    const QJsonValue members = file[QStringLiteral("keys")];
    if (!members.isObject())
        return {{},
                atLine(bytes, QStringLiteral("keys"),
                       Words::tr("“keys” has to name actions and their keys."))};
    KeySet set;
    set.error = readChoice(bytes, members.toObject(), map, set.keys);
    if (!set.error.isEmpty())
        set.keys.clear();
    return set;
}

} // namespace steplight
