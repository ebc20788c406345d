// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/identity.h"
#include "storage/sql.h"
#include "storage/upkeep.h"

#include <SQLiteCpp/Database.h>
#include <fcntl.h>
#include <unistd.h>

namespace steplight {

namespace {

/// Waits until the file is on the disk.
void sync(const std::filesystem::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

} // namespace

Backup backup(Project& project, const std::filesystem::path& file)
{
    if (std::filesystem::exists(file))
        throw StorageError("exists", file.string() + " is there already and was left as it is. "
                                                     "Give another name.");
    const auto part = file.string() + ".part-" + newUuid();
    try {
        runSql(project, "VACUUM INTO ?", part);
    } catch (const std::exception& error) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        throw StorageError("io", file.string() + " was not written: " + explain(error).what());
    }
    sync(part);
    std::filesystem::rename(part, file);
    return {file, static_cast<std::int64_t>(std::filesystem::file_size(file)), sha256File(file)};
}

} // namespace steplight
