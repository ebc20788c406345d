// SPDX-License-Identifier: GPL-3.0-or-later
// The Label page from the keyboard, with real key events.
#include "label_desk.h"
#include "ui/label/choice_strip.h"
#include "ui/label/detail_row.h"
#include "ui/label/rating_row.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QSet>
#include <QSignalSpy>

using namespace steplight;

class LabelKeysTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, Scheme::light); }

    void digitsLabelAndGoOn()
    {
        Desk desk;
        desk.type(QStringLiteral("123"));
        QCOMPARE(desk.actions.size(), 3u);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(desk.actions[std::size_t(i)].verdicts.size(), 1u);
            QCOMPARE(desk.actions[std::size_t(i)].verdicts[0].step, i);
            QCOMPARE(desk.actions[std::size_t(i)].verdicts[0].verdict.rating, 1 - i);
            QCOMPARE(desk.actions[std::size_t(i)].traceId, std::string("trace"));
        }
        QCOMPARE(desk.page.currentStep(), 3);
    }

    // There is no accept-all: a key speaks of the step it is on. Only a first error says more, that
    // the undecided steps before it are right (docs/look.md).
    void noKeyLabelsWhatWasNotPassed()
    {
        constexpr int passed = 2;
        int labelling = 0, several = 0;
        for (const bool mode : {false, true})
            for (const LabelKey key : labelKeys())
                for (const QKeySequence& keys : labelKey(key).defaults) {
                    Desk desk(traceOf(6));
                    desk.page.setFirstErrorMode(mode);
                    for (int i = 0; i < passed; ++i)
                        desk.press(Qt::Key_Down);
                    QCOMPARE(desk.page.currentStep(), passed);
                    desk.press(keys[0].key(), keys[0].keyboardModifiers());
                    const bool endsTrace =
                        key == LabelKey::firstError || (mode && key == LabelKey::wrong);
                    for (const LabelAction& action : desk.actions) {
                        ++labelling;
                        several += action.verdicts.size() > 1;
                        QVERIFY2(action.verdicts.size() == 1 || endsTrace,
                                 qPrintable(labelKey(key).id));
                        for (const StepVerdict& each : action.verdicts)
                            QVERIFY2(each.step <= passed, qPrintable(labelKey(key).id));
                    }
                }
        QVERIFY(labelling > 10);
        QVERIFY(several > 1); // else the rule about first errors was not tried
    }

    void arrowsMoveAndLabel()
    {
        Desk desk;
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_Up);
        QCOMPARE(desk.page.currentStep(), 1);
        QVERIFY(desk.actions.empty());
        desk.press(Qt::Key_Right);
        QCOMPARE(desk.lastStep(), 1);
        QCOMPARE(desk.last().rating, 1);
        desk.press(Qt::Key_Left);
        QCOMPARE(desk.lastStep(), 2);
        QCOMPARE(desk.last().rating, -1);
    }

    void goingOnFindsTheUndecidedStepsBefore()
    {
        Desk desk(traceOf(3));
        desk.press(Qt::Key_Down);
        desk.type(QStringLiteral("11"));
        QCOMPARE(desk.page.currentStep(), 0);
        desk.type(QStringLiteral("1"));
        QCOMPARE(desk.page.currentStep(), 0); // all decided: stays
        QCOMPARE(desk.actions.size(), 3u);
        desk.type(QStringLiteral("1")); // says nothing new
        QCOMPARE(desk.actions.size(), 3u);
    }

    void fastFingersNeedNoAnswer()
    {
        Desk desk;
        desk.answers = false;
        desk.type(QStringLiteral("113"));
        QCOMPARE(desk.actions.size(), 3u);
        QCOMPARE(desk.actions[2].verdicts[0].step, 2);
        desk.type(QStringLiteral("ep")); // of the wrong step, which is not confirmed yet
        QCOMPARE(desk.lastStep(), 2);
        QCOMPARE(desk.last().rating, -1);
        QCOMPARE(desk.last().errorKind, ErrorKind::perception);
        QCOMPARE(desk.page.currentStep(), 3);
    }

    void nothingIsShownBeforeItIsConfirmed()
    {
        Desk desk;
        desk.answers = false;
        const QImage before = desk.steps().viewport()->grab().toImage();
        desk.type(QStringLiteral("1"));
        desk.press(Qt::Key_Up);
        // The row of ratings has no button down for a step that is only asked for.
        for (auto* button : desk.steps().ratingRow().findChildren<QAbstractButton*>())
            QVERIFY(!button->isChecked());
        desk.confirm(desk.actions.back());
        int down = 0;
        for (auto* button : desk.steps().ratingRow().findChildren<QAbstractButton*>())
            down += button->isChecked() ? 1 : 0;
        QCOMPARE(down, 1);
        QVERIFY(desk.steps().viewport()->grab().toImage() != before);
    }

    void firstErrorLeavesTheTailUnlabelled()
    {
        Desk desk;
        desk.type(QStringLiteral("1"));
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_Down);
        desk.type(QStringLiteral("f"));
        const auto& verdicts = desk.actions.back().verdicts;
        QCOMPARE(desk.actions.size(), 2u);
        QCOMPARE(verdicts.size(), 3u); // steps 1 and 2 right, 3 wrong; 0 was said before
        QCOMPARE(verdicts[0].step, 1);
        QCOMPARE(verdicts[0].verdict.rating, 1);
        QCOMPARE(verdicts[2].step, 3);
        QCOMPARE(verdicts[2].verdict.rating, -1);
        QCOMPARE(desk.page.currentStep(), 3);
        QCOMPARE(desk.steps().steps().tailSteps(), 4);
        QVERIFY(!desk.steps().steps().block(4));
        desk.detail.labels.clear(); // undone
        desk.page.setLabels("trace", {});
        QCOMPARE(desk.steps().steps().tailSteps(), 0);
    }

    void firstErrorModeEndsTheTrace()
    {
        Desk desk;
        QSignalSpy mode(&desk.page, &LabelPage::firstErrorModeChanged);
        desk.press(Qt::Key_F, Qt::ShiftModifier);
        QCOMPARE(mode.size(), 1);
        QVERIFY(desk.page.firstErrorMode());
        desk.type(QStringLiteral("13"));
        QCOMPARE(desk.page.currentStep(), 1);
        QCOMPARE(desk.steps().steps().tailSteps(), 6);
        desk.press(Qt::Key_Down); // the tail can be looked at all the same
        QCOMPARE(desk.page.currentStep(), 2);
        QCOMPARE(desk.steps().steps().tailSteps(), 0);
    }

    void errorKindFollowsOrComesFirst()
    {
        Desk desk;
        desk.type(QStringLiteral("3er"));
        QCOMPARE(desk.lastStep(), 0);
        QCOMPARE(desk.last().errorKind, ErrorKind::reasoning);
        QCOMPARE(desk.page.currentStep(), 1);
        desk.type(QStringLiteral("ek")); // still speaks of the step just marked
        QCOMPARE(desk.lastStep(), 0);
        QCOMPARE(desk.last().errorKind, ErrorKind::knowledge);
        desk.press(Qt::Key_Down);
        desk.type(QStringLiteral("ef")); // an undecided step: wrong, and how
        QCOMPARE(desk.lastStep(), 2);
        QCOMPARE(desk.last().rating, -1);
        QCOMPARE(desk.last().errorKind, ErrorKind::format);
        QCOMPARE(desk.page.currentStep(), 3);
    }

    void theErrorKindNeverBlocks()
    {
        Desk desk;
        desk.type(QStringLiteral("3e1")); // asked, then simply went on
        QCOMPARE(desk.actions.size(), 2u);
        QCOMPARE(desk.lastStep(), 1);
        QCOMPARE(desk.last().rating, 1);
        desk.type(QStringLiteral("e"));
        desk.press(Qt::Key_Escape);
        QCOMPARE(desk.actions.size(), 2u);
        desk.type(QStringLiteral("2")); // Esc left the step as it was
        QCOMPARE(desk.actions.size(), 3u);
        QCOMPARE(desk.lastStep(), 2);
    }

    void reasonsAndComments()
    {
        Desk desk;
        desk.type(QStringLiteral("r")); // nothing to give a reason for
        QVERIFY(!desk.steps().detailRow().isAsking());
        desk.type(QStringLiteral("3rf"));
        QCOMPARE(desk.last().reason, std::string("text read"));
        desk.type(QStringLiteral("ro"));
        desk.type(QStringLiteral("blur 123 fe"));
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.last().reason, std::string("blur 123 fe"));
        desk.type(QStringLiteral("c"));
        desk.type(QStringLiteral("12 <b>x</b>"));
        desk.press(Qt::Key_Escape); // not kept
        QCOMPARE(desk.last().comment, std::string());
        desk.type(QStringLiteral("c"));
        desk.type(QStringLiteral("see 6483"));
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.last().comment, std::string("see 6483"));
        QCOMPARE(desk.last().reason, std::string("blur 123 fe"));
        QCOMPARE(desk.actions.size(), 4u);
        desk.type(QStringLiteral("1")); // the keys label again
        QCOMPARE(desk.lastStep(), 1);
    }

    void keysAreTextInTextFields()
    {
        Desk desk;
        auto* query = desk.page.findChild<QLineEdit*>(QStringLiteral("query"));
        query->setFocus();
        desk.type(QStringLiteral("1 2 3 fkuj"));
        desk.press(Qt::Key_Left);
        desk.press(Qt::Key_Backspace);
        QVERIFY(desk.actions.empty());
        QCOMPARE(desk.page.currentStep(), 0);
        QCOMPARE(query->text(), QStringLiteral("1 2 3 fkj"));
        QSignalSpy asked(&desk.page, &LabelPage::queryEdited);
        QSignalSpy next(&desk.page, &LabelPage::nextTraceRequested);
        desk.press(Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(next.size(), 0);
        desk.press(Qt::Key_Escape);
        desk.type(QStringLiteral("1"));
        QCOMPARE(desk.actions.size(), 1u);
    }

    void statesOfStepAndTrace()
    {
        Desk desk;
        desk.type(QStringLiteral("ku"));
        QCOMPARE(desk.actions[0].verdicts[0].verdict.state, LabelState::skipped);
        QCOMPARE(desk.actions[1].verdicts[0].verdict.state, LabelState::cannotJudge);
        QCOMPARE(desk.page.currentStep(), 2);
        desk.press(Qt::Key_Q, Qt::ShiftModifier);
        QCOMPARE(desk.lastStep(), wholeTrace);
        QCOMPARE(desk.last().state, LabelState::badQuestion);
        desk.press(Qt::Key_W, Qt::ShiftModifier);
        QCOMPARE(desk.last().state, LabelState::wrongKey);
        desk.press(Qt::Key_W, Qt::ShiftModifier); // again takes it back
        QCOMPARE(desk.last().state, LabelState::unlabelled);
        QCOMPARE(desk.page.currentStep(), 2);
    }

    void undoAndTheQueue()
    {
        Desk desk;
        QSignalSpy undo(&desk.page, &LabelPage::undoRequested);
        QSignalSpy next(&desk.page, &LabelPage::nextTraceRequested);
        desk.type(QStringLiteral("1"));
        QSignalSpy redo(&desk.page, &LabelPage::redoRequested);
        desk.press(Qt::Key_Backspace);
        desk.press(Qt::Key_Backspace, Qt::ShiftModifier);
        QCOMPARE(redo.size(), 1);
        desk.press(Qt::Key_Return);
        desk.press(Qt::Key_Return, Qt::ShiftModifier);
        desk.press(Qt::Key_Enter, Qt::KeypadModifier);
        QCOMPARE(undo.size(), 1);
        QCOMPARE(next.size(), 3);
        QCOMPARE(next[0][0].toInt(), 1);
        QCOMPARE(next[1][0].toInt(), -1);
        QCOMPARE(next[2][0].toInt(), 1);
    }

    void theQueueChoosesTheLightUntilAPersonDoes()
    {
        Desk desk;
        const auto lightBy = [&](const char* query) {
            desk.page.setQuery(QString::fromLatin1(query));
            desk.page.setDetail(traceOf(8));
            return desk.page.litBy();
        };
        QCOMPARE(lightBy("|prm - judge| > .5"), LightSource::prm);
        QCOMPARE(lightBy("first-error:judge mc=1"), LightSource::judge);
        QCOMPARE(lightBy("given=wrong"), LightSource::mc); // which nothing here has
        QCOMPARE(lightBy(""), LightSource::mc);
        desk.type(QStringLiteral("l"));
        QCOMPARE(lightBy("|prm - judge| > .5"), LightSource::judge);
    }

    void disagreementAndLights()
    {
        Desk desk;
        desk.type(QStringLiteral("j"));
        QCOMPARE(desk.page.currentStep(), 2);
        QSignalSpy light(&desk.page, &LabelPage::litByChanged);
        QCOMPARE(desk.page.litBy(), LightSource::mc);
        desk.type(QStringLiteral("lll"));
        QCOMPARE(desk.page.litBy(), LightSource::combined); // mc, judge, prm, all three
        desk.type(QStringLiteral("l"));
        QCOMPARE(desk.page.litBy(), LightSource::mc);
        QCOMPARE(light.size(), 4);
    }

    void aHeldKeyLabelsOnce()
    {
        Desk desk;
        QTest::keyPress(QApplication::focusWidget(), Qt::Key_1);
        for (int i = 0; i < 5; ++i) {
            QKeyEvent held(QEvent::KeyPress, Qt::Key_1, {}, QStringLiteral("1"), true);
            QApplication::sendEvent(QApplication::focusWidget(), &held);
        }
        QCOMPARE(desk.actions.size(), 1u);
    }

    void everyKeyIsOnce()
    {
        QSet<QString> ids, keys;
        for (const LabelKey key : labelKeys()) {
            const KeyAction& action = labelKey(key);
            QVERIFY(!action.what().isEmpty());
            QVERIFY(!ids.contains(action.id));
            ids.insert(action.id);
            for (const QKeySequence& sequence : action.defaults) {
                const QString text = sequence.toString(QKeySequence::PortableText);
                QVERIFY2(!keys.contains(text), qPrintable(text));
                keys.insert(text);
            }
        }
    }

    void lettersOfChoicesAreOnce()
    {
        for (const auto& choices : {errorKindChoices(), reasonChoices(defaultGrammar())}) {
            QSet<QChar> letters;
            for (const Choice& choice : choices) {
                QVERIFY(!letters.contains(choice.letter));
                letters.insert(choice.letter);
            }
        }
    }
};

QTEST_MAIN(LabelKeysTest)
#include "label_keys_test.moc"
