// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of Markdown and TeX: what is a formula and what is money, where every shown character
// stands in the source, and that no text makes it slow or lose a character.
#include "ui/text/markup.h"
#include "ui/text/markup_atoms.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace steplight;

namespace {

/// "bold{two} math{x^2}": how spans are written in these tests.
QString written(const std::vector<MarkupSpan>& spans)
{
    QStringList words;
    for (const MarkupSpan& span : spans) {
        QString name;
        for (const auto& [on, word] :
             {std::pair(span.bold, "bold"), std::pair(span.italic, "italic"),
              std::pair(span.code, "code"), std::pair(span.formula && !span.display, "math"),
              std::pair(span.display, "display")})
            name += on ? QLatin1String(word) : QLatin1String();
        words << name + u'{' + span.text + u'}';
    }
    return words.join(QString());
}

QString written(const std::vector<MarkupBlock>& blocks)
{
    static const char* const kinds[] = {"p", "h", "item", "code", "formula", "table"};
    QStringList lines;
    for (const MarkupBlock& block : blocks) {
        QString line = QLatin1String(kinds[static_cast<int>(block.kind)]);
        line += QString::number(block.level) + u' ' + block.mark +
                (block.gap ? QStringLiteral("~") : QString());
        for (const auto& row : block.rows)
            for (const auto& cell : row)
                line += u'|' + written(cell);
        lines << line + written(block.spans);
    }
    return lines.join(u'\n');
}

} // namespace

