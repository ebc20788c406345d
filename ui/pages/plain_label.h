// SPDX-License-Identifier: GPL-3.0-or-later
// A label for words from data: never HTML, wrapped, selectable. GUI thread only.
#pragma once

#include <QString>

class QLabel;
class QWidget;

namespace steplight {

QLabel* plainLabel(QWidget* parent, const QString& text = {});

} // namespace steplight
