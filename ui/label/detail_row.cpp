// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/detail_row.h"

#include "ui/label/choice_strip.h"
#include "ui/label/keys.h"
#include "ui/label/labelling.h"
#include "ui/pages/flow_layout.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

#include <utility>

namespace steplight {

namespace {

constexpr int shownWords = 28; // characters of a reason or comment on its button

QString shortened(const QString& text)
{
    QString line = text.simplified();
    if (line.size() > shownWords)
        line = line.left(shownWords - 1) + QStringLiteral("…");
    return line.replace(u'&', QStringLiteral("&&")); // no mnemonics in people's words
}

QString regionInWords(const Region& region, std::size_t number, int images)
{
    QString words =
        [&] {
            switch (region.shape) {
            case Region::Shape::box:
                return DetailRow::tr("box %1");
            case Region::Shape::polygon:
                return DetailRow::tr("polygon %1");
            case Region::Shape::point:
                return DetailRow::tr("point %1");
            case Region::Shape::selection:
                return DetailRow::tr("selection %1");
            }
            return QString();
        }()
            .arg(number);
    if (images > 1)
        words = DetailRow::tr("%1, image %2").arg(words).arg(region.image + 1);
    return region.kind == Region::Kind::absent ? DetailRow::tr("%1, absent").arg(words) : words;
}

QToolButton* button(QWidget* parent, LabelKey key)
{
    auto* made = new QToolButton(parent);
    made->setFont(fontOf(TextSize::small));
    made->setFocusPolicy(Qt::TabFocus);
    made->setMinimumHeight(metrics::hitTarget);
    whenKeysChange(made, [made, key] { made->setToolTip(withKeys(labelKey(key).what(), key)); });
    return made;
}

} // namespace

DetailRow::DetailRow(QWidget* parent)
    : QWidget(parent), m_line(new QWidget(this)), m_flow(new FlowLayout(m_line, metrics::gap)),
      m_boxes(new QWidget(m_line)), m_kind(button(m_line, LabelKey::errorKind)),
      m_reason(button(m_line, LabelKey::reason)), m_comment(button(m_line, LabelKey::comment)),
      m_addBox(button(m_line, LabelKey::box)), m_choices(new ChoiceStrip(this)),
      m_edit(new QLineEdit(this))
{
    setCursor(Qt::ArrowCursor);
    m_flow->setContentsMargins(0, 0, 0, 0);
    for (QWidget* each :
         {static_cast<QWidget*>(m_kind), static_cast<QWidget*>(m_reason),
          static_cast<QWidget*>(m_comment), m_boxes, static_cast<QWidget*>(m_addBox)})
        m_flow->addWidget(each);
    auto* boxes = new QHBoxLayout(m_boxes);
    boxes->setContentsMargins(0, 0, 0, 0);
    boxes->setSpacing(metrics::gap);
    m_edit->hide();
    m_edit->installEventFilter(this);
    connect(m_kind, &QToolButton::clicked, this, &DetailRow::askErrorKind);
    connect(m_reason, &QToolButton::clicked, this, &DetailRow::askReason);
    connect(m_comment, &QToolButton::clicked, this, &DetailRow::askComment);
    connect(m_addBox, &QToolButton::clicked, this, &DetailRow::boxRequested);
    connect(m_choices, &ChoiceStrip::chosen, this, &DetailRow::taken);
    connect(m_choices, &ChoiceStrip::left, this, [this] {
        closeInputs();
        emit left();
    });
    whenKeysChange(this, [this] { showWords(); });
}

void DetailRow::setSubject(int step, const Verdict& verdict)
{
    if (step != m_step)
        closeInputs();
    m_step = step;
    m_verdict = verdict;
    showWords();
    showBoxes();
    arrange();
}

void DetailRow::setImages(int images)
{
    m_images = images; // the subject's buttons follow with setSubject()
}

void DetailRow::showWords()
{
    const Verdict& verdict = m_verdict;
    m_addBox->setText(keyBefore(LabelKey::box, tr("Box")));
    const QString kind = verdict.errorKind == ErrorKind::none
                             ? tr("Error kind")
                             : tr("Error: %1").arg(errorKindInWords(verdict.errorKind));
    m_kind->setText(keyBefore(LabelKey::errorKind, kind));
    m_kind->setVisible(isWrong(verdict));
    const QString reason = reasonInWords(QString::fromStdString(verdict.reason));
    m_reason->setText(keyBefore(LabelKey::reason, reason.isEmpty()
                                                      ? tr("Reason")
                                                      : tr("Reason: %1").arg(shortened(reason))));
    const QString comment = QString::fromStdString(verdict.comment);
    m_comment->setText(
        keyBefore(LabelKey::comment,
                  comment.isEmpty() ? tr("Comment") : tr("Comment: %1").arg(shortened(comment))));
    m_comment->setToolTip(comment.isEmpty()
                              ? withKeys(labelKey(LabelKey::comment).what(), LabelKey::comment)
                              : QStringLiteral("<p>%1</p>").arg(comment.toHtmlEscaped()));
}

void DetailRow::showBoxes()
{
    while (QLayoutItem* item = m_boxes->layout()->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (std::size_t i = 0; i < m_verdict.regions.size(); ++i) {
        auto* box = new QToolButton(m_boxes);
        box->setText(regionInWords(m_verdict.regions[i], i + 1, m_images));
        box->setFont(fontOf(TextSize::small));
        box->setMinimumHeight(metrics::hitTarget);
        box->setFocusPolicy(Qt::TabFocus);
        whenKeysChange(box, [box] {
            const QString key = keysInWords(QStringLiteral("box-remove"));
            box->setToolTip(key.isEmpty()
                                ? tr("Show it on the image")
                                : tr("Show it on the image; %1 there removes it").arg(key));
        });
        connect(box, &QToolButton::clicked, this,
                [this, i] { emit boxChosen(static_cast<int>(i)); });
        m_boxes->layout()->addWidget(box);
        box->show();
    }
    m_boxes->setVisible(!m_verdict.regions.empty());
}

void DetailRow::askErrorKind()
{
    closeInputs();
    m_asking = Asking::errorKind;
    const std::string_view now = errorKindWord(m_verdict.errorKind);
    m_choices->setAccessibleName(tr("Kind of error"));
    m_choices->offer(errorKindChoices(),
                     QString::fromUtf8(now.data(), static_cast<qsizetype>(now.size())));
    arrange();
}

void DetailRow::askReason()
{
    closeInputs();
    m_asking = Asking::reason;
    m_choices->setAccessibleName(tr("Reason"));
    m_choices->offer(reasonChoices(), QString::fromStdString(m_verdict.reason));
    arrange();
}

void DetailRow::askComment()
{
    closeInputs();
    write(Asking::comment, QString::fromStdString(m_verdict.comment));
}

void DetailRow::write(Asking what, const QString& text)
{
    m_asking = what;
    m_edit->setText(text);
    const QString name =
        what == Asking::comment ? tr("Comment on this step") : tr("Reason in your own words");
    m_edit->setPlaceholderText(tr("%1; Enter keeps it, Esc leaves it").arg(name));
    m_edit->setAccessibleName(name);
    m_edit->show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
    arrange();
}

void DetailRow::taken(const QString& key)
{
    const Asking asked = m_asking;
    if (asked == Asking::reason && key == QStringView(ownWords)) {
        m_choices->hide();
        const QString known = QString::fromStdString(m_verdict.reason);
        write(Asking::ownReason, reasonInWords(known) == known ? known : QString());
        return;
    }
    closeInputs();
    if (asked == Asking::errorKind)
        emit errorKindChosen(m_step,
                             errorKindFromWord(key.toStdString()).value_or(ErrorKind::none));
    else
        emit reasonChosen(m_step, key);
    emit left();
}

void DetailRow::commit()
{
    const QString text = m_edit->text().trimmed();
    if (m_asking == Asking::comment && text.toStdString() != m_verdict.comment)
        emit commentWritten(m_step, text);
    else if (m_asking == Asking::ownReason && text.toStdString() != m_verdict.reason)
        emit reasonChosen(m_step, text);
}

void DetailRow::closeInputs()
{
    if (m_asking == Asking::nothing)
        return;
    if (m_asking == Asking::comment || m_asking == Asking::ownReason)
        commit();
    m_asking = Asking::nothing;
    m_choices->hide();
    m_edit->hide();
    arrange();
}

bool DetailRow::isAsking() const
{
    return m_asking != Asking::nothing;
}

bool DetailRow::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit || m_asking == Asking::nothing)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason) {
        closeInputs();
        return false;
    }
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return false;
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // all keys are text here
        return true;
    }
    if (key != Qt::Key_Return && key != Qt::Key_Enter && key != Qt::Key_Escape)
        return false;
    if (key == Qt::Key_Escape)
        m_asking = Asking::nothing; // what was there stays
    closeInputs();
    m_edit->hide();
    arrange();
    emit left();
    return true;
}

int DetailRow::heightForWidth(int width) const
{
    int height = m_flow->heightForWidth(width);
    if (!m_choices->isHidden())
        height += metrics::gap + m_choices->layout()->heightForWidth(width);
    if (!m_edit->isHidden())
        height += metrics::gap + metrics::hitTarget + metrics::gap;
    return height;
}

void DetailRow::arrange()
{
    resizeEvent(nullptr);
    emit heightChanged();
}

void DetailRow::resizeEvent(QResizeEvent*)
{
    int y = m_flow->heightForWidth(width());
    m_line->setGeometry(0, 0, width(), y);
    y += metrics::gap;
    if (!m_choices->isHidden())
        m_choices->setGeometry(0, y, width(), m_choices->layout()->heightForWidth(width()));
    if (!m_edit->isHidden())
        m_edit->setGeometry(0, y, width(), metrics::hitTarget);
}

} // namespace steplight
