// SPDX-License-Identifier: GPL-3.0-or-later
// The pages Adjudication and My figures through real key events, with the little that the program
// does around them.
#include "ui/adjudication/adjudication_page.h"
#include "ui/adjudication/dispute_words.h"
#include "ui/canvas/canvas.h"
#include "ui/image_loader.h"
#include "ui/label/choice_strip.h"
#include "ui/label/steps_view.h"
#include "ui/pages/figures_page.h"
#include "ui/pages/figures_words.h"

#include <QApplication>
#include <QLabel>
#include <QListWidget>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace steplight;

namespace {

Verdict rated(int rating)
{
    Verdict verdict;
    verdict.rating = rating;
    return verdict;
}

/// Of four steps, 1 and 3 are disputed by Zoe (A) and Ben (B).
DisputedTrace disputed(const std::string& id)
{
    DisputedTrace trace;
    trace.detail.trace.id = id;
    trace.detail.question.text = "How many buses are there?";
    for (int i = 0; i < 4; ++i)
        trace.detail.trace.steps.push_back(
            {Section::perception, "Step " + std::to_string(i) + " says something."});
    trace.voices = {"Zoe", "Ben"};
    for (int step = 0; step < 4; ++step) {
        const bool open = step % 2 == 1;
        Verdict wrong = rated(-1);
        wrong.errorKind = ErrorKind::perception;
        wrong.reason = "count";
        wrong.regions = {{Region::Shape::box, 0, {{1, 2}, {3, 4}}, {}}};
        DisputedStep one;
        one.step = step;
        one.said = {{0, open ? wrong : rated(1)}, {1, rated(1)}};
        one.open = open;
        one.current = {id + std::to_string(step) + "a", id + std::to_string(step) + "b"};
        trace.steps.push_back(one);
    }
    return trace;
}

ImageRef pictureIn(const QTemporaryDir& folder)
{
    QImage image(40, 30, QImage::Format_RGB32);
    image.fill(Qt::white);
    const QString file = folder.filePath(QStringLiteral("a.png"));
    if (!image.save(file))
        qFatal("the picture cannot be written");
    ImageRef ref;
    ref.hash = "a";
    ref.width = 40;
    ref.height = 30;
    ref.path = file.toStdString();
    return ref;
}

struct Desk {
    Desk()
    {
        QObject::connect(&page, &AdjudicationPage::decided, &page, [this](const Adjudication& one) {
            decisions.push_back(one);
            if (!answers)
                return;
            for (DisputedStep& step : traces[one.traceId].steps)
                if (step.step == one.step) {
                    step.decision = one.verdict;
                    step.open = false;
                }
            page.setTrace(traces[one.traceId]);
        });
        QObject::connect(&page, &AdjudicationPage::traceRequested, &page,
                         [this](const QString& id) { page.setTrace(traces[id.toStdString()]); });
        for (const char* id : {"one", "two"})
            traces[id] = disputed(id);
        page.resize(1366, 728);
        page.show();
        page.setDisputes({{"one", "How many buses?", 2, .25}, {"two", "Which colour?", 2, .5}});
        page.setTrace(traces["one"]);
        if (!QTest::qWaitForWindowActive(&page))
            qFatal("the page does not become active");
        page.setFocus();
    }

    void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
    }
    const Adjudication& last() const { return decisions.back(); }
    ChoiceStrip& strip()
    {
        const auto strips = page.findChildren<ChoiceStrip*>(); // the steps have one of their own
        return **std::find_if(strips.begin(), strips.end(), [](const ChoiceStrip* one) {
            return one->accessibleName() == QStringLiteral("Why they differed");
        });
    }
    /// All words on the page that can be read.
    QString words()
    {
        QStringList all;
        for (const auto* button : page.findChildren<QToolButton*>())
            if (button->isVisible())
                all << button->text();
        for (const auto* label : page.findChildren<QLabel*>())
            if (label->isVisible())
                all << label->text();
        return all.join(u'|');
    }

    std::map<std::string, DisputedTrace> traces;
    bool answers = true;
    std::vector<Adjudication> decisions;
    ImageLoader loader;
    AdjudicationPage page{loader};
};

} // namespace

