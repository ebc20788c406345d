// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/key_sheet.h"

#include "ui/theme.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int columnsOfGroups = 3;
constexpr int sheetWidth = 1080;

QLabel* keyCap(const QString& keys, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(keys);
    QFont font = fontOf(TextSize::body);
    font.setBold(true);
    label->setFont(font);
    label->setAlignment(Qt::AlignRight | Qt::AlignTop);
    return label;
}

} // namespace

KeySheet::KeySheet(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("All keys"));
    hide();
    parent->installEventFilter(this);
}

void KeySheet::add(const KeyGroup& group, std::size_t at)
{
    const auto same = std::find_if(m_groups.begin(), m_groups.end(),
                                   [&](const KeyGroup& g) { return g.title == group.title; });
    if (same == m_groups.end())
        m_groups.insert(
            m_groups.begin() + static_cast<std::ptrdiff_t>(std::min(at, m_groups.size())), group);
    else
        *same = group;
}

void KeySheet::toggle()
{
    if (isVisible()) {
        hide();
        if (m_focusBefore)
            m_focusBefore->setFocus();
        return;
    }
    m_focusBefore = parentWidget()->window()->focusWidget();
    lay();
    show();
    raise();
    setFocus();
}

QWidget* KeySheet::column(const KeyGroup& group)
{
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 2 * metrics::grid);
    grid->setHorizontalSpacing(metrics::grid + metrics::gap);
    grid->setVerticalSpacing(metrics::gap);
    grid->setColumnStretch(1, 1);
    auto* title = new QLabel(group.title, box);
    title->setFont(fontOf(TextSize::heading));
    grid->addWidget(title, 0, 0, 1, 2);
    int row = 1;
    for (const KeyHint& hint : group.keys) {
        auto* what = new QLabel(box);
        what->setTextFormat(Qt::PlainText);
        what->setText(hint.what);
        what->setWordWrap(true);
        grid->addWidget(keyCap(hint.keys, box), row, 0);
        grid->addWidget(what, row++, 1);
    }
    return box;
}

void KeySheet::lay()
{
    delete m_sheet;
    m_sheet = new QFrame(this);
    setPanel(m_sheet);
    auto* inner = new QWidget;
    auto* row = new QHBoxLayout(inner);
    row->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                            2 * metrics::grid);
    row->setSpacing(4 * metrics::grid);
    // Each group goes to the column that is shortest so far.
    std::vector<QVBoxLayout*> columns;
    std::vector<std::size_t> lines(columnsOfGroups, 0);
    for (int i = 0; i < columnsOfGroups; ++i) {
        columns.push_back(new QVBoxLayout);
        row->addLayout(columns.back(), 1);
    }
    for (const KeyGroup& group : m_groups) {
        const auto shortest = std::min_element(lines.begin(), lines.end());
        columns[static_cast<std::size_t>(shortest - lines.begin())]->addWidget(column(group));
        *shortest += group.keys.size() + 3;
    }
    for (QVBoxLayout* each : columns)
        each->addStretch();
    auto* scroll = new QScrollArea(m_sheet);
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* foot = new QLabel(tr("? or Esc closes this sheet."), m_sheet);
    setMuted(foot);
    foot->setContentsMargins(3 * metrics::grid, metrics::grid, 0, metrics::grid);
    auto* whole = new QVBoxLayout(m_sheet);
    whole->setContentsMargins(1, 1, 1, 1);
    whole->setSpacing(0);
    whole->addWidget(scroll, 1);
    whole->addWidget(foot);
    m_sheetHeight = row->totalHeightForWidth(widthOfSheet() - 2) + foot->sizeHint().height() +
                    2 * metrics::grid;
    place();
    m_sheet->show();
}

int KeySheet::widthOfSheet() const
{
    return std::min(sheetWidth, parentWidget()->width() - 6 * metrics::grid);
}

void KeySheet::place()
{
    setGeometry(parentWidget()->rect());
    if (!m_sheet)
        return;
    QRect sheet(0, 0, widthOfSheet(), std::min(m_sheetHeight, height() - 6 * metrics::grid));
    sheet.moveCenter(rect().center());
    m_sheet->setGeometry(sheet);
}

void KeySheet::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    QColor veil = theme.background;
    veil.setAlphaF(0.75F);
    painter.fillRect(rect(), veil);
    if (m_sheet) {
        painter.setPen(theme.edge);
        painter.drawRect(m_sheet->geometry().adjusted(-1, -1, 0, 0));
    }
}

void KeySheet::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Question)
        toggle();
    else
        event->accept(); // nothing below may hear keys while it is covered
}

void KeySheet::mousePressEvent(QMouseEvent*)
{
    toggle();
}

bool KeySheet::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

} // namespace steplight
