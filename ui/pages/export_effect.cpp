// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/export_effect.h"

#include "ui/pages/plain_label.h"
#include "ui/pages/rule_table.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QFontDatabase>
#include <QGraphicsOpacityEffect>
#include <QGridLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int sampleLines = 7;
constexpr int sampleColumns = 100; ///< about what a line holds
constexpr int samplesShown = 5;
constexpr qsizetype sampleLetters = 4000;

QString stepsInWords(qint64 n)
{
    return n == 1 ? ExportEffect::tr("1 step") : ExportEffect::tr("%1 steps").arg(countInWords(n));
}

QPlainTextEdit* sampleBox(const std::string& row, QWidget* parent)
{
    auto* box = new QPlainTextEdit(parent);
    QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setPointSizeF(fontOf(TextSize::small).pointSizeF());
    box->setFont(mono);
    box->setReadOnly(true);
    box->setTabChangesFocus(true);
    box->setPlainText(QString::fromStdString(row).left(sampleLetters));
    const int lines = static_cast<int>(box->toPlainText().size()) / sampleColumns + 2;
    box->setFixedHeight(QFontMetrics(mono).lineSpacing() * std::min(lines, sampleLines) +
                        2 * metrics::grid);
    return box;
}

QWidget* countsBox(QWidget* parent)
{
    auto* box = new QWidget(parent);
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, metrics::grid);
    grid->setHorizontalSpacing(2 * metrics::grid);
    grid->setVerticalSpacing(metrics::gap);
    grid->setColumnStretch(1, 1);
    return box;
}

/// So that the words of both lists stand below each other.
int widthOfCounts(const ExportReport& report)
{
    const QFontMetrics figures(figuresOf(TextSize::body));
    int width = 0;
    for (const auto* counts : {&report.unsaid, &report.dropped})
        for (const auto& [reason, count] : *counts)
            width = std::max(width, figures.horizontalAdvance(countInWords(count)));
    return width;
}

/// Largest first: what costs most is read first.
void fill(QWidget* box, const std::map<std::string, std::int64_t>& counts, int width)
{
    auto* grid = static_cast<QGridLayout*>(box->layout());
    grid->setColumnMinimumWidth(0, width);
    while (QLayoutItem* item = grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    std::vector<std::pair<std::string, std::int64_t>> reasons(counts.begin(), counts.end());
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    int row = 0;
    for (const auto& [reason, count] : reasons) {
        auto* number = plainLabel(box, countInWords(count));
        number->setFont(figuresOf(TextSize::body));
        number->setAlignment(Qt::AlignRight | Qt::AlignTop);
        number->setWordWrap(false);
        grid->addWidget(number, row, 0);
        grid->addWidget(plainLabel(box, QString::fromStdString(reason)), row, 1);
        ++row;
    }
    box->setVisible(!reasons.empty());
}

} // namespace

ExportEffect::ExportEffect(QWidget* parent)
    : QScrollArea(parent), m_effect(new QWidget), m_before(plainLabel(m_effect)),
      m_after(plainLabel(m_effect)), m_rules(new RuleTable(m_effect)),
      m_unsaid(countsBox(m_effect)), m_dropped(countsBox(m_effect)), m_samples(new QVBoxLayout)
{
    auto* body = new QWidget(this);
    m_sentence = plainLabel(body);
    auto* title = new QLabel(tr("Effect"), body);
    title->setFont(fontOf(TextSize::heading));
    auto* outer = new QVBoxLayout(body);
    outer->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                              2 * metrics::grid);
    outer->setSpacing(metrics::grid);
    outer->addWidget(title);
    outer->addWidget(m_sentence);
    outer->addWidget(m_effect, 1);

    for (QLabel* label : {m_before, m_after})
        label->setFont(figuresOf(TextSize::heading));
    auto* column = new QVBoxLayout(m_effect);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::grid);
    auto* counts = new QGridLayout;
    counts->setHorizontalSpacing(2 * metrics::grid);
    counts->setColumnStretch(1, 1);
    counts->addWidget(addHeading(tr("Before")), 0, 0);
    counts->addWidget(m_before, 0, 1);
    counts->addWidget(addHeading(tr("After")), 1, 0);
    counts->addWidget(m_after, 1, 1);
    m_unsaidTitle = addHeading(tr("What the format has no place for"));
    m_droppedTitle = addHeading({});
    m_samplesTitle = addHeading({});
    column->addLayout(counts);
    column->addSpacing(metrics::grid);
    column->addWidget(m_rules);
    column->addSpacing(metrics::grid);
    column->addWidget(m_unsaidTitle);
    column->addWidget(m_unsaid);
    column->addWidget(m_droppedTitle);
    column->addWidget(m_dropped);
    column->addSpacing(metrics::grid);
    column->addWidget(m_samplesTitle);
    column->addLayout(m_samples);
    column->addStretch();
    setWidget(body);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Effect of the recipe"));
    setSentence(
        tr("Choose a format and a rule; the effect is shown here before anything is written."));
}

