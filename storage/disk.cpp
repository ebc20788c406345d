// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/disk.h"

#include <sys/vfs.h>

#include <algorithm>
#include <array>

namespace steplight {

bool isNetworkDisk(std::uint32_t fileSystemMagic)
{
    constexpr std::array<std::uint32_t, 18> network = {
        0x6969,     // NFS
        0x517B,     // SMB
        0xFF534D42, // CIFS
        0xFE534D42, // SMB2
        0x65735546, // FUSE: sshfs, rclone and the like
        0x01021997, // 9P
        0x5346414F, // AFS
        0x6B414653, // kAFS
        0x73757245, // Coda
        0x564C,     // NCP
        0x00C36400, // Ceph
        0x0BD00BD0, // Lustre
        0x47504653, // GPFS
        0x19830326, // BeeGFS
        0x7461636F, // OCFS2
        0x01161970, // GFS2
        0x786F4256, // VirtualBox shares
        0xBACBACBC  // VMware shares
    };
    return std::find(network.begin(), network.end(), fileSystemMagic) != network.end();
}

bool isDatabaseFile(const std::filesystem::path& file)
{
    std::error_code absent;
    return file.filename().string().rfind("project.db", 0) == 0 &&
           std::filesystem::exists(file.parent_path() / "project.db", absent);
}

bool onNetworkDisk(const std::filesystem::path& folder)
{
    struct statfs facts = {};
    return ::statfs(folder.c_str(), &facts) == 0 &&
           isNetworkDisk(static_cast<std::uint32_t>(facts.f_type));
}

} // namespace steplight
