// SPDX-License-Identifier: GPL-3.0-or-later
// The scale of light against the table of docs/look.md, contrasts against WCAG 2.1 AA, and what is
// said in words of chips, stamps and barcodes.
#include "ui/barcode.h"
#include "ui/charts/curve_legend.h"
#include "ui/charts/step_curve.h"
#include "ui/chips.h"
#include "ui/light.h"

#include <QApplication>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace steplight;

namespace {

const Theme* const themes[] = {&Theme::lightTheme(), &Theme::darkTheme()};

Estimate estimate(EstimateKind kind, std::optional<double> value, int won = 0, int drawn = 0)
{
    Estimate result;
    result.kind = kind;
    result.value = value;
    result.won = won;
    result.drawn = drawn;
    return result;
}

QImage chipImage(const Estimate& shown, const Theme& theme)
{
    QImage image(160, 32, QImage::Format_RGB32);
    image.fill(theme.background);
    QPainter painter(&image);
    paintChip(painter, {4, 4}, shown, 0.5, false, theme);
    return image;
}

bool hasColour(const QImage& image, const QColor& colour)
{
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) == colour)
                return true;
    return false;
}

} // namespace

class LightTest final : public QObject
{
    Q_OBJECT

private slots:
    void binsHaveTheEdgesOfTheTable();
    void aThresholdMovesTheMiddleBin();
    void coloursAreThoseOfTheTable();
    void textIsReadableEverywhere();
    void binsDifferInGreyOrGlyph();
    void numbersNeedNoLocale();
    void chipsTellNoEstimateFromZero();
    void chipsShowTheColourOfTheirBin();
    void verdictsHaveWordsAndGlyphs();
    void initialsOfAnyName();
    void barcodeCountsItsCells();
    void barcodePaintsAnyWidth();
    void untrustedWordsStayPlain();
    void themeSetsSizesAndHitTargets();
    void curveTakesHolesAndClicks();
    void curveNamesAllItsLinesAtAnyHeight();
};

void LightTest::binsHaveTheEdgesOfTheTable()
{
    const std::pair<double, int> expected[] = {
        {0, 0},     {.0999, 0}, {.1, 1},    {.2999, 1}, {.3, 2},    {.4499, 2},
        {.45, 3},   {.5, 3},    {.5499, 3}, {.55, 4},   {.6999, 4}, {.7, 5},
        {.8999, 5}, {.9, 6},    {1.0, 6},   {-3, 0},    {7, 6}};
    for (const auto& [value, bin] : expected)
        QCOMPARE(binOf(value), bin);
    QCOMPARE(binOf(std::numeric_limits<double>::quiet_NaN()), 3);
}

void LightTest::aThresholdMovesTheMiddleBin()
{
    for (const double threshold : {0.05, 0.2, 0.5, 0.8, 0.95}) {
        QCOMPARE(binOf(threshold, threshold), 3);
        QCOMPARE(binOf(0, threshold), 0);
        QCOMPARE(binOf(1, threshold), 6);
        int last = 0;
        for (double value = 0; value <= 1; value += 0.001) {
            const int bin = binOf(value, threshold);
            QVERIFY(bin >= last && bin <= last + 1); // every bin occurs, in order
            last = bin;
        }
        QCOMPARE(last, 6);
    }
    QCOMPARE(binOf(0.17, 0.2), 2); // edges .04 .12 .18 .28 .52 .84
    QCOMPARE(binOf(0.19, 0.2), 3);
    QCOMPARE(binOf(0.29, 0.2), 4);
    for (const double outside : {0.0, 1.0, -1.0, 2.0})
        QCOMPARE(binOf(0.2, outside), 1); // taken as .5
}

void LightTest::coloursAreThoseOfTheTable()
{
    const char* const onLight[] = {"#a63603", "#d9660a", "#f2a65a", "#d9dde2",
                                   "#9cc5e6", "#4a90c8", "#0b5394"};
    const char* const onDark[] = {"#ff7a33", "#e08a4a", "#b98a66", "#59616b",
                                  "#5f93b8", "#55b0ee", "#7cd0ff"};
    for (int bin = 0; bin < lightBins; ++bin) {
        QCOMPARE(lightColour(bin, Theme::lightTheme()).name(), QLatin1String(onLight[bin]));
        QCOMPARE(lightColour(bin, Theme::darkTheme()).name(), QLatin1String(onDark[bin]));
    }
    QString glyphs;
    for (int bin = 0; bin < lightBins; ++bin)
        glyphs += lightGlyph(bin);
    QCOMPARE(glyphs, QStringLiteral("✕▽▽○△△✓"));
}