class MarkupTest final : public QObject
{
    Q_OBJECT

private slots:
    void linesAreRead_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("read");
        const auto row = [](const char* name, const char* source, const char* read) {
            QTest::newRow(name) << QString::fromUtf8(source) << QString::fromUtf8(read);
        };
        row("words", "a b", "p0 {a b}");
        row("inline", "so $x^2$ is", "p0 {so }math{x^2}{ is}");
        row("TeX's inline", "\\(x\\)", "p0 math{x}");
        row("display", "a\n\\[ x\n\n= y \\] b", "p0 {a}\nformula0 display{ x\n\n= y }\np0 {b}");
        row("two dollars", "a $$x$$", "p0 {a }\nformula0 display{x}");
        row("environment", "\\begin{align*} a \\end{align*}",
            "formula0 display{\\begin{align*} a \\end{align*}}");
        row("money", "it costs $5 and $6", "p0 {it costs $5 and $6}");
        row("money and a sum", "$20, so $20-$5=$15", "p0 {$20, so $20-$5=$15}");
        row("money and a formula", "costs $5.00. Let $x$ be", "p0 {costs $5.00. Let }math{x}{ be}");
        row("money and a bracket", "$5 ($x$ each)", "p0 {$5 (}math{x}{ each)}");
        row("money in prose", "a $20 bill and 5$", "p0 {a $20 bill and 5$}");
        row("ordinal", "the $n$th term", "p0 {the }math{n}{th term}");
        row("escaped dollar", "\\$5 and \\$6", "p0 {$}{5 and }{$}{6}");
        row("dollar in a formula", "$\\$5 + x$", "p0 math{\\$5 + x}");
        row("lonely dollar", "a $ b $ c", "p0 {a $ b $ c}");
        row("empty line ends it", "a $x\n\ny$ b", "p0 {a $x}\np0 ~{y$ b}");
        row("bold", "a **b c** d", "p0 {a }bold{b c}{ d}");
        row("italic", "*a* _b_", "p0 italic{a}{ }italic{b}");
        row("both", "***a*** **b *c* d**", "p0 bolditalic{a}{ }bold{b }bolditalic{c}bold{ d}");
        row("times", "2*3*4 = 24 and a * b * c", "p0 {2*3*4 = 24 and a * b * c}");
        row("names", "a_b_c __init__", "p0 {a_b_c }bold{init}");
        row("Chinese", "中文**粗体**中文", "p0 {中文}bold{粗体}{中文}");
        row("open", "**a", "p0 {**a}");
        row("bold formula", "**so $a*b*c$**", "p0 bold{so }boldmath{a*b*c}");
        row("code", "use `a*b*` and ``c``", "p0 {use }code{a*b*}{ and }code{c}");
        row("code hides a formula", "`$x$`", "p0 code{$x$}");
        row("fence", "a\n```python\nx = $1\n```\nb", "p0 {a}\ncode0 code{x = $1}\np0 {b}");
        row("open fence", "```\nx", "code0 code{x}");
        row("empty fence", "```\n```", "code0 code{}");
        row("heading", "### Step **1**\nx", "h0 {Step }bold{1}\np0 {x}");
        row("list", "- a\n  - b\n2. c", "item0 •{a}\nitem1 •{b}\nitem0 2.{c}");
        row("in an item", "- a\n  b\nc", "item0 •{a}\np1 {b}\np0 {c}");
        row("minus", "-3 is\n- 4", "p0 {-3 is}\nitem0 •{4}");
        row("table", "| a | b |\n|---|:-:|\n| $|x|$ | `|` |\n| 1 |",
            "table0 |{a}|{b}|math{|x|}|code{|}|{1}|");
        row("no table", "a | b", "p0 {a | b}");
        row("HTML", "<b>x</b><script>", "p0 {<b>x</b><script>}");
        row("link", "[a](http://b) ![c](d.png)", "p0 {[a](http://b) ![c](d.png)}");
        row("empty lines", "a\n\n\nb", "p0 {a}\np0 ~{b}");
        row("Windows", "a\r\nb\r\n", "p0 {a}\np0 {b}");
        row("nothing", " \n ", "");
    }
    void linesAreRead()
    {
        QFETCH(QString, source);
        QFETCH(QString, read);
        QCOMPARE(written(readMarkup(source)), read);
    }

    void everyCharacterHasItsPlace()
    {
        const QStringList words =
            QStringLiteral("a b 1 $ $$ \\( \\) \\[ \\] * ** _ ` ``` ~~~ | |---| - # \\\\ \\$ { } "
                           "\\begin{align} \\end{align} "
                           "\n \n\n 中 😀 < [x](y) \t \r\n 2. > ---")
                .split(u' ');
        QRandomGenerator random(5);
        const auto check = [](const QString& source, const std::vector<MarkupSpan>& spans,
                              qsizetype& last) {
            for (const MarkupSpan& span : spans) {
                QVERIFY2(span.from >= last && span.to >= span.from && span.to <= source.size(),
                         qPrintable(source));
                QVERIFY2(span.formula || span.text.size() == 1 ||
                             span.text == source.mid(span.from, span.to - span.from),
                         qPrintable(source));
                last = span.to;
            }
        };
        for (int n = 0; n < 20'000; ++n) {
            QString source;
            for (int i = random.bounded(1, 20); i > 0; --i)
                source += words[random.bounded(words.size())] +
                          (random.bounded(2) ? QStringLiteral(" ") : QString());
            qsizetype last = 0;
            for (const MarkupBlock& block : readMarkup(source)) {
                QVERIFY(block.from <= block.to && block.to <= source.size());
                check(source, block.spans, last);
                for (const auto& row : block.rows)
                    for (const auto& cell : row)
                        check(source, cell, last);
            }
        }
    }

    void timeGrowsWithTheLength_data()
    {
        QTest::addColumn<QString>("piece");
        for (const char* piece : {"$",
                                  "$x ",
                                  "\\(",
                                  "\\[",
                                  "\\begin{align}",
                                  "*a ",
                                  "**a* ",
                                  "`",
                                  "` ",
                                  "\\begin{",
                                  "_",
                                  "|",
                                  "| a |\n|--|\n",
                                  "- ",
                                  "\n```",
                                  "#",
                                  "\\",
                                  "$$ $",
                                  " *a*",
                                  "[",
                                  "\n"})
            QTest::newRow(piece) << QString::fromUtf8(piece);
    }
    void timeGrowsWithTheLength()
    {
        QFETCH(QString, piece);
        QElapsedTimer time;
        time.start();
        readMarkup(piece.repeated(200'000 / piece.size()));
        QVERIFY2(time.elapsed() < 4000, qPrintable(QString::number(time.elapsed())));
    }

    void aFewLettersAreNoTableOfMillions()
    {
        const QString wide =
            QStringLiteral("|a|\n%1\n%2")
                .arg(QStringLiteral("-|").repeated(1000), QStringLiteral("|\n").repeated(3000));
        for (const MarkupBlock& block : readMarkup(wide))
            QVERIFY(block.kind != MarkupBlock::Kind::table);
        const QString high =
            QStringLiteral("|a|b|\n|-|-|\n") + QStringLiteral("|1|2|\n").repeated(10'000);
        std::size_t cells = 0;
        for (const MarkupBlock& block : readMarkup(high))
            cells += block.rows.size() * block.columns.size();
        QCOMPARE(cells, std::size_t(4000));
    }
};

QTEST_APPLESS_MAIN(MarkupTest)
#include "markup_test.moc"
