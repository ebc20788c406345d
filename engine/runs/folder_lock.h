// SPDX-License-Identifier: GPL-3.0-or-later
// The flock on a run folder's `lock`: held while an engine works there, freed by the kernel however
// it ends. Any thread.
#pragma once

#include <filesystem>

namespace steplight {

class FolderLock
{
public:
    /// Takes the lock; inherited is an open file of `lock` that the starter has locked already, or
    /// -1. Throws EngineError "busy" when another engine holds it, "disk" when the file cannot be
    /// made.
    explicit FolderLock(const std::filesystem::path& folder, int inherited = -1);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int m_file;
};

} // namespace steplight
