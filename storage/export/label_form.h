// SPDX-License-Identifier: GPL-3.0-or-later
// What an exporter of people's labels is: it writes each trace's labels in a peer's form, as they
// are and by nobody's rule. One object an export, one thread at a time.
#pragma once

#include "storage/export/export_files.h"
#include "storage/export/picture_folder.h"
#include "storage/project.h"
#include "storage/records/trace_detail.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// One annotator's labels of one trace, at most one of a step; by step, wholeTrace first.
struct LabelSheet {
    std::string annotator;
    std::vector<const Label*> labels;

    const Label* of(int step) const; ///< null when there is none
};

/// By annotator, in order of their first label. Who said two things of a step has two sheets.
std::vector<LabelSheet> sheetsOf(const std::vector<Label>& labels);

struct LabelledTrace {
    const TraceDetail& detail;
    const std::vector<LabelSheet>& sheets;
    const std::string& joinId; ///< the data's own id where no other trace has it, else the trace's
    PictureFolder& pictures;
};

class LabelForm
{
public:
    virtual ~LabelForm() = default;
    virtual void begin(ExportFiles&) {}
    /// Returns how many rows it wrote.
    virtual std::int64_t add(const LabelledTrace& trace, ExportFiles& files) = 0;
    /// Not called when the export was cancelled.
    virtual void finish(ExportFiles&) {}
    /// Whether traces that nobody labelled are written, too.
    virtual bool wantsUnlabelled() const { return false; }
};

std::unique_ptr<LabelForm> makePrm800kForm();
std::unique_ptr<LabelForm> makePotatoForm();
std::unique_ptr<LabelForm> makeLabelStudioForm();
std::unique_ptr<LabelForm> makeLabelmeForm();
std::unique_ptr<LabelForm> makeCocoForm();
/// Of the project whose traces they are given: continuations are traces of it.
std::unique_ptr<LabelForm> makeSftForm(Project& project);
std::unique_ptr<LabelForm> makePreferenceForm(Project& project);

} // namespace steplight
