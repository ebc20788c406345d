// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas: what is set, what is refused, and that nothing in a formula hangs, crashes or gets out.
// Without KaTeX's files, and without the shared data, the tests that need them say so and skip.
#include "ui/math/box_layout.h"
#include "ui/math/formula_paint.h"
#include "ui/math/formulas.h"
#include "ui/math/katex_engine.h"
#include "ui/math/svg_path.h"
#include "ui/text/markup.h"

#include <QApplication>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QRandomGenerator>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace steplight;

namespace {

void collect(const QJsonValue& value, QSet<QString>& texts)
{
    if (value.isString() && value.toString().size() < 100'000)
        texts << value.toString();
    for (const QJsonValue& inside : value.toArray())
        collect(inside, texts);
    for (const QJsonValue& inside : value.toObject())
        collect(inside, texts);
}

/// Every formula in the steps and questions of the shared data.
QSet<FormulaKey> formulasOf(const QString& folder)
{
    QSet<QString> texts;
    QDirIterator files(folder, {QStringLiteral("*.json"), QStringLiteral("*.jsonl")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.fileName().contains(QStringLiteral("torture")) ||
            file.fileName().contains(QStringLiteral("tokenizer")) ||
            !file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        if (const auto whole = QJsonDocument::fromJson(bytes); !whole.isNull())
            collect(whole.isArray() ? QJsonValue(whole.array()) : QJsonValue(whole.object()),
                    texts);
        else
            for (const QByteArray& line : bytes.split('\n'))
                collect(QJsonDocument::fromJson(line).object(), texts);
    }
    QSet<FormulaKey> keys;
    const auto add = [&keys](const std::vector<MarkupSpan>& spans) {
        for (const MarkupSpan& span : spans)
            if (span.formula)
                keys << FormulaKey{span.text, span.display};
    };
    for (const QString& text : texts)
        for (const MarkupBlock& block : readMarkup(text)) {
            add(block.spans);
            for (const auto& row : block.rows)
                for (const auto& cell : row)
                    add(cell);
        }
    return keys;
}

} // namespace

class MathTest final : public QObject
{
    Q_OBJECT

private:
    QString m_folder = katexFolder();
    std::unique_ptr<KatexEngine> m_engine;
    std::unique_ptr<KatexFonts> m_fonts;

    Formula set(const QString& formula, bool display = false)
    {
        const auto tree = m_engine->tree(formula, display);
        return tree ? layFormula(*tree, display, *m_fonts, QFont()) : Formula();
    }

private slots:
    void initTestCase()
    {
        if (m_folder.isEmpty())
            QSKIP("KaTeX is not installed (libjs-katex, fonts-katex)");
        m_engine = std::make_unique<KatexEngine>(m_folder);
        m_fonts = std::make_unique<KatexFonts>(m_folder);
    }

    void figuresAreThoseOfTheBrowser_data()
    {
        // Widths in em as Chromium lays KaTeX's HTML out (getBoundingClientRect of .base, 40 px an
        // em).
        QTest::addColumn<QString>("formula");
        QTest::addColumn<double>("width");
        QTest::newRow(R"(x^2 + y^2 = z^2)") << QStringLiteral(R"(x^2 + y^2 = z^2)") << 5.3637;
        QTest::newRow(R"(\frac{a+b}{c})") << QStringLiteral(R"(\frac{a+b}{c})") << 1.4555;
        QTest::newRow(R"(\sqrt[3]{x^2+1})") << QStringLiteral(R"(\sqrt[3]{x^2+1})") << 3.4996;
        QTest::newRow(R"(\sum_{i=1}^{n} i)") << QStringLiteral(R"(\sum_{i=1}^{n} i)") << 2.7551;
        QTest::newRow(R"(\left(\frac{a}{b}\right))")
            << QStringLiteral(R"(\left(\frac{a}{b}\right))") << 1.5266;
        QTest::newRow(R"(\begin{pmatrix} 1 & 2 \\ 3 & 44 \end{pmatrix})")
            << QStringLiteral(R"(\begin{pmatrix} 1 & 2 \\ 3 & 44 \end{pmatrix})") << 3.9727;
        QTest::newRow(R"(\widehat{ABC} + \overbrace{a+b}^{3})")
            << QStringLiteral(R"(\widehat{ABC} + \overbrace{a+b}^{3})") << 5.6980;
        QTest::newRow(R"(\boxed{42})") << QStringLiteral(R"(\boxed{42})") << 1.6000;
        QTest::newRow(R"(\text{and \textbf{bold}} \mathbb{R})")
            << QStringLiteral(R"(\text{and \textbf{bold}} \mathbb{R})") << 4.7566;
        QTest::newRow(R"(x_{i_j}^{2^2} f'')") << QStringLiteral(R"(x_{i_j}^{2^2} f'')") << 2.3051;
        QTest::newRow(R"(\begin{array}{c|cc} a & 1 & 2 \end{array})")
            << QStringLiteral(R"(\begin{array}{c|cc} a & 1 & 2 \end{array})") << 4.5395;
        QTest::newRow(R"(\xrightarrow{abc} \binom{n}{k})")
            << QStringLiteral(R"(\xrightarrow{abc} \binom{n}{k})") << 3.2883;
    }
    void figuresAreThoseOfTheBrowser()
    {
        QFETCH(QString, formula);
        QFETCH(double, width);
        double sum = 0;
        for (const FormulaPiece& piece : set(formula).pieces)
            sum += piece.width;
        QVERIFY2(std::abs(sum - width) < 0.02, qPrintable(QString::number(sum)));
    }

    /// One in eight; all of them with STEPLIGHT_FORMULAS=1, which names those that fail.
    void formulasOfTheSharedData()
    {
        const QString folder = QStringLiteral(STEPLIGHT_SHARED_DATA);
        if (!QFile::exists(folder))
            QSKIP("the shared data are not here");
        QStringList all;
        for (const FormulaKey& key : formulasOf(folder))
            all << QString(QChar(key.display ? u'd' : u'i')) + key.text;
        all.sort();
        QVERIFY(all.size() > 10'000);
        const qsizetype every = qEnvironmentVariableIsSet("STEPLIGHT_FORMULAS") ? 1 : 8;
        int tried = 0;
        QStringList failed;
        for (qsizetype i = 0; i < all.size(); i += every, ++tried)
            if (set(all[i].mid(1), all[i].startsWith(u'd')).pieces.empty())
                failed << all[i].mid(1).left(100).simplified();
        qInfo("%d formulas tried, %d shown as their source", tried,
              static_cast<int>(failed.size()));
        if (every == 1)
            qInfo("%s", qPrintable(failed.join(u'\n')));
        QVERIFY(static_cast<double>(failed.size()) <= 0.01 * tried);
    }

    void whatAsksForTrustIsRefused_data()
    {
        QTest::addColumn<QString>("formula");
        const std::pair<const char*, QString> rows[] = {
            {"link", QStringLiteral("\\href{http://example.org}{x}")},
            {"address", QStringLiteral("\\url{http://example.org}")},
            {"picture", QStringLiteral("\\includegraphics{/etc/passwd.png}")},
            {"style", QStringLiteral("\\htmlStyle{color: red}{x}")},
            {"class", QStringLiteral("\\htmlClass{a}{x}")},
            {"data", QStringLiteral("x \\htmlData{a=b}{y} z")},
            {"open brace", QStringLiteral("\\frac{1}{2")},
            {"close brace", QStringLiteral("x}")},
            {"unknown command", QStringLiteral("\\thisIsNothing x")},
            {"loop", QStringLiteral("\\def\\a{\\a}\\a")},
            {"doubling loop", QStringLiteral("\\def\\a{\\a\\a}\\a")},
            {"growing",
             QStringLiteral(
                 "\\def\\a#1{#1#1}\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{x}}}}}}}}}}}")},
            {"too long", QString(100'000, u'x')},
            {"deep", QStringLiteral("{").repeated(4900) + QStringLiteral("}").repeated(4900)},
            {"deep fractions", QStringLiteral("\\frac1{").repeated(1200) + QStringLiteral("x") +
                                   QStringLiteral("}").repeated(1200)},
            {"nothing", QStringLiteral("  ")},
        };
        for (const auto& [name, formula] : rows)
            QTest::newRow(name) << formula;
    }
    void whatAsksForTrustIsRefused()
    {
        QFETCH(QString, formula);
        QElapsedTimer time;
        time.start();
        const Formula made = set(formula);
        const bool empty =
            std::all_of(made.pieces.begin(), made.pieces.end(),
                        [](const FormulaPiece& piece) { return piece.glyphs.empty(); });
        QVERIFY(empty);
        QVERIFY(time.elapsed() < 3000);
        QVERIFY(!set(QStringLiteral("x")).pieces.empty()); // and the next one is set
    }

    void aDefinitionEndsWithItsFormula()
    {
        QVERIFY(!set(QStringLiteral("\\gdef\\mine{x}\\mine")).pieces.empty());
        QVERIFY(set(QStringLiteral("\\mine")).pieces.empty());
    }

    void oddTextIsText_data()
    {
        QTest::addColumn<QString>("formula");
        QTest::newRow("script") << QStringLiteral("<script>alert(1)</script>");
        QTest::newRow("Chinese") << QStringLiteral("\\text{面积} = 5");
        QTest::newRow("Hebrew") << QStringLiteral("\\text{שלום} = 5");
        QTest::newRow("emoji") << QStringLiteral("\\text{😀}");
        QTest::newRow("half a surrogate") << QStringLiteral("\\text{a}") + QChar(0xd83d);
    }
    void oddTextIsText()
    {
        QFETCH(QString, formula);
        const Formula made = set(formula);
        QImage image(300, 60, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        double x = 5;
        for (const FormulaPiece& piece : made.pieces) {
            paintFormula(painter, piece, {x, 40}, 20, Qt::black, QFont(), *m_fonts);
            x += piece.width * 20;
        }
        QVERIFY(made.pieces.empty() || x > 15);
        QVERIFY(made.pieces.empty() == formula.contains(QChar(0xd83d)) || formula.contains(u"😀"));
    }

    void aPhantomTakesRoomAndIsNotPainted()
    {
        const FormulaPiece seen = set(QStringLiteral("xyz")).pieces.front();
        const FormulaPiece phantom = set(QStringLiteral("\\phantom{xyz}")).pieces.front();
        QCOMPARE(phantom.width, seen.width);
        QVERIFY(phantom.glyphs.empty() && !seen.glyphs.empty());
    }

    void longFormulasMayBreak()
    {
        QCOMPARE(set(QStringLiteral("a = b + c")).pieces.size(), std::size_t(3));
        QCOMPARE(set(QStringLiteral("\\frac{a = b}{c}")).pieces.size(), std::size_t(1));
        const Formula lines = set(QStringLiteral("a \\\\ b"), true);
        QCOMPARE(lines.pieces.size(), std::size_t(2));
        QVERIFY(lines.pieces.front().endsLine);
    }

    void whatRunsTooLongIsStopped()
    {
        QElapsedTimer time;
        const QString slow = QStringLiteral("\\begin{matrix}") +
                             QStringLiteral("\\sqrt{\\frac ab}&").repeated(500) +
                             QStringLiteral("\\end{matrix}");
        KatexEngine patient(m_folder, std::chrono::seconds(60));
        time.start();
        QVERIFY(patient.tree(slow, false));
        const qint64 whole = time.restart();
        KatexEngine hasty(m_folder, std::chrono::milliseconds(20));
        time.start();
        QVERIFY2(!hasty.tree(slow, false), qPrintable(QString::number(whole)));
        QVERIFY2(time.elapsed() < whole, qPrintable(QString::number(whole)));
        QTRY_VERIFY(hasty.tree(QStringLiteral("x"), false)); // it goes on with the next
        hasty.interrupt();
        QVERIFY(!hasty.tree(QStringLiteral("x"), false));
    }

    void randomTeXNeitherCrashesNorHangs()
    {
        const QStringList words =
            QStringLiteral(
                "\\frac \\sqrt \\left( \\right) \\left. \\right| { } [ ] ^ _ & \\\\ x 1 + = \\sum "
                "\\int "
                "\\begin{pmatrix} \\end{pmatrix} \\begin{cases} \\end{cases} \\begin{array}{c|c} "
                "\\end{array} \\hline \\text{ \\overbrace \\underbrace \\widehat \\vec "
                "\\color{red} "
                "\\def\\a \\a #1 \\let \\rule{1em}{2em} \\hspace{9em} \\kern-3em \\raisebox{1em} "
                "\\mathbb \\mathfrak \\boxed \\cancel \\xrightarrow \\limits \\over \\big\\| "
                "\\char`x "
                "\\verb|x| $ % ~ ' \\, \\operatorname \\overline \\href \\htmlId 中 ש \\Huge \\tag "
                "9999em")
                .split(u' ');
        QRandomGenerator random(7);
        QElapsedTimer time;
        time.start();
        int set = 0;
        for (int n = 0; n < 1500; ++n) {
            QString formula;
            for (int i = random.bounded(1, 14); i > 0; --i)
                formula += words[random.bounded(words.size())] +
                           (random.bounded(3) ? QStringLiteral("{x}") : QString());
            const Formula made = this->set(formula, n % 2);
            set += !made.pieces.empty();
            for (const FormulaPiece& piece : made.pieces)
                QVERIFY2(std::isfinite(piece.width) && std::isfinite(piece.height),
                         qPrintable(formula));
        }
        QVERIFY(set > 20);
        QVERIFY2(time.elapsed() < 60'000, qPrintable(QString::number(time.elapsed())));
    }

    void theCacheAnswersAtOnceAndOnce()
    {
        Formulas formulas(m_folder);
        QSignalSpy ready(&formulas, &Formulas::ready);
        const FormulaKey good{QStringLiteral("x^2"), false}, bad{QStringLiteral("\\frac"), false};
        QVERIFY(!formulas.find(good));
        QVERIFY(!formulas.find(bad));
        QVERIFY(!formulas.find(good));
        QVERIFY(ready.wait());
        QCOMPARE(ready.size(), 1);
        QCOMPARE(formulas.find(good)->pieces.size(), std::size_t(1));
        QVERIFY(formulas.find(bad)->pieces.empty());
        QVERIFY(!formulas.find({QStringLiteral("x^2"), true})); // set differently
    }

    void whatIsForgottenIsNotWaitedFor()
    {
        Formulas formulas(m_folder);
        const QString slow = QStringLiteral("\\begin{matrix}") +
                             QStringLiteral("\\sqrt{\\frac ab}&").repeated(590) +
                             QStringLiteral("\\end{matrix}_{%1}");
        for (int i = 0; i < 64; ++i) // a quarter of a second each
            formulas.find({slow.arg(i), true});
        QTest::qWait(500);
        formulas.forgetWanted();
        QSignalSpy ready(&formulas, &Formulas::ready);
        QElapsedTimer time;
        time.start();
        formulas.find({QStringLiteral("x"), false});
        QVERIFY(ready.wait(20'000));
        QVERIFY2(time.elapsed() < 4000, qPrintable(QString::number(time.elapsed())));
    }

    void theWindowMayCloseWhileFormulasAreSet()
    {
        Formulas formulas(m_folder);
        for (int i = 0; i < 2000; ++i)
            formulas.find({QStringLiteral("\\frac{%1}{x}").arg(i), true});
        QTest::qWait(120); // some are under way
    }
};

class WithoutKatexTest final : public QObject
{
    Q_OBJECT

private slots:
    void saysSoOnce()
    {
        Formulas formulas{QString()};
        QSignalSpy missing(&formulas, &Formulas::missing);
        QVERIFY(formulas.find({QStringLiteral("x"), false})->pieces.empty());
        QVERIFY(formulas.find({QStringLiteral("y"), false})->pieces.empty());
        QTRY_COMPARE(missing.size(), 1);
        QTest::qWait(10);
        QCOMPARE(missing.size(), 1);
    }

    void aBrokenFileIsAsGoodAsNone()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("katex.min.js")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no script (");
        file.close();
        Formulas formulas(folder.path());
        QSignalSpy missing(&formulas, &Formulas::missing), ready(&formulas, &Formulas::ready);
        QVERIFY(!formulas.find({QStringLiteral("x"), false}));
        QVERIFY(ready.wait());
        QCOMPARE(missing.size(), 1);
        QVERIFY(formulas.find({QStringLiteral("x"), false})->pieces.empty());
    }

    void pathsAreRead()
    {
        QCOMPARE(svgPath(QStringLiteral("M1 2h3v-1-1l.5.5z")).boundingRect(), QRectF(1, 0, 3.5, 2));
        QCOMPARE(svgPath(QStringLiteral("M0 0L1 1 X 5 5 L 9 9")).boundingRect(),
                 QRectF(0, 0, 1, 1));
        QVERIFY(svgPath(QStringLiteral("c1 2")).isEmpty());
        QVERIFY(svgPath(QString()).isEmpty());
    }
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    MathTest math;
    WithoutKatexTest without;
    return QTest::qExec(&math, argc, argv) + QTest::qExec(&without, argc, argv);
}
#include "math_test.moc"