class AdjudicationTest : public QObject
{
    Q_OBJECT

private slots:
    void opensOnTheFirstDisputedStep();
    void aLetterTakesWhatItsVoiceSaid();
    void theOrdinaryKeysSetAnother();
    void keysDoNotWaitForTheDisk();
    void theReasonIsAskedAndBlocksNothing();
    void goesOnToTheNextTrace();
    void namesAreHiddenUntilAllIsDecided();
    void whatNobodyDisputesIsLeftAlone();
    void theTraceAsAWholeIsTakenToo();
    void aRefusedDecisionIsTakenBack();
    void saysHowMuchIsLeftAndWhatToDoWhenNothingIs();
    void escAndUndoAreHeardWhenNothingIsLeft();
    void hiddenToolsHaveNoKeys();
    void regionsGoWithTheirTrace();
    void theListKeepsItsKeys();
    void namesAreHiddenWhileItIsDecidedAgain();
    void whatWasSaidIsToldWhole();
    void figuresAreSaidWithoutGuilt();
};

void AdjudicationTest::opensOnTheFirstDisputedStep()
{
    Desk desk;
    QCOMPARE(desk.page.currentStep(), 1);
    desk.press(Qt::Key_J);
    QCOMPARE(desk.page.currentStep(), 3);
    desk.press(Qt::Key_Up);
    QCOMPARE(desk.page.currentStep(), 2);
    desk.press(Qt::Key_Down);
    QCOMPARE(desk.page.currentStep(), 3);
}

void AdjudicationTest::aLetterTakesWhatItsVoiceSaid()
{
    Desk desk;
    desk.press(Qt::Key_A);
    QCOMPARE(desk.decisions.size(), std::size_t{1});
    QCOMPARE(desk.last().traceId, std::string("one"));
    QCOMPARE(desk.last().step, 1);
    QVERIFY(desk.last().verdict == desk.traces["two"].at(1)->said[0].verdict); // regions and all
    QCOMPARE(desk.last().replaces, (std::vector<std::string>{"one1a", "one1b"}));
    QCOMPARE(desk.page.currentStep(), 3);
    desk.press(Qt::Key_B);
    QCOMPARE(desk.last().step, 3);
    QVERIFY(desk.last().verdict == rated(1));
    desk.press(Qt::Key_F); // nobody is F
    QCOMPARE(desk.decisions.size(), std::size_t{2});
}

void AdjudicationTest::theOrdinaryKeysSetAnother()
{
    Desk desk;
    desk.press(Qt::Key_2);
    QVERIFY(desk.last().verdict == rated(0));
    desk.press(Qt::Key_U);
    QCOMPARE(desk.last().verdict.state, LabelState::cannotJudge);
    QCOMPARE(desk.last().step, 3);
    desk.press(Qt::Key_Up);
    desk.press(Qt::Key_Up);
    desk.press(Qt::Key_3); // a second thought
    QCOMPARE(desk.last().step, 1);
    QVERIFY(desk.last().verdict == rated(-1));
}

void AdjudicationTest::keysDoNotWaitForTheDisk()
{
    Desk desk;
    desk.answers = false;
    desk.press(Qt::Key_B);
    desk.press(Qt::Key_B);
    QCOMPARE(desk.decisions.size(), std::size_t{2});
    QCOMPARE(desk.decisions[0].step, 1);
    QCOMPARE(desk.decisions[1].step, 3);
}

void AdjudicationTest::theReasonIsAskedAndBlocksNothing()
{
    Desk desk;
    desk.press(Qt::Key_A);
    QVERIFY(desk.strip().isVisible());
    desk.press(Qt::Key_G);
    QVERIFY(!desk.strip().isVisible());
    QCOMPARE(desk.last().step, 1);
    QCOMPARE(desk.last().verdict.reason, std::string("count; guideline gap"));
    QCOMPARE(desk.last().verdict.rating, -1);
    QVERIFY(desk.last().replaces.empty()); // one's own label is replaced anyway
    desk.press(Qt::Key_B);
    QVERIFY(desk.strip().isVisible());
    desk.press(Qt::Key_Escape);
    QVERIFY(!desk.strip().isVisible());
    QCOMPARE(desk.decisions.size(), std::size_t{3});
    desk.press(Qt::Key_R); // asked for later
    desk.press(Qt::Key_S);
    QCOMPARE(desk.last().verdict.reason, std::string("ambiguous step"));
}

