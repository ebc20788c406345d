// SPDX-License-Identifier: GPL-3.0-or-later
// A guideline as it is read: headings, typeset words, and pictures of the project's own. Nothing in
// it loads from elsewhere, links or runs. GUI thread only.
#pragma once

#include "ui/text/document.h"

#include <QScrollArea>

class QVBoxLayout;

namespace steplight {

class Formulas;
class ImageLoader;
struct LoadedImage;

class DocumentView final : public QScrollArea
{
    Q_OBJECT

public:
    /// Both must outlive the view.
    DocumentView(Formulas& formulas, ImageLoader& images, QWidget* parent = nullptr);

    /// What stays the same keeps its place; folder is the project's, for pictures.
    void setDocument(const QString& markdown, const QString& folder);
    /// Brings the heading about one of the names to the top and marks it; where there is none,
    /// nothing moves. The same names again leave it where the reader has gone.
    void showRule(const QStringList& names);
    int ruleShown() const { return m_rule; } ///< part of the document, -1 = none
    const std::vector<DocumentPart>& parts() const { return m_parts; }
    QWidget* widgetOf(int part) const { return m_widgets[static_cast<std::size_t>(part)]; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* made(const DocumentPart& part);
    void fill(QWidget* widget, const DocumentPart& part);
    void take(const LoadedImage& image);
    void markRule();
    void paintEdge();
    void followRule();

    Formulas& m_formulas;
    ImageLoader& m_images;
    QString m_folder;
    std::vector<DocumentPart> m_parts;
    std::vector<QWidget*> m_widgets; ///< one a part
    QVBoxLayout* m_column;
    QStringList m_names; ///< of the rule that was asked for last
    int m_rule = -1;
    bool m_follows = false; ///< until the reader scrolls
};

} // namespace steplight
