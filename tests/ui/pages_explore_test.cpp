// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/queue_panel.h"
#include "ui/pages/explore_page.h"
#include "ui/pages/trace_preview.h"
#include "ui/pages/trace_table_model.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace steplight;

namespace {

QAbstractButton* buttonCalled(QWidget& in, const QString& part)
{
    for (auto* button : in.findChildren<QAbstractButton*>())
        if (button->isVisible() && button->text().contains(part))
            return button;
    return nullptr;
}

bool says(QWidget& page, const QString& words)
{
    for (const auto* label : page.findChildren<QLabel*>())
        if (label->isVisible() && label->text().contains(words))
            return true;
    return false;
}

std::vector<TraceRow> someRows(int n)
{
    std::vector<TraceRow> rows(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i)
        rows[static_cast<std::size_t>(i)].id = "t" + std::to_string(i);
    return rows;
}

} // namespace

class PagesExploreTest : public QObject
{
    Q_OBJECT

private:
    void give(ExplorePage& page, int n)
    {
        page.setResult(n, 0.004);
        page.model()->setRows(0, someRows(n));
    }

private slots:
    void tracesThatComeWhileARunWritesMoveNobody()
    {
        ExplorePage page;
        give(page, 20);
        auto* table = page.findChild<QTableView*>();
        table->selectRow(7);
        page.setResult(21, 0.004, true);
        page.model()->setRows(0, someRows(21));
        QCOMPARE(table->currentIndex().row(), 7);
        QSignalSpy selected(&page, &ExplorePage::traceSelected);
        page.refreshSelected();
        QCOMPARE(selected.count(), 1);
        give(page, 5);
        QCOMPARE(table->currentIndex().row(), 0);
    }

    void splitsAQueryIntoConditions()
    {
        const auto terms =
            queryTerms(QStringLiteral("  a:1  \"two words\" (x or y) reason:\"a b\" end"));
        QStringList texts;
        for (const QueryTerm& term : terms)
            texts << term.text;
        QCOMPARE(texts.join(QLatin1Char('|')),
                 QStringLiteral("a:1|\"two words\"|(x or y)|reason:\"a b\"|end"));
        QCOMPARE(terms[0].start, 2);
        QVERIFY(queryTerms(QStringLiteral(" \t")).empty());
        QCOMPARE(queryTerms(QStringLiteral("\"open")).size(), 1U);
        QCOMPARE(queryTerms(QStringLiteral("a) b")).size(), 2U);
    }

