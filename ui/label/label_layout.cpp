// SPDX-License-Identifier: GPL-3.0-or-later
// What the Label page remembers: how it is divided and folded, which a layout with a name keeps
// too, and how its traces are shown.
#include "ui/canvas/image_pane.h"
#include "ui/label/label_page.h"
#include "ui/label/question_header.h"
#include "ui/label/queue_panel.h"

#include <QDataStream>
#include <QSplitter>

namespace steplight {

namespace {

constexpr qint32 layoutVersion = 1;
constexpr qint32 stateVersion = 3;

} // namespace

struct LabelPage::Layout {
    QByteArray columns, work, rows, queue;
    bool folded = false, analysisFolded = false;

    friend QDataStream& operator<<(QDataStream& out, const Layout& l)
    {
        return out << l.columns << l.work << l.rows << l.queue << l.folded << l.analysisFolded;
    }
    friend QDataStream& operator>>(QDataStream& in, Layout& l)
    {
        return in >> l.columns >> l.work >> l.rows >> l.queue >> l.folded >> l.analysisFolded;
    }
};

LabelPage::Layout LabelPage::layoutNow() const
{
    return {m_columns->saveState(), m_work->saveState(),    m_rows->saveState(),
            m_queue->saveState(),   m_question->isFolded(), m_analysisFolded};
}

void LabelPage::useLayout(const Layout& layout)
{
    m_columns->restoreState(layout.columns);
    m_work->restoreState(layout.work);
    m_rows->restoreState(layout.rows);
    m_queue->restoreState(layout.queue);
    m_question->setFolded(layout.folded);
    m_analysisFolded = layout.analysisFolded;
}

QByteArray LabelPage::saveLayout() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << layoutVersion << layoutNow();
    return bytes;
}

bool LabelPage::restoreLayout(const QByteArray& layout)
{
    QDataStream in(layout);
    qint32 version = 0;
    Layout kept;
    in >> version >> kept;
    if (in.status() != QDataStream::Ok || version != layoutVersion)
        return false;
    useLayout(kept);
    showLook();
    return true;
}

QByteArray LabelPage::saveState() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    const DisplayAdjustment& adjustment = m_image->canvas().adjustment();
    out << stateVersion << layoutNow() << m_litChosen << static_cast<qint32>(m_litBy)
        << m_scoresHidden << m_sourceShown << adjustment.brightness << adjustment.contrast
        << adjustment.gamma;
    return bytes;
}

bool LabelPage::restoreState(const QByteArray& state)
{
    QDataStream in(state);
    qint32 version = 0, litBy = 0;
    Layout layout;
    bool litChosen = false, hidden = false, source = false;
    DisplayAdjustment adjustment;
    in >> version;
    if (version != stateVersion)
        return false;
    in >> layout >> litChosen >> litBy >> hidden >> source >> adjustment.brightness >>
        adjustment.contrast >> adjustment.gamma;
    if (in.status() != QDataStream::Ok || litBy < 0 ||
        litBy > static_cast<qint32>(LightSource::combined))
        return false;
    useLayout(layout);
    m_litChosen = litChosen;
    m_litBy = static_cast<LightSource>(litBy);
    m_scoresHidden = hidden;
    m_sourceShown = source;
    showSource();
    setAdjustment(bounded(adjustment));
    showLook();
    return true;
}

} // namespace steplight
