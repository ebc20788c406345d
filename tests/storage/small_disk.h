// SPDX-License-Identifier: GPL-3.0-or-later
// A disk of a few megabytes in memory, for tests of full, read-only and vanishing disks. Only root
// may mount; tests skip otherwise.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/mount.h>
#include <system_error>

namespace steplight {

class SmallDisk
{
public:
    explicit SmallDisk(int megabytes)
    {
        std::string name = (std::filesystem::temp_directory_path() / "steplight-disk-XXXXXX");
        m_path = ::mkdtemp(name.data());
        m_mounted = ::mount("tmpfs", m_path.c_str(), "tmpfs", 0, size(megabytes).c_str()) == 0;
    }
    ~SmallDisk()
    {
        vanish();
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    /// False: this user may not mount.
    bool mounted() const { return m_mounted; }
    const std::filesystem::path& path() const { return m_path; }

    bool resize(int megabytes) { return remount(0, size(megabytes)); }
    bool setReadOnly() { return remount(MS_RDONLY, {}); }
    /// Gone from its place at once, though files may be open, as a drive that is pulled out.
    void vanish()
    {
        if (m_mounted)
            ::umount2(m_path.c_str(), MNT_DETACH);
        m_mounted = false;
    }
    /// Leaves so many bytes free, about.
    void fill(std::uintmax_t leaving)
    {
        std::ofstream filler(m_path / "filler", std::ios::binary);
        const std::string block(4096, 'x');
        while (std::filesystem::space(m_path).available > leaving &&
               filler.write(block.data(), 4096))
            filler.flush();
    }
    void free() { std::filesystem::remove(m_path / "filler"); }

private:
    static std::string size(int megabytes) { return "size=" + std::to_string(megabytes) + "m"; }
    bool remount(unsigned long flags, const std::string& options)
    {
        return ::mount("tmpfs", m_path.c_str(), "tmpfs", MS_REMOUNT | flags, options.c_str()) == 0;
    }

    std::filesystem::path m_path;
    bool m_mounted = false;
};

} // namespace steplight
