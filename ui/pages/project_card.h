// SPDX-License-Identifier: GPL-3.0-or-later
// A recent project: picture, name, counts, when it was opened. A button. GUI thread only.
#pragma once

#include "ui/pages/start_page.h"

#include <QAbstractButton>
#include <QImage>

namespace steplight {

class ProjectCard final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit ProjectCard(const RecentProject& project, QWidget* parent = nullptr);

    bool isMissing() const { return m_project.missing; }
    QSize sizeHint() const override;

signals:
    void opened();
    void forgotten();

private:
    QString counts() const;
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

    RecentProject m_project;
    QImage m_picture;
};

} // namespace steplight
