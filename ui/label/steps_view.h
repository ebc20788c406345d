// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of one trace, lit, selectable, with the controls of the current step among them. Model
// text is typeset (text/typeset.h) or painted as it is, never read as HTML. GUI thread only.
#pragma once

#include "ui/label/steps_layout.h"

#include <QAbstractScrollArea>

#include <optional>

namespace steplight {

class DetailRow;
class RatingRow;

class StepsView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    /// labelling and formulas must outlive the view; call trace() or labelsChanged() after changing
    /// the labelling.
    StepsView(const Labelling& labelling, Formulas& formulas, QWidget* parent = nullptr);

    void showTrace(const std::string& annotator); ///< another trace: step 0, top, no selection
    void labelsChanged();
    void setLook(const StepsLook& look);
    const StepsLook& look() const { return m_look; }
    /// Makes a step current and brings it into the middle third; subject is the step that has the
    /// detail row, -1 = none.
    void setCurrent(int step, int subject);
    int current() const { return m_frame.current; }
    void toggleTail();
    void setTypeset(bool on); ///< or the plain source

    /// In the place of the rating buttons; the view owns it. What it is high for a width it says.
    void setControls(QWidget* controls);
    /// Those controls have another height.
    void controlsChanged() { relayoutInPlace(); }
    RatingRow& ratingRow() { return *m_rating; }
    DetailRow& detailRow() { return *m_detail; }

    void setLit(std::vector<int> steps); ///< those of the region that is selected on the image
    const std::vector<int>& lit() const { return m_lit; }
    /// The selected words when all are of this step, and forgets them.
    std::optional<Region::Span> takeSelection(int step);

    bool showsEstimates(int step) const { return m_look.shows(m_labelling, step); }
    QString selectedText() const;
    void copy() const; ///< the selected text, or the current step's

    const StepsLayout& steps() const { return m_layout; }

    // --- for screen readers, which get an item a step (steps_access.cpp)
    int stepCount() const;
    QString stepInWords(int step) const; ///< "Step 3 of 8. The bus is red."
    QString saidInWords(int step) const; ///< its scores, where they may be seen, and its label
    QRect stepArea(int step) const;      ///< in the viewport; empty where it is folded away

signals:
    void stepChosen(int step); ///< by the pointer

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// A place in the source of a step's words.
    struct TextPlace {
        int step = -1;
        int at = 0;
        auto operator<=>(const TextPlace&) const = default;
    };

    void relayout();
    void relayoutInPlace(); ///< the current step stays where it is on the screen
    void placeControls();
    void centre();
    void showDetailRow(); ///< scrolls so that what it asks can be seen
    void describe();      ///< for screen readers (steps_access.cpp)
    QPoint toContent(const QPoint& view) const;
    const StepBlock* blockAt(const QPoint& content) const;
    std::optional<TextPlace> placeAt(const QPoint& content) const;
    QString tooltipAt(const QPoint& content) const;

    void paintHeading(QPainter& painter, const HeadingBlock& heading) const;
    void paintStep(QPainter& painter, const StepBlock& block) const;
    void paintGround(QPainter& painter, const StepBlock& block) const;
    void paintNumber(QPainter& painter, const StepBlock& block) const;
    void paintWords(QPainter& painter, const StepBlock& block) const;
    void paintChips(QPainter& painter, const StepBlock& block) const;
    void paintStamps(QPainter& painter, const StepBlock& block) const;
    std::pair<int, int> selectionIn(const StepBlock& block) const; ///< in its source
    std::vector<TypesetUnderline> spansIn(const StepBlock& block) const;
    bool isLit(int step) const;

    const Labelling& m_labelling;
    Formulas& m_formulas;
    StepsLook m_look;
    StepsFrame m_frame;
    StepsLayout m_layout;
    std::vector<int> m_lit;
    RatingRow* m_rating;
    QWidget* m_controls; ///< below the current step: the rating row or another
    DetailRow* m_detail;
    TextPlace m_anchor, m_cursor; // of the selection
    bool m_selecting = false;
    bool m_dragged = false;
    QPoint m_pressed; // content coordinates
};

} // namespace steplight
