// SPDX-License-Identifier: GPL-3.0-or-later
// Where the steps, their words and their estimates stand in the steps pane. Lays out once a change
// and answers questions; paints nothing. Lengths in device-independent pixels. GUI thread only.
#pragma once

#include "ui/label/difference_text.h"
#include "ui/label/labelling.h"
#include "ui/light.h"
#include "ui/text/typeset.h"

#include <QFont>
#include <QRect>
#include <QString>

#include <memory>
#include <set>
#include <vector>

namespace steplight {

/// What of the estimates may be seen and by which the steps are lit.
struct StepsLook {
    LightSource source = LightSource::mc;
    double threshold = 0.5; ///< of prm values
    Visibility visibility = Visibility::open;
    bool hidden = false; ///< key H
    bool firstErrorMode = false;
    bool analysisFolded = false;

    /// May the estimates of a step be seen?
    bool shows(const Labelling& labelling, int step) const;
};

/// Estimates of one kind and source: a column of chips.
struct ChipColumn {
    EstimateKind kind = EstimateKind::mc;
    std::string source; ///< its name
    int x = 0;          ///< from the left of the first column
    int width = 0;
};

/// Words of a judge on one step.
struct AnalysisBlock {
    std::unique_ptr<TypesetText> text; ///< "Judge: wrong. The number is …"
    QPoint topLeft;                    ///< from the top left of the step
};

struct StepBlock {
    int step = 0;
    QRect rect;          ///< of the step with its margins left out; y from the top of the content
    QPoint text;         ///< top left of the words, from rect's top left
    int textHeight = 0;  ///< of the lines that are shown
    int hiddenLines = 0; ///< folded away
    bool folds = false;  ///< long enough to be folded: has a line that says so
    QPoint chips;        ///< top left of the chip columns, from rect's top left
    int controlsTop = 0; ///< of rating and detail rows, from rect's top
    std::unique_ptr<TypesetText> words;
    std::vector<AnalysisBlock> analyses;
    std::unique_ptr<DifferenceText> rewrite; ///< what this annotator changed; null = nothing
    QPoint rewriteAt;                        ///< from rect's top left
};

struct HeadingBlock {
    QString text;
    QRect rect;
    bool columns = false; ///< has the columns' names at its right
};

/// Input of a layout, all of it.
struct StepsFrame {
    int width = 0;
    int current = -1;
    int subject = -1;
    int currentControls = 0; ///< height of what stands below the current step
    int subjectControls = 0; ///< height of what stands below the subject
    std::set<int> unfolded;  ///< long steps that the user opened
    bool tailOpen = false;
    std::string annotator;
    Formulas* formulas = nullptr; ///< null: words are shown as their source
};

/// Least distance of two lines of words in a font.
int linePixels(const QFont& font);

class StepsLayout
{
public:
    static constexpr int longestLine = 75; ///< characters
    static constexpr int foldedLines = 8;  ///< lines shown of a step that folds

    void lay(const Labelling& labelling, const StepsLook& look, const StepsFrame& frame);

    const std::vector<StepBlock>& steps() const { return m_steps; }
    const std::vector<HeadingBlock>& headings() const { return m_headings; }
    const std::vector<ChipColumn>& columns() const { return m_columns; }
    bool chipsBelow() const { return m_chipsBelow; }
    int stampWidth() const { return m_stampWidth; }
    int height() const { return m_height; }
    /// The line that stands for the steps after the first error; empty when none is folded.
    const QRect& tail() const { return m_tail; }
    int tailSteps() const { return m_tailSteps; }

    const StepBlock* block(int step) const; ///< nullptr when folded away
    /// The line "… 6 more lines" below a long step's words, in content coordinates.
    QRect foldLine(const StepBlock& block) const;
    QRect controls(const StepBlock& block) const; ///< content coordinates; height up to its bottom
    int numberWidth() const { return m_numberWidth; }

private:
    void layColumns(const Labelling& labelling, const StepsLook& look, const StepsFrame& frame);
    void layStep(const Labelling& labelling, const StepsLook& look, const StepsFrame& frame,
                 int step, int& y);
    std::unique_ptr<TypesetText> wordsOf(int step, const QString& source, Formulas* formulas);
    int layRewrite(const Labelling& labelling, StepBlock& block, int y);
    int layAnalyses(const Labelling& labelling, Formulas* formulas, StepBlock& block, int y) const;

    std::vector<StepBlock> m_steps;
    std::vector<StepBlock> m_before; ///< during lay(): the last one's, whose words may be taken
    std::vector<HeadingBlock> m_headings;
    std::vector<ChipColumn> m_columns;
    QRect m_tail;
    int m_tailSteps = 0;
    int m_numberWidth = 0;
    int m_stampWidth = 0;
    int m_columnsWidth = 0;
    int m_chipHeight = 0;
    int m_textWidth = 0;
    int m_width = 0;
    int m_height = 0;
    bool m_chipsBelow = false;
};

} // namespace steplight
