// SPDX-License-Identifier: GPL-3.0-or-later
// How the page Adjudication is put together.
#include "ui/adjudication/adjudication_page.h"

#include "ui/adjudication/voice_row.h"
#include "ui/canvas/image_pane.h"
#include "ui/key_map.h"
#include "ui/label/choice_strip.h"
#include "ui/label/question_header.h"
#include "ui/label/steps_view.h"
#include "ui/math/formulas.h"
#include "ui/theme.h"

#include <QAction>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>
#include <array>

namespace steplight {

namespace {

constexpr int listWidth = 232;

QLabel* plain(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

AdjudicationPage::AdjudicationPage(ImageLoader& loader, QWidget* parent)
    : QWidget(parent), m_formulas(new Formulas(katexFolder(), this)), m_progress(plain(this)),
      m_hint(plain(this)), m_whyWords(plain(this)), m_wholeWords(plain(this)),
      m_message(new MessageBar(this)), m_stack(new QStackedWidget(this)),
      m_list(new QListWidget(this)), m_image(new ImagePane(loader, this)),
      m_question(new QuestionHeader(*m_formulas, this)), m_whole(new QWidget(this)),
      m_wholeVoices(new VoiceRow(m_whole)), m_voices(new VoiceRow(this)),
      m_steps(new StepsView(m_labelling, *m_formulas, this)), m_strip(new ChoiceStrip(this))
{
    m_time.start();
    m_stack->addWidget(buildWork());
    m_stack->addWidget(buildEmpty());
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(buildHead());
    whole->addWidget(m_message);
    whole->addWidget(m_stack, 1);
    buildKeys();
    const auto take = [this](int step) {
        return [this, step](int said) { this->take(step == wholeTrace ? step : m_current, said); };
    };
    connect(m_voices, &VoiceRow::taken, this, take(0));
    connect(m_wholeVoices, &VoiceRow::taken, this, take(wholeTrace));
    connect(m_voices, &VoiceRow::rated, this,
            [this](int rating) { rate(rating, LabelState::rated); });
    connect(m_voices, &VoiceRow::cannotJudgeChosen, this,
            [this] { rate(0, LabelState::cannotJudge); });
    connect(m_steps, &StepsView::stepChosen, this, &AdjudicationPage::goTo);
    connect(m_strip, &ChoiceStrip::chosen, this, &AdjudicationPage::answerWhy);
    connect(m_strip, &ChoiceStrip::left, this, &AdjudicationPage::closeWhy);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item)
            emit traceRequested(item->data(Qt::UserRole).toString());
    });
    connect(m_list, &QListWidget::itemActivated, m_steps, [this] { m_steps->setFocus(); });
    m_list->installEventFilter(this);
    m_steps->installEventFilter(this);
    setDisputes({});
    hint({});
}

AdjudicationPage::~AdjudicationPage() = default;

QWidget* AdjudicationPage::buildHead()
{
    auto* head = new QWidget(this);
    auto* title = new QLabel(tr("Adjudication"), head);
    title->setFont(fontOf(TextSize::title));
    setMuted(m_progress);
    auto* done = new QPushButton(tr("Done"), head);
    done->setToolTip(tr("Back to where you were (Esc)"));
    connect(done, &QPushButton::clicked, this, &AdjudicationPage::left);
    auto* line = new QHBoxLayout(head);
    line->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                             metrics::grid);
    line->setSpacing(2 * metrics::grid);
    line->addWidget(title);
    line->addWidget(m_progress);
    line->addStretch(1);
    line->addWidget(done);
    return head;
}

QWidget* AdjudicationPage::buildWork()
{
    m_list->setAccessibleName(tr("Disputed traces, least agreed first"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setSpacing(metrics::gap);
    m_question->hideActions();
    m_image->hideTools();
    m_steps->setControls(m_voices);
    m_steps->setLook({LightSource::mc, .5, Visibility::open, false, false, false});

    m_wholeWords->setText(tr("The trace as a whole"));
    auto* whole = new QHBoxLayout(m_whole);
    whole->setContentsMargins(2 * metrics::grid, metrics::gap, metrics::grid, metrics::gap);
    whole->addWidget(m_wholeWords);
    whole->addWidget(m_wholeVoices, 1);
    auto* right = new QWidget;
    right->setMinimumWidth(360);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_question);
    column->addWidget(m_whole);
    column->addWidget(m_steps, 1);
    column->addWidget(buildFoot());

    auto* work = new QSplitter(Qt::Horizontal);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_list, m_image, right})
        work->addWidget(widget);
    work->setSizes({withText(listWidth), 480, 560});
    work->setStretchFactor(0, 0);
    work->setStretchFactor(1, 1);
    work->setStretchFactor(2, 1);
    work->setChildrenCollapsible(false);
    work->setHandleWidth(metrics::hairline);
    return work;
}

