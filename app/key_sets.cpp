// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/key_sets.h"

#include "app/preferences.h"
#include "app/resources.h"
#include "ui/key_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace steplight {
namespace {

constexpr qint64 mostBytes = 2 * 1024 * 1024; // readKeySet() says what is wrong with so much

struct Words {
    Q_DECLARE_TR_FUNCTIONS(KeySets)
};

QString nameOf(const QString& file)
{
    return QFileInfo(file).fileName();
}

} // namespace

void keepKeys()
{
    keyMap().setChanges(preferences::keys());
    static const bool kept = [] {
        QObject::connect(&keyMap(), &KeyMap::changed,
                         [] { preferences::setKeys(keyMap().changes()); });
        return true;
    }();
    Q_UNUSED(kept);
}

QMap<QString, QString> knownKeySets()
{
    QMap<QString, QString> files;
    try {
        const QDir folder(QString::fromStdString((resourceFolder() / "keys").string()));
        for (const QFileInfo& file : folder.entryInfoList({QStringLiteral("*.json")}, QDir::Files))
            files[file.completeBaseName()] = file.filePath();
    } catch (const std::exception&) {
        // Another part of the program says that its files are missing.
    }
    return files;
}

Message exportKeys(const QString& file)
{
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(writeKeySet(keyMap())) < 0 || !out.commit())
        return {MessageLevel::error,
                Words::tr("The keys could not be written to %1: %2. Choose another place.")
                    .arg(file, out.errorString())};
    return {MessageLevel::info, Words::tr("The keys were written to %1.").arg(file)};
}

Message importKeys(const QString& file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return {MessageLevel::error, Words::tr("%1 could not be read: %2. Your keys are as before.")
                                         .arg(file, in.errorString())};
    const KeySet set = readKeySet(in.read(mostBytes), keyMap());
    if (!set.error.isEmpty())
        return {MessageLevel::error, Words::tr("%1 was not taken: %2 Your keys are as before.")
                                         .arg(nameOf(file), set.error)};
    const KeyChoice before = keyMap().changes();
    keyMap().setChanges(set.keys);
    return {MessageLevel::info, Words::tr("The keys of %1 are yours now.").arg(nameOf(file)),
            Words::tr("Undo"), [before] { keyMap().setChanges(before); }};
}

} // namespace steplight
