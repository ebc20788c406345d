// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/steps_access.h"

#include "ui/chips.h"
#include "ui/label/labelling.h"
#include "ui/label/steps_view.h"
#include "ui/stamp.h"

#include <QAccessibleWidget>
#include <QPointer>
#include <QScrollBar>
#include <QWindow>

#include <vector>

namespace steplight {

namespace {

/// One step. It has no object of its own, so it lives as long as the list that made it.
class StepAccess final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    StepAccess(StepsView* view, int step) : m_view(view), m_step(step) {}

    int step() const { return m_step; }

    bool isValid() const override { return m_view && m_step < m_view->stepCount(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_view ? m_view->window()->windowHandle() : nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    void setText(QAccessible::Text, const QString&) override {}
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text what) const override
    {
        if (!isValid())
            return {};
        if (what == QAccessible::Name)
            return m_view->stepInWords(m_step);
        return what == QAccessible::Description ? m_view->saidInWords(m_step) : QString();
    }

    QRect rect() const override
    {
        const QRect area = isValid() ? m_view->stepArea(m_step) : QRect();
        return {m_view ? m_view->viewport()->mapToGlobal(area.topLeft()) : QPoint(), area.size()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        state.selectable = true;
        state.focusable = true;
        if (!isValid())
            return state;
        const QRect area = m_view->stepArea(m_step);
        state.selected = m_view->current() == m_step;
        state.focused = state.selected && m_view->hasFocus();
        state.invisible = area.isEmpty();
        state.offscreen = !m_view->viewport()->rect().intersects(area);
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& action) override
    {
        if (action == pressAction() && isValid())
            emit m_view->stepChosen(m_step);
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    QPointer<StepsView> m_view;
    int m_step;
};

/// The steps come first, then what a widget has anyway: the controls among them.
class StepsAccess final : public QAccessibleWidget
{
public:
    explicit StepsAccess(StepsView* view) : QAccessibleWidget(view, QAccessible::List) {}
    ~StepsAccess() override
    {
        for (const QAccessible::Id id : m_ids)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override
    {
        return view()->stepCount() + QAccessibleWidget::childCount();
    }

    QAccessibleInterface* child(int index) const override
    {
        const int steps = view()->stepCount();
        if (index < 0 || index >= steps)
            return index < 0 ? nullptr : QAccessibleWidget::child(index - steps);
        while (static_cast<int>(m_ids.size()) <= index)
            m_ids.push_back(QAccessible::registerAccessibleInterface(
                new StepAccess(view(), static_cast<int>(m_ids.size()))));
        return QAccessible::accessibleInterface(m_ids[static_cast<std::size_t>(index)]);
    }

    int indexOfChild(const QAccessibleInterface* child) const override
    {
        if (const auto* step = dynamic_cast<const StepAccess*>(child))
            return step->step();
        const int index = QAccessibleWidget::indexOfChild(child);
        return index < 0 ? index : index + view()->stepCount();
    }

    QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPoint at = view()->viewport()->mapFromGlobal(QPoint(x, y));
        for (int step = 0; step < view()->stepCount(); ++step)
            if (view()->stepArea(step).contains(at))
                return child(step);
        return QAccessibleWidget::childAt(x, y);
    }

    QAccessibleInterface* focusChild() const override
    {
        return view()->hasFocus() && view()->current() >= 0 ? child(view()->current())
                                                            : QAccessibleWidget::focusChild();
    }

private:
    StepsView* view() const { return static_cast<StepsView*>(widget()); }

    mutable std::vector<QAccessible::Id> m_ids; // made when they are asked for
};

QAccessibleInterface* makeAccess(const QString&, QObject* object)
{
    auto* view = qobject_cast<StepsView*>(object);
    return view ? new StepsAccess(view) : nullptr;
}

} // namespace

void installStepsAccess()
{
    static const bool once = (QAccessible::installFactory(makeAccess), true);
    Q_UNUSED(once);
}

int StepsView::stepCount() const
{
    return m_labelling.steps();
}

QString StepsView::stepInWords(int step) const
{
    const auto& steps = m_labelling.detail().trace.steps;
    return tr("Step %1 of %2").arg(step + 1).arg(steps.size()) + QStringLiteral(". ") +
           QString::fromStdString(steps.at(static_cast<std::size_t>(step)).text);
}

QString StepsView::saidInWords(int step) const
{
    QStringList words;
    if (showsEstimates(step))
        for (const Estimate& estimate : m_labelling.detail().estimates)
            if (estimate.step == step)
                words << chipWords(estimate);
    const Verdict verdict = m_labelling.verdictAt(step);
    words << verdictWords(verdict);
    if (!verdict.rewrite.empty())
        words << tr("Should read: %1").arg(QString::fromStdString(verdict.rewrite));
    words.removeAll(QString());
    return words.join(QStringLiteral(". "));
}

QRect StepsView::stepArea(int step) const
{
    const StepBlock* block = m_layout.block(step);
    return block ? block->rect.translated(0, -verticalScrollBar()->value()) : QRect();
}

// Said at once when one moves on or a label comes back; the same words are not said twice.
void StepsView::describe()
{
    const int step = m_frame.current;
    const bool there = step >= 0 && step < stepCount();
    const QString words =
        there ? stepInWords(step) + QStringLiteral(". ") + saidInWords(step) : QString();
    if (words == accessibleDescription())
        return;
    setAccessibleDescription(words);
    if (!there)
        return;
    QAccessibleEvent moved(this, QAccessible::Focus);
    moved.setChild(step);
    QAccessible::updateAccessibility(&moved);
}

} // namespace steplight
