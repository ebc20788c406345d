// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas with its controls below: everything its keys do, for the pointer, and the question's
// other images. GUI thread only.
#pragma once

#include "ui/canvas/canvas.h"

#include <QWidget>

#include <utility>

class QLabel;
class QMenu;
class QSlider;
class QToolButton;

namespace steplight {

class ImageStrip;

class ImagePane final : public QWidget
{
    Q_OBJECT

public:
    /// The loader must outlive the pane.
    explicit ImagePane(ImageLoader& loader, QWidget* parent = nullptr);

    Canvas& canvas() { return *m_canvas; }
    /// After setImages(), setView() or setAdjustment() on the canvas: brings the controls up to
    /// date. Signals of the canvas do it by themselves.
    void refresh();
    void hideTools(); ///< where nothing is drawn

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /// id: of its key in the key table, which the tool tip says.
    QToolButton* addButton(const QString& text, const QString& what, const char* id = nullptr);
    void add(QToolButton* button, const QString& what, const char* id);
    void addTool(const char* id, const QString& what, Region::Shape shape);
    void buildBar();
    QMenu* adjustmentMenu();
    QSlider* addSlider(QWidget* form, const QString& name, std::pair<const char*, const char*> ids,
                       std::pair<int, int> range, int DisplayAdjustment::*field);

    Canvas* m_canvas;
    ImageStrip* m_strip;
    QWidget* m_bar;
    QLabel* m_zoom;
    QLabel* m_count;
    QToolButton* m_previous;
    QToolButton* m_next;
    QSlider* m_brightness = nullptr;
    QSlider* m_contrast = nullptr;
    QSlider* m_gamma = nullptr;
};

} // namespace steplight
