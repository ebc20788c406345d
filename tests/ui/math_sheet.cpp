// SPDX-License-Identifier: GPL-3.0-or-later
// math_sheet FORMULAS OUT: paints each line of a file as a display formula, 40 pixels an em, one
// picture a line: OUT/0.png … Black on white, the baseline at half of the height, 20 pixels from
// the left.
#include "ui/math/box_layout.h"
#include "ui/math/formula_paint.h"
#include "ui/math/katex_engine.h"

#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QTextStream>

using namespace steplight;

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    if (argc != 3)
        return 2;
    QFile file(QString::fromLocal8Bit(argv[1]));
    if (!file.open(QIODevice::ReadOnly))
        return 1;
    const QString folder = katexFolder();
    KatexEngine engine(folder);
    KatexFonts fonts(folder);
    QTextStream lines(&file);
    for (int n = 0; !lines.atEnd(); ++n) {
        const auto tree = engine.tree(lines.readLine(), true);
        QImage image(1000, 400, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        QPointF at(20, 200);
        for (const FormulaPiece& piece :
             tree ? layFormula(*tree, true, fonts, QFont()).pieces : std::vector<FormulaPiece>()) {
            paintFormula(painter, piece, at, 40, Qt::black, QFont(), fonts);
            at.rx() += piece.width * 40;
        }
        image.save(QString::fromLocal8Bit(argv[2]) + QStringLiteral("/%1.png").arg(n));
    }
    return 0;
}
