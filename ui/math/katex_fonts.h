// SPDX-License-Identifier: GPL-3.0-or-later
// KaTeX's fonts, read from its files (never from the system's list). Each thread has its own.
#pragma once

#include <QHash>
#include <QRawFont>
#include <QString>

#include <utility>

namespace steplight {

/// What katex.css says of an element's font.
struct KatexFace {
    QString family = QStringLiteral("Main"); ///< without "KaTeX_"
    bool bold = false;
    bool italic = false;
};

/// The folder with katex.min.js and fonts/: beside the program or Debian's; empty when there is
/// none.
QString katexFolder();

class KatexFonts
{
public:
    explicit KatexFonts(const QString& folder) : m_folder(folder) {}

    /// The number of a face's file; the family's regular one where it has no such face.
    static int indexOf(const KatexFace& face);
    /// Not valid when the file cannot be read.
    QRawFont at(int index, double pixels);

private:
    QString m_folder;
    QHash<std::pair<int, int>, QRawFont> m_fonts; // by index and 64ths of a pixel
};

} // namespace steplight
