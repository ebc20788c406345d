// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/steps_layout.h"

#include "ui/chips.h"
#include "ui/stamp.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QFontInfo>
#include <QFontMetrics>

#include <algorithm>
#include <utility>

namespace steplight {

namespace {

constexpr int margin = metrics::grid;  // around a step, and inside it at the right
constexpr int padding = 6;             // above and below a step's words
constexpr int leastTextInColumns = 42; // characters; below that the chips go under the words
constexpr double lineHeight = 1.45;    // of the font's size in pixels
constexpr int headingHeight = 30;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(StepsView)
};

QString sectionWords(Section section)
{
    return section == Section::perception ? Words::tr("Visual elements") : Words::tr("Reasoning");
}

/// Of the stamps at the right edge, one below the other.
int stampsHeight(const Labelling& labelling, const StepsLook& look, int step)
{
    const auto others =
        look.shows(labelling, step) ? labelling.others(step) : std::vector<const Label*>();
    int height = 0;
    if (const Label* label = labelling.mine(step))
        height += stampSize(label->verdict, {}).height() + 2;
    for (const Label* label : others)
        height += stampSize(label->verdict, {}).height() + 2;
    return height;
}

/// By name only beside another: it is often that of a file.
QString judgeInWords(const TraceDetail& detail, const Estimate& judge)
{
    const bool alone =
        std::all_of(detail.estimates.begin(), detail.estimates.end(), [&](const Estimate& other) {
            return other.kind != EstimateKind::judge || other.source.name == judge.source.name;
        });
    return alone ? Words::tr("Judge") : QString::fromStdString(judge.source.name);
}

bool sameColumn(const ChipColumn& column, const Estimate& estimate)
{
    return column.kind == estimate.kind && column.source == estimate.source.name;
}

} // namespace

int linePixels(const QFont& font)
{
    return std::max(QFontMetrics(font).height(),
                    static_cast<int>(QFontInfo(font).pixelSize() * lineHeight));
}

bool StepsLook::shows(const Labelling& labelling, int step) const
{
    if (hidden || visibility == Visibility::blind)
        return false;
    return visibility == Visibility::open || labelling.mine(step);
}

void StepsLayout::layColumns(const Labelling& labelling, const StepsLook& look,
                             const StepsFrame& frame)
{
    m_columns.clear();
    m_chipHeight = 0;
    if (!look.hidden && look.visibility != Visibility::blind)
        for (const Estimate& estimate : labelling.detail().estimates) {
            auto at = std::find_if(m_columns.begin(), m_columns.end(),
                                   [&](const ChipColumn& c) { return sameColumn(c, estimate); });
            if (at == m_columns.end())
                at = m_columns.insert(at, {estimate.kind, estimate.source.name, 0, 0});
            const QSize size = chipSize(estimate);
            at->width = std::max(at->width, size.width());
            m_chipHeight = std::max(m_chipHeight, size.height());
        }
    std::stable_sort(m_columns.begin(), m_columns.end(),
                     [](const ChipColumn& a, const ChipColumn& b) { return a.kind < b.kind; });
    m_columnsWidth = 0;
    for (ChipColumn& column : m_columns) {
        column.x = m_columnsWidth;
        m_columnsWidth += column.width + metrics::grid;
    }

    Verdict right;
    right.rating = 1;
    m_stampWidth =
        stampSize(right, initialsOf(QString::fromStdString(frame.annotator))).width() + margin;
    for (const Label& label : labelling.detail().labels)
        m_stampWidth = std::max(
            m_stampWidth,
            stampSize(label.verdict, initialsOf(QString::fromStdString(label.annotator))).width() +
                margin);

    const QFontMetrics body(fontOf(TextSize::body));
    QFont figures = figuresOf(TextSize::body);
    figures.setWeight(QFont::DemiBold); // as the current step's stand in their badge
    const auto digits = QString::number(labelling.detail().trace.steps.size()).size();
    m_numberWidth =
        QFontMetrics(figures).horizontalAdvance(QString(std::max<qsizetype>(2, digits), u'8')) + 29;
    const int letter = std::max(1, body.averageCharWidth());
    const int room = frame.width - 2 * margin - metrics::strip - m_numberWidth - m_stampWidth;
    const int besideChips = room - m_columnsWidth - (m_columns.empty() ? 0 : metrics::grid);
    m_chipsBelow = !m_columns.empty() && besideChips < leastTextInColumns * letter;
    m_textWidth = std::clamp(m_chipsBelow ? room : besideChips, 12 * letter, longestLine * letter);
}

