// SPDX-License-Identifier: GPL-3.0-or-later
// What can be said of the current step, as buttons; each says its key. GUI thread only.
#pragma once

#include "storage/records/label.h"
#include "ui/label/keys.h"

#include <QWidget>

#include <map>

class QAbstractButton;

namespace steplight {

class RatingRow final : public QWidget
{
    Q_OBJECT

public:
    explicit RatingRow(QWidget* parent = nullptr);

    /// What has been said: its button is down. Unlabelled = none.
    void setVerdict(const Verdict& verdict);

signals:
    void chosen(steplight::LabelKey key); ///< right, neutral, wrong, firstError, skip, cannotJudge

private:
    void add(LabelKey key, const QString& text, bool flat);

    std::map<LabelKey, QAbstractButton*> m_buttons;
};

} // namespace steplight
