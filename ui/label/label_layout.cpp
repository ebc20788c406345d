// SPDX-License-Identifier: GPL-3.0-or-later
// The Label page's part of a layout that the user has named: how it is divided and folded, and
// nothing of what is shown in it.
#include "ui/label/label_page.h"
#include "ui/label/question_header.h"
#include "ui/label/queue_panel.h"

#include <QDataStream>
#include <QSplitter>

namespace steplight {

namespace {

constexpr qint32 layoutVersion = 1;

} // namespace

QByteArray LabelPage::saveLayout() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << layoutVersion << m_columns->saveState() << m_work->saveState() << m_rows->saveState()
        << m_queue->saveState() << m_question->isFolded() << m_analysisFolded;
    return bytes;
}

bool LabelPage::restoreLayout(const QByteArray& layout)
{
    QDataStream in(layout);
    qint32 version = 0;
    QByteArray columns, work, rows, queue;
    bool folded = false, analysisFolded = false;
    in >> version >> columns >> work >> rows >> queue >> folded >> analysisFolded;
    if (in.status() != QDataStream::Ok || version != layoutVersion)
        return false;
    m_columns->restoreState(columns);
    m_work->restoreState(work);
    m_rows->restoreState(rows);
    m_queue->restoreState(queue);
    m_question->setFolded(folded);
    m_analysisFolded = analysisFolded;
    showLook();
    return true;
}

} // namespace steplight
