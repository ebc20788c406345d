// SPDX-License-Identifier: GPL-3.0-or-later
// The virtual table: it asks for what is looked at, and for no more.
#include "ui/pages/trace_table_model.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <set>

using namespace steplight;

namespace {

std::vector<TraceRow> rowsFrom(int first, int count)
{
    std::vector<TraceRow> rows;
    for (int i = first; i < first + count; ++i) {
        TraceRow row;
        row.id = "t" + std::to_string(i);
        row.question = "question " + std::to_string(i);
        row.answer = "6";
        row.key = i % 2 ? "6" : "8";
        row.correct = i % 2 == 1;
        row.cells.resize(7);
        row.prmMin = 0.125;
        rows.push_back(row);
    }
    return rows;
}

QString shown(const TraceTableModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

class PagesTableTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheContractOfModels()
    {
        TraceTableModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setCount(1000);
        model.setRows(0, rowsFrom(0, TraceTableModel::pageRows));
        model.setRows(896, rowsFrom(896, 104));
        model.updateRow(rowsFrom(3, 1).front());
        model.refresh();
        model.setOrder(TraceOrder::prmMin, true);
        model.setCount(5);
        model.setCount(0);
        QCOMPARE(model.rowCount(), 0);
    }

    void asksForAPageOnceAndShowsItWhenItComes()
    {
        TraceTableModel model;
        QSignalSpy wanted(&model, &TraceTableModel::rowsWanted);
        QSignalSpy changed(&model, &TraceTableModel::dataChanged);
        model.setCount(200);
        QCOMPARE(shown(model, 130, TraceTableModel::question), QStringLiteral("…"));
        QCOMPARE(shown(model, 131, TraceTableModel::question), QStringLiteral("…"));
        QCOMPARE(model.row(130), nullptr);
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0], QVariantList({128, 72})); // the last page is short
        QCOMPARE(shown(model, 130, TraceTableModel::question), QStringLiteral("…"));
        QTest::qWait(10);
        QCOMPARE(wanted.size(), 1);