void StepsLayout::lay(const Labelling& labelling, const StepsLook& look, const StepsFrame& frame)
{
    m_before = std::exchange(m_steps, {});
    m_headings.clear();
    m_tail = {};
    m_tailSteps = 0;
    m_width = frame.width;
    const int widthBefore = m_textWidth;
    layColumns(labelling, look, frame);
    if (m_textWidth != widthBefore)
        m_before.clear();

    const auto& steps = labelling.detail().trace.steps;
    const int error = look.firstErrorMode ? labelling.firstError() : -1;
    int tailFrom = error < 0 ? labelling.steps() : error + 1;
    while (tailFrom < labelling.steps() && labelling.isDecided(tailFrom))
        ++tailFrom; // what was labelled all the same is shown
    if (frame.tailOpen || frame.current >= tailFrom)
        tailFrom = labelling.steps();
    int y = 0;
    for (int step = 0; step < tailFrom; ++step) {
        const Section section = steps[static_cast<std::size_t>(step)].section;
        if (step == 0 || section != steps[static_cast<std::size_t>(step) - 1].section) {
            m_headings.push_back({sectionWords(section),
                                  {margin, y, frame.width - 2 * margin, withText(headingHeight)},
                                  m_headings.empty() && !m_chipsBelow});
            y += withText(headingHeight);
        }
        layStep(labelling, look, frame, step, y);
    }
    if (tailFrom < labelling.steps()) {
        m_tailSteps = labelling.steps() - tailFrom;
        m_tail = {margin, y, frame.width - 2 * margin, metrics::hitTarget};
        y += metrics::hitTarget;
    }
    m_height = y + margin;
    m_before.clear();
}

// Breaking words into lines takes most of the time of a layout, and most changes leave them alone.
std::unique_ptr<TypesetText> StepsLayout::wordsOf(int step, const QString& source,
                                                  Formulas* formulas)
{
    const QFont font = fontOf(TextSize::body);
    for (StepBlock& block : m_before)
        if (block.step == step && block.words->isAsWanted(source, font, formulas))
            return std::move(block.words);
    auto words = std::make_unique<TypesetText>(source, font, formulas);
    words->lay(m_textWidth, linePixels(font));
    return words;
}

void StepsLayout::layStep(const Labelling& labelling, const StepsLook& look,
                          const StepsFrame& frame, int step, int& y)
{
    const int pitch = linePixels(fontOf(TextSize::body));
    StepBlock block;
    block.step = step;
    const std::string& text = labelling.detail().trace.steps[static_cast<std::size_t>(step)].text;
    block.words = wordsOf(step, QString::fromStdString(text).trimmed(), frame.formulas);
    const int lines = block.words->lineCount();
    block.folds = lines > foldedLines + 1;
    const bool open = !block.folds || step == frame.current || frame.unfolded.count(step);
    block.hiddenLines = open ? 0 : lines - foldedLines;
    block.textHeight = block.words->heightOf(lines - block.hiddenLines);
    block.text = {metrics::strip + m_numberWidth, padding};

    int bottom = padding + block.textHeight;
    if (block.folds)
        bottom += pitch;
    bottom = layRewrite(labelling, block, bottom);
    const bool shown = look.shows(labelling, step) && !m_columns.empty();
    if (m_chipsBelow) {
        block.chips = {block.text.x(), bottom + 2};
        bottom += shown ? m_chipHeight + 2 : 0;
    } else {
        block.chips = {block.text.x() + m_textWidth + metrics::grid, padding - 2};
        bottom = std::max(bottom, shown ? padding - 2 + m_chipHeight : 0);
    }
    if (step == frame.current && shown && !look.analysisFolded)
        bottom = layAnalyses(labelling, frame.formulas, block, bottom);
    bottom = std::max({bottom, padding + 22, padding + stampsHeight(labelling, look, step)});
    block.controlsTop = bottom + metrics::gap;
    if (step == frame.current)
        bottom += metrics::gap + frame.currentControls;
    if (step == frame.subject)
        bottom += metrics::gap + frame.subjectControls;
    block.rect = {margin, y, m_width - 2 * margin, bottom + padding};
    y += block.rect.height() + metrics::gap;
    m_steps.push_back(std::move(block));
}

