// SPDX-License-Identifier: GPL-3.0-or-later
// A step as it was and as it should read, in one: words taken out are struck through, new ones are
// bold and underlined. Lengths in device-independent pixels. GUI thread only.
#pragma once

#include <QFont>
#include <QPointF>
#include <QString>
#include <QTextLayout>

#include <vector>

class QPainter;

namespace steplight {

struct Theme;
struct WordChange;

class DifferenceText
{
public:
    DifferenceText(const QString& before, const QString& after, const QFont& font);

    void lay(int width, int pitch); ///< pitch: distance of two lines
    int height() const { return m_height; }
    /// Made of the same, at the same width: need not be made anew.
    bool isAsWanted(const QString& before, const QString& after, const QFont& font,
                    int width) const;
    void paint(QPainter& painter, const QPointF& at, const Theme& theme) const;

private:
    struct Mark {
        int from = 0, length = 0;
        bool added = false;
    };

    QString m_before, m_after;
    QFont m_font;
    QTextLayout m_layout;
    std::vector<Mark> m_marks;
    int m_width = -1;
    int m_height = 0;
};

} // namespace steplight