QLabel* ExportEffect::addHeading(const QString& text)
{
    QLabel* label = plainLabel(m_effect, text);
    setMuted(label);
    return label;
}

void ExportEffect::setPreview(const ExportPreview& preview)
{
    m_sentence->hide();
    m_effect->show();
    m_effect->setGraphicsEffect(nullptr);
    m_rules->setVisible(preview.tracesBefore > 0 && !preview.asTheyAre);
    showCounts(preview);
    showUnsaid(preview.report);
    showDropped(preview.report);
    showSamples(preview.report);
}

void ExportEffect::setSentence(const QString& sentence)
{
    m_sentence->setText(sentence);
    m_sentence->show();
    m_effect->hide();
}

void ExportEffect::setOutOfDate()
{
    if (!m_effect->isVisibleTo(this))
        return;
    m_sentence->setText(tr("Looking at what this recipe does…"));
    m_sentence->show();
    auto* faint = new QGraphicsOpacityEffect(m_effect);
    faint->setOpacity(0.5);
    m_effect->setGraphicsEffect(faint);
}

void ExportEffect::showCounts(const ExportPreview& preview)
{
    m_before->setText(tracesInWords(preview.tracesBefore) + QStringLiteral(", ") +
                      stepsInWords(preview.stepsBefore));
    const QString rows = preview.report.rows == 1
                             ? tr("1 row")
                             : tr("%1 rows").arg(countInWords(preview.report.rows));
    const QString steps =
        preview.asTheyAre ? tr("%1 with a label") : tr("%1 with a training label");
    m_after->setText(rows + QStringLiteral(", ") + steps.arg(stepsInWords(preview.stepsAfter)));
}

void ExportEffect::showUnsaid(const ExportReport& report)
{
    fill(m_unsaid, report.unsaid, widthOfCounts(report));
    m_unsaidTitle->setVisible(!report.unsaid.empty());
}

void ExportEffect::showDropped(const ExportReport& report)
{
    fill(m_dropped, report.dropped, widthOfCounts(report));
    const QString none = report.unsaid.empty() ? tr("Nothing is left out.") : QString();
    m_droppedTitle->setText(report.dropped.empty()
                                ? none
                                : tr("Left out, because the format cannot say it "
                                     "or the rule does not use it"));
    m_droppedTitle->setVisible(!m_droppedTitle->text().isEmpty());
}

void ExportEffect::showSamples(const ExportReport& report)
{
    while (QLayoutItem* item = m_samples->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int shown = 0;
    for (const std::string& row : report.samples) {
        if (++shown > samplesShown)
            break;
        auto* box = sampleBox(row, m_effect);
        box->setAccessibleName(tr("Sample %1").arg(shown));
        m_samples->addWidget(box);
    }
    m_samplesTitle->setText(report.samples.empty() ? tr("No row would be written.")
                                                   : tr("The first rows"));
}

} // namespace steplight
