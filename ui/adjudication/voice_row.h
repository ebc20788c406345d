// SPDX-License-Identifier: GPL-3.0-or-later
// What each voice said of a step, as chips that take it, and the ratings that nobody has to have
// given. GUI thread only.
#pragma once

#include "storage/records/dispute.h"
#include "storage/records/guideline.h"

#include <QStringList>
#include <QWidget>

namespace steplight {

class FlowLayout;

class VoiceRow final : public QWidget
{
    Q_OBJECT

public:
    explicit VoiceRow(QWidget* parent = nullptr);

    /// voices: a letter, or a letter and a name. Without a step, or of the trace as a whole, there
    /// are no ratings.
    void setStep(const DisputedStep* step, const QStringList& voices, const Grammar& grammar);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

signals:
    void taken(int said);   ///< index in DisputedStep::said
    void rated(int rating); ///< -1, 0, +1
    void cannotJudgeChosen();

private:
    void addChip(const QString& voice, const DisputedStep& step, int said, const Grammar& grammar);
    void addRatings(const DisputedStep& step);

    FlowLayout *m_chips, *m_ratings; ///< one below the other
};

} // namespace steplight
