// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/adjudication/voice_row.h"

#include "ui/adjudication/dispute_words.h"
#include "ui/key_map.h"
#include "ui/pages/flow_layout.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QToolButton>
#include <QVBoxLayout>

namespace steplight {

namespace {

constexpr int longestChip = 60; // letters

QToolButton* checkable(QWidget* parent, const QString& text, const QString& what)
{
    auto* button = new QToolButton(parent);
    button->setText(QString(text).replace(u'&', QStringLiteral("&&")));
    button->setAccessibleName(text);
    button->setToolTip(plainToolTip(what)); // models and people wrote it
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumHeight(metrics::hitTarget);
    return button;
}

QString firstKey(const char* id)
{
    const auto keys = keyMap().keys(QString::fromLatin1(id));
    return keys.isEmpty() ? QString() : keyInWords(keys.front()) + QStringLiteral("  ");
}

/// Apart from why they differed.
bool sameDecision(const Verdict& one, const Verdict& other)
{
    return one.state == other.state && one.rating == other.rating &&
           one.errorKind == other.errorKind && one.regions == other.regions &&
           one.rewrite == other.rewrite && one.overrules == other.overrules;
}

} // namespace

VoiceRow::VoiceRow(QWidget* parent)
    : QWidget(parent), m_chips(new FlowLayout(nullptr, metrics::gap)),
      m_ratings(new FlowLayout(nullptr, metrics::gap))
{
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(metrics::gap);
    for (FlowLayout* row : {m_chips, m_ratings}) {
        row->setContentsMargins(0, 0, 0, 0);
        rows->addLayout(row);
    }
    rows->addStretch(1);
    setCursor(Qt::ArrowCursor);
}

int VoiceRow::heightForWidth(int width) const
{
    if (m_chips->count() == 0)
        return 0;
    const int ratings =
        m_ratings->count() > 0 ? metrics::gap + m_ratings->heightForWidth(width) : 0;
    return m_chips->heightForWidth(width) + ratings;
}

void VoiceRow::setStep(const DisputedStep* step, const QStringList& voices, const Grammar& grammar)
{
    m_chips->clear();
    m_ratings->clear();
    if (!step)
        return;
    for (int said = 0; said < static_cast<int>(step->said.size()); ++said)
        addChip(voices.value(step->said[static_cast<std::size_t>(said)].voice), *step, said,
                grammar);
    if (step->step != wholeTrace && (step->open || step->decision))
        addRatings(*step);
}

void VoiceRow::addChip(const QString& voice, const DisputedStep& step, int said,
                       const Grammar& grammar)
{
    const Verdict& verdict = step.said[static_cast<std::size_t>(said)].verdict;
    const QString words = voice + QStringLiteral("   ") + saidInWords(grammar, verdict);
    const QString id = QStringLiteral("take-") + voice.left(1).toLower();
    auto* chip =
        checkable(this, words.size() > longestChip ? words.left(longestChip) + u'…' : words,
                  keyMap().knows(id) ? withKeys(words, id) : words);
    chip->setAccessibleName(words);
    chip->setEnabled(step.open || step.decision);
    chip->setChecked(step.decision && sameDecision(*step.decision, verdict));
    connect(chip, &QToolButton::clicked, this, [this, said, chip] {
        chip->setChecked(!chip->isChecked()); // down only when the decision is there
        emit taken(said);
    });
    m_chips->addWidget(chip);
    chip->show();
}

void VoiceRow::addRatings(const DisputedStep& step)
{
    const auto add = [&](const char* id, const QString& text, bool holds, auto then) {
        auto* choice = checkable(
            this, firstKey(id) + text,
            withKeys(keyMap().action(QString::fromLatin1(id)).what(), QString::fromLatin1(id)));
        choice->setAutoRaise(true);
        choice->setFont(fontOf(TextSize::small));
        choice->setChecked(holds);
        connect(choice, &QToolButton::clicked, this, [choice, then] {
            choice->setChecked(!choice->isChecked());
            then();
        });
        m_ratings->addWidget(choice);
        choice->show();
    };
    const auto decided = [&](int rating) {
        return step.decision && step.decision->state == LabelState::rated &&
               step.decision->rating == rating;
    };
    add("decide-right", QStringLiteral("✓"), decided(1), [this] { emit rated(1); });
    add("decide-neutral", QStringLiteral("○"), decided(0), [this] { emit rated(0); });
    add("decide-wrong", QStringLiteral("✕"), decided(-1), [this] { emit rated(-1); });
    add("decide-cannot-judge", tr("Cannot judge"),
        step.decision && step.decision->state == LabelState::cannotJudge,
        [this] { emit cannotJudgeChosen(); });
}

} // namespace steplight
