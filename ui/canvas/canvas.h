// SPDX-License-Identifier: GPL-3.0-or-later
// The image beside the steps: zoom, pan, display adjustment, regions and the tools that draw them.
// Speaks in stored image pixels (no EXIF turn) only. GUI thread only.
#pragma once

#include "storage/records/label.h"
#include "storage/records/question.h"
#include "ui/canvas/box_tool.h"
#include "ui/canvas/display_adjustment.h"
#include "ui/canvas/image_surface.h"
#include "ui/canvas/outline_tool.h"
#include "ui/canvas/selection_tool.h"
#include "ui/canvas/view_transform.h"

#include <QPointF>
#include <QTimer>
#include <QWidget>

#include <vector>

namespace steplight {

class CanvasNotice;
class ImageLoader;
struct LoadedImage;

/// A region as the canvas shows it.
struct ShownRegion {
    Region region;
    int number = 1;       ///< painted; 1-based among its step's regions
    bool current = false; ///< of the current step: bright; else faint
    bool own = true;      ///< may be changed
    QString voice = {};   ///< painted before the number where several people speak: "A·1"
};

/// What of a view is remembered per image.
struct CanvasView {
    double zoom = 0; ///< device-independent pixels per image pixel; 0 = fit
    QPointF centre;  ///< image pixel in the middle of the widget; unused when zoom is 0
};

/// Keys, while the canvas has the focus or is sent them by its page, are those of the scopes image
/// and box of the key table, and those of the tools; all others are left alone. With a region:
/// arrows move it or its chosen corner (Shift 10 pixels), Ctrl+arrows resize a box.
class Canvas final : public QWidget
{
    Q_OBJECT

public:
    /// The loader must outlive the canvas.
    explicit Canvas(ImageLoader& loader, QWidget* parent = nullptr);

    /// The images of the question that is shown; shows image number current of them, fitted. The
    /// same images again change nothing.
    void setImages(const std::vector<ImageRef>& images, int current = 0);
    void setCurrentImage(int index);
    int currentImage() const { return m_current; }
    int imageCount() const { return static_cast<int>(m_images.size()); }
    const std::vector<ImageRef>& images() const { return m_images; }

    /// All regions of the trace; those of other images are kept and not painted.
    void setRegions(std::vector<ShownRegion> regions);
    std::vector<int> regionCounts() const; ///< one an image
    /// Index in the list given to setRegions(), -1 = none.
    void selectRegion(int index);
    int selectedRegion() const { return m_selected; }

    /// Starts a new region: the next drag draws a box, the next clicks set corners or a point or
    /// mark what to select; an arrow key puts a box or a cross in the middle, the same shape again
    /// a corner or mark at the cross.
    /// Takes the focus. Does nothing while there is no image.
    void start(Region::Shape shape);
    void setDraws(bool on) { m_draws = on; } ///< whether keys start the tools; true at start
    void finishEdit(); ///< emits regionChanged() when the selected region was changed
    void cancelTool();
    bool toolActive() const { return m_box.active() || m_outline.active() || m_smart.active(); }
    /// What is being drawn or is selected becomes "expected here, absent", or present again; false
    /// where there is neither.
    bool toggleAbsent();

    void setView(const CanvasView& view); ///< kept until the image is there
    CanvasView view() const;
    void zoomBy(double factor); ///< around the middle
    void fit();
    void oneToOne();
    /// Moves the view so that the region is well inside it; zooms out, never in. Of another image:
    /// shows that first.
    void reveal(int region);
    /// The same for all regions of the current step on this image, or on the first that has one.
    void revealCurrent();

    void setAdjustment(const DisplayAdjustment& adjustment);
    void changeAdjustment(const DisplayAdjustment& adjustment); ///< by the user: emits
    const DisplayAdjustment& adjustment() const { return m_adjustment; }