void LightTest::textIsReadableEverywhere()
{
    for (const Theme* theme : themes) {
        for (const QColor& under :
             {theme->background, theme->panel, theme->hover, theme->selected}) {
            QVERIFY(contrastOf(theme->text, under) >= 4.5);
            QVERIFY(contrastOf(theme->muted, under) >= 4.5);
            QVERIFY(contrastOf(theme->accent, under) >= 4.5);
        }
        QVERIFY(contrastOf(theme->onAccent, theme->accent) >= 4.5);
        QVERIFY(contrastOf(theme->edge, theme->background) >= 3); // controls
        QVERIFY(contrastOf(theme->edge, theme->panel) >= 3);
        for (int bin = 0; bin < lightBins; ++bin) {
            QVERIFY(contrastOf(theme->text, tintColour(bin, *theme)) >= 10.45); // 10.5 as printed
            QVERIFY(contrastOf(theme->muted, tintColour(bin, *theme)) >= 4.5);
            QVERIFY(contrastOf(chipTextColour(bin, *theme), lightColour(bin, *theme)) >= 5.85);
        }
    }
}

void LightTest::binsDifferInGreyOrGlyph()
{
    for (const Theme* theme : themes) {
        QCOMPARE(contrastOf(Qt::black, Qt::white), 21.0);
        for (int bin = 0; bin + 1 < lightBins; ++bin) {
            const bool glyph = lightGlyph(bin) != lightGlyph(bin + 1);
            const double grey = contrastOf(lightColour(bin, *theme), lightColour(bin + 1, *theme));
            QVERIFY(glyph || grey >= 1.1);
        }
    }
}

void LightTest::numbersNeedNoLocale()
{
    QCOMPARE(lightNumber(0.974), QStringLiteral(".97"));
    QCOMPARE(lightNumber(1.0), QStringLiteral("1.00"));
    QCOMPARE(lightNumber(0.0), QStringLiteral(".00"));
    QCOMPARE(lightNumber({}), QStringLiteral("–"));
    QCOMPARE(lightNumber(std::numeric_limits<double>::quiet_NaN()), QStringLiteral("–"));
}

void LightTest::chipsTellNoEstimateFromZero()
{
    const QString none = EstimateChip::tr("No estimate");
    QCOMPARE(chipWords(estimate(EstimateKind::mc, 0.0, 0, 0)), none); // 0 of 0 says nothing
    QCOMPARE(chipWords(estimate(EstimateKind::prm, {})), none);
    QVERIFY(
        chipWords(estimate(EstimateKind::mc, 0.0, 0, 16)).startsWith(QStringLiteral("0 of 16")));
    QCOMPARE(chipWords(estimate(EstimateKind::judge, 0.0)), QStringLiteral("Judged wrong"));
    const QColor wrong = lightColour(0, Theme::lightTheme());
    QVERIFY(hasColour(chipImage(estimate(EstimateKind::prm, 0.0), Theme::lightTheme()), wrong));
    QVERIFY(!hasColour(chipImage(estimate(EstimateKind::prm, {}), Theme::lightTheme()), wrong));
}

void LightTest::chipsShowTheColourOfTheirBin()
{
    for (const Theme* theme : themes)
        for (const EstimateKind kind :
             {EstimateKind::mc, EstimateKind::judge, EstimateKind::prm, EstimateKind::given}) {
            const Estimate shown = estimate(kind, 1.0, 16, 16);
            const QImage image = chipImage(shown, *theme);
            QVERIFY(hasColour(image, lightColour(6, *theme)));
            const QSize size = chipSize(shown); // nothing is painted outside
            QCOMPARE(image.pixelColor(4 + size.width() + 1, 14), theme->background);
        }
    const QSize few = chipSize(estimate(EstimateKind::mc, 0.0, 3, 16));
    QCOMPARE(few, chipSize(estimate(EstimateKind::mc, 1.0, 16, 16))); // columns align
}

