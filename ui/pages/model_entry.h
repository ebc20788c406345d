// SPDX-License-Identifier: GPL-3.0-or-later
// What the Models page shows of one checkpoint folder. Plain values, any thread.
#pragma once

#include "storage/records/run.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace steplight {

struct ModelArchitecture {
    QString name; ///< class in config.json; may be empty
    qint64 layers = 0, width = 0, heads = 0, vocabulary = 0;
    qint64 visionLayers = 0, visionWidth = 0;
};

struct ModelProfile {
    bool fromFile = false;
    QString plus, minus; ///< the token pair
    double temperature = 1;
    double threshold = 0.5;
    qint64 minPixels = 0, maxPixels = 0; ///< of an image
    QString system = {}, firstTurn = {}; ///< the prompt
};

/// What came of a load check.
struct ModelCheck {
    qint64 at = 0; ///< milliseconds since 1970 UTC
    bool loads = false;
    bool refused = false; ///< for want of memory
    QString error;
    QStringList missing, misshapen, unused;    ///< tensors, the first of them
    qint64 faults = 0;                         ///< all of them
    qint64 memoryNeeded = 0, memoryThere = -1; ///< bytes; -1 = unknown
    double seconds = 0;                        ///< of loading
    struct File {
        QString name;
        qint64 bytes = 0;
        QString sha256;
    };
    std::vector<File> files;
};

/// What it has scored in this project.
struct ModelScored {
    qint64 traces = 0, steps = 0, runs = 0;
    double mean = 0;    ///< P(+) of all steps
    qint64 lastAt = 0;  ///< milliseconds since 1970 UTC; 0 = unknown
    QString query = {}; ///< that finds the traces; empty = none can say it
};

/// Where a model of this project comes from.
struct ModelLineage {
    std::string parent;   ///< path of the model that it began with
    std::string rule;     ///< that made its training labels
    std::string dataHash; ///< SHA-256 of what it learnt from
    qint64 learnt = 0;    ///< traces
    qint64 corrected = 0; ///< of them by people
    qint64 heldOut = 0;
    std::optional<double> firstErrorF1; ///< on those held out
    qint64 endedAt = 0;                 ///< milliseconds since 1970 UTC
};

struct ModelEntry {
    Model model;
    bool missing = false; ///< there is no such folder now
    qint64 bytes = 0;     ///< of the weights; 0 = unknown
    ModelArchitecture architecture = {};
    std::optional<ModelProfile> profile = {};
    std::optional<ModelCheck> check = {};
    std::optional<ModelLineage> lineage = {};
};

} // namespace steplight