        model.setRows(128, rowsFrom(128, 72));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 128);
        QCOMPARE(changed[0][1].toModelIndex().row(), 199);
        QCOMPARE(shown(model, 130, TraceTableModel::question), QStringLiteral("question 130"));
        QCOMPARE(model.rowOf("t131"), 131);
        QCOMPARE(model.rowOf("t5"), -1);
        QTest::qWait(10);
        QCOMPARE(wanted.size(), 1);
    }

    void saysTheFacts()
    {
        TraceTableModel model;
        model.setCount(2);
        model.setRows(0, rowsFrom(0, 2));
        QCOMPARE(shown(model, 0, TraceTableModel::answer), QStringLiteral("✕ 6 (key 8)"));
        QCOMPARE(shown(model, 1, TraceTableModel::answer), QStringLiteral("✓ 6"));
        QCOMPARE(shown(model, 0, TraceTableModel::labelled), QStringLiteral("0/7"));
        QCOMPARE(shown(model, 0, TraceTableModel::prmMean), QStringLiteral("–"));
        QVERIFY(shown(model, 0, TraceTableModel::prmMin).startsWith(QStringLiteral(".1")));
        QCOMPARE(shown(model, 1, TraceTableModel::firstJudge), QString());
        auto rows = rowsFrom(0, 1);
        rows[0].cells[1].mc = 0.5;
        rows[0].cells[4].judge = 0;
        rows[0].cells[2].prm = 0.49;
        rows[0].cells[3].state = LabelState::rated;
        rows[0].cells[3].rating = -1;
        model.setRows(0, rows);
        QCOMPARE(shown(model, 0, TraceTableModel::firstMc), QStringLiteral("–")); // some win
        QCOMPARE(shown(model, 0, TraceTableModel::firstJudge), QStringLiteral("5"));
        QCOMPARE(shown(model, 0, TraceTableModel::firstPrm), QStringLiteral("3"));
        QCOMPARE(shown(model, 0, TraceTableModel::firstPerson), QStringLiteral("4"));
    }

    void neverReadsDataAsHtml()
    {
        TraceTableModel model;
        model.setCount(1);
        auto rows = rowsFrom(0, 1);
        rows[0].question = "<b>is</b> a <img src=x>?\nyes";
        model.setRows(0, rows);
        const QModelIndex index = model.index(0, TraceTableModel::question);
        QCOMPARE(index.data().toString(), QStringLiteral("<b>is</b> a <img src=x>? yes"));
        QVERIFY(!index.data(Qt::ToolTipRole).toString().contains(QStringLiteral("<b>")));
    }

    void aFailedReadDoesNotBlockTheOthers()
    {
        TraceTableModel model;
        QSignalSpy wanted(&model, &TraceTableModel::rowsWanted);
        model.setCount(10'000);
        for (const int row : {0, 1000, 2000, 3000})
            model.row(row);
        QTRY_COMPARE(wanted.size(), TraceTableModel::pagesAsked);
        QCOMPARE(wanted[0][0].toInt(), 2944); // the newest wish first, the oldest forgotten
        model.row(5000);
        model.setRows(2944, {});
        QTRY_COMPARE(wanted.size(), TraceTableModel::pagesAsked + 1);
        QCOMPARE(wanted.last()[0].toInt(), 4992);
        QCOMPARE(model.row(2950), nullptr);
    }

    void dropsThePagesLookedAtLongestAgo()
    {
        TraceTableModel model;
        const int pages = TraceTableModel::pagesHeld + 2, rows = TraceTableModel::pageRows;
        model.setCount(pages * rows);
        for (int page = 0; page < pages - 2; ++page)
            model.setRows(page * rows, rowsFrom(page * rows, rows));
        QVERIFY(model.row(0)); // looked at again: page 1 is the oldest now
        model.setRows((pages - 2) * rows, rowsFrom((pages - 2) * rows, rows));
        QVERIFY(model.row(0));
        QVERIFY(!model.row(rows));
        QVERIFY(model.row(2 * rows));
    }

    void refreshKeepsWhatIsShownAndAsksAgain()
    {
        TraceTableModel model;
        QSignalSpy wanted(&model, &TraceTableModel::rowsWanted);
        model.setCount(100);
        model.setRows(0, rowsFrom(0, 100));
        model.refresh();
        QCOMPARE(shown(model, 0, TraceTableModel::question), QStringLiteral("question 0"));
        QTRY_COMPARE(wanted.size(), 1);
        auto rows = rowsFrom(0, 100);
        rows[0].question = "other";
        model.setRows(0, rows);
        QCOMPARE(shown(model, 0, TraceTableModel::question), QStringLiteral("other"));
    }

    void anUpdateDuringAReadIsReadAgain()
    {
        TraceTableModel model;
        QSignalSpy wanted(&model, &TraceTableModel::rowsWanted);
        model.setCount(100);
        model.row(0);
        QTRY_COMPARE(wanted.size(), 1);
        model.refresh(); // the reply under way may have been read before the change
        QTRY_COMPARE(wanted.size(), 2);
        model.setRows(0, rowsFrom(0, 100));
        QTest::qWait(10);
        QCOMPARE(wanted.size(), 2);
    }

    void oneRowChanges()
    {
        TraceTableModel model;
        model.setCount(100);
        model.setRows(0, rowsFrom(0, 100));
        QSignalSpy changed(&model, &TraceTableModel::dataChanged);
        auto row = rowsFrom(42, 1).front();
        row.labelled = 3;
        model.updateRow(row);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 42);
        QCOMPARE(changed[0][1].toModelIndex().row(), 42);
        QCOMPARE(shown(model, 42, TraceTableModel::labelled), QStringLiteral("3/7"));
    }

    void sortsByAsking()
    {
        TraceTableModel model;
        QSignalSpy sort(&model, &TraceTableModel::sortRequested);
        model.sort(TraceTableModel::prmMin, Qt::DescendingOrder);
        model.sort(-1, Qt::AscendingOrder); // is no column
        QCOMPARE(sort.size(), 1);
        QCOMPARE(sort[0][0].value<TraceOrder>(), TraceOrder::prmMin);
        QCOMPARE(sort[0][1].toBool(), true);
        model.setOrder(TraceOrder::prmMin, true);
        QVERIFY(model.headerData(TraceTableModel::prmMin, Qt::Horizontal, Qt::DisplayRole)
                    .toString()
                    .endsWith(QStringLiteral("▾")));
    }

    void aLargeTableAsksOnlyForWhatIsInSight()
    {
        TraceTableModel model;
        QTableView view;
        view.setModel(&model);
        view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
        std::set<int> pages;
        connect(&model, &TraceTableModel::rowsWanted, this, [&](int first, int count) {
            pages.insert(first / TraceTableModel::pageRows);
            model.setRows(first, rowsFrom(first, count));
        });
        model.setCount(300'000);
        view.resize(900, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTRY_VERIFY(model.row(0));
        QVERIFY(pages.size() <= 2);
        QScrollBar* bar = view.verticalScrollBar();
        for (int i = 1; i <= 50; ++i) { // a drag over the whole length
            bar->setValue(bar->maximum() / 50 * i);
            QCoreApplication::processEvents();
        }
        bar->setValue(bar->maximum());
        QTRY_VERIFY(model.row(299'999));
        QVERIFY2(pages.size() < 160, qPrintable(QString::number(pages.size())));
    }
};

QTEST_MAIN(PagesTableTest)
#include "pages_table_test.moc"
