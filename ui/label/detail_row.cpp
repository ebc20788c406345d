// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/detail_row.h"

#include "ui/label/choice_strip.h"
#include "ui/label/keys.h"
#include "ui/label/labelling.h"
#include "ui/label/rewrite_row.h"
#include "ui/pages/flow_layout.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

#include <algorithm>
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

QString overruledAs(const Verdict& verdict, EstimateKind kind)
{
    const auto at = verdict.overrules.find(kind);
    return at == verdict.overrules.end() ? QString() : QString::fromStdString(at->second);
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
      m_reason(button(m_line, LabelKey::reason)), m_overrule(button(m_line, LabelKey::overrule)),
      m_comment(button(m_line, LabelKey::comment)), m_addBox(button(m_line, LabelKey::box)),
      m_rewriteIt(button(m_line, LabelKey::rewrite)), m_choices(new ChoiceStrip(this)),
      m_edit(new QLineEdit(this)), m_rewrite(new RewriteRow(this))
{
    setCursor(Qt::ArrowCursor);
    m_flow->setContentsMargins(0, 0, 0, 0);
    for (QWidget* each :
         {static_cast<QWidget*>(m_kind), static_cast<QWidget*>(m_reason),
          static_cast<QWidget*>(m_overrule), static_cast<QWidget*>(m_comment), m_boxes,
          static_cast<QWidget*>(m_addBox), static_cast<QWidget*>(m_rewriteIt)})
        m_flow->addWidget(each);
    auto* boxes = new QHBoxLayout(m_boxes);
    boxes->setContentsMargins(0, 0, 0, 0);
    boxes->setSpacing(metrics::gap);
    m_edit->hide();
    m_edit->installEventFilter(this);
    connect(m_kind, &QToolButton::clicked, this, &DetailRow::askErrorKind);
    connect(m_reason, &QToolButton::clicked, this, &DetailRow::askReason);
    connect(m_overrule, &QToolButton::clicked, this, &DetailRow::askOverrule);
    connect(m_comment, &QToolButton::clicked, this, &DetailRow::askComment);
    connect(m_addBox, &QToolButton::clicked, this, &DetailRow::boxRequested);
    connect(m_rewriteIt, &QToolButton::clicked, this, &DetailRow::askRewrite);
    connect(m_rewrite, &RewriteRow::written, this,
            [this](const QString& text) { emit rewriteWritten(m_step, text); });
    connect(m_rewrite, &RewriteRow::heightChanged, this, &DetailRow::arrange);
    connect(m_rewrite, &RewriteRow::left, this, &DetailRow::left);
    connect(m_choices, &ChoiceStrip::chosen, this, &DetailRow::taken);
    connect(m_choices, &ChoiceStrip::left, this, [this] {
        closeInputs();
        emit left();
    });
    whenKeysChange(this, [this] { showWords(); });
}

void DetailRow::setGrammar(const Grammar& grammar)
{
    if (grammar == m_grammar)
        return;
    closeInputs(); // its letters mean something else now
    m_grammar = grammar;
    showWords();
    arrange();
}

void DetailRow::setSubject(int step, const Verdict& verdict,
                           const std::vector<EstimateKind>& estimates)
{
    if (step != m_step)
        closeInputs();
    m_step = step;
    m_verdict = verdict;
    m_estimates = estimates;
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
    m_rewriteIt->setText(keyBefore(LabelKey::rewrite, tr("Rewrite")));
    const QString kind = verdict.errorKind == ErrorKind::none
                             ? tr("Error kind")
                             : tr("Error: %1").arg(errorKindInWords(verdict.errorKind));
    m_kind->setText(keyBefore(LabelKey::errorKind, kind));
    m_kind->setVisible(isWrong(verdict));
    const QString reason = reasonInWords(m_grammar, QString::fromStdString(verdict.reason));
    m_reason->setText(keyBefore(LabelKey::reason, reason.isEmpty()
                                                      ? tr("Reason")
                                                      : tr("Reason: %1").arg(shortened(reason))));
    const QString overruled = overrulesInWords(m_grammar, verdict);
    m_overrule->setText(keyBefore(
        LabelKey::overrule,
        overruled.isEmpty() ? tr("Overrule") : tr("Overrules %1").arg(shortened(overruled))));
    m_overrule->setToolTip(overruled.isEmpty()
                               ? withKeys(labelKey(LabelKey::overrule).what(), LabelKey::overrule)
                               : plainToolTip(overruled));
    m_overrule->setVisible(!m_estimates.empty() || !overruled.isEmpty());
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

void DetailRow::offer(Asking what, const QString& name, std::vector<Choice> choices,
                      const QString& current)
{
    closeInputs();
    m_asking = what;
    m_choices->setAccessibleName(name);
    m_choices->offer(std::move(choices), current);
    arrange();
}

void DetailRow::askErrorKind()
{
    const std::string_view now = errorKindWord(m_verdict.errorKind);
    offer(Asking::errorKind, tr("Kind of error"), errorKindChoices(),
          QString::fromUtf8(now.data(), static_cast<qsizetype>(now.size())));
}

void DetailRow::askReason()
{
    offer(Asking::reason, tr("Reason"), reasonChoices(m_grammar),
          QString::fromStdString(m_verdict.reason));
}

void DetailRow::askOverrule()
{
    offer(Asking::overrule, tr("Overrule whose estimate"), overruleKindChoices(m_estimates), {});
}

void DetailRow::askComment()
{
    closeInputs();
    write(Asking::comment, QString::fromStdString(m_verdict.comment));
}

void DetailRow::askRewrite()
{
    closeInputs();
    m_rewrite->open();
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
    const std::string word = key.toStdString();
    switch (m_asking) {
    case Asking::errorKind:
        takeErrorKind(errorKindFromWord(word).value_or(ErrorKind::none));
        return;
    case Asking::refinement:
    case Asking::reason:
        takeReason(key);
        return;
    case Asking::overrule:
        m_overruled = estimateKindFromWord(word).value_or(EstimateKind::judge);
        offer(Asking::overruleReason, tr("Why it is mistaken; the same again takes it back"),
              overruleChoices(m_grammar, m_overruled), overruledAs(m_verdict, m_overruled));
        return;
    case Asking::overruleReason:
        closeInputs();
        emit overruleChosen(m_step, m_overruled, key);
        emit left();
        return;
    case Asking::nothing:
    case Asking::ownReason:
    case Asking::comment:
        return; // offer no choices
    }
}

// Its refinements are offered at once; who does not want one simply goes on.
void DetailRow::takeErrorKind(ErrorKind kind)
{
    const int step = m_step;
    closeInputs();
    emit errorKindChosen(step, kind);
    std::vector<Choice> finer = refinementChoices(m_grammar, kind);
    if (finer.empty() || m_step != step)
        emit left();
    else
        offer(Asking::refinement, tr("Which error of this kind"), std::move(finer),
              QString::fromStdString(m_verdict.reason));
}

void DetailRow::takeReason(const QString& key)
{
    if (key == QStringView(ownWords)) {
        m_choices->hide();
        const QString known = QString::fromStdString(m_verdict.reason);
        write(Asking::ownReason, reasonInWords(m_grammar, known) == known ? known : QString());
        return;
    }
    closeInputs();
    emit refinementChosen(m_step, key);
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
    m_rewrite->close();
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
    return m_asking != Asking::nothing || m_rewrite->isOpen();
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

int DetailRow::lineHeight() const
{
    return std::max(metrics::hitTarget, m_edit->sizeHint().height());
}

int DetailRow::heightForWidth(int width) const
{
    int height = m_flow->heightForWidth(width);
    if (!m_choices->isHidden())
        height += metrics::gap + m_choices->layout()->heightForWidth(width);
    if (!m_edit->isHidden())
        height += metrics::gap + lineHeight() + metrics::gap;
    if (!m_rewrite->isEmpty())
        height += metrics::gap + m_rewrite->heightForWidth(width);
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
    if (!m_choices->isHidden())
        y += m_choices->height() + metrics::gap;
    if (!m_edit->isHidden()) {
        m_edit->setGeometry(0, y, width(), lineHeight());
        y += m_edit->height() + 2 * metrics::gap;
    }
    m_rewrite->setVisible(!m_rewrite->isEmpty());
    m_rewrite->setGeometry(0, y, width(), m_rewrite->heightForWidth(width()));
}

} // namespace steplight
