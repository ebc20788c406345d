// SPDX-License-Identifier: GPL-3.0-or-later
// A paragraph of untrusted words, typeset or as its source, as high as it needs at its width. What
// is selected with the pointer is copied as the source has it. GUI thread only.
#pragma once

#include "ui/text/typeset.h"

#include <QWidget>

namespace steplight {

class TypesetLabel final : public QWidget
{
    Q_OBJECT

public:
    /// formulas must outlive the label.
    explicit TypesetLabel(Formulas& formulas, QWidget* parent = nullptr);

    void setText(const QString& source);
    const QString& text() const { return m_source; }
    void setTypeset(bool on);
    /// One line, cut where the room ends, never typeset.
    void setFolded(bool folded);
    QString selectedText() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void rebuild();
    void copy() const;
    TypesetText& laid(int width) const;

    Formulas& m_formulas;
    QString m_source;
    bool m_typeset = true;
    bool m_folded = false;
    mutable std::unique_ptr<TypesetText> m_words; // mutable: laid for the width that is asked about
    int m_anchor = 0, m_cursor = 0;               // of the selection, in the source
};

} // namespace steplight
