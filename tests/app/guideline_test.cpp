// SPDX-License-Identifier: GPL-3.0-or-later
// The guideline through the real window: written, saved, named by labels, read beside the trace.
#include "storage/guidelines.h"
#include "storage/labels.h"
#include "storage/runs.h"
#include "storage/sql.h"
#include "tests/app/demo_window.h"
#include "ui/label/guideline_panel.h"
#include "ui/label/label_page.h"
#include "ui/pages/guideline_page.h"
#include "ui/pages/guideline_template.h"
#include "ui/pages/message_bar.h"
#include "ui/text/document_view.h"

#include <QPlainTextEdit>
#include <QPushButton>

using namespace steplight;

class GuidelineWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aVersionIsSavedAndLabelsNameIt();
    void anotherProcessesVersionIsTaken();
    void aBrokenGrammarIsSaidAndTheUsualOneStandsIn();

private:
    std::vector<Label> labelsOf(Window& window);

    QTemporaryDir m_folder;
    QString m_project;
};

void GuidelineWindowTest::initTestCase()
{
    m_project = demoProjectIn(m_folder);
}

std::vector<Label> GuidelineWindowTest::labelsOf(Window& window)
{
    Project project(m_project.toStdString(), Access::readOnly);
    return currentLabels(project, window.labelling()->traceId().toStdString());
}

void GuidelineWindowTest::aVersionIsSavedAndLabelsNameIt()
{
    const auto window = openWindow(m_project);
    QVERIFY(window);
    auto* label = window->shell().findChild<LabelPage*>();
    label->setFocus();
    QTest::keyClick(label, Qt::Key_3);
    QTRY_COMPARE(labelsOf(*window).size(), std::size_t{1});
    QCOMPARE(labelsOf(*window)[0].guideline, std::string());

    QTest::keyClick(&window->shell(), Qt::Key_G, Qt::ControlModifier);
    auto* page = window->shell().findChild<GuidelinePage*>();
    QTRY_VERIFY(page->isVisible());
    for (QPushButton* button : page->findChildren<QPushButton*>())
        if (button->text() == QLatin1String("Begin with a template"))
            button->click();
    auto* words = page->findChild<QPlainTextEdit*>();
    QTest::keyClick(words, Qt::Key_S, Qt::ControlModifier);
    auto* bar = page->findChild<MessageBar*>();
    const std::string version =
        guidelineVersion(guidelineTemplate().toStdString(), defaultGrammar());
    QTRY_COMPARE(bar->text(), QStringLiteral("Version %1 holds now; labels name it from here on.")
                                  .arg(QString::fromStdString(version)));
    QTRY_VERIFY(!page->isChanged());
    QTest::keyClick(words, Qt::Key_Escape);
    QTRY_VERIFY(!page->isVisible());

    label->setFocus();
    QTest::keyClick(label, Qt::Key_1);
    QTRY_COMPARE(labelsOf(*window).size(), std::size_t{2});
    QCOMPARE(labelsOf(*window)[1].guideline, version);
    QTest::keyClick(label, Qt::Key_G);
    auto* panel = label->findChild<GuidelinePanel*>();
    QVERIFY(panel->isVisible());
    QVERIFY(panel->document().parts().size() > 20);
}

void GuidelineWindowTest::anotherProcessesVersionIsTaken()
{
    const auto window = openWindow(m_project);
    QVERIFY(window);
    Project other(m_project.toStdString());
    Grammar grammar = defaultGrammar();
    grammar.refinements.push_back({ErrorKind::knowledge, "unit", "wrong unit", 'j'});
    const auto saved = saveGuideline(other, "# Other\n\n## Wrong unit", grammar, "Ben");
    auto* page = window->shell().findChild<GuidelinePage*>();
    QTRY_COMPARE_WITH_TIMEOUT(page->text(), QStringLiteral("# Other\n\n## Wrong unit"), 5000);
    auto* label = window->shell().findChild<LabelPage*>();
    label->setFocus();
    for (const int key : {Qt::Key_3, Qt::Key_E, Qt::Key_K, Qt::Key_J})
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key));
    const auto isThere = [&] {
        for (const Label& one : labelsOf(*window))
            if (one.verdict.reason == "unit" && one.verdict.errorKind == ErrorKind::knowledge &&
                one.guideline == saved.version)
                return true;
        return false;
    };
    QTRY_VERIFY(isThere());
}

void GuidelineWindowTest::aBrokenGrammarIsSaidAndTheUsualOneStandsIn()
{
    {
        Project other(m_project.toStdString());
        runSql(other, "UPDATE guidelines SET grammar = '[1'");
    }
    const auto window = openWindow(m_project);
    QVERIFY(window);
    const auto said = [&] {
        for (auto* bar : window->shell().findChildren<MessageBar*>())
            if (bar->text().startsWith(QStringLiteral("The kinds of error of the guideline")))
                return true;
        return false;
    };
    QTRY_VERIFY(said());
    QCOMPARE(window->shell().findChild<GuidelinePage*>()->grammar(), defaultGrammar());
}

QTEST_MAIN(GuidelineWindowTest)
#include "guideline_test.moc"
