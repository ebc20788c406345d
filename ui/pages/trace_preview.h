// SPDX-License-Identifier: GPL-3.0-or-later
// One trace small and read-only: question, picture, answer, lit steps. GUI thread only.
#pragma once

#include "storage/records/trace_detail.h"
#include "ui/light.h"

#include <QScrollArea>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace steplight {

class ImageLoader;
class Thumbnail;

class TracePreview final : public QScrollArea
{
    Q_OBJECT

public:
    explicit TracePreview(QWidget* parent = nullptr);

    void setDetail(const TraceDetail& detail);
    void setSource(LightSource source);
    void clear();
    QString traceId() const { return QString::fromStdString(m_detail.trace.id); }

signals:
    void openRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showQuestion();
    void showWhere();
    void showImage();
    void showSteps();

    TraceDetail m_detail;
    LightSource m_source = LightSource::prm;
    ImageLoader* m_loader;
    QWidget* m_body;
    QLabel* m_hint;
    QLabel* m_where;
    QLabel* m_question;
    QLabel* m_answer;
    Thumbnail* m_image;
    QPushButton* m_open;
    QVBoxLayout* m_steps;
};

} // namespace steplight