int StepsLayout::layRewrite(const Labelling& labelling, StepBlock& block, int y)
{
    const Label* label = labelling.mine(block.step);
    if (!label || label->verdict.rewrite.empty())
        return y;
    const QFont font = fontOf(TextSize::body);
    const int width = m_textWidth - metrics::grid;
    const QString before = block.words->source();
    const QString after = QString::fromStdString(label->verdict.rewrite).trimmed();
    for (StepBlock& old : m_before)
        if (old.step == block.step && old.rewrite &&
            old.rewrite->isAsWanted(before, after, font, width))
            block.rewrite = std::move(old.rewrite);
    if (!block.rewrite) {
        block.rewrite = std::make_unique<DifferenceText>(before, after, font);
        block.rewrite->lay(width, linePixels(font));
    }
    block.rewriteAt = {block.text.x() + metrics::grid, y + metrics::gap};
    return block.rewriteAt.y() + block.rewrite->height();
}

int StepsLayout::layAnalyses(const Labelling& labelling, Formulas* formulas, StepBlock& block,
                             int y) const
{
    const QFont font = fontOf(TextSize::small);
    const int pitch = linePixels(font);
    const int width = m_textWidth - metrics::grid;
    for (const Estimate& estimate : labelling.detail().estimates) {
        if (estimate.step != block.step || estimate.kind != EstimateKind::judge ||
            estimate.analysis.empty())
            continue;
        AnalysisBlock analysis;
        const QString verdict = !estimate.value          ? Words::tr("no verdict")
                                : *estimate.value > 0.75 ? Words::tr("right")
                                : *estimate.value < 0.25 ? Words::tr("wrong")
                                                         : Words::tr("neutral");
        analysis.text = std::make_unique<TypesetText>(
            Words::tr("%1: %2. %3")
                .arg(judgeInWords(labelling.detail(), estimate), verdict,
                     QString::fromStdString(estimate.analysis).trimmed()),
            font, formulas);
        analysis.text->lay(width, pitch);
        y += metrics::gap;
        analysis.topLeft = {block.text.x() + metrics::grid, y};
        y += analysis.text->height();
        block.analyses.push_back(std::move(analysis));
    }
    return y;
}

const StepBlock* StepsLayout::block(int step) const
{
    const auto at = std::find_if(m_steps.begin(), m_steps.end(),
                                 [step](const StepBlock& block) { return block.step == step; });
    return at == m_steps.end() ? nullptr : &*at;
}

QRect StepsLayout::foldLine(const StepBlock& block) const
{
    if (!block.folds)
        return {};
    const QFontMetrics fm(fontOf(TextSize::small));
    return {block.rect.x() + block.text.x(), block.rect.y() + block.text.y() + block.textHeight,
            m_textWidth, fm.height() + metrics::gap};
}

QRect StepsLayout::controls(const StepBlock& block) const
{
    const int x = block.text.x();
    return {block.rect.x() + x, block.rect.y() + block.controlsTop, block.rect.width() - x - margin,
            block.rect.height() - block.controlsTop};
}

} // namespace steplight
