// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/key_sheet.h"

#include "ui/key_map.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace steplight {

namespace {

constexpr int sheetWidth = 1280;

/// Three of usual words; of larger ones fewer, so that a meaning keeps its line.
int columnsOfGroups()
{
    constexpr int lineHeights = 24; // a column's width
    return std::clamp(sheetWidth / (lineHeights * QFontMetrics(fontOf(TextSize::body)).height()), 1,
                      3);
}

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

struct KeyHint {
    QString keys; ///< as printed: "Ctrl+1", "[ ]"
    QString what;
};

struct KeyGroup {
    QString title;
    std::vector<KeyHint> keys;
};

QString firstKey(const KeyAction& action)
{
    return keyInWords(keyMap().keys(action.id).value(0));
}

/// "[ ]", "Ctrl+← → ↑ ↓", "Ctrl+1 … 5": the first key of each, together.
QString together(QStringList keys)
{
    const QString lead = keys.front().left(keys.front().lastIndexOf(u'+', -2) + 1);
    const bool share = std::all_of(keys.begin(), keys.end(),
                                   [&](const QString& key) { return key.startsWith(lead); });
    for (qsizetype i = 1; share && i < keys.size(); ++i)
        keys[i].remove(0, lead.size());
    return keys.size() < 5 ? keys.join(u' ') : keys.front() % QStringLiteral(" … ") % keys.back();
}

/// The table as it is read on the sheet: the page where most keys are pressed comes second, and
/// neighbours that say the same share a line.
std::vector<KeyGroup> groups()
{
    std::vector<KeyGroup> groups;
    const std::vector<KeyAction>& actions = keyMap().actions();
    for (std::size_t i = 0; i < actions.size(); ++i) {
        const QString title = scopeInWords(actions[i].scope);
        if (groups.empty() || groups.back().title != title)
            groups.push_back({title, {}});
        if (!actions[i].sheet) {
            const QString keys = keysInWords(actions[i].id);
            groups.back().keys.push_back(
                {keys.isEmpty() ? QStringLiteral("–") : keys, actions[i].what()});
            continue;
        }
        QStringList keys{firstKey(actions[i])};
        const char* sheet = actions[i].sheet;
        for (; i + 1 < actions.size() && actions[i + 1].sheet == sheet; ++i)
            keys << firstKey(actions[i + 1]);
        groups.back().keys.push_back(
            {together(keys), QCoreApplication::translate(actions[i].context, sheet)});
    }
    return groups;
}

QWidget* column(const KeyGroup& group)
{
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 2 * metrics::grid);
    grid->setHorizontalSpacing(metrics::grid + metrics::gap);
    grid->setVerticalSpacing(metrics::gap / 2); // all of it on a screen of 768 lines
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

} // namespace

KeySheet::KeySheet(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("All keys"));
    hide();
    parent->installEventFilter(this);
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
    std::vector<std::size_t> lines(static_cast<std::size_t>(columnsOfGroups()), 0);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        columns.push_back(new QVBoxLayout);
        row->addLayout(columns.back(), 1);
    }
    for (const KeyGroup& group : groups()) {
        const auto shortest = std::min_element(lines.begin(), lines.end());
        columns[static_cast<std::size_t>(shortest - lines.begin())]->addWidget(column(group));
        *shortest += group.keys.size() + 3;
    }
    for (QVBoxLayout* each : columns)
        each->addStretch();
    QScrollArea* scroll = m_scroll = new QScrollArea(m_sheet);
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    QWidget* below = foot();
    auto* whole = new QVBoxLayout(m_sheet);
    whole->setContentsMargins(1, 1, 1, 1);
    whole->setSpacing(0);
    whole->addWidget(scroll, 1);
    whole->addWidget(below);
    m_sheetHeight = row->totalHeightForWidth(widthOfSheet() - 2) + below->sizeHint().height() +
                    2 * metrics::grid;
    place();
    m_sheet->show();
}

QWidget* KeySheet::foot()
{
    auto* foot = new QWidget(m_sheet);
    auto* words = new QLabel(
        tr("%1 or Esc closes this sheet.").arg(keysInWords(QStringLiteral("key-sheet"))), foot);
    setMuted(words);
    auto* change = new QPushButton(tr("Change keys…"), foot);
    change->setToolTip(withKeys(tr("Give an action another key"), QStringLiteral("change-keys")));
    change->setFocusPolicy(Qt::TabFocus);
    connect(change, &QPushButton::clicked, this, [this] {
        toggle();
        emit changeRequested();
    });
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(3 * metrics::grid, metrics::grid, 3 * metrics::grid, metrics::grid);
    row->addWidget(words, 1);
    row->addWidget(change);
    return foot;
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
    using Slider = QAbstractSlider;
    static const std::map<int, Slider::SliderAction> scrolls{
        {Qt::Key_Down, Slider::SliderSingleStepAdd},   {Qt::Key_Up, Slider::SliderSingleStepSub},
        {Qt::Key_PageDown, Slider::SliderPageStepAdd}, {Qt::Key_PageUp, Slider::SliderPageStepSub},
        {Qt::Key_Home, Slider::SliderToMinimum},       {Qt::Key_End, Slider::SliderToMaximum}};
    if (const auto found = scrolls.find(event->key()); found != scrolls.end())
        return m_scroll->verticalScrollBar()->triggerAction(found->second);
    if (event->key() == Qt::Key_Escape || keyMap().matches(QStringLiteral("key-sheet"), *event))
        toggle();
    else
        event->accept(); // nothing below may hear keys while it is covered
}

/// Between the sheet and its button: what is covered does not get the focus.
bool KeySheet::focusNextPrevChild(bool)
{
    auto* button = m_sheet->findChild<QPushButton*>();
    (hasFocus() && button ? static_cast<QWidget*>(button) : this)->setFocus(Qt::TabFocusReason);
    return true;
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
