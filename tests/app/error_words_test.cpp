// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/error_words.h"
#include "storage/project.h"

#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

using namespace steplight;

namespace {

/// Answers every text of one context in capitals.
class Capitals : public QTranslator
{
public:
    QString translate(const char* context, const char* text, const char*, int) const override
    {
        return qstrcmp(context, "ErrorWords") == 0 ? QString::fromUtf8(text).toUpper() : QString();
    }
    bool isEmpty() const override { return false; }
};

QString openingSays(const QString& folder)
{
    try {
        Project(folder.toStdString());
    } catch (const std::exception& error) {
        return errorInWords(error);
    }
    return {};
}

} // namespace

class ErrorWordsTest : public QObject
{
    Q_OBJECT

private slots:
    void inEnglishStoragesSentenceStandsAlone()
    {
        const QTemporaryDir folder;
        const QString said = openingSays(folder.path());
        QVERIFY(said.startsWith(folder.path()));
        QVERIFY(!said.contains(QLatin1Char('\n')));
    }

    void inAnotherLanguageItsMeaningStandsFirst()
    {
        Capitals capitals;
        QCoreApplication::installTranslator(&capitals);
        const QTemporaryDir folder;
        const QStringList said = openingSays(folder.path()).split(QLatin1Char('\n'));
        QCOMPARE(said.size(), 2);
        QCOMPARE(said[0], QStringLiteral("THIS IS NO STEPLIGHT PROJECT."));
        QVERIFY(said[1].startsWith(folder.path()));
    }

    void whatHasNoCodeIsSaidAsItIs()
    {
        QCOMPARE(errorInWords(std::runtime_error("Odd.")), QStringLiteral("Odd."));
    }
};

QTEST_MAIN(ErrorWordsTest)
#include "error_words_test.moc"
