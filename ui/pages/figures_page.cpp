// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures_page.h"

#include "ui/charts/day_chart.h"
#include "ui/label/queue_menu.h"
#include "ui/pages/figures_words.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace steplight {

namespace {

constexpr int widest = 860; // of lines that are read
constexpr int nameWidth = 150;

QLabel* plain(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    return label;
}

} // namespace

FiguresPage::FiguresPage(QWidget* parent)
    : QWidget(parent), m_who(plain({}, this)), m_stack(new QStackedWidget(this)),
      m_days(new DayChart), m_sections(new QVBoxLayout)
{
    m_stack->addWidget(buildFigures());
    m_stack->addWidget(buildNone());
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(buildHead());
    whole->addWidget(m_stack, 1);
    setFocusPolicy(Qt::StrongFocus);
}

QWidget* FiguresPage::buildHead()
{
    auto* head = new QWidget(this);
    auto* title = new QLabel(tr("My figures"), head);
    title->setFont(fontOf(TextSize::title));
    m_who->setWordWrap(false);
    setMuted(m_who);
    auto* done = new QPushButton(tr("Done"), head);
    done->setToolTip(tr("Back to where you were (Esc)"));
    connect(done, &QPushButton::clicked, this, &FiguresPage::left);
    auto* line = new QHBoxLayout(head);
    line->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                             metrics::grid);
    line->setSpacing(2 * metrics::grid);
    line->addWidget(title);
    line->addWidget(m_who);
    line->addStretch(1);
    line->addWidget(done);
    return head;
}

QWidget* FiguresPage::buildFigures()
{
    auto* inside = new QWidget;
    inside->setMaximumWidth(widest);
    auto* days = plain(tr("Steps labelled by day"), inside);
    days->setFont(fontOf(TextSize::heading));
    m_days->setFixedHeight(m_days->sizeHint().height());
    auto* note = plain(tr("The window shows you your own figures alone. Whoever keeps the project "
                          "gets everybody's with “steplight figures”. But for the bars, what was "
                          "labelled under different visibility is never added up."),
                       inside);
    setMuted(note);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(3 * metrics::grid, metrics::grid, 3 * metrics::grid,
                               3 * metrics::grid);
    column->setSpacing(metrics::grid);
    column->addWidget(days);
    column->addWidget(m_days);
    column->addLayout(m_sections);
    column->addSpacing(metrics::grid);
    column->addWidget(note);
    column->addStretch(1);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(inside);
    return area;
}

QWidget* FiguresPage::buildNone()
{
    auto* none = plain(tr("You have not labelled a step in this project yet. What you label is "
                          "counted here, for you."),
                       nullptr);
    none->setAlignment(Qt::AlignCenter);
    setMuted(none);
    return none;
}

QWidget* FiguresPage::modeSection(const QString& title,
                                  const std::vector<std::pair<QString, QString>>& lines)
{
    auto* section = new QWidget;
    auto* grid = new QGridLayout(section);
    grid->setContentsMargins(0, metrics::grid, 0, 0);
    grid->setHorizontalSpacing(2 * metrics::grid);
    grid->setVerticalSpacing(metrics::gap + 2);
    grid->setColumnMinimumWidth(0, withText(nameWidth));
    grid->setColumnStretch(1, 1);
    auto* heading = plain(title, section);
    heading->setFont(fontOf(TextSize::heading));
    grid->addWidget(heading, 0, 0, 1, 2);
    int row = 0;
    for (const auto& [about, figure] : lines) {
        auto* name = plain(about, section);
        name->setWordWrap(false);
        setMuted(name);
        auto* value = plain(figure, section);
        value->setFont(figuresOf(TextSize::body));
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(name, ++row, 0, Qt::AlignTop);
        grid->addWidget(value, row, 1);
    }
    return section;
}

void FiguresPage::setFigures(const Figures& figures)
{
    m_who->setText(QString::fromStdString(figures.annotator));
    m_stack->setCurrentIndex(figures.modes.empty() && !figures.training ? 1 : 0);
    m_days->setDays(figures.days);
    while (QLayoutItem* item = m_sections->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const ModeFigures& mode : figures.modes)
        m_sections->addWidget(modeSection(visibilityInWords(mode.visibility), linesOf(mode)));
    if (figures.training)
        m_sections->addWidget(
            modeSection(tr("Training"), {{tr("First answers"), goldInWords(*figures.training)}}));
}

void FiguresPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit left();
    else
        QWidget::keyPressEvent(event);
}

} // namespace steplight
