// SPDX-License-Identifier: GPL-3.0-or-later
// The guideline beside the trace, at the rule in question. GUI thread only.
#pragma once

#include "storage/records/guideline.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace steplight {

class DocumentView;
class ImageLoader;

class GuidelinePanel final : public QWidget
{
    Q_OBJECT

public:
    /// Hidden at first. images must outlive it.
    explicit GuidelinePanel(ImageLoader& images, QWidget* parent = nullptr);

    void setGuideline(const Guideline& guideline, const QString& folder);
    void showRule(const QStringList& names); ///< see DocumentView
    const DocumentView& document() const { return *m_document; }

signals:
    void left();
    void editRequested();

private:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

    QLabel* m_version;
    DocumentView* m_document;
    QWidget* m_none;
};

} // namespace steplight
