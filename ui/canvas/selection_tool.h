// SPDX-License-Identifier: GPL-3.0-or-later
// The smart selection while it is made: marks with the mouse or the keyboard, the outline found for
// them on a thread of its own. A newer mark makes the one under way stop. GUI thread only.
#pragma once

#include "ui/canvas/smart_selection.h"
#include "ui/canvas/view_transform.h"

#include <QObject>
#include <QPoint>
#include <QThreadPool>

#include <memory>
#include <optional>

namespace steplight {

class SelectionTool final : public QObject
{
    Q_OBJECT

public:
    /// A click or scribble on the thing, the same beside it, a box around it.
    enum class Mark { with, without, box };

    explicit SelectionTool(QObject* parent = nullptr);
    ~SelectionTool() override;

    void arm(const MipImage& image);
    void stop();
    bool active() const { return m_active; }
    bool searches() const { return m_searching; }
    const SelectionHints& hints() const
    {
        return m_hints;
    }                                                      ///< the mark that is being made included
    const QPolygonF& outline() const { return m_outline; } ///< found last; may be empty
    std::optional<QPointF> cross() const { return m_cross; }

    bool press(const QPointF& view, const ViewTransform& transform, Mark mark);
    void move(const QPointF& view, const ViewTransform& transform);
    void release();

    void stepCross(const QPoint& way, const ViewTransform& transform);
    void markCross(); ///< a click at the cross, when there is one
    void widen(int steps);
    bool takeBack(); ///< the last mark; false = there is none

signals:
    void changed(); ///< an outline was found, or not

private:
    void search();

    bool m_active = false;
    bool m_searching = false;
    bool m_pressed = false;
    Mark m_mark = Mark::with;
    MipImage m_image;
    SelectionHints m_hints;
    std::vector<SelectionHints> m_before; ///< before each mark
    QPolygonF m_outline;
    std::optional<QPointF> m_cross;
    QPointF m_start;                                // image point where the drag began
    std::shared_ptr<std::atomic<bool>> m_cancelled; ///< of the search under way
    QThreadPool m_pool;
};

} // namespace steplight
