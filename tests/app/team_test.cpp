// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on a project that several people have labelled: adjudication, one's own figures,
// training.
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/team/adjudication.h"
#include "storage/team/training.h"
#include "storage/training.h"
#include "tests/app/demo_window.h"
#include "ui/adjudication/adjudication_page.h"
#include "ui/label/label_page.h"
#include "ui/pages/figures_page.h"

#include <QApplication>
#include <QLabel>

using namespace steplight;

class TeamTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aDecisionIsARowInThePlaceOfAllRivals();
    void oneUndoTakesItBack();
    void onesOwnFiguresAreShown();
    void answersAreToldAfterTheLabelAndNotBefore();

private:
    std::unique_ptr<Window> open();
    std::vector<Label> labelsOf(const std::string& trace) const;

    QTemporaryDir m_folder;
    QString m_project;
    std::string m_disputed, m_training;
};

namespace {

Label said(const std::string& trace, int step, int rating, const std::string& who)
{
    Label row;
    row.traceId = trace;
    row.step = step;
    row.annotator = who;
    row.verdict.rating = rating;
    row.visibility = Visibility::blind;
    row.focusMs = 1500;
    return row;
}

void press(int key, Qt::KeyboardModifiers modifiers = {})
{
    QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
}

bool shows(const QWidget& page, const QString& words)
{
    for (const auto* label : page.findChildren<QLabel*>())
        if (label->isVisibleTo(&page) && label->text().contains(words))
            return true;
    return false;
}

} // namespace

void TeamTest::initTestCase()
{
    m_project = demoProjectIn(m_folder);
    Project project(m_project.toStdString());
    const auto ids = traceIds(project, {"unlabelled"});
    m_disputed = ids.at(1);
    m_training = ids.at(2);
    for (const int step : {0, 1}) {
        recordLabels(project, {said(m_disputed, step, 1, "Ann")});
        recordLabels(project, {said(m_disputed, step, -1, "Ben")});
    }
    Label answer = said(m_training, 0, -1, "Eve");
    answer.verdict.comment = "there are three";
    recordLabels(project, {answer});
    addTraining(project, "by:Eve", "Eve");
}

std::unique_ptr<Window> TeamTest::open()
{
    auto window = openWindow(m_project);
    return window && QTest::qWaitForWindowActive(&window->shell()) ? std::move(window) : nullptr;
}

std::vector<Label> TeamTest::labelsOf(const std::string& trace) const
{
    Project project(m_project.toStdString(), Access::readOnly);
    return currentLabels(project, trace);
}

void TeamTest::aDecisionIsARowInThePlaceOfAllRivals()
{
    const auto window = open();
    QVERIFY(window);
    press(Qt::Key_J, Qt::ControlModifier);
    auto* page = window->shell().findChild<AdjudicationPage*>();
    QTRY_VERIFY(page->isVisible());
    QTRY_COMPARE(page->traceId(), m_disputed);
    QVERIFY(shows(*page, QStringLiteral("2 disputed steps left in 1 trace")));
    press(Qt::Key_A);
    press(Qt::Key_G);
    press(Qt::Key_2); // neither is right
    QTRY_COMPARE(labelsOf(m_disputed).size(), std::size_t{2});
    const auto labels = labelsOf(m_disputed);
    QCOMPARE(labels[0].annotator, std::string("Ada"));
    QCOMPARE(std::abs(labels[0].verdict.rating), 1);
    QCOMPARE(labels[0].verdict.reason, std::string("guideline gap"));
    QCOMPARE(labels[0].visibility, Visibility::blind);
    QCOMPARE(labels[1].verdict.rating, 0);
    QCOMPARE(labels[1].supersedes.size(), std::size_t{2});
    Project project(m_project.toStdString(), Access::readOnly);
    QVERIFY(disputes(project).empty());
    QCOMPARE(disputedTrace(project, m_disputed).at(1)->said.size(), std::size_t{2});
    QTRY_VERIFY(shows(*page, QStringLiteral("Nothing is left to decide")));
    press(Qt::Key_Escape); // of the strip
    press(Qt::Key_Escape);
    QTRY_VERIFY(!page->isVisible());
}

void TeamTest::oneUndoTakesItBack()
{
    const auto window = open();
    QVERIFY(window);
    press(Qt::Key_J, Qt::ControlModifier);
    auto* page = window->shell().findChild<AdjudicationPage*>();
    QTRY_VERIFY(page->isVisible());
    QTRY_VERIFY(shows(*page, QStringLiteral("steplight merge")));
    page->setFocus();
    press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(labelsOf(m_disputed).size(), std::size_t{3}); // Ann's and Ben's stand again
    QTRY_COMPARE(page->traceId(), m_disputed);
    QCOMPARE(page->currentStep(), 1);
    press(Qt::Key_Y, Qt::ControlModifier);
    QTRY_COMPARE(labelsOf(m_disputed).size(), std::size_t{2});
}

void TeamTest::onesOwnFiguresAreShown()
{
    {
        Project project(m_project.toStdString());
        recordLabels(project, {said(traceIds(project, {"unlabelled"}).front(), 0, 1, "Ada")});
    }
    const auto window = open();
    QVERIFY(window);
    press(Qt::Key_T, Qt::ControlModifier);
    auto* page = window->shell().findChild<FiguresPage*>();
    QTRY_VERIFY(page->isVisible());
    // Her decisions over others are left out.
    QTRY_VERIFY(shows(*page, QStringLiteral("1 today · 1 in seven days · 1 altogether")));
    QVERIFY(shows(*page, QStringLiteral("Ada")));
    press(Qt::Key_Escape);
    QTRY_VERIFY(!page->isVisible());
}

void TeamTest::answersAreToldAfterTheLabelAndNotBefore()
{
    const auto window = open();
    QVERIFY(window);
    window->labelling()->openTrace(QString::fromStdString(m_training));
    QTRY_COMPARE(window->labelling()->traceId().toStdString(), m_training);
    auto* page = window->shell().findChild<LabelPage*>();
    QVERIFY(page->savedLabels().empty()); // Eve's is not there to be seen
    QVERIFY(shows(*page, QStringLiteral("Training: label a step")));
    QVERIFY(!shows(*page, QStringLiteral("there are three")));
    page->setFocus();
    press(Qt::Key_1);
    QTRY_VERIFY(shows(*page, QStringLiteral("there are three")));
    QVERIFY(shows(*page, QStringLiteral("step 1, otherwise: ✕ wrong")));
    const auto labels = labelsOf(m_training);
    QCOMPARE(labels.size(), std::size_t{2});
    QCOMPARE(labels[1].annotator, inTraining("Ada"));
    press(Qt::Key_Backspace);
    press(Qt::Key_3); // about the step that is taken back, however long that takes
    QTRY_VERIFY(shows(*page, QStringLiteral("step 1, as you say: ✕ wrong")));
    window->labelling()->openTrace(QString::fromStdString(m_disputed));
    QTRY_COMPARE(window->labelling()->traceId().toStdString(), m_disputed);
    QVERIFY(!shows(*page, QStringLiteral("Training")));
    QCOMPARE(page->annotator(), std::string("Ada"));
    const std::size_t disputed = labelsOf(m_disputed).size();
    window->labelling()->undo(); // of what was said last, though it was in training
    QTRY_COMPARE(labelsOf(m_training).size(), std::size_t{1});
    QCOMPARE(labelsOf(m_disputed).size(), disputed);
    QTRY_COMPARE(window->labelling()->traceId().toStdString(), m_training);
}

QTEST_MAIN(TeamTest)
#include "team_test.moc"
