// SPDX-License-Identifier: GPL-3.0-or-later
// A question with several images: a small picture of each below the canvas, which one is shown,
// what is marked on each, and which image a region is on.
#include "label_desk.h"
#include "ui/canvas/canvas.h"
#include "ui/canvas/image_strip.h"
#include "ui/key_map.h"
#include "ui/label/detail_row.h"

#include <QScopeGuard>
#include <QToolButton>

using namespace steplight;

namespace {

const QColor colours[] = {Qt::red, Qt::green, Qt::blue};

Region boxOn(int image)
{
    return {Region::Shape::box, image, {{10, 10}, {60, 50}}, ""};
}

TraceDetail traceWith(const QTemporaryDir& folder, int images)
{
    TraceDetail detail = traceOf(4);
    addPictures(detail, folder, {400, 200}, {colours, colours + images});
    Label label;
    label.traceId = "trace";
    label.step = 0;
    label.annotator = annotator;
    label.verdict.rating = -1;
    label.verdict.regions = {boxOn(0)};
    if (images > 2)
        label.verdict.regions.push_back(boxOn(2));
    detail.labels = {label};
    return detail;
}

struct Strip {
    explicit Strip(int images) : desk(traceWith(folder, images))
    {
        if (!QTest::qWaitFor([this] { return desk.canvas().hasImage(); }))
            qFatal("no image");
    }
    ImageStrip& strip() { return *desk.page.findChild<ImageStrip*>(); }
    std::vector<QToolButton*> buttons()
    {
        std::vector<QToolButton*> shown;
        for (auto* button : strip().findChildren<QToolButton*>())
            if (button->isVisible())
                shown.push_back(button);
        return shown;
    }
    int checked()
    {
        int found = -1;
        const auto all = buttons();
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i]->isChecked())
                found = found < 0 ? static_cast<int>(i) : -2;
        return found;
    }

    QTemporaryDir folder;
    Desk desk;
};

} // namespace

class ImageStripTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, Scheme::light); }

    void oneImageNeedsNoStrip()
    {
        Strip one(1);
        QVERIFY(!one.strip().isVisible());
        QVERIFY(one.buttons().empty());
    }

    void eachImageIsThereSmall()
    {
        Strip three(3);
        QVERIFY(three.strip().isVisible());
        QCOMPARE(three.buttons().size(), std::size_t{3});
        for (std::size_t i = 0; i < 3; ++i)
            QTRY_COMPARE(three.buttons()[i]->icon().pixmap(40, 20).toImage().pixelColor(20, 10),
                         colours[i]);
    }

    void clickAndKeysMove()
    {
        Strip three(3);
        QCOMPARE(three.checked(), 0);
        QTest::mouseClick(three.buttons()[2], Qt::LeftButton);
        QCOMPARE(three.desk.canvas().currentImage(), 2);
        QCOMPARE(three.checked(), 2);
        QTest::mouseClick(three.buttons()[2], Qt::LeftButton); // it stays
        QCOMPARE(three.checked(), 2);
        three.desk.press(Qt::Key_PageUp);
        QCOMPARE(three.desk.canvas().currentImage(), 1);
        QCOMPARE(three.checked(), 1);
        three.buttons()[0]->setFocus(Qt::TabFocusReason); // reached by Tab
        QTest::keyClick(three.buttons()[0], Qt::Key_Space);
        QCOMPARE(three.checked(), 0);
    }

    void regionsAreCountedAndSayTheirImage()
    {
        Strip three(3);
        QVERIFY(three.buttons()[0]->text().contains(QStringLiteral("▢1")));
        QCOMPARE(three.buttons()[1]->text(), QStringLiteral("2"));
        QCOMPARE(three.buttons()[2]->accessibleName(), QStringLiteral("Image 3 of 3, regions: 1"));
        three.desk.page.showStep("trace", 0);
        QStringList words;
        for (const auto* button : three.desk.steps().detailRow().findChildren<QToolButton*>())
            if (button->isVisible())
                words << button->text();
        QVERIFY2(words.contains(QStringLiteral("box 2, image 3")), qPrintable(words.join(u'|')));
        three.desk.page.setLabels("trace", {});
        QCOMPARE(three.buttons()[0]->text(), QStringLiteral("1"));
    }

    void theCanvasSaysWhichRegionIsSelected()
    {
        Strip three(3);
        three.desk.press(Qt::Key_B, Qt::ShiftModifier);
        const QString said = three.desk.canvas().accessibleDescription();
        QVERIFY2(said.contains(QStringLiteral("Selected: region 1, 50 × 40 pixels at 10, 10")),
                 qPrintable(said));
        QCOMPARE(three.desk.canvas().accessibleName(), QStringLiteral("Image 1 of 3"));
    }

    void hintsFollowTheKeys()
    {
        Strip three(3);
        const auto tips = [&] {
            QString all;
            for (const auto* button : three.desk.page.findChildren<QToolButton*>())
                all += button->toolTip() + u'\n';
            return all;
        };
        const auto back = qScopeGuard([] { keyMap().setChanges({}); });
        three.desk.page.showStep("trace", 0);
        QVERIFY(tips().contains(QStringLiteral("Fit the image into the pane (0)")));
        QVERIFY(tips().contains(QStringLiteral("Del there removes it")));
        keyMap().setKeys(QStringLiteral("fit"), {Qt::Key_F7});
        keyMap().setKeys(QStringLiteral("box-remove"), {Qt::Key_F8});
        QVERIFY(tips().contains(QStringLiteral("Fit the image into the pane (F7)")));
        QVERIFY(tips().contains(QStringLiteral("F8 there removes it")));
    }
};

QTEST_MAIN(ImageStripTest)
#include "image_strip_test.moc"