    void asksOnEnterAndAfterAPause()
    {
        ExplorePage page;
        page.show();
        QSignalSpy asked(&page, &ExplorePage::queryChanged);
        page.focusQuery();
        auto* edit = page.findChild<QLineEdit*>();
        QTest::keyClicks(edit, QStringLiteral("bus"));
        QCOMPARE(asked.size(), 0);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("bus"));
        QTest::keyClick(edit, Qt::Key_Return); // nothing new
        QCOMPARE(asked.size(), 1);
        QTest::keyClicks(edit, QStringLiteral(" stop"));
        QTRY_COMPARE(asked.size(), 2);
        QCOMPARE(asked[1][0].toString(), QStringLiteral("bus stop"));
    }

    void aChipTakesItsConditionAway()
    {
        ExplorePage page;
        page.show();
        page.setQuery(QStringLiteral("correct:no bus"));
        QSignalSpy asked(&page, &ExplorePage::queryChanged);
        QAbstractButton* chip = buttonCalled(page, QStringLiteral("correct:no"));
        QVERIFY(chip);
        chip->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("bus"));
        QVERIFY(!buttonCalled(page, QStringLiteral("correct:no")));
    }

    void completesTheWordsOfTheGrammar()
    {
        ExplorePage page;
        page.setQueryWords({{QStringLiteral("correct:"),
                             QStringLiteral("final answer"),
                             {QStringLiteral("yes"), QStringLiteral("no")}}});
        page.show();
        page.focusQuery();
        auto* edit = page.findChild<QLineEdit*>();
        QTest::keyClicks(edit, QStringLiteral("bus co"));
        auto* completer = page.findChild<QCompleter*>();
        QTRY_VERIFY(completer->popup()->isVisible());
        QTest::keyClick(completer->popup(), Qt::Key_Down);
        QTest::keyClick(completer->popup(), Qt::Key_Return);
        QCOMPARE(edit->text(), QStringLiteral("bus correct:"));
    }

    void tabTakesTheFirstWordAndThenItsValue()
    {
        ExplorePage page;
        page.setQueryWords({{QStringLiteral("dataset:"),
                             QStringLiteral("name"),
                             {QStringLiteral("vqa"), QStringLiteral("\"two words\"")}}});
        page.show();
        page.focusQuery();
        auto* edit = page.findChild<QueryEdit*>();
        auto* popup = edit->findChild<QCompleter*>()->popup();
        QTest::keyClicks(edit, QStringLiteral("-(DA"));
        QTRY_VERIFY(popup->isVisible());
        QTest::keyClick(popup, Qt::Key_Tab);
        QCOMPARE(edit->text(), QStringLiteral("-(dataset:"));
        QTRY_VERIFY(popup->isVisible()); // its values
        QTest::keyClicks(edit, QStringLiteral("two w"));
        QTest::keyClick(popup, Qt::Key_Tab);
        QCOMPARE(edit->text(), QStringLiteral("-(dataset:two w")); // a blank ends a word
        edit->clear();
        QTest::keyClicks(edit, QStringLiteral("dataset=tw"));
        QTRY_VERIFY(popup->isVisible());
        QTest::keyClick(popup, Qt::Key_Tab);
        QCOMPARE(edit->text(), QStringLiteral("dataset:\"two words\" "));
        edit->undo();
        QVERIFY(edit->text() != QStringLiteral("dataset:\"two words\" "));
    }

    void escapeClosesTheListAndEnterAsks()
    {
        ExplorePage page;
        page.setQueryWords({{QStringLiteral("dropped"), QStringLiteral("x"), {}}});
        page.show();
        page.focusQuery();
        QSignalSpy asked(&page, &ExplorePage::queryChanged);
        auto* edit = page.findChild<QueryEdit*>();
        auto* popup = edit->findChild<QCompleter*>()->popup();
        QTest::keyClicks(edit, QStringLiteral("dr"));
        QTRY_VERIFY(popup->isVisible());
        QTest::keyClick(popup, Qt::Key_Escape);
        QVERIFY(!popup->isVisible());
        QCOMPARE(edit->text(), QStringLiteral("dr"));
        QTest::keyClick(edit, Qt::Key_Space, Qt::ControlModifier);
        QTRY_VERIFY(popup->isVisible());
        QTest::keyClick(popup, Qt::Key_Escape);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
    }

    void underlinesWhatCannotBeReadAndDoesNotAskForIt()
    {
        ExplorePage page;
        page.setQueryReader([](const QString& query) {
            const int bad = static_cast<int>(query.indexOf(QStringLiteral("bad")));
            if (bad < 0)
                return QueryReading{{{0, static_cast<int>(query.size()), query}}, {}, -1, 0};
            return QueryReading{{}, QStringLiteral("It is bad."), bad, 3};
        });
        page.resize(900, 500);
        page.show();
        page.focusQuery();
        QSignalSpy asked(&page, &ExplorePage::queryChanged);
        auto* edit = page.findChild<QueryEdit*>();
        QTest::keyClicks(edit, QStringLiteral("a bad"));
        QVERIFY(!says(page, QStringLiteral("It is bad."))); // perhaps it is not finished
        const QImage before = edit->grab().toImage();
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(says(page, QStringLiteral("It is bad.")));
        QCOMPARE(asked.size(), 0);
        QVERIFY(edit->grab().toImage() != before);
        QTest::keyClicks(edit, QStringLiteral(" b"));
        QVERIFY(says(page, QStringLiteral("It is bad."))); // behind the cursor
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("good"));
        QVERIFY(!says(page, QStringLiteral("It is bad.")));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
    }

    void theLabelPagesQueryIsTheSameField()
    {
        QueuePanel panel;
        panel.setQueryWords({{QStringLiteral("dropped"), QStringLiteral("x"), {}}});
        panel.setQueryReader([](const QString& query) {
            const bool bad = query.contains(QLatin1Char('('));
            return bad ? QueryReading{{}, QStringLiteral("It is open."), 0, 1} : QueryReading{};
        });
        panel.show();
        QSignalSpy asked(&panel, &QueuePanel::queryEdited);
        QSignalSpy left(&panel, &QueuePanel::left);
        auto* edit = panel.findChild<QueryEdit*>();
        edit->setFocus();
        auto* popup = edit->findChild<QCompleter*>()->popup();
        QTest::keyClicks(edit, QStringLiteral("dro"));
        QTRY_VERIFY(popup->isVisible());
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QCOMPARE(edit->text(), QStringLiteral("dropped "));
        QCOMPARE(asked.size(), 0);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        edit->clear();
        QTest::keyClicks(edit, QStringLiteral("(a"));
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(says(panel, QStringLiteral("It is open.")));
        QCOMPARE(asked.size(), 2); // clearing asked for all; the open one was not asked
        QTest::keyClick(edit, Qt::Key_Escape);
        QCOMPARE(left.size(), 1);
    }

    void aQueuesMenuSetsItsModeAndTheOrder()
    {
        QueuePanel panel;
        TraceTableModel model;
        panel.setModel(&model);
        panel.resize(232, 700);
        panel.show();
        panel.setQueues({{"disagree", "disagree", true, 5, 3}, {"all", "", true, 9, 7}}, "all");
        panel.setModes(Visibility::open, {{"disagree", Visibility::blind}});
        panel.setOrder(TraceOrder::imported, false);
        QSignalSpy modes(&panel, &QueuePanel::modeChosen);
        QSignalSpy orders(&panel, &QueuePanel::orderChosen);
        auto* queues = panel.findChild<QListWidget*>();
        QVERIFY(queues->item(0)->toolTip().contains(QStringLiteral("Blind")));
        QVERIFY(!queues->item(1)->toolTip().contains(QStringLiteral("Blind")));
        const auto choose = [](QMenu* menu, const QString& words) {
            for (QAction* action : menu->actions())
                if (action->text().startsWith(words)) {
                    menu->setActiveAction(action);
                    QTest::keyClick(menu, Qt::Key_Return);
                    return true;
                }
            return false;
        };
        // The button over the list is the chosen queue's.
        auto* button = panel.findChild<QToolButton*>(QStringLiteral("queue-menu"));
        QCOMPARE(button->text(), QStringLiteral("As imported ↑"));
        button->menu()->popup({});
        QVERIFY(choose(button->menu(), QStringLiteral("Disagreement")));
        QCOMPARE(orders.size(), 1);
        QCOMPARE(orders[0][0].value<TraceOrder>(), TraceOrder::disagreement);
        QCOMPARE(orders[0][1].toBool(), true);
        panel.setOrder(TraceOrder::disagreement, true);
        button->menu()->popup({});
        QVERIFY(choose(button->menu(), QStringLiteral("Disagreement")));
        QCOMPARE(orders[1][1].toBool(), false); // again: the other way round
        button->menu()->popup({});
        QVERIFY(choose(button->menu(), QStringLiteral("Commit")));
        QCOMPARE(modes[0][0].toString(), QStringLiteral("all"));
        QCOMPARE(modes[0][1].value<std::optional<Visibility>>(), Visibility::commitThenReveal);
        // A right click: that queue's, without the order, which is not known here.
        const QPoint at = queues->visualItemRect(queues->item(0)).center();
        emit queues->customContextMenuRequested(at);
        QMenu* menu = nullptr;
        for (auto* each : panel.findChildren<QMenu*>())
            menu = each->isVisible() ? each : menu;
        QVERIFY(menu);
        QVERIFY(!choose(menu, QStringLiteral("Disagreement")));
        QVERIFY(choose(menu, QStringLiteral("As the project: Open")));
        QCOMPARE(modes[1][0].toString(), QStringLiteral("disagree"));
        QVERIFY(!modes[1][1].value<std::optional<Visibility>>());
    }

    // Counts come with every label: the list under them keeps its place.
    void newCountsLeaveTheQueuesWhereTheyAre()
    {
        QueuePanel panel;
        TraceTableModel model;
        panel.setModel(&model);
        panel.show();
        panel.setQueues({{"disagree", "disagree", true, 5, 3}, {"all", "", true, 9, 7}}, "all");
        auto* queues = panel.findChild<QListWidget*>();
        QListWidgetItem* first = queues->item(0);
        QCOMPARE(queues->currentRow(), 1);
        queues->setFocus();
        QTest::keyClick(queues, Qt::Key_Up);
        panel.setQueues({{"disagree", "disagree", true, 5, 2}, {"all", "", true, 9, 6}}, "all");
        QCOMPARE(queues->item(0), first);
        QCOMPARE(queues->currentRow(), 0); // where the keyboard went
        QVERIFY(first->data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("2 left")));
        panel.setQueues({{"disagree", "disagree", true, 5, 2}, {"all", "", true, 9, 6}}, "");
        QCOMPARE(queues->currentRow(), -1); // a typed query
        panel.setModes(Visibility::open, {{"disagree", Visibility::blind}});
        QVERIFY(first->data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Blind")));
    }

    void aListReadAnewStaysUnderTheEye()
    {
        QueuePanel panel;
        TraceTableModel model;
        connect(&model, &TraceTableModel::rowsWanted, &model, [&](int first, int count) {
            std::vector<TraceRow> rows;
            for (int i = first; i < first + count; ++i) {
                TraceRow row;
                row.id = "t" + std::to_string(i);
                rows.push_back(row);
            }
            model.setRows(first, std::move(rows));
        });
        panel.setModel(&model);
        panel.resize(232, 700);
        panel.show();
        auto* list = panel.findChild<QTableView*>();
        model.setCount(1000);
        panel.setCurrentTrace("t500");
        panel.setPlace(500, true);
        QTRY_COMPARE(list->currentIndex().row(), 500);
        const int top = list->visualRect(list->currentIndex()).top();
        QVERIFY(top > 0 && top < list->viewport()->height());
        model.setCount(999); // one before it has left the queue
        panel.setCurrentTrace("t499");
        panel.setPlace(499, false);
        QTRY_COMPARE(list->currentIndex().row(), 499);
        QCOMPARE(list->visualRect(list->currentIndex()).top(), top);
    }

    void savedQueuesAreChosenRenamedAndDeleted()
    {
        ExplorePage page;
        page.show();
        page.setQueues(
            {{"disagree", "disagree", true, -1, -1}, {"My & own", "bus", false, -1, -1}});
        QVERIFY(QTest::qWaitForWindowActive(&page));
        QSignalSpy asked(&page, &ExplorePage::queryChanged);
        QSignalSpy renamed(&page, &ExplorePage::renameQueueRequested);
        QSignalSpy deleted(&page, &ExplorePage::deleteQueueRequested);
        QMenu* menu =
            qobject_cast<QToolButton*>(buttonCalled(page, QStringLiteral("Queues")))->menu();
        const auto choose = [&](const QString& part) {
            emit menu->aboutToShow();
            for (QAction* action : menu->actions())
                if (action->text().contains(part) && action->isEnabled()) {
                    action->trigger();
                    return true;
                }
            return false;
        };
        QVERIFY(!choose(QStringLiteral("Rename")));
        QVERIFY(choose(QStringLiteral("My && own")));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("bus"));
        QVERIFY(choose(QStringLiteral("Rename")));
        auto* name = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(name);
        QTest::keyClicks(name, QStringLiteral("Buses")); // over the old name
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(renamed.size(), 1);
        QCOMPARE(renamed[0], QVariantList({QStringLiteral("My & own"), QStringLiteral("Buses")}));
        QVERIFY(choose(QStringLiteral("Delete")));
        QCOMPARE(deleted.size(), 1);
    }

    void ctrlSNamesTheQuery()
    {
        ExplorePage page;
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.focusQuery();
        auto* edit = page.findChild<QueryEdit*>();
        QTest::keyClicks(edit, QStringLiteral("bus"));
        QSignalSpy saved(&page, &ExplorePage::saveQueueRequested);
        QTest::keyClick(edit, Qt::Key_S, Qt::ControlModifier);
        auto* name = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(name && name != edit);
        QTest::keyClicks(name, QStringLiteral("Buses"));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(saved.size(), 1);
        QCOMPARE(saved[0], QVariantList({QStringLiteral("Buses"), QStringLiteral("bus")}));
        QCOMPARE(QApplication::focusWidget(), edit);
        QTest::keyClick(edit, Qt::Key_S, Qt::ControlModifier);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(QApplication::focusWidget(), edit);
        QCOMPARE(saved.size(), 1);
    }

    void aLongNameDoesNotWidenThePreview()
    {
        TracePreview preview;
        preview.resize(320, 600);
        preview.show();
        TraceDetail detail;
        detail.trace.id = "t";
        detail.trace.file = std::string(200, 'f') + ".jsonl";
        detail.question.text = std::string(200, 'q');
        detail.trace.steps = {{Section::reasoning, std::string(200, 's')}};
        preview.setDetail(detail);
        QCoreApplication::processEvents();
        QCOMPARE(preview.widget()->width(), preview.viewport()->width());
        bool whole = false;
        for (const auto* label : preview.findChildren<QLabel*>())
            whole |= label->toolTip().toStdString() == detail.trace.file;
        QVERIFY(whole);
    }

    void stepsAreCountedThrough()
    {
        TracePreview preview;
        preview.show();
        TraceDetail detail;
        detail.trace.steps = {
            {Section::perception, "a"}, {Section::perception, "b"}, {Section::reasoning, "c"}};
        preview.setDetail(detail);
        QStringList told;
        for (const auto* label : preview.findChildren<QLabel*>())
            told << label->text();
        QVERIFY2(told.contains(QStringLiteral("3")), "as the curve and a label's history do");
    }

    void theMarkOfTheSortedColumnHasRoom()
    {
        ExplorePage page;
        page.show();
        const auto* header = page.findChild<QTableView*>()->horizontalHeader();
        const int before = header->sectionSize(TraceTableModel::firstPerson);
        page.setOrder(TraceOrder::firstPerson, false);
        QVERIFY(header->sectionSize(TraceTableModel::firstPerson) > before);
    }

    void columnsAreChosenAndRemembered()
    {
        QByteArray state;
        const auto columns = [](ExplorePage& page) {
            QMenu* menu =
                qobject_cast<QToolButton*>(buttonCalled(page, QStringLiteral("Columns")))->menu();
            emit menu->aboutToShow();
            return menu;
        };
        {
            ExplorePage page;
            page.resize(1366, 700);
            page.show();
            auto* table = page.findChild<QTableView*>();
            QVERIFY(table->isColumnHidden(TraceTableModel::policy));
            QVERIFY(!table->isColumnHidden(TraceTableModel::firstPerson));
            for (QAction* action : columns(page)->actions())
                if (action->text() == QStringLiteral("Policy") ||
                    action->text() == QStringLiteral("Steps"))
                    action->trigger();
            table->horizontalHeader()->resizeSection(TraceTableModel::dataset, 211);
            state = page.saveState();
            QSignalSpy sort(page.model(), &TraceTableModel::sortRequested);
            columns(page)->actions().first()->menu()->actions().last()->trigger();
            QCOMPARE(sort.size(), 1);
            QCOMPARE(sort[0][0].value<TraceOrder>(), TraceOrder::policy);
        }
        ExplorePage page;
        page.resize(1366, 700);
        page.show();
        page.restoreState(state);
        auto* table = page.findChild<QTableView*>();
        QVERIFY(!table->isColumnHidden(TraceTableModel::policy));
        QVERIFY(table->isColumnHidden(TraceTableModel::steps));
        QCOMPARE(table->columnWidth(TraceTableModel::dataset), 211);
    }

    void saysWhatIsWrongWithTheQueryAndKeepsTheResult()
    {
        ExplorePage page;
        page.show();
        give(page, 3);
        page.setQuery(QStringLiteral("bus corect:no"));
        page.setQueryError(QStringLiteral("“corect” is no word of a query."), 4, 9);
        QVERIFY(says(page, QStringLiteral("no word of a query")));
        QCOMPARE(page.model()->rowCount(), 3);
        page.setResult(1, 0.001);
        QVERIFY(!says(page, QStringLiteral("no word of a query")));
        QVERIFY(says(page, QStringLiteral("1 trace")));
    }

    void anEmptyResultNamesTheConditionAndOffersToRemoveIt()
    {
        ExplorePage page;
        page.show();
        page.setQuery(QStringLiteral("correct:no bus"));
        page.setResult(0, 0.001);
        QVERIFY(says(page, QStringLiteral("No trace fits this query.")));
        page.setEmptyReason(QStringLiteral("bus"), 12, false);
        QVERIFY(says(page, QStringLiteral("12 traces")));
        page.setEmptyReason(QStringLiteral("bus"), 12, true);
        QVERIFY(says(page, QStringLiteral("No trace of the project meets “bus”")));
        QSignalSpy asked(&page, &ExplorePage::queryChanged);
        buttonCalled(page, QStringLiteral("Remove this condition"))->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("correct:no"));
    }

    void anEmptyProjectSaysHowToFillIt()
    {
        ExplorePage page;
        page.show();
        page.setResult(0, 0.001);
        QVERIFY(says(page, QStringLiteral("No traces yet")));
    }

    void selectsAndOpensByKey()
    {
        ExplorePage page;
        page.show();
        QSignalSpy selected(&page, &ExplorePage::traceSelected);
        QSignalSpy opened(&page, &ExplorePage::traceActivated);
        page.setResult(3, 0.004);
        QCOMPARE(selected.size(), 0); // its row is not there yet
        page.model()->setRows(0, someRows(3));
        QCOMPARE(selected.size(), 1);
        auto* table = page.findChild<QTableView*>();
        QTest::keyClick(table, Qt::Key_Down);
        QCOMPARE(selected.last()[0].toString(), QStringLiteral("t1"));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toString(), QStringLiteral("t1"));
    }

    void ignoresTheDetailOfAnotherTrace()
    {
        ExplorePage page;
        page.show();
        give(page, 2);
        TraceDetail detail;
        detail.trace.id = "t1"; // t0 is selected
        detail.question.text = "late reply";
        page.setDetail(detail);
        QVERIFY(!says(page, QStringLiteral("late reply")));
        detail.trace.id = "t0";
        detail.question.text = "<b>markup</b> stays text";
        detail.trace.steps = {{Section::perception, "A bus."}, {Section::reasoning, "It is red."}};
        page.setDetail(detail);
        QVERIFY(says(page, QStringLiteral("<b>markup</b> stays text")));
        QTRY_VERIFY(says(page, QStringLiteral("A bus.")));
        for (const auto* label : page.findChildren<QLabel*>())
            if (label->text().contains(QLatin1Char('<')))
                QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void savesAQueueUnderAName()
    {
        ExplorePage page;
        page.show();
        page.setQuery(QStringLiteral("correct:no"));
        QVERIFY(QTest::qWaitForWindowActive(&page));
        QSignalSpy saved(&page, &ExplorePage::saveQueueRequested);
        buttonCalled(page, QStringLiteral("Save as queue"))->click();
        auto* name = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(name);
        QTest::keyClick(name, Qt::Key_Return); // no name yet
        QCOMPARE(saved.size(), 0);
        QTest::keyClicks(name, QStringLiteral("wrong ones"));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(saved.size(), 1);
        QCOMPARE(saved[0],
                 QVariantList({QStringLiteral("wrong ones"), QStringLiteral("correct:no")}));
    }

    void asksForAnOrderByHeader()
    {
        ExplorePage page;
        page.resize(1366, 700);
        page.show();
        give(page, 2);
        QSignalSpy sort(page.model(), &TraceTableModel::sortRequested);
        auto* header = page.findChild<QTableView*>()->horizontalHeader();
        emit header->sectionClicked(TraceTableModel::disagreement);
        emit header->sectionClicked(TraceTableModel::disagreement);
        emit header->sectionClicked(TraceTableModel::firstMc);
        QCOMPARE(sort.size(), 3);
        QCOMPARE(sort[2][1].toBool(), false); // the earliest errors come first
        QCOMPARE(sort[0][1].toBool(), true);  // what disagrees most comes first
        QCOMPARE(sort[1][1].toBool(), false);
    }

    void remembersItsState()
    {
        QByteArray state;
        {
            ExplorePage page;
            page.setSource(LightSource::judge);
            state = page.saveState();
        }
        ExplorePage page;
        page.restoreState(QByteArray("rubbish"));
        page.restoreState(state.left(state.size() / 2));
        QCOMPARE(page.source(), LightSource::mc);
        page.restoreState(state);
        QCOMPARE(page.source(), LightSource::judge);
    }
};

QTEST_MAIN(PagesExploreTest)
#include "pages_explore_test.moc"