void LightTest::verdictsHaveWordsAndGlyphs()
{
    Verdict verdict;
    const std::pair<int, const char16_t*> ratings[] = {{-1, u"✕"}, {0, u"○"}, {1, u"✓"}};
    for (const auto& [rating, glyph] : ratings) {
        verdict.rating = rating;
        QCOMPARE(verdictGlyph(verdict), QString::fromUtf16(glyph));
    }
    for (const LabelState state : {LabelState::skipped, LabelState::cannotJudge,
                                   LabelState::badQuestion, LabelState::wrongKey}) {
        verdict.state = state;
        QVERIFY(!verdictGlyph(verdict).isEmpty());
        QVERIFY(!verdictWords(verdict).isEmpty());
        QVERIFY(!stampSize(verdict, {}).isEmpty());
    }
    verdict.state = LabelState::unlabelled;
    QVERIFY(stampSize(verdict, QStringLiteral("AL")).isEmpty());
}

void LightTest::initialsOfAnyName()
{
    QCOMPARE(initialsOf(QStringLiteral("Ada Lovelace")), QStringLiteral("AL"));
    QCOMPARE(initialsOf(QStringLiteral("ada")), QStringLiteral("ad"));
    QCOMPARE(initialsOf(QStringLiteral("王小明")), QStringLiteral("王"));
    QCOMPARE(initialsOf(QStringLiteral("dataset:visualprocessbench")), QStringLiteral("vis"));
    QCOMPARE(initialsOf(QStringLiteral("  ")), QString());
    QCOMPARE(initialsOf(QString()), QString());
}

void LightTest::barcodeCountsItsCells()
{
    std::vector<LitCell> cells(5);
    cells[0].mc = 1.0;
    cells[1].mc = 0.5;
    cells[2].mc = 0.0;
    cells[2].state = LabelState::rated;
    cells[3].prm = 0.9;
    BarcodeStyle style;
    QCOMPARE(barcodeWords(cells, style),
             QStringLiteral("Steps: 5. Right: 1, undecided: 1, wrong: 1, no estimate: 2. "
                            "Labelled: 1."));
    style.hidden = true;
    QCOMPARE(barcodeWords(cells, style), QStringLiteral("Steps: 5. Labelled: 1."));
}

