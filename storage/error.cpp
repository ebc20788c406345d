// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/error.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

namespace steplight {

namespace {

StorageError explainSqlite(const SQLite::Exception& error)
{
    switch (error.getErrorCode()) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {"damaged", "The project's database is damaged. Nothing was changed. Restore "
                           "project.db from a backup, or save what is readable with "
                           "\"sqlite3 project.db .recover\"."};
    case SQLITE_FULL:
        return {"disk-full", "The disk is full. What was saved before is kept; free some space "
                             "and do the last step again."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {"busy", "Another program has been writing to the project for too long. Nothing "
                        "was changed; try again when it has finished."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {"read-only", "The project cannot be written to. Check the permissions of its "
                             "folder and of project.db."};
    case SQLITE_CANTOPEN:
        return {"io", "project.db cannot be opened. Check that the folder is there and may be "
                      "written to."};
    case SQLITE_IOERR:
        return {"io", std::string("The disk failed while the project was read or written (") +
                          error.what() + "). What was saved before is kept; check the disk."};
    default:
        return {"failed", std::string("The project's database failed: ") + error.what()};
    }
}

} // namespace

StorageError explain(const std::exception& error)
{
    if (const auto* storage = dynamic_cast<const StorageError*>(&error))
        return *storage;
    if (const auto* sqlite = dynamic_cast<const SQLite::Exception*>(&error))
        return explainSqlite(*sqlite);
    return {"failed", error.what()};
}

} // namespace steplight
