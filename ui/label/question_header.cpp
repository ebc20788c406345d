// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/question_header.h"

#include "ui/label/keys.h"
#include "ui/pages/flow_layout.h"
#include "ui/text/typeset_label.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace steplight {

namespace {

constexpr int mostText =
    4000; // characters of a question that are shown unasked; all in the tooltip
constexpr int mostAnswer = 120; // of a final answer

QString limited(const QString& text, int most)
{
    return text.size() <= most ? text : text.left(most - 1) + QStringLiteral("…");
}

QString asTooltip(const QString& text)
{
    return text.isEmpty() ? QString()
                          : QStringLiteral("<p>%1</p>")
                                .arg(text.toHtmlEscaped().replace(QStringLiteral("\n"),
                                                                  QStringLiteral("<br>")));
}

/// As high as what it holds, but no higher than a share of the window: then it scrolls, so that a
/// long question leaves the steps their room.
class Capped final : public QScrollArea
{
public:
    Capped(QWidget* held, QWidget* parent) : QScrollArea(parent)
    {
        setWidget(held);
        setWidgetResizable(true);
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Maximum);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
        viewport()->setAutoFillBackground(false);
        setFocusPolicy(Qt::NoFocus);
        connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int most) {
            setFocusPolicy(most > 0 ? Qt::TabFocus : Qt::NoFocus); // the arrows scroll then
        });
        held->setAutoFillBackground(false);
    }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override
    {
        const int whole = widget()->layout()->totalHeightForWidth(width - 2 * edge) + 2 * edge;
        return std::min(whole, std::max(window()->height() / 5, 4 * metrics::hitTarget));
    }
    QSize sizeHint() const override { return {width(), heightForWidth(width())}; }
    QSize minimumSizeHint() const override { return {0, metrics::hitTarget}; }

protected:
    static constexpr int edge = 2; // that shows the focus, as the style sheet has it
    bool event(QEvent* event) override
    {
        if (event->type() == QEvent::ShortcutOverride && isOwn(*static_cast<QKeyEvent*>(event))) {
            event->accept(); // else the page would label a step
            return true;
        }
        return QScrollArea::event(event);
    }
    void keyPressEvent(QKeyEvent* event) override
    {
        QScrollArea::keyPressEvent(event);
        event->setAccepted(isOwn(*event));
    }
    static bool isOwn(const QKeyEvent& event)
    {
        constexpr std::array keys{Qt::Key_Up,   Qt::Key_Down, Qt::Key_Left,   Qt::Key_Right,
                                  Qt::Key_Home, Qt::Key_End,  Qt::Key_PageUp, Qt::Key_PageDown};
        return event.modifiers() == Qt::NoModifier &&
               std::find(keys.begin(), keys.end(), event.key()) != keys.end();
    }
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry(); // other words: another height
        return QScrollArea::eventFilter(watched, event);
    }
};

QLabel* plainLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QToolButton* actionButton(QWidget* parent, const QString& text, LabelKey key)
{
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumHeight(metrics::hitTarget);
    button->setFont(fontOf(TextSize::small));
    whenKeysChange(button,
                   [button, key] { button->setToolTip(withKeys(labelKey(key).what(), key)); });
    return button;
}

} // namespace

QuestionHeader::QuestionHeader(Formulas& formulas, QWidget* parent)
    : QWidget(parent), m_fold(new QToolButton(this)), m_text(new TypesetLabel(formulas, this)),
      m_options(new TypesetLabel(formulas, this)), m_key(plainLabel(this)),
      m_answer(plainLabel(this)), m_mark(plainLabel(this)),
      m_wrongKey(actionButton(this, tr("Key is wrong"), LabelKey::wrongKey)),
      m_badQuestion(actionButton(this, tr("Bad question"), LabelKey::badQuestion)),
      m_source(actionButton(this, QStringLiteral("TeX"), LabelKey::sourceText)),
      m_origin(new QToolButton(this))
{
    QFont font = fontOf(TextSize::body);
    font.setWeight(QFont::DemiBold);
    m_text->setFont(font);
    m_text->setAccessibleName(tr("Question"));
    m_fold->setAutoRaise(true);
    m_fold->setFocusPolicy(Qt::TabFocus);
    m_fold->setAccessibleName(tr("Fold or unfold the question"));
    m_fold->setToolTip(tr("Fold or unfold the question"));

    auto* answers = new FlowLayout(nullptr, metrics::grid); // a narrow window breaks it in two
    for (QLabel* label : {m_key, m_answer, m_mark}) {
        label->setMinimumHeight(metrics::hitTarget); // on one line with the buttons' words
        answers->addWidget(label);
    }
    auto* flags = new QWidget(this); // go to the next line together
    auto* pair = new QHBoxLayout(flags);
    pair->setContentsMargins(0, 0, 0, 0);
    pair->setSpacing(metrics::gap);
    pair->addWidget(m_wrongKey);
    pair->addWidget(m_badQuestion);
    answers->addWidget(flags);
    m_origin->setAutoRaise(true);
    m_origin->setFocusPolicy(Qt::TabFocus);
    m_origin->setMinimumHeight(metrics::hitTarget);
    m_origin->setToolTip(tr("A person rewrote that step, and a policy went on from it. Click to go "
                            "there."));
    answers->addWidget(m_origin);
    connect(m_origin, &QToolButton::clicked, this, &QuestionHeader::originClicked);
    auto* words = new QVBoxLayout;
    words->setSpacing(metrics::gap);
    words->setContentsMargins(0, 5, 0, 0);
    auto* asked = new QWidget;
    auto* column = new QVBoxLayout(asked);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    column->addWidget(m_text);
    column->addWidget(m_options);
    auto* scroll = new Capped(asked, this);
    scroll->setObjectName(QStringLiteral("question-scroll"));
    scroll->setAccessibleName(tr("Question"));
    auto* top = new QHBoxLayout;
    top->addWidget(scroll, 1);
    top->addWidget(m_source, 0, Qt::AlignTop); // short: the question keeps its width
    words->addLayout(top);
    words->addLayout(answers);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(metrics::gap, metrics::gap, metrics::grid, 0);
    line->setSpacing(metrics::gap);
    line->addWidget(m_fold, 0, Qt::AlignTop);
    line->addLayout(words, 1);

    connect(m_fold, &QToolButton::clicked, this, [this] { setFolded(!m_folded); });
    const auto emitClicked = [this](QToolButton* button, void (QuestionHeader::*signal)()) {
        connect(button, &QToolButton::clicked, this, [this, button, signal] {
            button->setChecked(!button->isChecked()); // down only when the label is there
            emit(this->*signal)();
        });
    };
    emitClicked(m_wrongKey, &QuestionHeader::wrongKeyClicked);
    emitClicked(m_source, &QuestionHeader::sourceClicked);
    emitClicked(m_badQuestion, &QuestionHeader::badQuestionClicked);
    // As high as its words need at the width it has, and no higher: the steps get the rest.
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setFolded(false);
}