void LightTest::barcodePaintsAnyWidth()
{
    for (const int steps : {0, 1, 7, 400})
        for (const int width : {0, 1, 20, 300}) {
            std::vector<LitCell> cells(static_cast<std::size_t>(steps));
            for (LitCell& cell : cells)
                cell.prm = 1.0;
            QImage image(320, 28, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            BarcodeStyle style;
            style.source = LightSource::prm;
            paintBarcode(painter, QRect(4, 0, width, 28), cells, style, Theme::lightTheme());
            painter.end();
            const QColor right = lightColour(6, Theme::lightTheme());
            QCOMPARE(hasColour(image, right), steps > 0 && width >= 20);
            QVERIFY(!hasColour(image.copy(4 + width, 0, 320 - 4 - width, 28), right));
        }
}

void LightTest::untrustedWordsStayPlain()
{
    Estimate judged = estimate(EstimateKind::judge, 0.0);
    judged.analysis = "<b>bold</b> & <img src='file:///etc/passwd'>";
    EstimateChip chip;
    chip.setEstimate(judged, 0.5, true);
    QVERIFY(!chip.toolTip().contains(QStringLiteral("<img")));
    QVERIFY(!chip.toolTip().contains(QStringLiteral("<b>")));
    QVERIFY(chip.accessibleName().contains(QStringLiteral("<b>bold</b>")));
}

void LightTest::themeSetsSizesAndHitTargets()
{
    for (const Scheme scheme : {Scheme::dark, Scheme::light, Scheme::system, Scheme::dark}) {
        applyTheme(*qApp, scheme);
        QCOMPARE(QApplication::font().pointSizeF(), 10.5); // not larger with every change
    }
    QVERIFY(Theme::of(qApp->palette()).dark);
    QPushButton button(QStringLiteral("Export"));
    QLineEdit line;
    QSpinBox spin;
    setPrimary(&button); // filled with the accent, which is light in the dark theme
    QVERIFY(Theme::of(&button).dark);
    QWidget* const widgets[] = {&button, &line, &spin};
    for (QWidget* widget : widgets) {
        widget->ensurePolished();
        const int height = std::max(widget->sizeHint().height(), widget->minimumHeight());
        QVERIFY2(height >= metrics::hitTarget, widget->metaObject()->className());
    }
    applyTheme(*qApp, Scheme::light);
    QVERIFY(!Theme::of(&button).dark);
    QCOMPARE(fontOf(TextSize::title).pointSizeF(), 18.0);
    QCOMPARE(fontOf(TextSize::small).pointSizeF(), 9.0);
}

void LightTest::curveTakesHolesAndClicks()
{
    StepCurve curve;
    curve.resize(400, 140);
    curve.show();
    QVERIFY(QTest::qWaitForWindowExposed(&curve));
    std::vector<Estimate> estimates;
    for (const int step : {5, 0, 1, 3}) {
        Estimate one = estimate(EstimateKind::prm, 0.1 * step);
        one.step = step;
        estimates.push_back(one);
    }
    estimates.push_back(estimate(EstimateKind::mc, {}));
    curve.setEstimates(estimates, 6, 2);
    curve.setCurrentStep(-1);
    QCoreApplication::sendPostedEvents(); // lays out
    curve.grab();
    QCoreApplication::sendPostedEvents();
    const QImage unmarked = curve.grab().toImage();
    for (const int step : {0, 5, 6, 2})
        curve.setCurrentStep(step);
    const QImage marked = curve.grab().toImage();
    QVERIFY(marked != unmarked);
    curve.setCurrentStep(-1);
    QCOMPARE(curve.grab().toImage(), unmarked); // the legend too
    curve.setEstimates(estimates, 6, 2);
    QTRY_COMPARE(curve.grab().toImage(), unmarked);
    QSignalSpy clicked(&curve, &StepCurve::stepClicked);
    QTest::mouseClick(curve.childAt(50, 40), Qt::LeftButton, {}, {50, 40});
    QCOMPARE(clicked.size(), 1);
    QCOMPARE(clicked.last().first().toInt(), 0);
    curve.setHidden(true);
    QVERIFY(!hasColour(curve.grab().toImage(), lightColour(0, Theme::of(&curve))));
    curve.setHidden(false);
    QVERIFY(hasColour(curve.grab().toImage(), lightColour(0, Theme::of(&curve))));
    curve.setEstimates({}, 0, 0);
    curve.grab();
}

void LightTest::curveNamesAllItsLinesAtAnyHeight()
{
    CurveLegend legend;
    const QPen pen(Qt::black, 2);
    std::vector<LegendEntry> entries;
    for (const char* name : {"given", "judge", "mc", "P(+)", "P(+) older"})
        entries.push_back({QString::fromLatin1(name), pen});
    const auto linesIn = [&](int height) { // samples of lines, counted at the left of each column
        legend.resize(legend.width(), height);
        legend.setEntries(entries);
        legend.fitInto(height);
        QImage image(legend.width(), height, QImage::Format_RGB32);
        image.fill(Qt::white);
        legend.render(&image, {}, {}, QWidget::DrawChildren);
        int found = 0;
        const int rows = std::max(1, height / (legend.fontMetrics().height() + 2));
        const int columns = (static_cast<int>(entries.size()) + rows - 1) / rows;
        for (int column = 0; column < columns; ++column)
            for (int y = 1; y < height; ++y) {
                const int x = column * legend.width() / columns + 8;
                const auto dark = [&](int at) { return image.pixelColor(x, at).lightness() < 128; };
                found += dark(y) && !dark(y - 1) ? 1 : 0;
            }
        return found;
    };
    QCOMPARE(linesIn(200), 5);
    const int oneColumn = legend.width();
    QCOMPARE(linesIn(72), 5); // the least that the pane gives
    QVERIFY(legend.width() > oneColumn);
}

QTEST_MAIN(LightTest)
#include "light_test.moc"
