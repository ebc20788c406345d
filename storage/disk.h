// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of disk a folder lies on. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>

namespace steplight {

/// True for the statfs(2) f_type of file systems that other machines write too (NFS, SMB, CIFS,
/// AFS, Ceph, Lustre, 9P, virtual machine shares) or that may be such (FUSE): no shared memory
/// there, hence no WAL.
bool isNetworkDisk(std::uint32_t fileSystemMagic);
bool onNetworkDisk(const std::filesystem::path& folder);

/// A project's database or a file that SQLite keeps beside it. Such a file is never opened but
/// through SQLite: closing it would drop the locks that this process holds on it
/// (sqlite.org/howtocorrupt.html, 2.2).
bool isDatabaseFile(const std::filesystem::path& file);

} // namespace steplight