    const ViewTransform& transform() const { return m_view; }
    bool hasImage() const { return !m_surface.image().isNull(); }
    bool awaitsImage() const { return m_awaited; } ///< its file is being read

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// A new region was accepted; belongs to the current step. The page adds it by setRegions().
    void regionDrawn(const steplight::Region& region);
    void regionDuplicated(const steplight::Region& region); ///< the same; to be selected then
    void regionChanged(int index, const steplight::Region& region);
    void regionRemoved(int index);
    void regionsShown();            ///< other regions were set
    void regionSelected(int index); ///< by a click or a key; -1 = none
    void viewChanged(const steplight::CanvasView& view);
    void adjustmentChanged(const steplight::DisplayAdjustment& adjustment);
    void imageChanged(int index); ///< another image is current, not yet loaded
    void imageShown();            ///< its pixels are there, or the reason why not
    void locateRequested(const steplight::ImageRef& image);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    const ImageRef* image() const; ///< the current one, or nullptr
    void showImage();
    void receive(const LoadedImage& loaded);
    void describe(); ///< for screen readers
    void viewMoved();
    void applyView(const CanvasView& view);

    bool handleTool(const QKeyEvent& event);
    bool handleRegion(const QKeyEvent& event);
    bool handleToolKey(const QKeyEvent& event);   ///< Enter, Esc, arrows
    bool isToolKey(const QKeyEvent& event) const; ///< with a tool that is active
    bool handleView(const QKeySequence& pressed);
    bool handleAdjustment(const QKeySequence& pressed);
    bool drawsNew() const { return m_box.isNew() || m_outline.isNew() || m_smart.active(); }
    bool isWhole() const; ///< what is drawn can be kept
    void stopTools();
    bool toolChanged() const { return m_box.changed() || m_outline.changed(); }
    bool pressTool(const QPointF& view, Qt::KeyboardModifiers modifiers);
    Region toolRegion() const; ///< as it is drawn now
    void editRegion(const Region& region);
    void stepTool(int key, Qt::KeyboardModifiers modifiers);
    void setNext();  ///< a corner or a mark at the cross, when there is one
    bool takeBack(); ///< the last corner, or an unfinished change
    bool canTakeBack() const;
    void found(); ///< an outline for the marks
    void accept();
    void duplicate();
    void removeSelected();        ///< or its chosen corner
    void chooseRegion(int index); ///< by the user
    void selectNext();
    void revealBox(const QRectF& box);
    const ShownRegion* selected() const; ///< nullptr = none
    int regionAt(const QPointF& view) const;
    void updateCursor(const QPointF& view);
    void paintRegions(QPainter& painter) const;
    void paintTool(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintUnfinished(QPainter& painter, const QPointF& next) const;
    QPolygonF inView(const QPolygonF& image) const;
    QString toolHint() const; ///< what the tool is at and its keys
    void paintHints(QPainter& painter) const;

    ImageLoader& m_loader;
    ImageSurface m_surface;
    CanvasNotice* m_notice;
    QTimer m_loadingSoon; // a wait below 0.3 s says nothing
    std::vector<ImageRef> m_images;
    std::vector<CanvasView> m_views; // by image
    int m_current = 0;
    bool m_awaited = false; // the current image is being loaded
    std::vector<ShownRegion> m_regions;
    int m_selected = -1;
    BoxTool m_box;
    SelectionTool m_smart;
    bool m_keepSoon = false; // the outline that is being looked for
    bool m_draws = true;
    OutlineTool m_outline;                      // of polygons, points and selections
    Region::Shape m_shape = Region::Shape::box; // of what is drawn
    bool m_absent = false;                      // the same
    bool m_revealSoon = false; // what is selected or current, as soon as the image is there
    ViewTransform m_view;
    DisplayAdjustment m_adjustment;
    enum class Drag { none, maybe, pan, tool } m_drag = Drag::none;
    QPointF m_dragFrom;
    int m_panKey = 0; ///< while it is held down
};

} // namespace steplight