void QuestionHeader::setTrace(const TraceDetail& detail)
{
    m_whole = QString::fromStdString(detail.question.text).trimmed();
    // Long ones are read, not glanced at.
    constexpr int headline = 160;
    QFont font = m_text->font();
    font.setWeight(m_whole.size() > headline ? QFont::Normal : QFont::DemiBold);
    m_text->setFont(font);
    const std::string& key = detail.question.answer;
    const bool byLetter = key.size() == 1 && key[0] >= 'A' && key[0] <= 'Z'; // what is A?
    QStringList options;
    for (const std::string& option : detail.question.options) {
        const QString text = QString::fromStdString(option).simplified();
        const QString letter = QString(QChar(u'A' + static_cast<char16_t>(options.size())));
        const bool lettered = text.startsWith(letter) || text.startsWith(u'(' + letter);
        options << (byLetter && !lettered ? letter + QStringLiteral(")\u00a0") + text : text);
    }
    m_options->setText(limited(options.join(QStringLiteral("   ")), mostText));
    showAnswers(detail.trace, detail.question);
    m_origin->setVisible(m_acts && detail.origin.has_value());
    if (detail.origin)
        m_origin->setText(
            tr("↩ continues another trace from step %1").arg(detail.origin->step + 1));
    showText();
}

void QuestionHeader::showAnswers(const Trace& trace, const Question& question)
{
    const auto show = [](QLabel* label, const QString& words, const std::string& value) {
        const QString text = QString::fromStdString(value).simplified();
        label->setText(words.arg(text.isEmpty() ? QStringLiteral("–") : limited(text, mostAnswer)));
        label->setToolTip(text.size() > mostAnswer ? asTooltip(text) : QString());
    };
    show(m_key, tr("Key: %1"), question.answer);
    show(m_answer, tr("Answer: %1"), trace.answer);
    const QString graded = !trace.correct   ? tr("not graded")
                           : *trace.correct ? tr("✓ right")
                                            : tr("✕ wrong");
    m_mark->setText(trace.correct ? graded.left(1) : graded); // the sign: the buttons need the room
    m_mark->setToolTip(graded);
    m_mark->setAccessibleName(graded);
}

void QuestionHeader::setVerdict(const Verdict& verdict)
{
    m_wrongKey->setChecked(verdict.state == LabelState::wrongKey);
    m_badQuestion->setChecked(verdict.state == LabelState::badQuestion);
}

void QuestionHeader::setFolded(bool folded)
{
    m_folded = folded;
    m_fold->setText(folded ? QStringLiteral("▸") : QStringLiteral("▾"));
    showText();
}

void QuestionHeader::setTypeset(bool on)
{
    m_source->setChecked(!on);
    m_text->setTypeset(on);
    m_options->setTypeset(on);
}

void QuestionHeader::hideActions()
{
    m_acts = false;
    for (QToolButton* button : {m_wrongKey, m_badQuestion, m_source, m_origin})
        button->hide();
}

void QuestionHeader::showText()
{
    m_text->setFolded(m_folded);
    m_text->setText(m_folded ? m_whole : limited(m_whole, mostText));
    m_text->setToolTip(m_folded || m_whole.size() > mostText ? asTooltip(m_whole) : QString());
    m_options->setVisible(!m_folded && !m_options->text().isEmpty());
}

} // namespace steplight
