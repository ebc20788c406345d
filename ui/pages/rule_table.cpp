// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/rule_table.h"

#include "ui/light.h"
#include "ui/pages/export_page.h"
#include "ui/pages/plain_label.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace steplight {

namespace {

enum class Part { right, perception, reasoning, leftOut };
constexpr std::array parts{Part::right, Part::perception, Part::reasoning, Part::leftOut};

QString wordOf(Part part)
{
    switch (part) {
    case Part::right:
        return RuleTable::tr("all steps right");
    case Part::perception:
        return RuleTable::tr("ends in an error of perception");
    case Part::reasoning:
        return RuleTable::tr("ends in an error of reasoning");
    case Part::leftOut:
        break;
    }
    return RuleTable::tr("left out");
}

std::int64_t countOf(const RuleOutcome& outcome, Part part)
{
    switch (part) {
    case Part::right:
        return outcome.correct;
    case Part::perception:
        return outcome.perceptionErrors;
    case Part::reasoning:
        return outcome.reasoningErrors;
    case Part::leftOut:
        break;
    }
    return outcome.traces - outcome.kept();
}

/// The scale's own colours for right and wrong; the two errors differ by strength and pattern, and
/// what is left out is an empty frame, so that the parts are told apart without colour.
void paintPart(QPainter& painter, const QRectF& rect, Part part, const Theme& theme)
{
    if (part == Part::leftOut) {
        painter.setPen(theme.hairline);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
        return;
    }
    painter.fillRect(rect, lightColour(part == Part::right        ? lightBins - 1
                                       : part == Part::perception ? 0
                                                                  : 1,
                                       theme));
    if (part == Part::reasoning)
        painter.fillRect(rect, QBrush(theme.background, Qt::BDiagPattern));
}

/// A rule's traces as parts of one bar.
class OutcomeBar final : public QWidget
{
public:
    OutcomeBar(const RuleOutcome& outcome, QWidget* parent) : QWidget(parent), m_outcome(outcome)
    {
        setMinimumWidth(120);
        setFixedHeight(2 * metrics::grid);
        QStringList words;
        for (const Part part : parts)
            words << QStringLiteral("%1: %2").arg(wordOf(part),
                                                  countInWords(countOf(outcome, part)));
        for (const auto& [reason, count] : outcome.dropped)
            words << QStringLiteral("− %1: %2")
                         .arg(QString::fromStdString(reason), countInWords(count));
        setToolTip(plainToolTip(words.join(QLatin1Char('\n'))));
        setAccessibleName(words.join(QStringLiteral(", ")));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const Theme& theme = Theme::of(this);
        const double all = std::max<double>(1, double(m_outcome.traces));
        double from = 0;
        for (const Part part : parts) {
            const double share = double(countOf(m_outcome, part)) / all * width();
            if (share > 0)
                paintPart(painter, QRectF(from, 0, share, height()), part, theme);
            from += share;
        }
    }

private:
    RuleOutcome m_outcome;
};

class Swatch final : public QWidget
{
public:
    Swatch(Part part, QWidget* parent) : QWidget(parent), m_part(part) { setFixedSize(12, 12); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        paintPart(painter, QRectF(rect()), m_part, Theme::of(this));
    }

private:
    Part m_part;
};

QLayout* legend(QWidget* parent)
{
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    for (const Part part : parts) {
        row->addWidget(new Swatch(part, parent));
        auto* word = new QLabel(wordOf(part), parent);
        setMuted(word);
        row->addWidget(word);
        row->addSpacing(metrics::grid);
    }
    row->addStretch();
    return row;
}

} // namespace

RuleTable::RuleTable(QWidget* parent)
    : QWidget(parent), m_compare(new QPushButton(this)), m_note(new QLabel(this)),
      m_table(new QWidget(this)), m_grid(new QGridLayout)
{
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    setMuted(m_note);
    auto* inside = new QVBoxLayout(m_table);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(metrics::grid);
    inside->addLayout(legend(m_table));
    inside->addLayout(m_grid);
    m_grid->setHorizontalSpacing(2 * metrics::grid);
    m_grid->setVerticalSpacing(metrics::gap);
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnStretch(3, 1);
    auto* offer = new QHBoxLayout;
    offer->setSpacing(2 * metrics::grid);
    offer->addWidget(m_compare, 0, Qt::AlignTop);
    offer->addWidget(m_note, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::grid);
    column->addLayout(offer);
    column->addWidget(m_table);
    m_compare->setToolTip(tr("Says of every rule what it would keep of these traces"));
    connect(m_compare, &QPushButton::clicked, this, [this] {
        if (m_comparing)
            return emit cancelRequested();
        setProgress(0, 0);
        emit compareRequested();
    });
    clear();
}

void RuleTable::setRules(const std::vector<ExportChoice>& rules)
{
    m_rules = rules;
}

void RuleTable::showTable(bool shown)
{
    m_comparing = false;
    m_table->setVisible(shown);
    m_compare->setVisible(!shown);
    m_note->setVisible(!shown);
    m_compare->setText(tr("Compare rules"));
}

void RuleTable::clear()
{
    setSentence(tr("What every rule would keep of these traces, and how often it says what people "
                   "said."));
}

void RuleTable::setSentence(const QString& sentence)
{
    showTable(false);
    m_note->setText(sentence);
}

void RuleTable::setProgress(qint64 done, qint64 total)
{
    m_comparing = true;
    m_compare->setText(tr("Cancel"));
    m_note->setText(total > 0
                        ? tr("Comparing… %1 of %2").arg(countInWords(done), tracesInWords(total))
                        : tr("Comparing…"));
}

void RuleTable::setOutcomes(const std::vector<RuleOutcome>& outcomes)
{
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        addRow(outcomes[i], static_cast<int>(i));
    showTable(true);
}

void RuleTable::addRow(const RuleOutcome& outcome, int row)
{
    const QString key = QString::fromStdString(outcome.rule);
    const auto known = std::find_if(m_rules.begin(), m_rules.end(),
                                    [&](const ExportChoice& rule) { return rule.key == key; });
    const QString name = known == m_rules.end() ? key : known->name;
    auto* choose = new QPushButton(name, m_table);
    choose->setFlat(true);
    choose->setToolTip(tr("Uses this rule"));
    connect(choose, &QPushButton::clicked, this, [this, key] { emit ruleChosen(key); });
    auto* kept = new QLabel(
        tr("%1 of %2").arg(countInWords(outcome.kept()), tracesInWords(outcome.traces)), m_table);
    auto* people = new QLabel(outcome.compared == 0 ? tr("no step of people's to compare")
                                                    : tr("people agree on %1 of %2 steps")
                                                          .arg(countInWords(outcome.agreeing),
                                                               countInWords(outcome.compared)),
                              m_table);
    setMuted(people);
    people->setWordWrap(true); // large text: the table stays within the page
    for (QLabel* label : {kept, people})
        label->setFont(figuresOf(TextSize::body));
    m_grid->addWidget(choose, row, 0, Qt::AlignLeft);
    m_grid->addWidget(new OutcomeBar(outcome, m_table), row, 1, Qt::AlignVCenter);
    m_grid->addWidget(kept, row, 2);
    m_grid->addWidget(people, row, 3);
}

} // namespace steplight
