// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar of errors from the keyboard, the guideline beside the trace, and the page on which
// both are written.
#include "label_desk.h"
#include "ui/label/choice_strip.h"
#include "ui/label/choices.h"
#include "ui/label/detail_row.h"
#include "ui/label/guideline_panel.h"
#include "ui/label/rewrite_row.h"
#include "ui/math/formulas.h"
#include "ui/pages/grammar_table.h"
#include "ui/pages/guideline_page.h"
#include "ui/pages/guideline_template.h"
#include "ui/pages/message_bar.h"
#include "ui/pages/thumbnail.h"
#include "ui/text/document_view.h"
#include "ui/text/typeset_label.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableWidget>
#include <QToolButton>

using namespace steplight;

namespace {

Guideline guidelineOf(const QString& text)
{
    Guideline guideline;
    guideline.version = "0123456789ab";
    guideline.text = text.toStdString();
    guideline.annotator = "Grace";
    guideline.createdAt = 1'700'000'000'000;
    return guideline;
}

/// The judge calls every step wrong.
TraceDetail nitpicked(int steps)
{
    TraceDetail detail = traceOf(steps);
    for (Estimate& estimate : detail.estimates)
        if (estimate.kind == EstimateKind::judge)
            estimate.value = 0;
    return detail;
}

QPushButton* buttonOf(QWidget& page, const QString& text)
{
    for (auto* button : page.findChildren<QPushButton*>())
        if (button->text() == text)
            return button;
    return nullptr;
}

struct Written {
    Written()
    {
        page.resize(1366, 700);
        page.show();
        if (!QTest::qWaitForWindowActive(&page))
            qFatal("the page does not become active");
    }
    QPlainTextEdit& words() { return *page.findChild<QPlainTextEdit*>(); }
    GrammarTable& kinds() { return *page.findChildren<GrammarTable*>().at(0); }
    QPushButton& save() { return *buttonOf(page, QStringLiteral("Save as a new version")); }
    void writeInto(int row, int column, const QString& text)
    {
        auto* table = kinds().table();
        table->setFocus();
        table->setCurrentCell(row, column);
        QTest::keyClick(table, Qt::Key_F2);
        QPointer<QLineEdit> editor;
        for (auto* one : table->findChildren<QLineEdit*>())
            if (one->isVisible()) // not one that is closed and waits to be deleted
                editor = one;
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, text);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(!editor || !editor->isVisible()); // it is taken a moment later
    }

    ImageLoader images;
    GuidelinePage page{images};
};

} // namespace

class GuidelineTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, Scheme::light); }

    void aFamilyOffersItsKindsAtOnce()
    {
        Desk desk;
        desk.type(QStringLiteral("3epy"));
        QCOMPARE(desk.actions.size(), 3u);
        QCOMPARE(desk.lastStep(), 0);
        QCOMPARE(desk.last().errorKind, ErrorKind::perception);
        QCOMPARE(desk.last().reason, std::string("count"));
        desk.type(QStringLiteral("er")); // another family: the count does not fit it
        QCOMPARE(desk.last().errorKind, ErrorKind::reasoning);
        QCOMPARE(desk.last().reason, std::string());
        desk.type(QStringLiteral("1")); // no kind of it wanted: simply on
        QVERIFY(!desk.steps().detailRow().isAsking());
        QCOMPARE(desk.lastStep(), 1);
        QCOMPARE(desk.last().rating, 1);
    }

    void drawingFollowsAFamilyAsBefore()
    {
        for (const int key : {Qt::Key_B, Qt::Key_O, Qt::Key_D, Qt::Key_S, Qt::Key_N, Qt::Key_T}) {
            Desk desk;
            desk.type(QStringLiteral("3ep"));
            desk.press(key);
            QVERIFY(!desk.steps().detailRow().isAsking());
            QCOMPARE(desk.actions.size(), 2u); // no kind was taken
        }
        Desk desk;
        desk.type(QStringLiteral("3epw"));
        QCOMPARE(desk.actions.size(), 2u);
        QVERIFY(desk.steps().detailRow().rewriteRow().isOpen());
    }

    void theFocusStaysWhereKeysAreHeard()
    {
        Desk desk;
        desk.type(QStringLiteral("3ep"));
        desk.press(Qt::Key_Backspace);
        QVERIFY(desk.steps().hasFocus());
        desk.type(QStringLiteral("3ep"));
        desk.press(Qt::Key_Return);
        QVERIFY(desk.steps().hasFocus());
    }

    void aReasonBringsItsFamilyAlong()
    {
        Desk desk;
        desk.type(QStringLiteral("3ry"));
        QCOMPARE(desk.last().errorKind, ErrorKind::perception);
        QCOMPARE(desk.last().reason, std::string("count"));
        desk.type(QStringLiteral("rl"));
        QCOMPARE(desk.last().errorKind, ErrorKind::reasoning);
        QCOMPARE(desk.last().reason, std::string("logic"));
        desk.type(QStringLiteral("1")); // of a right step it is no kind of error
        desk.press(Qt::Key_Up);
        desk.type(QStringLiteral("rq"));
        QCOMPARE(desk.last().rating, 1);
        QCOMPARE(desk.last().reason, std::string("question misread"));
        QCOMPARE(desk.last().errorKind, ErrorKind::none);
    }

    void aProjectsOwnKindHasItsKey()
    {
        Desk desk;
        Guideline guideline = guidelineOf(QStringLiteral("# Rules"));
        guideline.grammar.refinements.push_back(
            {ErrorKind::knowledge, "unit", "wrong <b>unit</b>", 'j'});
        desk.page.setGuideline(guideline, {});
        desk.type(QStringLiteral("3ek"));
        const auto buttons = desk.steps().findChild<ChoiceStrip*>()->findChildren<QToolButton*>();
        QCOMPARE(buttons.back()->text(), QStringLiteral("J  wrong <b>unit</b>"));
        desk.type(QStringLiteral("j"));
        QCOMPARE(desk.last().errorKind, ErrorKind::knowledge);
        QCOMPARE(desk.last().reason, std::string("unit"));
        desk.page.setGuideline({}, {}); // a word that nobody explains any more is shown as it is
        QCOMPARE(reasonInWords(defaultGrammar(), QStringLiteral("unit")), QStringLiteral("unit"));
        QCOMPARE(reasonInWords(defaultGrammar(), QStringLiteral("judge nitpick")),
                 QStringLiteral("judge nitpicks"));
    }

    void anOverruleIsTwoLettersAndTheSameAgainTakesItBack()
    {
        Desk desk;
        desk.type(QStringLiteral("v")); // nothing is said of the step yet
        QVERIFY(!desk.steps().detailRow().isAsking());
        desk.type(QStringLiteral("3vpr"));
        QCOMPARE(desk.lastStep(), 0);
        QCOMPARE(desk.last().rating, -1);
        QCOMPARE(desk.last().overrules.at(EstimateKind::prm), std::string("misread the step"));
        desk.type(QStringLiteral("vml"));
        QCOMPARE(desk.last().overrules.at(EstimateKind::mc), std::string("lucky"));
        QCOMPARE(desk.last().overrules.size(), 2u);
        QCOMPARE(overrulesInWords(defaultGrammar(), desk.last()),
                 QStringLiteral("rollouts: lucky, PRM: misread the step"));
        desk.type(QStringLiteral("vpr"));
        QCOMPARE(desk.last().overrules.size(), 1u);
        desk.type(QStringLiteral("r")); // what is said of the error stays beside it
        desk.type(QStringLiteral("y"));
        QCOMPARE(desk.last().overrules.size(), 1u);
    }

    void nothingHiddenIsOverruled()
    {
        Desk desk;
        desk.type(QStringLiteral("3h")); // the scores are hidden
        desk.type(QStringLiteral("v"));
        QVERIFY(!desk.steps().detailRow().isAsking());
        desk.press(Qt::Key_Up);
        desk.type(QStringLiteral("i"));
        QCOMPARE(desk.actions.size(), 1u);
        desk.page.setVisibility(Visibility::commitThenReveal);
        desk.type(QStringLiteral("h"));
        desk.press(Qt::Key_Down);
        desk.type(QStringLiteral("i")); // not said yet, so not seen
        QCOMPARE(desk.actions.size(), 1u);
    }

    void aNitpickIsOnePress()
    {
        Desk desk(nitpicked(4));
        desk.type(QStringLiteral("i"));
        QCOMPARE(desk.actions.size(), 1u);
        QCOMPARE(desk.last().rating, 1);
        QCOMPARE(desk.last().overrules.at(EstimateKind::judge), std::string("nitpick"));
        QCOMPARE(desk.page.currentStep(), 1); // as 1 does
        desk.press(Qt::Key_Up);
        desk.type(QStringLiteral("i")); // again takes it back; the rating stays
        QCOMPARE(desk.last().rating, 1);
        QVERIFY(desk.last().overrules.empty());
        desk.type(QStringLiteral("i"));
        QCOMPARE(desk.last().overrules.size(), 1u);
        QCOMPARE(desk.page.currentStep(), 0);
        desk.type(QStringLiteral("3")); // wrong after all: the judge was right
        QVERIFY(desk.last().overrules.empty());

        Desk praised; // whose judge finds nothing wrong
        praised.type(QStringLiteral("i"));
        QVERIFY(praised.actions.empty());
    }

    void aDocumentIsReadInParts()
    {
        const auto parts = readDocument(QStringLiteral(
            "Words\nand more\n\n## A *heading*\n![two cups](cups.png)\n```\n# no heading\n"
            "![no](picture.png)\n```\nLast ![inline](x.png)"));
        QCOMPARE(parts.size(), 4u);
        QCOMPARE(parts[0].text, QStringLiteral("Words\nand more"));
        QCOMPARE(parts[1].kind, DocumentPart::Kind::heading);
        QCOMPARE(parts[1].level, 2);
        QCOMPARE(parts[2].kind, DocumentPart::Kind::picture);
        QCOMPARE(parts[2].text, QStringLiteral("two cups"));
        QCOMPARE(parts[2].reference, QStringLiteral("cups.png"));
        QVERIFY(parts[3].text.contains(QStringLiteral("# no heading")));
        QVERIFY(readDocument({}).empty());
    }

    void aRuleIsFoundByItsNames()
    {
        const auto parts =
            readDocument(QStringLiteral("# Perception and more\n## Counting\n## **Count** "
                                        "(miscounted)\n## Perception\n## 颜色错误"));
        const auto at = [&](const QStringList& names) { return headingOf(parts, names); };
        QCOMPARE(at({QStringLiteral("miscounted")}), 2);
        QCOMPARE(at({QStringLiteral("count")}), 2); // "Counting" is another word
        QCOMPARE(at({QStringLiteral("unknown"), QStringLiteral("perception")}), 3); // just it
        QCOMPARE(at({QStringLiteral("颜色")}), 4);
        QCOMPARE(at({QStringLiteral("nothing")}), -1);
        QCOMPARE(at({QString()}), -1);
        // The template has a rule for every kind that the program comes with.
        const auto rules = readDocument(guidelineTemplate());
        for (const Refinement& one : defaultGrammar().refinements)
            QVERIFY2(headingOf(rules, {QString::fromStdString(one.word)}) > 0, one.word.c_str());
        for (const Refinement& one : defaultGrammar().refinements)
            QVERIFY2(headingOf(rules, {titleOf(one)}) > 0, one.word.c_str());
    }

    void picturesAreOnlyTheProjectsOwn()
    {
        QTemporaryDir folder;
        QDir root(folder.path());
        QVERIFY(root.mkpath(QStringLiteral("p/guideline/deep")) &&
                root.mkpath(QStringLiteral("p/images/ab")) && root.mkpath(QStringLiteral("out")));
        const auto put = [&](const QString& name) {
            QImage image(4, 4, QImage::Format_RGB32);
            image.fill(Qt::red);
            QVERIFY(image.save(folder.filePath(name)));
        };
        for (const char* name : {"p/guideline/a.png", "p/guideline/deep/b.png", "p/images/ab/c.png",
                                 "p/top.png", "out/secret.png"})
            put(QString::fromLatin1(name));
        QFile::link(folder.filePath(QStringLiteral("out/secret.png")),
                    folder.filePath(QStringLiteral("p/guideline/link.png")));
        QFile::link(folder.filePath(QStringLiteral("out")),
                    folder.filePath(QStringLiteral("p/guideline/away")));
        const QString project = folder.filePath(QStringLiteral("p"));
        const auto found = [&](const char* reference) {
            return !documentPicture(project, QString::fromLatin1(reference)).isEmpty();
        };
        for (const char* good : {"a.png", "deep/b.png", "guideline/a.png", "images/ab/c.png",
                                 "../images/ab/c.png", "deep/../a.png"})
            QVERIFY2(found(good), good);
        for (const char* bad :
             {"", "none.png", "top.png", "../top.png", "link.png", "away/secret.png",
              "../../out/secret.png", "/etc/passwd", "http://x.org/a.png", "file:///etc/passwd",
              "deep", "..", ":/icons/x.png"})
            QVERIFY2(!found(bad), bad);
        QVERIFY(documentPicture(QString(), QStringLiteral("a.png")).isEmpty());
        const QByteArray absolute = folder.filePath(QStringLiteral("out/secret.png")).toUtf8();
        QVERIFY(!found(absolute.constData()));
    }

    void thePanelOpensAtTheRuleAndKeepsTheTrace()
    {
        Desk desk;
        desk.page.setGuideline(guidelineOf(guidelineTemplate()), {});
        auto* panel = desk.page.findChild<GuidelinePanel*>();
        const auto& document = panel->document();
        QVERIFY(!panel->isVisible());
        desk.type(QStringLiteral("3epy"));
        desk.type(QStringLiteral("g"));
        QVERIFY(panel->isVisible());
        QVERIFY(desk.steps().isVisible() && desk.canvas().isVisible());
        const auto rule = [&] {
            return document.ruleShown() < 0
                       ? QString()
                       : document.parts()[static_cast<std::size_t>(document.ruleShown())].text;
        };
        QCOMPARE(rule(), QStringLiteral("Count (miscounted)"));
        const auto top = [&] {
            return document.widgetOf(document.ruleShown())->y() -
                   document.verticalScrollBar()->value();
        };
        QTRY_VERIFY(document.verticalScrollBar()->value() > 0);
        QTRY_VERIFY2(top() >= 0 && top() < 40, qPrintable(QString::number(top())));
        desk.type(QStringLiteral("2")); // keys label on
        QCOMPARE(desk.last().rating, 0);
        desk.type(QStringLiteral("3ef")); // and the rule follows
        QCOMPARE(rule(), QStringLiteral("Format"));
        desk.press(Qt::Key_Escape);
        QTRY_VERIFY(!panel->isVisible());
        desk.type(QStringLiteral("gg"));
        QVERIFY(!panel->isVisible());
        desk.type(QStringLiteral("1"));
        QCOMPARE(desk.last().rating, 1);
    }

    void itsFormulasAreSetAlsoWhenTheTraceChanges()
    {
        if (katexFolder().isEmpty())
            QSKIP("KaTeX is not installed");
        Desk desk;
        const QString formula = QStringLiteral("$$\\frac{\\frac{a}{b}}{c}$$");
        desk.page.setGuideline(guidelineOf(formula), {});
        TraceDetail next = traceOf(3);
        next.trace.id = "next";
        desk.page.setDetail(next);
        desk.type(QStringLiteral("g"));
        auto* words = desk.page.findChild<GuidelinePanel*>()->document().widgetOf(0);
        Formulas none{QString()};
        TypesetLabel source(none);
        source.setTypeset(false);
        source.setText(formula);
        QTRY_VERIFY_WITH_TIMEOUT(words->heightForWidth(300) > source.heightForWidth(300), 20'000);
    }

    void aPanelWithoutAGuidelineSaysWhatToDo()
    {
        Desk desk;
        QSignalSpy edit(&desk.page, &LabelPage::guidelineEditRequested);
        desk.type(QStringLiteral("g"));
        auto* write = buttonOf(desk.page, QStringLiteral("Write the guideline"));
        QVERIFY(write && write->isVisible());
        write->click();
        QCOMPARE(edit.size(), 1);
    }

    void thePageBeginsWithATemplateAndSaves()
    {
        Written desk;
        QSignalSpy saved(&desk.page, &GuidelinePage::saveRequested);
        QVERIFY(!desk.save().isEnabled());
        buttonOf(desk.page, QStringLiteral("Begin with a template"))->click();
        QVERIFY(desk.save().isEnabled());
        auto* preview = desk.page.findChild<DocumentView*>();
        QTRY_VERIFY(preview->parts().size() > 20u); // it follows what is typed
        QTest::keyClick(&desk.words(), Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(saved.size(), 1);
        QCOMPARE(saved[0][0].toString(), guidelineTemplate());
        QCOMPARE(saved[0][1].value<Grammar>(), defaultGrammar());
        desk.page.setGuidelines({guidelineOf(guidelineTemplate())}, {});
        QVERIFY(!desk.page.isChanged());
        QVERIFY(!desk.save().isEnabled());
        QVERIFY(desk.page.findChild<QComboBox*>()->currentText().startsWith(
            QStringLiteral("0123456789ab · Grace · 2023-11-14")));
        QTest::keyClicks(&desk.words(), QStringLiteral("x"));
        desk.page.setGuidelines({guidelineOf(guidelineTemplate())}, {}); // read again
        QVERIFY(desk.page.isChanged());                                  // what is written stays
        QSignalSpy left(&desk.page, &GuidelinePage::left);
        QTest::keyClick(&desk.words(), Qt::Key_Escape);
        QCOMPARE(left.size(), 1);
    }

    void lettersThatTwoHaveAreMarkedAndNotSaved()
    {
        Written desk;
        desk.words().setPlainText(QStringLiteral("# Rules"));
        QVERIFY(desk.save().isEnabled());
        const auto fault = [&](int row) {
            return desk.kinds().table()->item(row, GrammarTable::fault)->text();
        };
        desk.writeInto(0, GrammarTable::letter, QStringLiteral("y")); // the letter of miscounted
        QCOMPARE(fault(0), QStringLiteral("⚠ key taken"));
        QCOMPARE(fault(3), QStringLiteral("⚠ key taken"));
        QVERIFY(!desk.save().isEnabled());
        desk.writeInto(0, GrammarTable::letter, QStringLiteral("3"));
        QCOMPARE(fault(0), QStringLiteral("⚠ key not possible"));
        desk.writeInto(0, GrammarTable::letter, QStringLiteral("X"));
        QCOMPARE(fault(0), QString());
        QVERIFY(desk.save().isEnabled());
        QCOMPARE(desk.page.grammar().refinements[0].letter, 'x');
        QCOMPARE(desk.page.grammar().refinements[0].title, std::string()); // still the program's
    }

    void kindsAreRenamedAddedAndRemoved()
    {
        Written desk;
        desk.writeInto(3, GrammarTable::title, QStringLiteral("wrong number"));
        QCOMPARE(desk.page.grammar().refinements[3].word, std::string("count")); // as it was stored
        QCOMPARE(desk.page.grammar().refinements[3].title, std::string("wrong number"));
        buttonOf(desk.page, QStringLiteral("Add a kind"))->click();
        QVERIFY(!desk.save().isEnabled()); // it has no name yet
        desk.writeInto(4, GrammarTable::title, QStringLiteral("hidden"));
        desk.writeInto(4, GrammarTable::letter, QStringLiteral("j"));
        QVERIFY(desk.save().isEnabled());
        const Grammar grammar = desk.page.grammar();
        QCOMPARE(grammar.refinements[4], (Refinement{ErrorKind::perception, "hidden", "", 'j'}));
        QVERIFY(isSound(grammar));
        desk.kinds().table()->setCurrentCell(4, 0);
        buttonOf(desk.kinds(), QStringLiteral("Remove"))->click();
        QCOMPARE(desk.page.grammar().refinements.size(), defaultGrammar().refinements.size());
        buttonOf(*desk.page.findChild<MessageBar*>(), QStringLiteral("Undo"))->click();
        QCOMPARE(desk.page.grammar(), grammar);
    }

    void whatIsNotSavedIsADraftOfTheNextTime()
    {
        Written first;
        first.page.setGuidelines({guidelineOf(QStringLiteral("# Rules"))}, {});
        QVERIFY(first.page.saveDraft().isEmpty());
        first.words().setPlainText(QStringLiteral("# Rules\nand more"));
        first.writeInto(3, GrammarTable::title, QStringLiteral("wrong number"));
        const QByteArray draft = first.page.saveDraft();
        Written next;
        next.page.restoreDraft(draft);
        QCOMPARE(next.page.saveDraft(), draft); // closed before there was anything to show
        next.page.setGuidelines({guidelineOf(QStringLiteral("# Rules"))}, {});
        QCOMPARE(next.page.text(), QStringLiteral("# Rules\nand more"));
        QCOMPARE(next.page.grammar(), first.page.grammar());
        QVERIFY(next.page.isChanged());
        buttonOf(*next.page.findChild<MessageBar*>(), QStringLiteral("Put it aside"))->click();
        QCOMPARE(next.page.text(), QStringLiteral("# Rules"));
        QVERIFY(next.page.saveDraft().isEmpty());
        Written broken;
        broken.page.restoreDraft(draft.left(draft.size() - 3));
        broken.page.setGuidelines({guidelineOf(QStringLiteral("# Rules"))}, {});
        QVERIFY(!broken.page.isChanged());
    }

    void formerVersionsCanBeLookedAt()
    {
        Written desk;
        Guideline older = guidelineOf(QStringLiteral("# Old"));
        older.version = "ba9876543210";
        desk.page.setGuidelines({guidelineOf(QStringLiteral("# New")), older}, {});
        auto* versions = desk.page.findChild<QComboBox*>();
        QCOMPARE(versions->count(), 2);
        desk.words().setPlainText(QStringLiteral("# Mine"));
        versions->setFocus();
        QTest::keyClick(versions, Qt::Key_Down);
        QCOMPARE(desk.page.text(), QStringLiteral("# Old"));
        QVERIFY(desk.save().isEnabled()); // to go back to it
        buttonOf(*desk.page.findChild<MessageBar*>(), QStringLiteral("Bring it back"))->click();
        QCOMPARE(desk.page.text(), QStringLiteral("# Mine"));
    }
};

QTEST_MAIN(GuidelineTest)
#include "guideline_test.moc"