void AdjudicationTest::goesOnToTheNextTrace()
{
    Desk desk;
    desk.press(Qt::Key_A);
    desk.press(Qt::Key_A);
    QCOMPARE(desk.page.traceId(), std::string("one")); // one may look who said what
    desk.press(Qt::Key_K);
    QCOMPARE(desk.page.traceId(), std::string("two"));
    QCOMPARE(desk.page.currentStep(), 1);
    QVERIFY(!desk.strip().isVisible());
    desk.press(Qt::Key_B); // the keys are heard there
    QCOMPARE(desk.last().traceId, std::string("two"));
    desk.press(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(desk.page.traceId(), std::string("one"));
    desk.press(Qt::Key_Return);
    QCOMPARE(desk.page.traceId(), std::string("two"));
}

void AdjudicationTest::namesAreHiddenUntilAllIsDecided()
{
    Desk desk;
    const auto named = [&] {
        return desk.words().contains(QStringLiteral("Zoe")) ||
               desk.words().contains(QStringLiteral("Ben"));
    };
    QVERIFY(desk.words().contains(QStringLiteral("A   ")));
    QVERIFY(!named());
    desk.press(Qt::Key_W);
    QVERIFY(!named());
    desk.press(Qt::Key_A);
    desk.press(Qt::Key_W);
    QVERIFY(!named());
    desk.press(Qt::Key_A);
    desk.press(Qt::Key_W);
    QVERIFY(named());
    desk.press(Qt::Key_Return);
    QVERIFY(!named());
}

void AdjudicationTest::whatNobodyDisputesIsLeftAlone()
{
    Desk desk;
    desk.press(Qt::Key_Down);
    QCOMPARE(desk.page.currentStep(), 2);
    desk.press(Qt::Key_3);
    desk.press(Qt::Key_A);
    QVERIFY(desk.decisions.empty());
    QVERIFY(desk.words().contains(QStringLiteral("Nobody disputes this step")));
}

void AdjudicationTest::theTraceAsAWholeIsTakenToo()
{
    Desk desk;
    DisputedStep whole;
    Verdict bad;
    bad.state = LabelState::badQuestion;
    Verdict key;
    key.state = LabelState::wrongKey;
    whole.said = {{0, bad}, {1, key}};
    whole.open = true;
    auto& steps = desk.traces["two"].steps;
    steps.insert(steps.begin(), whole);
    desk.press(Qt::Key_Return);
    QCOMPARE(desk.page.currentStep(), wholeTrace);
    desk.press(Qt::Key_1); // is no rating of a trace
    QVERIFY(desk.decisions.empty());
    desk.press(Qt::Key_B);
    QCOMPARE(desk.last().step, wholeTrace);
    QCOMPARE(desk.last().verdict.state, LabelState::wrongKey);
    QCOMPARE(desk.page.currentStep(), 1);
}

void AdjudicationTest::aRefusedDecisionIsTakenBack()
{
    Desk desk;
    desk.answers = false;
    desk.press(Qt::Key_A);
    desk.page.refuse();
    desk.press(Qt::Key_J);
    QCOMPARE(desk.page.currentStep(), 1); // open as before
}

void AdjudicationTest::saysHowMuchIsLeftAndWhatToDoWhenNothingIs()
{
    Desk desk;
    QVERIFY(desk.words().contains(QStringLiteral("4 disputed steps left in 2 traces")));
    desk.press(Qt::Key_A);
    QVERIFY(desk.words().contains(QStringLiteral("3 disputed steps left in 2 traces")));
    desk.press(Qt::Key_A);
    QVERIFY(desk.words().contains(QStringLiteral("2 disputed steps left in 1 trace")));
    auto* list = desk.page.findChild<QListWidget*>();
    QVERIFY(list->item(0)->text().contains(QStringLiteral("decided")));
    QVERIFY(list->item(1)->text().contains(QStringLiteral("50 %")));
    desk.page.setDisputes({});
    QVERIFY(desk.words().contains(QStringLiteral("steplight merge")));
}

void AdjudicationTest::escAndUndoAreHeardWhenNothingIsLeft()
{
    Desk desk;
    desk.page.setDisputes({});
    desk.page.setFocus();
    QSignalSpy undone(&desk.page, &AdjudicationPage::undoRequested);
    QSignalSpy left(&desk.page, &AdjudicationPage::left);
    desk.press(Qt::Key_Backspace);
    QCOMPARE(undone.count(), 1);
    desk.press(Qt::Key_Escape);
    QCOMPARE(left.count(), 1);
}

void AdjudicationTest::hiddenToolsHaveNoKeys()
{
    const QTemporaryDir folder;
    Desk desk;
    desk.traces["two"].detail.question.images = {pictureIn(folder)};
    desk.page.setTrace(desk.traces["two"]);
    auto* canvas = desk.page.findChild<Canvas*>();
    QTRY_VERIFY(canvas->hasImage());
    desk.press(Qt::Key_O);
    QVERIFY(!canvas->toolActive());
    desk.press(Qt::Key_S);
    QVERIFY(!canvas->toolActive());
}

void AdjudicationTest::regionsGoWithTheirTrace()
{
    const QTemporaryDir folder;
    Desk desk;
    for (const char* id : {"one", "two"})
        desk.traces[id].detail.question.images = {pictureIn(folder)};
    for (DisputedStep& step : desk.traces["one"].steps)
        for (DisputedStep::Said& said : step.said)
            said.verdict.regions.clear();
    const auto* canvas = desk.page.findChild<Canvas*>();
    desk.page.setTrace(desk.traces["two"]);
    QCOMPARE(canvas->regionCounts(), std::vector<int>{1});
    desk.page.setTrace(desk.traces["one"]); // at the same step
    QCOMPARE(canvas->regionCounts(), std::vector<int>{0});
}

void AdjudicationTest::theListKeepsItsKeys()
{
    Desk desk;
    auto* list = desk.page.findChild<QListWidget*>();
    list->setFocus();
    desk.press(Qt::Key_Down);
    QCOMPARE(desk.page.traceId(), std::string("two"));
    QVERIFY(list->hasFocus());
    desk.press(Qt::Key_Up);
    QCOMPARE(desk.page.traceId(), std::string("one"));
    desk.press(Qt::Key_Return);
    QCOMPARE(desk.page.traceId(), std::string("one"));
    QVERIFY(!list->hasFocus());
    desk.press(Qt::Key_Down);
    QCOMPARE(desk.page.currentStep(), 2);
}

void AdjudicationTest::namesAreHiddenWhileItIsDecidedAgain()
{
    Desk desk;
    desk.press(Qt::Key_A);
    desk.press(Qt::Key_A);
    desk.press(Qt::Key_W);
    QVERIFY(desk.words().contains(QStringLiteral("Zoe")));
    desk.page.setTrace(disputed("one")); // both were taken back
    QVERIFY(!desk.words().contains(QStringLiteral("Zoe")));
}

void AdjudicationTest::whatWasSaidIsToldWhole()
{
    Verdict verdict = rated(-1);
    verdict.reason = "count; guideline gap";
    verdict.rewrite = "Four buses.";
    const QString words = saidInWords(defaultGrammar(), verdict);
    QVERIFY2(words.contains(QStringLiteral("miscounted; guideline gap")), qPrintable(words));
    QVERIFY2(words.contains(QStringLiteral("should read “Four buses.”")), qPrintable(words));
}

void AdjudicationTest::figuresAreSaidWithoutGuilt()
{
    Figures figures;
    figures.annotator = "Ada";
    figures.days = {{0, 3}, {86'400'000, 5}};
    ModeFigures blind;
    blind.visibility = Visibility::blind;
    blind.today = 3;
    blind.week = 8;
    blind.steps = 8;
    blind.right = 6;
    blind.wrong = 2;
    blind.kinds[ErrorKind::perception] = 2;
    blind.timed = 8;
    blind.lowMs = 400;
    blind.medianMs = 1200;
    blind.highMs = 3000;
    blind.accepts = 6;
    blind.gold = GoldFigures{2, 9, 8, 2, 1, 1, .5};
    const auto said = [](const ModeFigures& mode) {
        QString all;
        for (const auto& [about, figure] : linesOf(mode))
            all += about + u'|' + figure + u'|';
        return all;
    };
    QVERIFY(said(blind).contains(QStringLiteral("1.2 s in the middle")));
    QVERIFY(said(blind).contains(QStringLiteral("✓ right 6 (75 %)")));
    QVERIFY(said(blind).contains(QStringLiteral("8 of 9 steps rated the same")));
    QVERIFY(said(blind).contains(QStringLiteral("first error the same in 1 of 2 traces")));
    QVERIFY(!said(blind).contains(QStringLiteral("half a second")));
    blind.quickAccepts = 2;
    QVERIFY(said(blind).contains(QStringLiteral("2 of 6 right-ratings took under half a second")));
    QVERIFY(said(blind).contains(QStringLiteral("a hint, no judgement")));

    FiguresPage page;
    page.resize(1366, 728);
    figures.modes = {blind};
    page.setFigures(figures);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    page.setFocus();
    QSignalSpy left(&page, &FiguresPage::left);
    QTest::keyClick(&page, Qt::Key_Escape);
    QCOMPARE(left.count(), 1);
    const auto labels = page.findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->isVisible() && label->text() == QStringLiteral("Blind");
    }));
}

QTEST_MAIN(AdjudicationTest)
#include "adjudication_test.moc"