QWidget* AdjudicationPage::buildFoot()
{
    auto* foot = new QWidget;
    setPanel(foot);
    setMuted(m_hint);
    m_hint->setWordWrap(true);
    m_whyWords->hide();
    m_strip->setAccessibleName(tr("Why they differed"));
    auto* column = new QVBoxLayout(foot);
    column->setContentsMargins(2 * metrics::grid, metrics::gap, metrics::grid, metrics::gap);
    column->setSpacing(metrics::gap);
    column->addWidget(m_whyWords);
    column->addWidget(m_strip);
    column->addWidget(m_hint);
    foot->setMinimumHeight(40);
    return foot;
}

QWidget* AdjudicationPage::buildEmpty()
{
    auto* empty = new QWidget;
    auto* title = plain(empty);
    title->setText(tr("Nothing is disputed"));
    title->setFont(fontOf(TextSize::heading));
    title->setAlignment(Qt::AlignCenter);
    auto* advice = plain(empty);
    advice->setText(tr("Merge colleagues' projects with “steplight merge DIR OTHER …”. Where two "
                       "people say different things of a step, it is listed here."));
    advice->setAlignment(Qt::AlignCenter);
    advice->setWordWrap(true);
    setMuted(advice);
    auto* column = new QVBoxLayout(empty);
    column->setContentsMargins(6 * metrics::grid, 0, 6 * metrics::grid, 0);
    column->setSpacing(metrics::grid);
    column->addStretch(2);
    column->addWidget(title);
    column->addWidget(advice);
    column->addStretch(3);
    return empty;
}

void AdjudicationPage::addKey(const QString& id, bool repeats, const std::function<void()>& then)
{
    auto* action = new QAction(keyMap().action(id).what(), this);
    action->setObjectName(id);
    bindKeys(action, id);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setAutoRepeat(repeats);
    connect(action, &QAction::triggered, this, [this, then] {
        hint({});
        then();
    });
    addAction(action);
}

void AdjudicationPage::buildKeys()
{
    const auto add = [this](const char* id, auto then) {
        addKey(QString::fromLatin1(id), false, then);
    };
    for (int voice = 0; voice < 6; ++voice)
        addKey(QStringLiteral("take-%1").arg(QChar(u'a' + voice)), false,
               [this, voice] { takeVoice(voice); });
    add("decide-right", [this] { rate(1, LabelState::rated); });
    add("decide-neutral", [this] { rate(0, LabelState::rated); });
    add("decide-wrong", [this] { rate(-1, LabelState::rated); });
    add("decide-cannot-judge", [this] { rate(0, LabelState::cannotJudge); });
    add("dispute-reason", [this] { askWhy(m_current); });
    addKey(QStringLiteral("dispute-step-up"), true, [this] { move(-1); });
    addKey(QStringLiteral("dispute-step-down"), true, [this] { move(1); });
    add("next-dispute", [this] {
        const int next = nextOpen(m_current);
        next == noStep ? hint(tr("Nothing of this trace is left to decide.")) : goTo(next);
    });
    add("next-disputed-trace", [this] { nextTrace(1); });
    add("previous-disputed-trace", [this] { nextTrace(-1); });
    add("who-said", [this] { revealNames(); });
    add("undo-decision", [this] { emit undoRequested(); });
    add("redo-decision", [this] { emit redoRequested(); });
}

bool AdjudicationPage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(watched, event);
    const auto& pressed = *static_cast<QKeyEvent*>(event);
    // The list goes up and down by itself; Enter there leads to the steps.
    constexpr std::array ofList{Qt::Key_Up, Qt::Key_Down, Qt::Key_Return, Qt::Key_Enter};
    if (watched == m_list && event->type() == QEvent::ShortcutOverride &&
        std::find(ofList.begin(), ofList.end(), pressed.key()) != ofList.end()) {
        event->accept();
        return true;
    }
    // Page up and down would scroll the steps; a question with several images turns them.
    if (watched == m_steps && event->type() == QEvent::KeyPress &&
        m_image->canvas().imageCount() > 1)
        for (const auto& id : {QStringLiteral("previous-image"), QStringLiteral("next-image")})
            if (keyMap().matches(id, pressed))
                return static_cast<QObject&>(m_image->canvas()).event(event);
    return QWidget::eventFilter(watched, event);
}

} // namespace steplight
