// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/steps_bar.h"

#include "ui/label/keys.h"
#include "ui/pages/flow_layout.h"
#include "ui/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace steplight {

StepsBar::StepsBar(QWidget* parent)
    : QWidget(parent), m_litBy(new QComboBox(this)), m_mode(new QToolButton(this)),
      m_scores(new QToolButton(this)), m_scoreNow(new QToolButton(this)),
      m_progress(new QLabel(this))
{
    const auto light = [this](const QString& words, LightSource source) {
        m_litBy->addItem(words, static_cast<int>(source));
    };
    light(tr("Lit by rollouts"), LightSource::mc);
    light(tr("Lit by judge"), LightSource::judge);
    light(tr("Lit by P(+)"), LightSource::prm);
    light(tr("Lit by given signs"), LightSource::given);
    light(tr("Lit by all three"), LightSource::combined);
    m_litBy->setAccessibleName(tr("Which estimate lights the steps"));
    m_litBy->setFocusPolicy(Qt::TabFocus);
    m_litBy->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_mode->setText(tr("First-error mode"));
    m_mode->setCheckable(true);
    m_mode->setAutoRaise(true);
    m_mode->setFocusPolicy(Qt::TabFocus);
    m_scores->setCheckable(true);
    m_scores->setAutoRaise(true);
    m_scores->setFocusPolicy(Qt::TabFocus);
    m_scoreNow->setText(tr("Score"));
    m_scoreNow->setAutoRaise(true);
    m_scoreNow->setFocusPolicy(Qt::TabFocus);
    m_progress->setFont(figuresOf(TextSize::small));
    setMuted(m_progress);

    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(metrics::grid, metrics::gap, metrics::grid, metrics::gap);
    line->setSpacing(metrics::gap);
    auto* controls = new FlowLayout(nullptr, metrics::gap); // large text breaks it in two
    for (QWidget* control : {static_cast<QWidget*>(m_litBy), static_cast<QWidget*>(m_mode),
                             static_cast<QWidget*>(m_scores), static_cast<QWidget*>(m_scoreNow)})
        controls->addWidget(control);
    m_progress->setMinimumHeight(metrics::hitTarget);
    line->addLayout(controls, 1);
    line->addWidget(m_progress, 0, Qt::AlignTop);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_litBy, &QComboBox::activated, this, [this](int i) {
        emit litByChosen(static_cast<LightSource>(m_litBy->itemData(i).toInt()));
    });
    connect(m_mode, &QToolButton::clicked, this, &StepsBar::firstErrorModeChosen);
    connect(m_scores, &QToolButton::clicked, this, &StepsBar::hideClicked);
    connect(m_scoreNow, &QToolButton::clicked, this, &StepsBar::scoreClicked);
    setScores(Visibility::open, false);
    whenKeysChange(this, [this] { showKeys(); });
}

void StepsBar::showKeys()
{
    m_litBy->setToolTip(withKeys(tr("Which estimate lights the steps"), LabelKey::lights));
    m_mode->setToolTip(
        withKeys(labelKey(LabelKey::firstErrorMode).what(), LabelKey::firstErrorMode));
    m_scoreNow->setToolTip(withKeys(labelKey(LabelKey::scoreNow).what(), LabelKey::scoreNow));
    m_scores->setToolTip(m_scores->isEnabled()
                             ? withKeys(labelKey(LabelKey::hideScores).what(), LabelKey::hideScores)
                             : tr("All estimates are hidden while you label here"));
}

void StepsBar::setLitBy(LightSource source)
{
    m_litBy->setCurrentIndex(m_litBy->findData(static_cast<int>(source)));
}

void StepsBar::setFirstErrorMode(bool on)
{
    m_mode->setChecked(on);
}

void StepsBar::setScores(Visibility mode, bool hidden)
{
    const bool blind = mode == Visibility::blind;
    m_scores->setEnabled(!blind);
    m_scores->setChecked(hidden || blind);
    m_scores->setText(blind                                  ? tr("Blind")
                      : hidden                               ? tr("Scores hidden")
                      : mode == Visibility::commitThenReveal ? tr("Shown once labelled")
                                                             : tr("Hide scores"));
    m_litBy->setEnabled(!blind && !hidden);
    showKeys();
}

void StepsBar::setProgress(int decided, int steps)
{
    m_progress->setText(steps ? tr("%1/%2 labelled").arg(decided).arg(steps) : QString());
    m_progress->setToolTip(tr("Steps of this trace that you have labelled"));
}

} // namespace steplight
