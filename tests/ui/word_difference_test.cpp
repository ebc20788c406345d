// SPDX-License-Identifier: GPL-3.0-or-later
// What of a text was taken and added: both texts can be had from it again, whatever they are.
#include "ui/text/word_difference.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace steplight;

namespace {

/// "The cat [-sat-]{+stood+} there"
QString inWords(const QString& before, const QString& after)
{
    QString words;
    for (const WordChange& change : wordDifference(before, after))
        words += change.kind == WordChange::Kind::taken ? QStringLiteral("[-%1-]").arg(change.text)
                 : change.kind == WordChange::Kind::added
                     ? QStringLiteral("{+%1+}").arg(change.text)
                     : change.text;
    return words;
}

QString without(WordChange::Kind kind, const std::vector<WordChange>& changes)
{
    QString text;
    for (const WordChange& change : changes)
        if (change.kind != kind)
            text += change.text;
    return text;
}

QString anyText(std::mt19937& random, int words)
{
    static const QStringList pieces{
        QStringLiteral("the"), QStringLiteral("red"),     QStringLiteral(" "),
        QStringLiteral(" "),   QStringLiteral("\n"),      QStringLiteral("三"),
        QStringLiteral("只"),  QStringLiteral("3.5"),     QStringLiteral(","),
        QStringLiteral("🐱"),   QStringLiteral("e\u0301"), QStringLiteral("$x_1$"),
        QStringLiteral("\t"),  QStringLiteral("カメラ")};
    QString text;
    for (int i = 0; i < words; ++i)
        text += pieces[static_cast<qsizetype>(random() % static_cast<unsigned>(pieces.size()))];
    return text;
}

} // namespace

class WordDifferenceTest : public QObject
{
    Q_OBJECT

private slots:
    void wordsAreWhole()
    {
        QCOMPARE(
            inWords(QStringLiteral("The cat sat there."), QStringLiteral("The cat stood there.")),
            QStringLiteral("The cat [-sat-]{+stood+} there."));
        QCOMPARE(inWords(QStringLiteral("3.14 m"), QStringLiteral("3.15 m")),
                 QStringLiteral("[-3.14-]{+3.15+} m"));
        QCOMPARE(inWords(QStringLiteral("a b"), QStringLiteral("a b")), QStringLiteral("a b"));
        QCOMPARE(inWords(QString(), QStringLiteral("new")), QStringLiteral("{+new+}"));
        QCOMPARE(inWords(QStringLiteral("gone"), QString()), QStringLiteral("[-gone-]"));
        QVERIFY(wordDifference(QString(), QString()).empty());
    }

    void neighboursAreOneChange()
    {
        QCOMPARE(inWords(QStringLiteral("I see two red buses."),
                         QStringLiteral("I see one blue buses.")),
                 QStringLiteral("I see [-two red-]{+one blue+} buses."));
        QCOMPARE(inWords(QStringLiteral("a c"), QStringLiteral("a b c")),
                 QStringLiteral("a {+b +}c"));
    }

    void chineseGoesByCharacters()
    {
        QCOMPARE(inWords(QStringLiteral("图中有三只猫。"), QStringLiteral("图中有两只猫。")),
                 QStringLiteral("图中有[-三-]{+两+}只猫。"));
        QCOMPARE(inWords(QStringLiteral("左边的方块是红色"), QStringLiteral("右边的圆是红色")),
                 QStringLiteral("[-左-]{+右+}边的[-方块-]{+圆+}是红色"));
    }

    void bothTextsComeBackWhateverTheyAre()
    {
        std::mt19937 random(5);
        for (int round = 0; round < 400; ++round) {
            const QString before = anyText(random, static_cast<int>(random() % 30));
            QString after = anyText(random, static_cast<int>(random() % 30));
            if (round % 2) { // near each other
                after = before;
                const auto at =
                    static_cast<qsizetype>(random() % static_cast<unsigned>(before.size() + 1));
                after.insert(at, anyText(random, 2));
            }
            const auto changes = wordDifference(before, after);
            QCOMPARE(without(WordChange::Kind::added, changes), before);
            QCOMPARE(without(WordChange::Kind::taken, changes), after);
            for (std::size_t i = 1; i < changes.size(); ++i) {
                QVERIFY(changes[i].kind != changes[i - 1].kind);
                QVERIFY(!changes[i].text.isEmpty());
            }
        }
    }

    void itIsAsShortAsCanBe()
    {
        qsizetype changed = 0;
        for (const WordChange& change :
             wordDifference(QStringLiteral("a,b,c,a,b,b,a"), QStringLiteral("c,b,a,b,a,c")))
            changed += change.kind == WordChange::Kind::same ? 0 : change.text.size();
        QVERIFY2(changed <= 9, qPrintable(QString::number(changed)));
    }

    void textsOfMuchAndOfNothingInCommonAreQuick()
    {
        std::mt19937 random(6);
        const QString one = anyText(random, 40'000), other = anyText(random, 40'000);
        QElapsedTimer clock;
        clock.start();
        const auto changes = wordDifference(one, other);
        const auto near = wordDifference(one, one + QStringLiteral(" end"));
        QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(without(WordChange::Kind::added, changes), one);
        QCOMPARE(without(WordChange::Kind::taken, changes), other);
        QCOMPARE(near.size(), 2u);
    }
};

QTEST_GUILESS_MAIN(WordDifferenceTest)
#include "word_difference_test.moc"
