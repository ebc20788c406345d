// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/katex_fonts.h"

#include <QCoreApplication>
#include <QFile>

#include <array>
#include <cmath>
#include <cstring>

namespace steplight {

namespace {

constexpr std::array<const char*, 20> files = {
    "Main-Regular",     "Main-Bold",        "Main-Italic",    "Main-BoldItalic",
    "Math-Italic",      "Math-BoldItalic",  "AMS-Regular",    "Caligraphic-Regular",
    "Caligraphic-Bold", "Fraktur-Regular",  "Fraktur-Bold",   "SansSerif-Regular",
    "SansSerif-Bold",   "SansSerif-Italic", "Script-Regular", "Typewriter-Regular",
    "Size1-Regular",    "Size2-Regular",    "Size3-Regular",  "Size4-Regular",
};

constexpr qsizetype mostFonts = 400; // 20 files in 20 sizes

int numberOf(const QString& file)
{
    for (std::size_t i = 0; i < files.size(); ++i)
        if (file == QLatin1String(files[i]))
            return static_cast<int>(i);
    return -1;
}

} // namespace

QString katexFolder()
{
    const QString beside =
        QCoreApplication::applicationDirPath() + QStringLiteral("/../share/steplight/katex");
    for (const QString& folder : {beside, QStringLiteral("/usr/share/javascript/katex")})
        if (QFile::exists(folder + QStringLiteral("/katex.min.js")) &&
            QFile::exists(folder + QStringLiteral("/fonts/KaTeX_Main-Regular.ttf")))
            return folder;
    return {};
}

int KatexFonts::indexOf(const KatexFace& face)
{
    const auto named = [&face](const char* style) {
        return numberOf(face.family + QLatin1Char('-') + QLatin1String(style));
    };
    int index = -1;
    if (face.bold && face.italic)
        index = named("BoldItalic");
    if (index < 0 && face.bold)
        index = named("Bold");
    if (index < 0 && (face.italic || face.family == QStringLiteral("Math")))
        index = named("Italic");
    if (index < 0)
        index = named("Regular");
    return index < 0 ? 0 : index;
}

QRawFont KatexFonts::at(int index, double pixels)
{
    const std::pair key(index, static_cast<int>(std::lround(pixels * 64)));
    auto at = m_fonts.find(key);
    if (at == m_fonts.end() && m_fonts.size() >= mostFonts) {
        m_fonts.clear(); // formulas that shrink to fit have sizes of their own
        at = m_fonts.end();
    }
    if (at == m_fonts.end())
        at = m_fonts.insert(
            key, QRawFont(QStringLiteral("%1/fonts/KaTeX_%2.ttf")
                              .arg(m_folder, QLatin1String(files[static_cast<std::size_t>(index)])),
                          key.second / 64.0, QFont::PreferNoHinting));
    return *at;
}

} // namespace steplight
